// Writing a note, and how the reader speaks the Web Annotation Protocol. What is not yet saved outlives the page and
// the session.

const TYPE = "application/ld+json";
const MONTH = 30 * 24 * 60 * 60 * 1000;
const absolute = (path) => new URL(path, location.href).href;
const pathOf = (iri) => new URL(iri).pathname;

const token = () => /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";

/** Ask; `problem` says why it was refused: offline, signed-out, stale or in words. */
async function ask(address, method, data, headers = {}) {
  let answer;
  try {
    answer = await fetch(address, {
      method,
      credentials: "same-origin",
      headers: { Accept: TYPE, "Content-Type": TYPE, "X-CSRFToken": token(), ...headers },
      body: data && JSON.stringify(data),
    });
    const found = answer.status === 204 ? {} : await answer.json();
    if (answer.ok) return { found, etag: answer.headers.get("ETag") };
    return { problem: { 401: "SignedOut", 403: "SignedOut", 412: "Stale" }[answer.status] ?? "Refused", why: found.detail };
  } catch {
    return { problem: answer?.status < 500 ? "Refused" : "Offline" };
  }
}

export class Wire {
  constructor(section, kit) {
    this.list = section.dataset.list;
    this.context = kit.dataset.context;
    this.service = section.dataset.service;
    this.key = `draft:${kit.dataset.user}:${this.list}`;
  }

  /** Every note on these leaves that this reader may see. */
  async fetch(first, last) {
    const notes = [];
    let next = `${this.list}?page=first&limit=1000&leaves=${first}-${last}`;
    while (next) {
      const { found } = await ask(next, "GET");
      notes.push(...(found?.items ?? []));
      next = found?.next;
    }
    return notes;
  }

  read(address) {
    return ask(address, "GET");
  }

  write({ id, etag, key, note }) {
    const data = { "@context": this.context, type: "Annotation", ...note };
    return id ? ask(id, "PUT", data, { "If-Match": etag }) : ask(this.service, "POST", data, { "Idempotency-Key": key });
  }

  /** The note as the server draws it, with its thread. */
  async card(id) {
    const answer = await fetch(`${pathOf(id)}card/`, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok ? document.adoptNode(page.body.firstElementChild) : null;
  }

  /** What was not saved stays in this browser for this person and this document. */
  keep(draft) {
    try {
      draft ? localStorage.setItem(this.key, JSON.stringify({ ...draft, at: Date.now() })) : localStorage.removeItem(this.key);
    } catch {
      // Storage is closed to us: it holds for this page.
    }
  }

  get kept() {
    try {
      const draft = JSON.parse(localStorage.getItem(this.key));
      return draft && Date.now() - draft.at < MONTH ? draft : null;
    } catch {
      return null;
    }
  }
}

/** The annotation that a form makes. `target` is {slug, version, language, start, end, exact}, {page, region} or {iri}. */
function annotation(article, target, said) {
  const base = absolute(`/documents/${article.dataset.document}/`);
  const body = [];
  if (said.body.trim()) body.push({ type: "TextualBody", value: said.body, format: "text/markdown", purpose: said.reply ? "replying" : "commenting" });
  for (const value of said.tags) body.push({ type: "TextualBody", value, purpose: "tagging" });
  if (said.link) body.push({ type: "SpecificResource", source: said.link, purpose: "linking" });
  return {
    motivation: said.motivation ?? motivationOf(said),
    ...(body.length ? { body } : {}),
    target: said.target ?? targetOf(base, target),
    ...(said.audience ? { audience: absolute(said.audience) } : {}),
  };
}

function motivationOf({ reply, body, tags, link }) {
  if (reply) return "replying";
  if (body.trim()) return "commenting";
  return tags.length ? "tagging" : link ? "linking" : "highlighting";
}

function targetOf(base, { iri, slug, version, language, start, end, exact, page, region }) {
  if (iri) return iri;
  if (!slug) return { type: "SpecificResource", source: `${base}pages/${page}/`, selector: region };
  const source = { id: `${base}texts/${slug}/v${version}/`, type: "Text", language };
  const selector = [{ type: "TextQuoteSelector", exact }, { type: "TextPositionSelector", start, end }];
  return { type: "SpecificResource", source, selector };
}

const tagsOf = (words) => [...new Set(words.split(",").map((it) => it.trim().replace(/\s+/g, " ")))].filter(Boolean);

export class Composer {
  constructor(reader, kit, wire, rail, { chooseWords }) {
    Object.assign(this, { reader, kit, wire, rail, chooseWords, form: null });
    this.template = kit.querySelector("[data-form]");
    if (this.template && wire.kept) this.open(wire.kept, { say: "sayKept" });
  }

  words(name, values) {
    return this.reader.words(this.kit, name, values);
  }

