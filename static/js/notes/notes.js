// Annotating where one reads. The page works without: its notes stand as text, and are written by plain forms.
import { codePoints } from "../offsets.js";
import { Composer, Wire } from "./composer.js";
import { Rail } from "./rail.js";
import { mountRegions } from "./regions.js";
import { homeOf, Painter } from "./words.js";

const PAUSE = 160;

/** The paragraph, or the note of the edition, in which a range begins. */
function columnOf({ startContainer: node }) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element.closest("[data-o], li") ?? homeOf(node).home;
}

/** What can be done with words: by mouse and touch once they are selected, by keys, and word by word in a dialog. */
class Toolbar {
  constructor(reader, kit, painter, act) {
    Object.assign(this, { reader, painter, act, target: null, bar: kit.querySelector(".tools"), dialog: kit.querySelector("dialog") });
    reader.article.append(this.bar, ...(this.dialog ? [this.dialog] : []));
    let waiting;
    document.addEventListener("selectionchange", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.follow(), PAUSE);
    });
    // The selection survives a press on the bar.
    this.bar.addEventListener("pointerdown", (event) => event.preventDefault());
    this.bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (!button || !this.target) return;
      this.bar.hidden = true;
      act(button.dataset.act, this.target);
    });
    this.bar.addEventListener("keydown", (event) => {
      const buttons = [...this.bar.children];
      const at = buttons.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key];
      if (to !== undefined) buttons.at(to % buttons.length).focus();
      if (event.key === "Escape") getSelection().removeAllRanges();
    });
    this.mountDialog();
  }

  follow() {
    if (document.activeElement?.closest(".composer, dialog, .tools")) return;
    this.target = this.selected();
    this.bar.hidden = !this.target;
    if (!this.target) return;
    const range = getSelection().getRangeAt(0);
    const box = range.getBoundingClientRect();
    // Not wider than the paragraph: the numbers beside paragraphs lead to them, and stay in reach.
    const { left: first, right: last, width: room } = columnOf(range).getBoundingClientRect();
    this.bar.style.maxInlineSize = `${room}px`;
    const { offsetWidth: width, offsetHeight: height } = this.bar;
    const above = box.top - height - 10;
    this.bar.style.left = `${scrollX + Math.max(first, Math.min(last - width, box.left + box.width / 2 - width / 2))}px`;
    this.bar.style.top = `${scrollY + (above > 56 ? above : Math.min(box.bottom + 10, innerHeight - height - 8))}px`;
  }

  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    return this.read(selection.getRangeAt(0));
  }

  read(range) {
    const home = [range.startContainer, range.endContainer].map(homeOf).find((it) => it && this.reader.text.contains(it.home));
    const words = home && this.painter.layer(home.slug).read(range, home.isOfNotes);
    return words ? { ...this.about(home), ...words } : null;
  }

  about({ slug, home }) {
    const { version } = this.reader.text.querySelector(`[data-text="${CSS.escape(slug)}"]`).dataset;
    return { slug, version, language: home.lang, page: Number(home.closest(".leaf").dataset.page) };
  }

  /** A whole paragraph. */
  paragraph(block) {
    const range = document.createRange();
    range.selectNodeContents(block);
    const words = this.read(range);
    return words && { ...words, block: block.id };
  }

  /** The words selected, else the paragraph that is read. */
  wanted() {
    return this.selected() ?? (this.reader.block && this.paragraph(this.reader.block));
  }

  choose(target) {
    if (!target || !this.dialog) return;
    const area = this.dialog.querySelector("textarea");
    this.whole = target;
    area.value = target.exact;
    area.lang = target.language;
    this.dialog.returnValue = "";
    this.dialog.showModal();
    area.focus();
    area.setSelectionRange(0, 0);
  }

  mountDialog() {
    const area = this.dialog?.querySelector("textarea");
    area?.addEventListener("beforeinput", (event) => event.preventDefault());
    this.dialog?.addEventListener("close", () => {
      if (!this.dialog.returnValue) return;
      const { whole } = this;
      const [from, to] = [area.selectionStart, area.selectionEnd];
      const exact = from === to ? whole.exact : area.value.slice(from, to);
      const start = whole.start + (from === to ? 0 : codePoints(area.value.slice(0, from)));
      const trimmed = exact.trim();
      const first = start + exact.length - exact.trimStart().length;
      this.act(this.dialog.returnValue, { ...whole, exact: trimmed, start: first, end: first + codePoints(trimmed) });
    });
  }
}

