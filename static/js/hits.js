// What was looked for: every place in the document, in any script, marked where it is drawn and stepped through.
import { paint, unwrap } from "./marks.js";
import { blocksOf, rangeIn } from "./offsets.js";

const PAUSE = 300;

export function mountHits(reader) {
  const box = reader.$("#find");
  const bar = reader.$(".hits");
  if (!box) return;
  let places = [];
  let at = -1;
  let asked = "";
  let waiting = 0;

  async function find(words) {
    asked = words;
    places = [];
    at = -1;
    if (!words) return done();
    const shown = [...new Set([...reader.text.querySelectorAll(".layer")].map((it) => it.dataset.text))];
    try {
      const query = new URLSearchParams({ q: words, texts: shown.join(",") });
      const response = await fetch(`${reader.article.dataset.find}?${query}`, { credentials: "same-origin" });
      const found = await response.json();
      if (words !== asked) return;
      places = found.places;
    } catch {
      reader.say(reader.article.dataset.sayOffline, { shown: true });
    }
    done();
  }

  function done() {
    unwrap(reader.text); // marks that the server drew for other words
    mark();
    bar.hidden = !asked;
    count();
    const query = new URLSearchParams(location.search);
    asked ? query.set("q", asked) : query.delete("q");
    history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`);
  }

  function rangeOf(place) {
    const leaf = reader.leaf(place.leaf);
    return leaf && rangeIn(blocksOf(leaf, place.text).reverse(), place.start, place.end);
  }

  function mark() {
    const here = at < 0 ? [] : [places[at]];
    paint(reader.text, "found", () => places.map(rangeOf).filter(Boolean));
    paint(reader.text, "found-here", () => here.map(rangeOf).filter(Boolean), 1);
  }

  function count() {
    const name = places.length ? (at < 0 ? "sayCount" : "sayAt") : "sayNothing";
    const words = reader.words(bar, name, { count: places.length, at: at + 1 });
    bar.querySelector("output").textContent = words;
    for (const button of bar.querySelectorAll("[data-hit]")) button.disabled = !places.length;
  }

  reader.nextHit = async (by) => {
    if (!places.length) return;
    at = at < 0 ? first(by) : (at + by + places.length) % places.length;
    const place = places[at];
    if (!reader.leaf(place.leaf)) await reader.windows.goTo(place.leaf);
    mark();
    const range = rangeOf(place);
    count();
    if (!range) return;
    const box = range.getBoundingClientRect();
    scrollBy({ top: box.top - innerHeight * 0.4, behavior: "instant" });
    reader.pin(place.leaf);
    reader.choose(range.startContainer.parentElement.closest(".layer [data-o]"));
  };

  /** The first place on or after the page that is read. */
  function first(by) {
    const next = places.findIndex((place) => place.leaf >= reader.page);
    return by > 0 ? Math.max(next, 0) : (next > 0 ? next : places.length) - 1;
  }

  const stop = () => {
    box.value = "";
    find("");
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => find(box.value.trim()), PAUSE);
  });
  box.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    if (box.value.trim() !== asked) await find(box.value.trim());
    reader.nextHit(1);
  });
  box.addEventListener("keydown", (event) => event.key === "Escape" && stop());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.hit) reader.nextHit(Number(button.dataset.hit));
    else if (button) {
      stop();
      box.focus();
    }
  });
  reader.on("leaves", mark);
  reader.on("text", () => asked && find(asked));
  if (box.value) find(box.value.trim()).then(() => location.hash || reader.nextHit(1));
}
