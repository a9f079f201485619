// The image of the page that is read: zoom, pan, turn, full screen, a strip of pages. The viewer comes after the text.
import { drawZones } from "./zones.js";

const IDLE = 1500;

let arriving = null;

/** The library is a plain script. Its own style sheet would be refused here; its one rule stands in viewer.css. */
function library(address) {
  arriving ??= new Promise((resolve, reject) => {
    const stand = document.createElementNS(null, "style");
    stand.setAttribute("data-openseadragon-mobile-css", "");
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(globalThis.OpenSeadragon);
    script.onerror = reject;
    document.head.append(stand, script);
  });
  return arriving;
}

export function mountImage(reader) {
  const pane = reader.$(".facs");
  let viewer = null;
  let shown = 0;
  let opening = null;

  const isWanted = () =>
    reader.text.classList.contains("with-image") && (!reader.phone.matches || reader.tab === "image");

  async function follow() {
    if (!isWanted() || !reader.page) return;
    try {
      opening ??= library(pane.dataset.viewer).then((library) => {
        viewer = build(reader, pane, library, () => missing("sayFailed", shown));
      });
      await opening;
      await show(reader.page);
    } catch {
      missing("sayFailed", reader.page);
    }
  }

  async function show(page) {
    if (page === shown) return;
    shown = page;
    const leaf = reader.leaf(page);
    viewer.clear();
    if (!leaf?.dataset.image) return missing("sayNone", page);
    pane.querySelector(".gap-note").hidden = true;
    viewer.name(reader.words(pane, "sayPage", { page }));
    if (await viewer.open(`${pane.dataset.service}${page}/info.json`, () => shown === page)) {
      reader.emit("image", { page, leaf, viewer: viewer.osd });
      drawZones(reader, viewer, leaf);
    } else if (shown === page) missing("sayFailed", page);
  }

  /** The gap is named; the text stays usable. */
  function missing(name, page) {
    const note = pane.querySelector(".gap-note");
    note.textContent = reader.words(pane, name, { page });
    note.hidden = false;
    viewer?.empty();
  }

  reader.focusImage = () => pane.querySelector(".openseadragon-canvas")?.focus();
  reader.on("page", follow);
  reader.on("tab", follow);
  reader.on("text", () => {
    shown = 0;
    follow();
  });
  (globalThis.requestIdleCallback ?? setTimeout)(follow, { timeout: IDLE });
}

