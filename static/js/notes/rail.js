// Notes beside the words they are on: each as near to its passage as the others let it.
import { placeOf } from "./words.js";

const GAP = 10;
const NEAR = "60% 0px 60% 0px";
const keyOf = (note) => note.id.split("/").at(-2);

export class Rail {
  constructor(reader, painter, kit) {
    Object.assign(this, { reader, painter, kit, near: new Set(), known: new Map(), chosen: null, waiting: 0 });
    this.wide = matchMedia("(min-width: 68.76em)");
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) this.near[isIntersecting ? "add" : "delete"](target.dataset.page);
        this.arrange();
      },
      { rootMargin: NEAR },
    );
    this.watch();
    new ResizeObserver(() => this.arrange()).observe(reader.$(".reader"));
  }

  get list() {
    return this.reader.$(".threads");
  }

  watch() {
    for (const leaf of this.reader.text.querySelectorAll(".leaf")) this.observer.observe(leaf);
  }

  card(key) {
    return document.getElementById(`note-${key}`);
  }

  /** Notes that came with another window of the document join those that are there. */
  merge() {
    for (const list of this.reader.$$(".rail .threads")) {
      if (list === this.list) continue;
      for (const it of [...list.children]) if (this.card(it.dataset.thread)?.closest(".thread") !== it) it.remove();
      this.list.append(...list.children);
      list.closest(".notes").remove();
    }
    this.watch();
    this.arrange();
  }

  learn(notes) {
    for (const note of notes) this.known.set(keyOf(note), note);
    this.lead(notes);
    this.sift();
  }

  /** Words and regions are marked for the notes that are wanted; the style sheet hides the others' cards. */
  sift() {
    const wanted = this.reader.$("[name=sift]:checked")?.value ?? "";
    const shown = [...this.known.values()].filter((note) => note["fonds:audience"].startsWith(wanted));
    this.painter.paint(shown);
    this.reader.emit("notes", shown);
    this.arrange();
  }

  /** From the words to their notes, for those who do not see the paint: links at the end of the paragraph. */
  lead(notes) {
    for (const note of notes) {
      const block = this.painter.ranges(note).at(-1)?.endContainer.parentElement.closest("[data-o]");
      const href = `#note-${keyOf(note)}`;
      if (!block || block.querySelector(`[href="${href}"]`)) continue;
      const link = document.createElement("a");
      Object.assign(link, { className: "to-note vh", href, textContent: `${this.kit.dataset.sayNote}, ${note.audience.name}` });
      link.dataset.skip = "";
      block.append(link);
    }
  }

  put(thread) {
    this.card(thread.dataset.thread)?.closest(".thread").remove();
    this.list.querySelector(":scope > .quiet")?.remove();
    this.list.append(thread);
  }

  arrange() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.place());
  }

  /** Where the words, or the part of the image, of a thread are on the page. */
  want(thread) {
    const note = thread.passage ?? this.known.get(thread.dataset.thread);
    const ranges = note && (note.exact ? this.painter.layer(note.slug).ranges(note.start, note.end) : this.painter.ranges(note));
    const box = ranges?.[0]?.getBoundingClientRect();
    if (box?.height) return box.top;
    const leaf = this.reader.leaf(thread.dataset.page || 0);
    return leaf ? leaf.getBoundingClientRect().top : -1e9;
  }

  place() {
    const threads = [...this.list.querySelectorAll(".thread")];
    for (const it of threads) it.hidden = !(it.passage || !it.dataset.page || this.near.has(it.dataset.page) || it.contains(this.chosen));
    const top = this.list.getBoundingClientRect().top;
    const items = threads
      .filter((it) => it.offsetParent)
      .map((it) => ({ it, want: this.wide.matches ? this.want(it) - top : 0, height: it.offsetHeight, flow: it.offsetTop - this.list.offsetTop }))
      .sort((one, other) => one.want - other.want);
    let bottom = 0;
    for (const item of items) bottom = (item.y = Math.max(bottom, item.want)) + item.height + GAP;
    const at = items.findIndex(({ it }) => it.passage || it.contains(this.chosen));
    if (at >= 0) {
      items[at].y = Math.max(0, items[at].want);
      for (let index = at - 1; index >= 0; index -= 1) items[index].y = Math.min(items[index].y, items[index + 1].y - GAP - items[index].height);
      bottom = items[at].y + items[at].height + GAP;
      // What has no room above goes below.
      for (const item of [...items.slice(0, at).filter(({ y }) => y < 0), ...items.slice(at + 1)])
        bottom = (item.y = Math.max(item.want, bottom)) + item.height + GAP;
    }
    for (const { it, y, flow } of items) it.style.translate = this.wide.matches ? `0 ${Math.round(y - flow)}px` : "";
    this.list.style.minHeight = this.wide.matches ? `${bottom}px` : "";
    this.list.dataset.placed = "";
  }

  /** Show one note, and with it its words. */
  choose(key, { scroll = false, focus = false, open = false } = {}) {
    this.chosen?.classList.remove("on");
    this.chosen = key ? this.card(key) : null;
    this.chosen?.classList.add("on");
    const note = this.known.get(this.chosen?.closest(".thread").dataset.thread) ?? null;
    this.painter.choose(note);
    this.place();
    this.reader.emit("note", note);
    if (!this.chosen) return;
    const box = note && placeOf(note) && this.painter.ranges(note)[0]?.getBoundingClientRect();
    if (scroll && box && (box.top < 110 || box.bottom > innerHeight - 60)) scrollBy({ top: box.top - innerHeight * 0.35, behavior: "instant" });
    if (!this.wide.matches && (open || focus)) this.show(true);
    if (focus) this.chosen.focus({ preventScroll: this.wide.matches });
    if (!this.wide.matches) this.chosen.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** On a wide window the rail stands beside the text; on others it comes as a sheet. */
  show(isWanted) {
    const root = this.reader.$(".reader");
    const name = this.wide.matches ? "norail" : "sheet";
    const isOn = isWanted === undefined ? !root.classList.contains(name) : isWanted !== this.wide.matches;
    root.classList.toggle(name, isOn);
    this.tell();
    this.arrange();
  }

  tell() {
    const { classList } = this.reader.$(".reader");
    const isShown = this.wide.matches ? !classList.contains("norail") : classList.contains("sheet");
    for (const it of this.reader.$$("[data-rail]")) {
      it.setAttribute("aria-pressed", isShown);
      it.querySelector("output").textContent = this.known.size || "";
    }
  }
}
