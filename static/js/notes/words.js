// The words of texts as they are drawn now, by their offsets, and the notes on them: painted by the highlights of the
// browser, or by marks where it knows none.
import { paint } from "../marks.js";
import { blocksOf, codePoints, textNodes, unitsOf } from "../offsets.js";

const canPaint = "highlights" in CSS;
const KINDS = ["open", "group", "owner"];
const inNotes = (node) => !!node.parentElement.closest("[data-notes]");

class Layer {
  constructor(root, slug) {
    this.slug = slug;
    this.parts = [];
    for (const block of blocksOf(root, slug)) {
      let start = Number(block.dataset.o);
      for (const node of textNodes(block)) {
        const end = start + codePoints(node.data);
        this.parts.push({ node, start, end });
        start = end;
      }
    }
    // Notes of the edition stand under their leaves and behind the text.
    this.parts.sort((one, other) => one.start - other.start);
  }

  /** The index of the first part that ends after an offset. */
  at(offset) {
    let [low, high] = [0, this.parts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.parts[middle].end > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Ranges of [start, end), one for each text node that is drawn: nothing of another text lies between. */
  ranges(start, end) {
    const found = [];
    for (let index = this.at(start); index < this.parts.length && this.parts[index].start < end; index += 1) {
      const { node, start: first, end: last } = this.parts[index];
      const range = document.createRange();
      range.setStart(node, unitsOf(node.data, Math.max(0, start - first)));
      range.setEnd(node, end < last ? unitsOf(node.data, end - first) : node.length);
      found.push(range);
    }
    return found;
  }

  /** The offset of a place in a text node; -1 when it is not of this text. */
  offset(node, place) {
    const part = this.parts.find((it) => it.node === node);
    return part ? part.start + codePoints(node.data.slice(0, place)) : -1;
  }

  /** What a range holds of this text, without white space at its ends: {start, end, exact}, or null. */
  read(range, isOfNotes) {
    let [exact, start, end] = ["", -1, -1];
    for (const { node, start: first } of this.parts) {
      if (!range.intersectsNode(node) || inNotes(node) !== isOfNotes) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const words = node.data.slice(from, node === range.endContainer ? range.endOffset : node.length);
      if (!words) continue;
      const here = first + codePoints(node.data.slice(0, from));
      if (start < 0) start = here;
      else if (here > end) exact += "\n";
      exact += words;
      end = here + codePoints(words);
    }
    start += exact.length - exact.trimStart().length;
    end -= exact.length - exact.trimEnd().length;
    return end > start ? { start, end, exact: exact.trim() } : null;
  }
}

/** The text that an element is of, with its version and whether it is a note of the edition. */
export function homeOf(node) {
  const home = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-text], [data-notes]");
  const slug = home && (home.dataset.text ?? home.dataset.notes);
  return home && { slug, isOfNotes: !home.dataset.text, home };
}

/** Where a note on words stands: text, version and offsets; null for what is not on words in what is published. */
export function placeOf(note) {
  const source = note.target?.source?.id ?? note.target?.source;
  const found = /\/texts\/([^/]+)\/v(\d+)\/$/.exec(typeof source === "string" ? source : "");
  const at = found && [note.target.selector].flat().find((it) => it.type === "TextPositionSelector");
  if (!at || note["fonds:finding"] !== "found") return null;
  return { slug: found[1], version: found[2], start: at.start, end: at.end };
}

export class Painter {
  constructor(reader) {
    this.reader = reader;
    this.notes = [];
    this.layers = new Map();
  }

  /** The words were drawn anew. */
  forget() {
    this.layers.clear();
  }

  layer(slug) {
    if (!this.layers.has(slug)) this.layers.set(slug, new Layer(this.reader.text, slug));
    return this.layers.get(slug);
  }

  ranges(note) {
    const place = placeOf(note);
    const home = place && this.reader.text.querySelector(`[data-text="${CSS.escape(place.slug)}"]`);
    return home && home.dataset.version === place.version ? this.layer(place.slug).ranges(place.start, place.end) : [];
  }

  paint(notes) {
    this.notes = notes;
    KINDS.forEach((kind, index) => this.show(kind, index - 4, notes.filter((note) => note["fonds:audience"] === kind)));
  }

  /** The note that is read, or words that are written about. */
  choose(note, target = null) {
    this.show("on", -1, note ? [note] : [], target?.slug && target);
  }

  show(kind, priority, notes, target) {
    paint(this.reader.text, `note-${kind}`, () => {
      // Marks that stood for highlights have cut the words anew.
      if (!canPaint) this.forget();
      const words = target ? this.layer(target.slug).ranges(target.start, target.end) : [];
      return notes.flatMap((note) => this.ranges(note)).concat(words);
    }, priority);
  }

  /** The smallest note at a point of the window. */
  hit(x, y) {
    const at = document.caretPositionFromPoint?.(x, y);
    const old = at ? null : document.caretRangeFromPoint?.(x, y);
    const [node, place] = at ? [at.offsetNode, at.offset] : [old?.startContainer, old?.startOffset];
    const home = node?.nodeType === Node.TEXT_NODE && homeOf(node);
    if (!home) return null;
    const offset = this.layer(home.slug).offset(node, place);
    const here = this.notes
      .map((note) => [note, placeOf(note)])
      .filter(([, it]) => it?.slug === home.slug && it.start <= offset && offset < it.end);
    return here.sort(([, one], [, other]) => one.end - one.start - (other.end - other.start))[0]?.[0] ?? null;
  }
}