function build(reader, pane, OpenSeadragon, failed) {
  const osd = OpenSeadragon({
    element: pane.querySelector(".osd"),
    showNavigationControl: false,
    drawer: "canvas",
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.4,
    springStiffness: 9,
    visibilityRatio: 0.4,
    minZoomImageRatio: 0.6,
    maxZoomPixelRatio: 3,
    preserveViewport: true,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsTouch: { pinchRotate: false, dblTapToZoom: true },
  });
  const canvas = osd.canvas;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", reader.words(pane, "sayKind"));
  // Letters belong to the page; the viewer would turn, flip and pan by them.
  osd.addHandler("canvas-key", (event) => {
    if (/^[a-z?/[\]]$/i.test(event.originalEvent.key)) event.preventDefaultAction = true;
  });

  let fitted = 1;
  let telling = 0;
  const tell = (name, values) => {
    clearTimeout(telling);
    telling = setTimeout(() => reader.say(reader.words(pane, name, values)), 500);
  };

  /** The whole page in a tall pane, its width in a low one, from the top, under the tools. */
  function fit(isAtOnce) {
    const item = osd.world.getItemAt(0);
    if (!item) return;
    const size = osd.viewport.getContainerSize();
    const ratio = item.getContentSize().y / item.getContentSize().x;
    const room = 60 / size.y;
    const isLow = size.x / size.y > 1.15;
    const width = isLow ? 1.1 : Math.max(1.06, ratio * (size.x / size.y) * (1 + room * 1.25));
    const height = (width * size.y) / size.x;
    fitted = 1 / width;
    osd.viewport.setRotation(0, isAtOnce);
    osd.viewport.fitBounds(new OpenSeadragon.Rect((1 - width) / 2, -height * room, width, height), isAtOnce);
  }

  const acts = {
    in: () => zoom(1.4),
    out: () => zoom(1 / 1.4),
    fit: () => fit(false),
    turn: () => {
      const degrees = (osd.viewport.getRotation(false) + 90) % 360;
      osd.viewport.setRotation(degrees);
      tell("sayTurned", { degrees });
    },
    full: () => (document.fullscreenElement ? document.exitFullscreen() : pane.requestFullscreen()),
    light: (button) => unfold(button),
    strip: (button) => {
      unfold(button);
      if (!pane.querySelector(".strip").hidden) drawStrip(reader, pane);
    },
  };

  const zoom = (factor) => {
    osd.viewport.zoomBy(factor);
    osd.viewport.applyConstraints();
  };

  function unfold(button) {
    const part = pane.querySelector(`#${button.getAttribute("aria-controls")}`);
    part.hidden = !part.hidden;
    button.setAttribute("aria-expanded", !part.hidden);
  }

  pane.addEventListener("click", (event) => {
    const button = event.target.closest("[data-image-act]");
    if (button) acts[button.dataset.imageAct](button);
  });
  pane.querySelector(".ztools").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
    event.preventDefault();
  });
  document.addEventListener("fullscreenchange", () => {
    const isFull = document.fullscreenElement === pane;
    pane.querySelector("[data-image-act=full]").setAttribute("aria-pressed", isFull);
  });
  const light = pane.querySelector(".light");
  light.addEventListener("input", () => {
    const [brightness, contrast] = [...light.querySelectorAll("input")].map((it) => it.value);
    osd.drawer.canvas.style.filter = `brightness(${brightness}%) contrast(${contrast}%)`;
  });
  osd.addHandler("zoom", ({ zoom: factor }) => {
    if (Math.abs(factor / fitted - 1) > 0.01) tell("sayZoom", { percent: Math.round((100 * factor) / fitted) });
  });
  // An image of which nothing comes is named; a tile that fails among others is only a blur.
  let come = 0;
  osd.addHandler("tile-loaded", () => (come += 1));
  osd.addHandler("tile-load-failed", () => come || failed());
  let resizing = 0;
  new ResizeObserver(() => {
    clearTimeout(resizing);
    resizing = setTimeout(() => fit(true), 120);
  }).observe(pane.querySelector(".osd"));

  return {
    osd,
    OpenSeadragon,
    name: (words) => canvas.setAttribute("aria-label", words),
    clear: () => osd.clearOverlays(),
    empty: () => osd.world.removeAll(),
    /** Open an image in the place of the one before; a reader who has zoomed in stays as near. False if it fails. */
    open: (tileSource, isStillWanted) =>
      new Promise((resolve) => {
        const isFirst = !osd.world.getItemCount();
        come = 0;
        const isFitted = Math.abs(osd.viewport.getZoom() / fitted - 1) < 0.04;
        const success = () => {
          if (isFirst || isFitted) fit(true);
          resolve(isStillWanted());
        };
        osd.addTiledImage({ tileSource, index: 0, replace: !isFirst, success, error: () => resolve(false) });
      }),
  };
}

/** Every page of the document, small; images are fetched as they come into sight. */
function drawStrip(reader, pane) {
  const strip = pane.querySelector(".strip");
  if (!strip.childElementCount) {
    const base = reader.$(".leaf[data-image]").dataset.image.replace(/\d+\/image\/$/, "");
    for (let page = 1; page <= reader.total; page += 1) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const picture = new Image(60, 84);
      button.type = "button";
      button.dataset.page = page;
      button.setAttribute("aria-label", reader.words(pane, "sayThumb", { page }));
      picture.loading = "lazy";
      picture.alt = "";
      picture.src = `${base}${page}/image/thumb/`;
      picture.onerror = () => picture.remove();
      button.append(picture, String(page));
      item.append(button);
      strip.append(item);
    }
    strip.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) reader.windows.goTo(Number(button.dataset.page));
    });
    reader.on("page", () => mark(reader, strip));
  }
  mark(reader, strip);
}

function mark(reader, strip) {
  for (const it of strip.querySelectorAll("[aria-current]")) it.removeAttribute("aria-current");
  const button = strip.querySelector(`[data-page="${reader.page}"]`);
  button?.setAttribute("aria-current", "true");
  if (!strip.hidden) button?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
}
