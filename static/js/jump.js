// Going to a page: the buttons before and after it, and the box that takes a printed number, a leaf or an order.

export function mountJump(reader) {
  const box = reader.$("#jump");
  if (!box) return;

  const show = () => {
    if (document.activeElement !== box) box.value = reader.page;
    for (const button of reader.$$("[data-step]")) {
      const next = reader.page + Number(button.dataset.step);
      button.toggleAttribute("disabled", next < 1 || next > reader.total);
    }
  };

  reader.step = async (by) => {
    if (await reader.windows.goTo(reader.page + by)) tell();
  };

  const tell = () => reader.say(reader.words(reader.article, "sayPage", { page: reader.page, total: reader.total }));

  async function jump() {
    const found = await reader.windows.fetch(new URLSearchParams({ ...kept(), jump: box.value }));
    if (!found) return;
    const page = Number(found.query.get("page"));
    if (!page) {
      reader.windows.notices(found.part);
      reader.say(reader.words(reader.article, "sayMissed", { asked: box.value }), { shown: true });
      box.select();
      return;
    }
    if (!reader.leaf(page)) reader.windows.take(found);
    await reader.windows.goTo(page, { focus: true });
    tell();
  }

  const kept = () => {
    const query = new URLSearchParams(location.search);
    return Object.fromEntries(["panes", "spelling", "q"].filter((it) => query.get(it)).map((it) => [it, query.get(it)]));
  };

  reader.article.addEventListener("submit", (event) => {
    if (!event.target.matches(".jump") || !box.value.trim()) return;
    event.preventDefault();
    jump();
  });
  reader.article.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) reader.step(Number(button.dataset.step));
  });
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", show);
  reader.on("page", show);
  show();
}