export function mountNotes(reader) {
  const section = reader.$("#notes");
  const kit = section?.querySelector(".kit");
  if (!kit) return;
  reader.article.append(kit);
  const wire = new Wire(section, kit);
  const painter = new Painter(reader);
  const rail = new Rail(reader, painter, kit);
  const toolbar = new Toolbar(reader, kit, painter, act);
  const composer = new Composer(reader, kit, wire, rail, { chooseWords: (target) => toolbar.choose(target) });
  const isWriter = !!kit.dataset.user;

  /** What may be done with words, or with a part of the image. */
  function act(kind, target) {
    if (!target) return reader.say(kit.dataset.saySelect, { shown: true });
    composer.open({ target, kind, quote: target.quote }, { quick: kind === "mark" || kind === "bookmark" });
  }

  async function learn(first, last) {
    if (!first || !last) return;
    rail.learn(await wire.fetch(first, last));
    rail.tell();
  }

  function drawn() {
    painter.forget();
    for (const extra of reader.$$(".rail .kit")) extra.remove();
    rail.merge();
  }

  rail.tell();
  reader.article.addEventListener("click", async (event) => {
    const on = (selector) => event.target.closest(selector);
    if (on("[data-rail]")) return rail.show();
    const plus = isWriter && on(".add");
    const link = on("[data-do]");
    const to = on(".to-note");
    const card = on(".rail .note[data-note]");
    const key = card?.dataset.note;
    if (plus || link || to) event.preventDefault();
    if (plus) act("note", toolbar.paragraph(plus.closest("[data-o]")));
    else if (link?.dataset.do === "reply") reply(key, card);
    else if (link?.dataset.do === "change") composer.change(new URL(`${wire.service}${key}/`, location.href).href);
    else if (link?.dataset.do === "move") move(key);
    else if (to) rail.choose(to.hash.slice(6), { focus: true, open: true });
    else if (card && !on("a, button, input, label")) rail.choose(key, { scroll: true });
    else if (on("#text") && !on("a, button") && getSelection().isCollapsed) {
      const note = painter.hit(event.clientX, event.clientY);
      if (note || rail.chosen) rail.choose(note?.id.split("/").at(-2) ?? null, { open: true });
    }
  });

  function reply(key, card) {
    const iri = new URL(`${wire.service}${key}/`, location.href).href;
    composer.open({ target: { iri }, reply: key, audience: card.dataset.audience });
  }

  /** Set a note whose words were changed on the words that are selected. */
  async function move(key) {
    const target = toolbar.selected();
    if (!target) return reader.say(kit.dataset.saySelect, { shown: true });
    await composer.change(new URL(`${wire.service}${key}/`, location.href).href);
    composer.moveTo(target);
  }

  if (isWriter) {
    reader.$("#keys .keys").append(kit.querySelector("[data-keys]").content);
    const kinds = { a: "note", h: "mark", t: "tag", b: "bookmark", l: "link" };
    for (const key in kinds) reader.acts[key] = () => act(kinds[key], toolbar.wanted());
    reader.acts.w = () => toolbar.choose(reader.block && toolbar.paragraph(reader.block));
  }
  reader.acts.n = () => rail.show();
  mountRegions(reader, kit, rail, act);

  reader.on("rail", (leaves) => {
    drawn();
    learn(leaves[0]?.dataset.page, leaves.at(-1)?.dataset.page);
  });
  reader.on("text", () => {
    drawn();
    learn(reader.text.dataset.first, reader.text.dataset.last);
  });
  reader.article.addEventListener("change", ({ target }) => target.name === "sift" && rail.sift());
  rail.wide.addEventListener("change", () => rail.show(rail.wide.matches));
  learn(reader.text.dataset.first, reader.text.dataset.last);
}
