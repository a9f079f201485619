// What is copied out of a text may carry its citation and the address of the page with it, for readers who want that.

export function mountCopying(reader) {
  reader.article.addEventListener("copy", (event) => {
    const selection = getSelection();
    const leaf = selection.anchorNode?.parentElement?.closest(".leaf");
    if (!reader.kept.cite || !leaf || selection.isCollapsed) return;
    const citation = reader.$(".citation").textContent.trim();
    const address = new URL(leaf.querySelector(".pb a").href, location.href).href;
    event.preventDefault();
    event.clipboardData.setData("text/plain", `${selection}\n\n${citation}\n${address}`);
  });
}
