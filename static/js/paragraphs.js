// The paragraph that is read, by pointer, focus or touch, with its counterpart beside it; notes are led to and back.
import { extent } from "./offsets.js";

const REST = 150; // milliseconds

const cellOf = (block) => block.closest(".layer > *");

/** What stands beside a block in another text of its leaf, where a row holds one paragraph of each. */
export function twins(block) {
  const layer = block.closest(".layer");
  const cell = layer && cellOf(block);
  if (!cell || cell.querySelectorAll("[data-o] ~ [data-o]").length) return [];
  const row = [...layer.children].indexOf(cell);
  return [...layer.parentElement.children]
    .filter((other) => other !== layer && other.children[row])
    .map((other) => other.children[row])
    .map((found) => (found.matches("[data-o]") ? found : found.querySelector("[data-o]")))
    .filter(Boolean);
}

export function mountParagraphs(reader) {
  let byKeyboard = false;
  let scrolled = -REST;
  let lit = [];

  function choose(block, { go = false } = {}) {
    if (block === reader.block) return;
    for (const it of lit) it.classList.remove("on");
    reader.block = block;
    lit = block ? [block, ...twins(block)] : [];
    for (const it of lit) it.classList.add("on");
    const page = block && Number(block.closest(".leaf").dataset.page);
    if (go && page && page !== reader.page) reader.pin(page);
    const [start, end] = block ? extent(block) : [0, 0];
    reader.emit("block", block && { block, page, text: block.closest("[data-text]").dataset.text, start, end });
  }

  reader.choose = choose;
  const within = (event) => event.target.closest?.(".layer [data-o]");
  const article = reader.article;
  // Text that scrolls under a mouse at rest is not pointed at.
  article.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || performance.now() - scrolled < REST) return;
    if (within(event)) choose(within(event));
  });
  addEventListener("scroll", () => (scrolled = performance.now()), { passive: true });
  article.addEventListener("pointerleave", () => byKeyboard || choose(null));
  article.addEventListener("focusin", (event) => within(event) && choose(within(event), { go: true }));
  article.addEventListener("click", (event) => {
    if (event.pointerType === "touch" && within(event)) choose(within(event));
  });
  addEventListener("keydown", () => (byKeyboard = true), true);
  addEventListener("pointermove", () => (byKeyboard = false), true);
  // A drag keeps to the text it began in.
  article.addEventListener("pointerdown", (event) => {
    const layer = event.target.closest(".layer");
    if (layer) reader.text.dataset.selecting = [...layer.classList].find((it) => /^c\d$/.test(it));
  });

  reader.nextParagraph = (by) => {
    const layer = reader.block?.closest(".layer")?.dataset.text ?? reader.text.querySelector(".layer")?.dataset.text;
    const marks = [...reader.text.querySelectorAll(`.layer[data-text="${layer}"] .no`)].filter((it) => it.offsetParent);
    const here = marks.indexOf(reader.block?.querySelector(".no"));
    const below = marks.findIndex((it) => it.getBoundingClientRect().top > 90);
    const at = here >= 0 ? here + by : below - (by > 0 ? 0 : 1);
    focus(marks[Math.max(0, Math.min(marks.length - 1, at))]);
  };

  reader.otherText = () => {
    const other = reader.block && twins(reader.block)[0];
    if (other) focus(other.querySelector(".no") ?? other);
  };

  function focus(target) {
    if (!target) return;
    if (!target.matches("a")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    const box = (target.closest("[data-o]") ?? target).getBoundingClientRect();
    if (box.top < 110 || box.bottom > innerHeight - 60) scrollBy({ top: box.top - innerHeight * 0.3, behavior: "instant" });
  }

  reader.focusBlock = (block) => {
    const box = block.getBoundingClientRect();
    if (box.top < 90 || box.bottom > innerHeight) scrollBy({ top: box.top - innerHeight * 0.3, behavior: "instant" });
    choose(block);
    focus(block.querySelector(".no") ?? block);
  };

  // From the mark to the note and back, with the focus.
  article.addEventListener("click", (event) => {
    const link = event.target.closest(".note-ref[href], .fns .back[href]");
    if (!link) return;
    const goal = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!goal) return;
    event.preventDefault();
    history.replaceState(history.state, "", link.hash);
    const box = goal.getBoundingClientRect();
    if (box.top < 110 || box.bottom > innerHeight - 40) goal.scrollIntoView({ behavior: "instant", block: "center" });
    (goal.querySelector("a.back") ?? goal).focus({ preventScroll: true });
    for (const it of reader.$$(".led")) it.classList.remove("led");
    goal.classList.add("led");
  });
  reader.on("text", () => (reader.block = null));
}
