// Marks stretches of text: painted over it where the browser can, else with elements put around the words.

const canPaint = "highlights" in CSS;

/** Text nodes that a range touches, each with where the range begins and ends in it. */
function pieces(range) {
  const found = [];
  const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    if (node.nodeType !== Node.TEXT_NODE || !range.intersectsNode(node) || node.parentElement.closest("[data-skip]")) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    if (to > from) found.push([node, from, to]);
  }
  return found;
}

function wrap(name, range) {
  for (const [node, from, to] of pieces(range).reverse()) {
    const words = from ? node.splitText(from) : node;
    if (to - from < words.length) words.splitText(to - from);
    const mark = document.createElement("mark");
    mark.className = `hit ${name}`;
    words.replaceWith(mark);
    mark.append(words);
  }
}

/** Take elements out again that were put around words, ours or the server's. */
export function unwrap(root, selector = "mark.hit") {
  for (const mark of root.querySelectorAll(selector)) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

/** Mark under a name what `ranges` gives, and nothing else; what is marked under another name stays. */
export function paint(root, name, ranges, priority = 0) {
  if (!canPaint) {
    unwrap(root, `mark.${name}`);
    for (const range of [...ranges()].reverse()) wrap(name, range);
    return;
  }
  const all = new Highlight(...ranges());
  all.priority = priority;
  CSS.highlights.set(name, all);
}
