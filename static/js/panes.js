// What stands side by side: the buttons show and hide without a new page, and the choice is kept for documents laid
// out alike. On a phone the bar at the bottom says which of it is seen.

const YEAR = 365 * 24 * 60 * 60;
const MOST_KEPT = 20;

function keepCookie(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

function cookie(name) {
  const found = document.cookie.split("; ").find((it) => it.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** Where the reader is: a leaf, and how much of it is above the bar. */
function place(reader) {
  const leaf = reader.leaf(reader.page);
  const box = leaf?.getBoundingClientRect();
  return { page: reader.page, part: box?.height ? Math.min(1, Math.max(0, (top(reader) - box.top) / box.height)) : 0 };
}

const top = (reader) => reader.$(".bar")?.getBoundingClientRect().bottom ?? 0;

function goBack(reader, { page, part }) {
  const leaf = reader.leaf(page);
  if (!leaf) return;
  if (part > 0) {
    const box = leaf.getBoundingClientRect();
    scrollBy({ top: box.top + part * box.height - top(reader), behavior: "instant" });
  }
  reader.pin(page);
}

export function mountPanes(reader) {
  const buttons = () => reader.$$(".bar [data-pane]");

  async function choose(changes, said) {
    const where = place(reader);
    const found = await reader.windows.replace({ page: where.page, ...changes });
    if (!found) return;
    reader.page = 0;
    goBack(reader, where);
    reader.say(said());
  }

  function refresh(part) {
    for (const button of buttons()) {
      const newer = part.querySelector(`[data-pane="${CSS.escape(button.dataset.pane)}"]`);
      if (!newer) continue;
      button.value = newer.value;
      button.replaceChildren(...[...newer.childNodes].map((node) => document.importNode(node, true)));
      button.setAttribute("aria-pressed", newer.getAttribute("aria-pressed"));
    }
    const spelling = reader.$(".bar .spelling");
    const newer = part.querySelector(".spelling");
    if (spelling && newer) {
      for (const button of spelling.querySelectorAll("button")) {
        const other = newer.querySelector(`[value="${button.value}"]`);
        if (other) button.setAttribute("aria-pressed", other.getAttribute("aria-pressed"));
      }
    } else if (newer) {
      reader.$(".bar .more").prepend(document.importNode(newer, true));
    }
    spelling?.toggleAttribute("hidden", !newer);
  }

  const names = () =>
    buttons()
      .filter((button) => button.getAttribute("aria-pressed") === "true")
      .map((button) => button.textContent.trim())
      .join(", ");

  function keepPanes(layout, panes) {
    const entries = cookie("panes").split("|").filter((it) => it && !it.startsWith(`${layout}:`));
    keepCookie("panes", [`${layout}:${panes}`, ...entries].slice(0, MOST_KEPT).join("|"));
  }

  reader.article.addEventListener("click", (event) => {
    const button = event.target.closest(".panes button, .spelling button");
    if (!button) return;
    event.preventDefault();
    const say = () => reader.words(reader.article, "sayShown", { names: names() });
    if (button.name === "spelling") {
      keepCookie("spelling", button.value);
      choose({ spelling: button.value }, say);
    } else {
      keepPanes(reader.article.dataset.layout, button.value);
      choose({ panes: button.value }, say);
    }
  });
  reader.on("text", refresh);
  mountTabs(reader);
}

function mountTabs(reader) {
  const root = document.documentElement;
  const tabs = reader.$(".tabs");
  const button = (name) => tabs.querySelector(`[data-tab="${name}"]`);

  function label() {
    const heads = [...reader.text.querySelectorAll(".heads div > span")];
    button("image").hidden = !reader.text.classList.contains("with-image");
    button("both").hidden = heads.length < 2;
    heads.forEach((head, index) => {
      const name = head.querySelector("b");
      const kind = head.textContent.replace(name.textContent, "").trim().split(",")[0];
      const [short, long] = button(index + 1).children;
      short.textContent = name.textContent.slice(0, 3);
      short.lang = name.lang;
      long.textContent = kind;
      button(index + 1).hidden = false;
      button(index + 1).setAttribute("aria-label", `${name.textContent}, ${kind}`);
    });
    for (const index of [1, 2, 3]) if (index > heads.length) button(index).hidden = true;
    tabs.hidden = [...tabs.children].filter((it) => !it.hidden).length < 2;
    if (button(reader.tab)?.hidden ?? true) show(heads.length > 1 ? "both" : heads.length ? "1" : "image");
    else show(reader.tab);
  }

  function show(tab) {
    reader.tab = tab;
    root.dataset.tab = tab;
    for (const it of tabs.children) it.setAttribute("aria-pressed", it.dataset.tab === tab);
    reader.emit("tab", tab);
  }

  reader.tab = root.dataset.tab;
  tabs.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    const page = reader.page;
    show(chosen.dataset.tab);
    reader.keep({ tab: chosen.dataset.tab });
    if (reader.tab !== "image") reader.leaf(page)?.scrollIntoView({ behavior: "instant" });
    reader.pin(page);
    reader.say(chosen.getAttribute("aria-label") ?? chosen.textContent.trim());
  });
  reader.on("text", label);
  label();
}
