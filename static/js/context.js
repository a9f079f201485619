// What the parts of the reader share: the page, what was chosen, a voice, and events on the element of the document
// (reader:page, reader:block, reader:leaves, reader:text, reader:image), to which other modules may listen too.

const KEY = "reader";

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

export class Context {
  constructor(article) {
    this.article = article;
    this.address = article.dataset.address;
    this.total = Number(article.dataset.pages);
    this.page = 0;
    this.block = null;
    this.kept = read();
    this.live = article.querySelector("[data-live]");
    this.phone = matchMedia("(max-width: 40em)");
    this.narrow = matchMedia("(max-width: 68.75em)");
  }

  /** The window of leaves; it is another element after other panes were chosen. */
  get text() {
    return this.article.querySelector("#text");
  }

  $(selector) {
    return this.article.querySelector(selector);
  }

  $$(selector) {
    return [...this.article.querySelectorAll(selector)];
  }

  leaf(page) {
    return this.text.querySelector(`#page-${page}`);
  }

  keep(values) {
    Object.assign(this.kept, values);
    try {
      localStorage.setItem(KEY, JSON.stringify(this.kept));
    } catch {
      // It holds for this page then.
    }
  }

  /** Say something to screen readers, and on screen where `shown`. */
  say(words, { shown = false } = {}) {
    this.live.textContent = words;
    this.live.classList.toggle("vh", !shown);
    clearTimeout(this.hush);
    if (shown) this.hush = setTimeout(() => this.live.classList.add("vh"), 4000);
  }

  on(name, listener) {
    this.article.addEventListener(`reader:${name}`, (event) => listener(event.detail));
  }

  emit(name, detail) {
    this.article.dispatchEvent(new CustomEvent(`reader:${name}`, { detail, bubbles: true }));
  }

  /** Words of the page with {names} filled in. */
  words(element, name, values = {}) {
    return (element.dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  }
}

/** Let the browser draw and answer before more is done. */
export const breathe = () =>
  globalThis.scheduler?.yield ? scheduler.yield() : new Promise((resume) => setTimeout(resume, 0));
