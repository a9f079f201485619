// Where on the image a paragraph stands, where that is known: its outline follows the reader, and a click on the
// image leads to its words.
import { extent } from "./offsets.js";
import { twins } from "./paragraphs.js";

const kept = new Map();
const handlers = new WeakSet();
let current = null;

async function zonesOf(leaf) {
  const address = leaf.dataset.zones;
  if (!address) return [];
  if (!kept.has(address)) {
    const answer = fetch(address, { credentials: "same-origin" }).then((response) => (response.ok ? response.json() : []));
    kept.set(address, answer.then((found) => found.zones ?? found).catch(() => []));
  }
  return kept.get(address);
}

/** The smallest rectangle around the zones whose words touch [start, end) of a text: pixels of the master. */
export function around(zones, text, start, end) {
  const boxes = zones
    .filter((zone) => zone.words.some((it) => it.text === text && it.start < end && it.end > start))
    .map((zone) => zone.xywh);
  if (!boxes.length) return null;
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , w]) => x + w));
  const bottom = Math.max(...boxes.map(([, y, , h]) => y + h));
  return [left, top, right - left, bottom - top];
}

export async function drawZones(reader, viewer, leaf) {
  const zones = await zonesOf(leaf);
  const page = Number(leaf.dataset.page);
  current = { zones, leaf, page, outline: null };
  if (!zones.length) return;
  if (!handlers.has(viewer.osd)) {
    handlers.add(viewer.osd);
    reader.on("block", (told) => outline(viewer, told));
    viewer.osd.addHandler("canvas-click", (event) => event.quick && pick(reader, viewer, event.position));
  }
  if (reader.block?.closest(".leaf") === leaf) {
    const block = reader.block;
    reader.block = null;
    reader.choose(block);
  }
}

/** The place of a paragraph; a translation stands where what it translates does. */
function boxOf(block) {
  for (const it of [block, ...twins(block)]) {
    const box = around(current.zones, it.closest("[data-text]").dataset.text, ...extent(it));
    if (box) return box;
  }
  return null;
}

function outline(viewer, told) {
  if (!current) return;
  const box = told && told.page === current.page ? boxOf(told.block) : null;
  if (!box) {
    current.outline?.classList.remove("shown");
    return;
  }
  const { Rect, Point } = viewer.OpenSeadragon;
  const width = Number(current.leaf.dataset.width);
  const rect = new Rect(...box.map((it) => it / width));
  if (current.outline) viewer.osd.updateOverlay(current.outline, rect);
  else {
    current.outline = document.createElement("div");
    current.outline.className = "zone";
    viewer.osd.addOverlay({ element: current.outline, location: rect });
  }
  current.outline.classList.add("shown");
  const view = viewer.osd.viewport.getBounds();
  const isOut = rect.y < view.y + view.height * 0.12 || rect.y + rect.height > view.y + view.height;
  if (isOut) viewer.osd.viewport.panTo(new Point(view.x + view.width / 2, rect.y - view.height * 0.2 + view.height / 2));
}

/** The paragraph whose zone was clicked gets the focus. */
function pick(reader, viewer, position) {
  const at = viewer.osd.viewport.viewerElementToViewportCoordinates(position);
  const width = Number(current.leaf.dataset.width);
  const [x, y] = [at.x * width, at.y * width];
  const hit = current.zones.find(({ xywh: [left, top, w, h] }) => x >= left && x <= left + w && y >= top && y <= top + h);
  for (const { text, start } of hit?.words ?? []) {
    const blocks = [...current.leaf.querySelectorAll(`[data-text="${CSS.escape(text)}"] [data-o]`)].reverse();
    const block = blocks.find((it) => Number(it.dataset.o) <= start);
    if (block) return reader.focusBlock(block);
  }
}
