// Opens the sign-in form over the page one is on, and brings what was typed there back after signing in.

const KEY = "kept-fields";
const TICKED = new Set(["checkbox", "radio"]);

// Fields of the page by name, without passwords and tokens; the nth of a name is kept as the nth.
function fields() {
  return [...document.querySelectorAll("main form :is(input, textarea, select)")].filter(
    (field) => field.name && !field.closest("dialog") && !["hidden", "password", "file", "submit"].includes(field.type),
  );
}

function keep() {
  const values = fields().map((field) => [field.name, TICKED.has(field.type) ? field.checked : field.value]);
  const kept = { page: location.pathname, values, top: scrollY };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (kept?.page !== location.pathname) return;
  sessionStorage.removeItem(KEY);
  fields().forEach((field, place) => {
    const [name, value] = kept.values[place] ?? [];
    if (name !== field.name) return;
    if (TICKED.has(field.type)) field.checked = value;
    else field.value = value;
  });
  // An address that names a place in the page leads there; else the reader is put back where they were.
  if (kept.top && !location.hash) addEventListener("load", () => scrollTo({ top: kept.top, behavior: "instant" }));
}

async function load(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const sheet of page.querySelectorAll('link[rel="stylesheet"]')) {
    const known = [...document.styleSheets].some((other) => other.href === sheet.href);
    if (!known) document.head.append(document.importNode(sheet));
  }
  return page.querySelector(".entrance");
}

function dialog() {
  const box = document.createElement("dialog");
  box.className = "sign-in";
  box.setAttribute("aria-label", document.body.dataset.signIn ?? "Sign in");
  const close = document.createElement("button");
  close.className = "b plain";
  close.textContent = document.body.dataset.close ?? "×";
  close.addEventListener("click", () => box.close());
  box.append(close);
  box.addEventListener("close", () => box.remove());
  return box;
}

// The script of passkeys belongs to the page of signing in: the button becomes a link to it.
function passkeyElsewhere(content, address) {
  const button = content.querySelector("#passkey_login");
  if (!button) return;
  const way = document.createElement("a");
  way.className = "b";
  way.href = address;
  way.textContent = button.textContent;
  button.replaceWith(way);
}

async function open(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.currentTarget;
  event.preventDefault();
  try {
    const content = await load(link.href);
    const box = dialog();
    passkeyElsewhere(content, link.href);
    box.append(content);
    document.body.append(box);
    // The form is sent as the page itself would send it; the server's answers and second factors stay as they are.
    for (const form of box.querySelectorAll("form")) {
      form.action = form.getAttribute("action") ? form.action : link.href;
      form.addEventListener("submit", keep);
    }
    box.addEventListener("click", (click) => click.target.closest("a") && keep());
    box.showModal();
  } catch {
    keep();
    location.assign(link.href);
  }
}

export function mount(root) {
  for (const link of root.querySelectorAll('a[href*="/login/?next="]')) link.addEventListener("click", open);
  restore();
}

mount(document);
