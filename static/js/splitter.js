// The divider between image and text: dragged, moved by arrows, or set to one of three widths under Display.

const LEAST = 20;
const MOST = 70;
const USUAL = 31;
const STEPS = { ArrowLeft: -2, ArrowRight: 2, Home: -100, End: 100 };

export function mountSplitter(reader) {
  const split = reader.$(".split");

  reader.setWidth = (wanted) => {
    const width = Math.round(Math.min(MOST, Math.max(LEAST, wanted)));
    document.documentElement.style.setProperty("--facs", `${width}%`);
    split.setAttribute("aria-valuenow", width);
    reader.keep({ image: width });
    reader.emit("width", width);
  };

  split.addEventListener("pointerdown", (event) => {
    split.setPointerCapture(event.pointerId);
    const box = split.parentElement.getBoundingClientRect();
    const isRtl = getComputedStyle(split).direction === "rtl";
    const move = ({ clientX }) => reader.setWidth((100 * (isRtl ? box.right - clientX : clientX - box.left)) / box.width);
    split.addEventListener("pointermove", move);
    split.addEventListener("lostpointercapture", () => split.removeEventListener("pointermove", move), { once: true });
  });
  split.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    reader.setWidth(Number(split.getAttribute("aria-valuenow")) + STEPS[event.key]);
  });
  split.setAttribute("aria-valuenow", reader.kept.image ?? USUAL);
  reader.emit("width", reader.kept.image ?? USUAL);
}
