// Offsets in a text: code points of its canonical string, as the server counts. Every element with data-o holds the
// string from that offset on, but for what is inside elements with data-skip.

/** Text nodes of a block in order, without what is skipped. */
export function* textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.hasAttribute("data-skip") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  while (walker.nextNode()) yield walker.currentNode;
}

export const codePoints = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/** The index in UTF-16 of the code point at `offset`. */
export function unitsOf(text, offset) {
  let units = 0;
  for (const character of text) {
    if (offset-- <= 0) break;
    units += character.length;
  }
  return units;
}

/** Where a block begins and ends in its text. */
export function extent(block) {
  const start = Number(block.dataset.o);
  let end = start;
  for (const node of textNodes(block)) end += codePoints(node.data);
  return [start, end];
}

/** The blocks of a text that are drawn within an element: those of its words, then those of its notes. */
export function blocksOf(root, slug) {
  const name = CSS.escape(slug);
  return [...root.querySelectorAll(`[data-text="${name}"] [data-o], [data-notes="${name}"] [data-o]`)];
}

/** The range of [start, end) among blocks, null where none of them holds its beginning. */
export function rangeIn(blocks, start, end) {
  for (const block of blocks) {
    if (Number(block.dataset.o) > start) continue;
    let at = Number(block.dataset.o);
    let range = null;
    for (const node of textNodes(block)) {
      const length = codePoints(node.data);
      if (!range && start < at + length) {
        range = document.createRange();
        range.setStart(node, unitsOf(node.data, start - at));
      }
      if (range) range.setEnd(node, unitsOf(node.data, Math.min(end - at, length)));
      if (range && end <= at + length) return range;
      at += length;
    }
    if (range) return range;
  }
  return null;
}
