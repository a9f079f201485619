// Long documents come in windows: the next one is put below on approach, any other takes the place of what is there.
import { breathe } from "./context.js";

const AHEAD = "1500px 0px";
const NEAR = "4000px 0px";
const AT_ONCE = 2;
const TALL = 900; // pixels of a leaf that was not drawn yet
const PATIENCE = 1000;
const SAMPLE = 4000;

/** The letters a text is drawn with, or no more than a moment: a font that comes later is not taken for this page. */
const letters = (part) =>
  Promise.race([
    document.fonts.load("1rem Literata", part.textContent.slice(-SAMPLE)),
    new Promise((resume) => setTimeout(resume, PATIENCE)),
  ]).catch(() => null);

/** What the address asks for now; `changes` with a null value are left out. */
function queryWith(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) value === null ? query.delete(name) : query.set(name, value);
  return query;
}

export class Windows {
  constructor(reader) {
    this.reader = reader;
    this.loading = false;
    this.approach = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && this.extend("next"),
      { rootMargin: AHEAD },
    );
    // A window is laid out before its leaves come into sight, so that they follow one by one.
    this.near = new IntersectionObserver(
      (entries) => entries.forEach(({ target, isIntersecting }) => target.classList.toggle("far", !isIntersecting)),
      { rootMargin: NEAR },
    );
    this.watch();
  }

  watch() {
    this.approach.disconnect();
    const link = this.reader.text.querySelector(".pager:not(.up) [rel=next]");
    if (link) this.approach.observe(link);
  }

  /** Fetch part of the page; null when it is closed or does not come, which is said. */
  async fetch(query) {
    query.set("part", "text");
    try {
      const response = await fetch(`${this.reader.address}?${query}`, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (response.ok) {
        const part = page.querySelector("[data-part]");
        await letters(part.querySelector("#text"));
        return { part, query: new URL(response.url).searchParams };
      }
      this.refuse(page.querySelector("[data-closed]"));
    } catch {
      this.reader.say(this.reader.article.dataset.sayOffline, { shown: true });
    }
    return null;
  }

  /** What is open stays; the page says why no more comes, and who can help. */
  refuse(closed) {
    if (!closed) return;
    this.reader.$("[data-closed]")?.remove();
    closed.setAttribute("role", "alert");
    this.reader.$(".reader").before(closed);
    this.approach.disconnect();
  }

  /** Put the window after the last leaf below it, or the one before the first above it. */
  async extend(which) {
    const link = this.reader.text.querySelector(which === "next" ? ".pager:not(.up) [rel=next]" : ".pager.up [rel=prev]");
    if (!link || this.loading) return;
    this.loading = true;
    try {
      const found = await this.fetch(queryWith({ page: link.dataset.open, jump: null, q: null }));
      if (found) await this.put(found.part, which);
    } finally {
      this.loading = false;
    }
    this.watch();
  }

  async put(part, which) {
    const text = this.reader.text;
    const leaves = [...part.querySelectorAll(".leaf")].map((leaf) => document.adoptNode(leaf));
    // What is far from sight is not laid out, window by window and leaf by leaf, so that hundreds scroll like twenty.
    const group = document.createElement("div");
    group.className = "window";
    group.style.containIntrinsicBlockSize = `auto ${leaves.length * TALL}px`;
    const leave = () => leaves.forEach((leaf) => leaf.classList.add("far"));
    if (which === "next") leave();
    const pager = text.querySelector(which === "next" ? ".pager:not(.up)" : ".pager.up");
    const first = text.querySelector(".leaf");
    const before = which === "prev" ? first.getBoundingClientRect().top : 0;
    this.near.observe(group);
    which === "next" ? pager.before(group) : (first.closest(".window") ?? first).before(group);
    for (let at = 0; at < leaves.length; at += AT_ONCE) {
      const some = leaves.slice(at, at + AT_ONCE);
      group.append(...some);
      this.reader.emit("leaves", some);
      if (which === "next") await breathe();
    }
    const newer = part.querySelector(which === "next" ? ".pager:not(.up)" : ".pager.up");
    newer ? pager.replaceWith(document.adoptNode(newer)) : pager.remove();
    if (which === "prev") {
      scrollBy({ top: first.getBoundingClientRect().top - before, behavior: "instant" });
      text.dataset.first = part.querySelector("#text").dataset.first;
      // What stands above is drawn once, so that what is read keeps its place when the heights are known.
      requestAnimationFrame(() => requestAnimationFrame(leave));
    } else {
      text.dataset.last = part.querySelector("#text").dataset.last;
    }
    if (which === "next") await breathe();
    const rail = part.querySelector(".rail");
    if (rail) this.reader.$(".reader > .rail")?.append(...[...rail.children].map((it) => document.adoptNode(it)));
    this.reader.emit("rail", leaves);
    this.notices(part);
  }

  notices(part) {
    const wanted = part.querySelector(".doc-notices");
    const there = this.reader.$(".doc-notices");
    if (wanted?.querySelector("[role=status]") && !there?.querySelector("[role=status]")) {
      const notice = document.adoptNode(wanted);
      there ? there.replaceWith(notice) : this.reader.$(".reader").before(notice);
    }
  }

  /** Draw the window of a page anew, with other panes, another spelling or other words marked. */
  async replace(changes) {
    const found = await this.fetch(queryWith({ jump: null, ...changes }));
    if (found) this.take(found);
    return found;
  }

  take({ part, query }) {
    query.delete("part");
    history.replaceState(history.state, "", `${this.reader.address}?${query}`);
    const text = part.querySelector("#text");
    this.reader.text.replaceWith(document.adoptNode(text));
    this.reader.$(".reader").classList.toggle("with-facs", text.classList.contains("with-image"));
    const rail = part.querySelector(".rail");
    const there = this.reader.$(".reader > .rail");
    if (rail && there) there.replaceChildren(...[...rail.children].map((it) => document.adoptNode(it)));
    this.notices(part);
    this.watch();
    this.reader.emit("text", part);
  }

  /** Bring a page to the top, wherever it is in the document; gives its leaf, null when it cannot be had. */
  async goTo(page, { focus = false, behavior = "instant" } = {}) {
    if (page < 1 || page > this.reader.total) return null;
    if (!this.reader.leaf(page)) {
      if (page === Number(this.reader.text.dataset.last) + 1) await this.extend("next");
      else if (page === Number(this.reader.text.dataset.first) - 1) await this.extend("prev");
      if (!this.reader.leaf(page)) await this.replace({ page });
    }
    const leaf = this.reader.leaf(page);
    if (!leaf) return null;
    leaf.scrollIntoView({ behavior, block: "start" });
    this.reader.pin(page);
    if (focus) leaf.querySelector(".pb a").focus({ preventScroll: true });
    return leaf;
  }
}

export function mountWindows(reader) {
  reader.windows = new Windows(reader);
  reader.article.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-open]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const page = Number(link.dataset.open);
    reader.windows.extend(link.rel).then(() => {
      if (link.rel === "next" || event.detail === 0) reader.windows.goTo(page, { focus: event.detail === 0 });
    });
  });
}
