// Runs before the first paint: what the reader chose is in place before anything is drawn, so that nothing moves.
{
  const root = document.documentElement;
  root.classList.add("js");
  root.dataset.tab = "both";
  try {
    const kept = JSON.parse(localStorage.getItem("reader") ?? "{}");
    const properties = { size: ["--text-size", 1 / 16, "rem"], leading: ["--text-leading", 1, ""], image: ["--facs", 1, "%"] };
    for (const [name, [property, factor, unit]] of Object.entries(properties)) {
      if (Number(kept[name])) root.style.setProperty(property, `${kept[name] * factor}${unit}`);
    }
    root.classList.toggle("lines", kept.lines === true);
    if (kept.tab) root.dataset.tab = kept.tab;
  } catch {
    // Storage is closed to us: the reader reads with what is usual.
  }
}
