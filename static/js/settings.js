// How the page looks to this reader; it is kept in this browser.

const DIALOGS = "[data-dialog]";

export function mountSettings(reader) {
  const root = document.documentElement;
  const dialog = reader.$("#display");
  const form = dialog.querySelector("form");
  const field = (name) => form.elements[name];

  reader.article.addEventListener("click", (event) => {
    const opener = event.target.closest(DIALOGS);
    if (opener) reader.$(`#${opener.dataset.dialog}`).showModal();
  });

  const sizes = {
    size: (value) => root.style.setProperty("--text-size", `${value / 16}rem`),
    leading: (value) => root.style.setProperty("--text-leading", value),
  };
  for (const [name, apply] of Object.entries(sizes)) {
    if (reader.kept[name]) field(name).value = reader.kept[name];
    field(name).addEventListener("input", () => {
      apply(Number(field(name).value));
      reader.keep({ [name]: Number(field(name).value) });
    });
  }

  field("lines").checked = reader.kept.lines === true;
  field("cite").checked = reader.kept.cite === true;
  field("keys").checked = reader.kept.keys !== false;
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    reader.keep({ [target.name]: target.checked });
    if (target.name === "lines") root.classList.toggle("lines", target.checked);
  });
  const offerLines = () => {
    form.querySelector("[data-lines]").hidden = !reader.text.querySelector(".lb");
  };
  reader.on("text", offerLines);
  reader.on("leaves", offerLines);
  offerLines();

  const themes = form.querySelector("[data-theme-form]");
  const press = (group, value) => {
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", button.value === String(value));
    }
  };
  themes.addEventListener("click", async (event) => {
    const theme = event.target.closest("button")?.value;
    if (!theme) return;
    theme === "system" ? delete root.dataset.theme : (root.dataset.theme = theme);
    press(themes, theme);
    // The same door as the form at the foot of every page: the choice stands in a cookie only the server sets.
    await fetch(themes.dataset.themeForm, { method: "POST", body: new URLSearchParams({ theme }), redirect: "manual" });
  });
  press(themes, root.dataset.theme ?? "system");

  const widths = form.querySelector("[data-widths]");
  widths.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) reader.setWidth(Number(button.value));
  });
  reader.on("width", (width) => press(widths, width));
  reader.on("text", () => (widths.hidden = !reader.text.classList.contains("with-image")));
}
