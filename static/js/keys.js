// Shortcuts of one key. They follow the place of the key, so that they hold under Russian letters; they can be
// switched off (WCAG 2.2, 2.1.4).

const PLACES = { BracketLeft: "[", BracketRight: "]", Slash: "/", Period: ".", Comma: "," };
const OURS = /^[a-z0-9[\]/.,?]$/;

function nameOf(event) {
  const typed = event.key.toLowerCase();
  if (OURS.test(typed)) return typed;
  if (event.code === "Slash" && event.shiftKey) return "?";
  if (event.code.startsWith("Key")) return event.code.slice(3).toLowerCase();
  if (event.code.startsWith("Digit")) return event.code.slice(5);
  return PLACES[event.code];
}

export function mountKeys(reader) {
  const focus = (selector) => {
    const target = reader.$(selector);
    target?.scrollIntoView({ block: "nearest", behavior: "instant" });
    target?.focus();
  };
  const acts = (reader.acts = {
    j: () => reader.nextParagraph(1),
    k: () => reader.nextParagraph(-1),
    "]": () => reader.step?.(1),
    "[": () => reader.step?.(-1),
    x: () => reader.otherText(),
    g: () => focus("#jump"),
    "/": () => focus("#find"),
    ".": () => reader.nextHit?.(1),
    ",": () => reader.nextHit?.(-1),
    i: () => reader.focusImage(),
    "?": () => reader.$("#keys").showModal(),
  });

  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape" && target.closest(".facs, .split")) {
      reader.block ? reader.focusBlock(reader.block) : reader.$("#text .pb a")?.focus();
      return;
    }
    if (reader.kept.keys === false || target.closest("input, textarea, select, dialog, [role=menu], [contenteditable]")) return;
    const name = nameOf(event);
    const pane = /^[1-9]$/.test(name) && !target.closest(".facs") && reader.$$(".bar [data-pane]")[name - 1];
    const act = pane ? () => pane.click() : acts[name];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
