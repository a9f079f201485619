// The contents of the volume beside the document: fetched when they are wanted, shown over the page.

export function mountContents(reader) {
  const link = reader.$("[data-contents]");
  if (!link) return;
  let dialog = null;

  async function open() {
    if (!dialog) {
      const response = await fetch(link.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const contents = page.querySelector("#contents")?.parentElement;
      if (!contents) throw new Error("no contents");
      dialog = build(document.adoptNode(contents));
    }
    dialog.showModal();
    dialog.querySelector("[aria-current]")?.scrollIntoView({ block: "center", behavior: "instant" });
    dialog.querySelector("[aria-current]")?.focus();
  }

  function build(contents) {
    const made = document.createElement("dialog");
    made.className = "contents";
    made.setAttribute("aria-labelledby", "contents");
    made.setAttribute("closedby", "any");
    for (const anchor of contents.querySelectorAll("[id]:not(#contents)")) anchor.removeAttribute("id");
    const here = new URL(reader.address, location.href).pathname;
    for (const it of contents.querySelectorAll("a")) {
      if (new URL(it.href).pathname === here) it.setAttribute("aria-current", "page");
    }
    const form = document.createElement("form");
    form.method = "dialog";
    const close = reader.$("#display header button").cloneNode(true);
    const head = document.createElement("header");
    head.append(contents.querySelector("#contents"), close);
    form.append(head);
    made.append(form, contents);
    reader.article.append(made);
    return made;
  }

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open().catch(() => location.assign(link.href));
  });
}
