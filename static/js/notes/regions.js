// Parts of the page image: those that have notes, and drawing new ones by mouse, touch or keyboard.

const TAP = 6; // pixels within which a press is a tap

/** Corners of what a selector frames, in pixels of the master. */
function cornersOf({ type, value }) {
  const numbers = (type === "SvgSelector" ? /d="([^"]*)"/.exec(value)?.[1] : value)?.match(/\d+/g)?.map(Number) ?? [];
  if (type === "SvgSelector") return numbers.flatMap((x, index) => (index % 2 ? [] : [[x, numbers[index + 1]]]));
  return framed([numbers[0], numbers[1]], [numbers[0] + numbers[2], numbers[1] + numbers[3]]);
}

const framed = ([x, y], [right, bottom]) => [[x, y], [right, y], [right, bottom], [x, bottom]];

function boxOf(corners) {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

function selectorOf(kind, corners) {
  if (kind === "polygon") return { type: "SvgSelector", value: `<svg><path d="M${corners.join("L")}Z"/></svg>` };
  const { left, top, width, height } = boxOf(corners);
  return { type: "FragmentSelector", value: `xywh=pixel:${left},${top},${width},${height}` };
}

export function mountRegions(reader, kit, rail, act) {
  const pane = reader.$(".facs");
  const tools = kit.querySelector("[data-image]");
  let [viewer, leaf, page, notes, own, layer] = [null, null, 0, [], [], null];
  if (!pane) return;

  reader.on("image", (told) => {
    ({ viewer, leaf, page } = told);
    end();
    own = [];
    show();
  });
  reader.on("notes", (all) => {
    notes = all.filter((it) => it["fonds:on"] === "region" && it.target.selector);
    if (viewer) show();
  });
  reader.on("note", (note) => {
    for (const it of own) it.classList.toggle("on", it.note === note);
    if (note && notes.includes(note) && note["fonds:page"] !== reader.page) reader.windows.goTo(note["fonds:page"]);
  });

  function show() {
    for (const it of own) viewer.removeOverlay(it);
    own = notes.filter((it) => it["fonds:page"] === page).map(draw);
  }

  function draw(note) {
    const { Rect, MouseTracker } = globalThis.OpenSeadragon;
    const scale = 1 / leaf.dataset.width;
    const corners = cornersOf(note.target.selector);
    const { left, top, width, height } = boxOf(corners);
    const button = Object.assign(document.createElement("button"), { type: "button", note });
    button.className = `rgn ${note["fonds:audience"]}`;
    button.ariaLabel = `${kit.dataset.sayNote}, ${note.audience.name}: ${note.creator.name}`;
    const svg = shape(corners);
    svg.setAttribute("viewBox", `${left} ${top} ${width} ${height}`);
    button.append(svg);
    viewer.addOverlay({ element: button, location: new Rect(left * scale, top * scale, width * scale, height * scale) });
    const choose = () => rail.choose(note.id.split("/").at(-2), { focus: true, open: true });
    new MouseTracker({ element: button, clickHandler: (event) => event.quick && choose() });
    button.addEventListener("click", (event) => event.detail === 0 && choose());
    return button;
  }

  /** A polygon in an SVG of its own. */
  function shape(corners) {
    const [svg, polygon] = ["svg", "polygon"].map((it) => document.createElementNS(pane.querySelector("svg").namespaceURI, it));
    polygon.setAttribute("points", corners.join(" "));
    svg.append(polygon);
    return svg;
  }

  if (!tools) return;
  pane.querySelector(".ztools").append(tools.content);
  pane.addEventListener("click", (event) => {
    const button = event.target.closest("[data-draw]");
    if (button) begin(button.dataset.draw);
  });
  reader.acts.r = () => begin("rectangle");

  function end() {
    layer?.remove();
    layer = null;
  }

  function begin(kind) {
    if (!viewer || layer) return end();
    const size = [Number(leaf.dataset.width), Number(leaf.dataset.height)];
    const { Point } = globalThis.OpenSeadragon;
    const within = (value, axis) => Math.min(size[axis], Math.max(0, Math.round(value)));
    let corners = [];
    let pressed = null;
    layer = document.createElement("div");
    layer.className = "draw";
    layer.tabIndex = 0;
    layer.role = "application";
    layer.ariaLabel = kind === "polygon" ? kit.dataset.sayCorners : kit.dataset.sayDraw;
    pane.append(layer);
    layer.focus();
    reader.say(layer.ariaLabel, { shown: true });

    const local = (event) => {
      const box = layer.getBoundingClientRect();
      return new Point(event.clientX - box.left, event.clientY - box.top);
    };
    const toImage = (event) => {
      const at = viewer.viewport.viewerElementToViewportCoordinates(local(event));
      return [within(at.x * size[0], 0), within(at.y * size[0], 1)];
    };
    const toLayer = ([x, y]) => viewer.viewport.viewportToViewerElementCoordinates(new Point(x / size[0], y / size[0]));
    const all = (extra = []) => {
      const points = [...corners, ...extra];
      return kind === "rectangle" && points.length > 1 ? framed(points[0], points.at(-1)) : points;
    };

    function preview(extra) {
      layer.replaceChildren(shape(all(extra).map(toLayer).map(({ x, y }) => [x, y])));
    }

    function finish() {
      const found = all();
      const { width, height } = boxOf(found);
      if (found.length < 3 || !width || !height) return;
      end();
      act("note", { page, region: selectorOf(kind, found), quote: reader.words(kit, "sayRegion", { page }) });
    }

    layer.addEventListener("pointerdown", (event) => {
      layer.setPointerCapture(event.pointerId);
      pressed = local(event);
      if (kind === "rectangle" && corners.length !== 1) corners = [toImage(event)];
    });
    layer.addEventListener("pointermove", (event) => corners.length && (pressed || event.pointerType === "mouse") && preview([toImage(event)]));
    layer.addEventListener("pointerup", (event) => {
      const at = local(event);
      const isTap = at.distanceTo(pressed) < TAP;
      pressed = null;
      if (kind === "rectangle") {
        // A tap sets a corner, a second one the other; a drag sets both.
        const isFirst = isTap && at.distanceTo(toLayer(corners[0])) < TAP;
        if (!isFirst) corners.push(toImage(event));
        return isFirst ? preview() : finish();
      }
      if (corners.length > 2 && at.distanceTo(toLayer(corners[0])) < 2 * TAP) return finish();
      corners.push(toImage(event));
      preview();
    });
    layer.addEventListener("keydown", (event) => {
      const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
      if (event.key === "Escape") {
        end();
        reader.focusImage();
      } else if (event.key === "Enter") finish();
      else if (event.key === "Backspace") corners.pop();
      else if ((dx || dy) && kind === "rectangle") frame(event, dx, dy);
      else return;
      event.preventDefault();
      event.stopPropagation();
      if (layer) preview();
    });

    /** By keyboard a frame is moved, and made larger or smaller. */
    function frame(event, dx, dy) {
      if (corners.length < 2) corners = [[within(size[0] * 0.35, 0), within(size[1] * 0.35, 1)], [within(size[0] * 0.65, 0), within(size[1] * 0.5, 1)]];
      const step = size[0] * (event.altKey ? 0.004 : 0.02);
      corners = corners.map(([x, y], index) => (event.shiftKey && !index ? [x, y] : [within(x + dx * step, 0), within(y + dy * step, 1)]));
      const { left, top, width, height } = boxOf(all());
      const part = (value, axis) => Math.round((100 * value) / size[axis]);
      reader.say(reader.words(kit, "sayFrame", { x: part(left, 0), y: part(top, 1), width: part(width, 0), height: part(height, 1) }));
    }
  }
}
