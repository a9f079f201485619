// How the reader speaks the Web Annotation Protocol, and keeps what is not yet saved.

const TYPE = "application/ld+json";
const MONTH = 30 * 24 * 60 * 60 * 1000;
const absolute = (path) => new URL(path, location.href).href;
export const pathOf = (iri) => new URL(iri).pathname;

function token() {
  return document.cookie.split("; ").find((it) => it.startsWith("csrftoken="))?.slice(10) ?? "";
}

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
    const problem = { 401: "SignedOut", 403: "SignedOut", 412: "Stale" }[answer.status];
    return { problem: problem ?? "Refused", why: found.detail ?? "" };
  } catch {
    return { problem: answer && answer.status < 500 ? "Refused" : "Offline", why: "" };
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
export function annotation(article, target, said) {
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