  /**
   * Open the form. A draft has `target`, and may have `kind`, `quote`, `reply`, `id` and `etag` of a note that is
   * changed, and what was said before. A `quick` one is kept at once, and shown only if that fails.
   */
  open(draft, { quick = false, say = "" } = {}) {
    if (!this.template) return;
    this.close();
    const form = this.template.content.firstElementChild.cloneNode(true);
    this.draft = { key: crypto.randomUUID(), body: "", tags: "", link: "", ...draft };
    this.form = form;
    form.classList.add("thread");
    form.passage = this.draft.target;
    form.dataset.page = this.draft.target.page ?? "";
    const title = this.words(draft.id ? "sayChange" : draft.reply ? "sayReply" : "sayNote");
    form.querySelector("b").textContent = title;
    form.setAttribute("aria-label", title);
    const quote = form.querySelector(".quoted");
    quote.textContent = this.draft.quote ?? this.draft.target.exact ?? "";
    quote.hidden = !quote.textContent;
    form.querySelector("[data-words]").hidden = !this.draft.target.exact || draft.id;
    form.elements.link.closest(".field").hidden = !(draft.kind === "link" || this.draft.link);
    for (const name of ["body", "tags", "link"]) form.elements[name].value = this.draft[name];
    const audience = [...form.elements.audience].find((it) => it.value === this.draft.audience);
    if (audience) audience.checked = true;
    this.tell();
    form.addEventListener("input", () => this.tell(true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.save();
      if (event.key === "Escape") this.leave();
    });
    form.querySelector("[data-leave]").addEventListener("click", () => this.leave());
    form.querySelector("[data-words]").addEventListener("click", () => this.chooseWords(this.draft.target));
    if (quick) return this.save();
    this.show();
    if (say) return this.complain(say);
    const first = { tag: "tags", link: "link" }[draft.kind] ?? "body";
    form.elements[first].focus({ preventScroll: this.rail.wide.matches });
  }

  show() {
    const thread = this.draft.reply && this.rail.card(this.draft.reply)?.closest(".thread");
    this.rail.show(true);
    thread ? thread.append(this.form) : this.rail.list.prepend(this.form);
    this.form.classList.toggle("thread", !thread);
    this.rail.painter.choose(null, this.draft.target);
    this.rail.place();
  }

  /** Say who will read it; keep what has been written so far. */
  tell(isWritten = false) {
    const { elements } = this.form;
    const chosen = [...elements.audience].find((it) => it.checked);
    this.form.querySelector("[data-who-line]").textContent = chosen.dataset.who;
    for (const kind of ["owner", "group", "open"]) this.form.classList.toggle(kind, chosen.dataset.audience === kind);
    for (const name of ["body", "tags", "link"]) this.draft[name] = elements[name].value;
    this.draft.audience = chosen.value;
    if (isWritten) this.wire.keep(this.draft);
  }

  complain(name, values) {
    const line = this.form.querySelector(".errorlist");
    line.textContent = this.words(name, values);
    line.hidden = false;
    if (name === "saySignedOut") {
      const link = Object.assign(document.createElement("a"), { href: this.kit.dataset.login, target: "_blank", textContent: document.body.dataset.signIn });
      line.append(" ", link);
    }
    if (!this.form.isConnected) this.show();
    this.rail.place();
  }

  async save() {
    const { draft, form } = this;
    this.tell(true);
    const said = { ...draft, tags: tagsOf(draft.tags), motivation: draft.kind === "bookmark" && !draft.body ? "bookmarking" : undefined, target: draft.asSent };
    const note = annotation(this.reader.article, draft.target, said);
    form.querySelector(".main").disabled = true;
    const { found, problem, why } = await this.wire.write({ ...draft, note });
    form.querySelector(".main").disabled = false;
    if (problem) {
      if (problem === "Stale") draft.etag = (await this.wire.read(draft.id)).etag;
      // What the server has refused is another request when it is sent again.
      if (problem === "Refused") draft.key = crypto.randomUUID();
      return this.complain(`say${problem}`, { why });
    }
    const isShown = form.isConnected;
    this.close();
    getSelection().removeAllRanges();
    if (isShown && !this.rail.wide.matches) this.rail.show(false);
    const thread = await this.wire.card(found.id);
    if (thread) this.rail.put(thread);
    this.rail.learn([found]);
    this.rail.choose(pathOf(found.id).split("/").at(-2), { focus: isShown && this.rail.wide.matches });
    this.reader.say(this.words("saySaved", { who: form.querySelector("[data-who-line]").textContent }), { shown: true });
  }

  /** Set a note that is being changed on other words. */
  moveTo(target) {
    Object.assign(this.draft, { target, asSent: undefined, quote: target.exact });
    Object.assign(this.form.querySelector(".quoted"), { textContent: target.exact, hidden: false });
    this.form.passage = target;
    this.tell(true);
    this.show();
  }

  close() {
    this.wire.keep(null);
    this.form?.remove();
    this.form = null;
  }

  leave() {
    const { target } = this.draft;
    this.close();
    this.rail.painter.choose(null);
    this.rail.place();
    const block = target.block && document.getElementById(target.block);
    block?.querySelector(".add")?.focus({ preventScroll: true });
  }

  /** Change a note of one's own: as it is now on the server. */
  async change(id) {
    const { found, etag, problem } = await this.wire.read(id);
    if (problem) return this.reader.say(this.words(`say${problem}`), { shown: true });
    const bodies = [found.body ?? []].flat();
    const of = (purpose, name = "value") => bodies.filter((it) => it.purpose === purpose).map((it) => it[name]);
    this.open({
      id,
      etag,
      asSent: found.target,
      reply: found["fonds:thread"],
      target: { page: found["fonds:page"] },
      quote: [found.target.selector ?? []].flat().find((it) => it.exact)?.exact,
      body: [...of("commenting"), ...of("replying")].join("\n\n"),
      tags: of("tagging").join(", "),
      link: of("linking", "source")[0] ?? "",
      audience: pathOf(found.audience.id),
      kind: found.motivation === "bookmarking" ? "bookmark" : undefined,
    });
  }
}
