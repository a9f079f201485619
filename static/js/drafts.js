// Notes that were begun in this browser and not saved: each leads back to its document, where it is offered again.
const FRONT = "draft:";

/** `list` is where they are shown; data-user is whose they are, what stands before it is shown when there is none. */
export function mount(list) {
  const front = `${FRONT}${list.dataset.user}:`;
  const rows = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(front)) rows.push(drawn(key.slice(front.length), JSON.parse(localStorage.getItem(key))));
    }
  } catch {
    // Storage is closed to us, or holds what is not ours: there is nothing to show.
  }
  const shown = rows.filter(Boolean);
  if (shown.length) list.replaceChildren(...shown);
  else list.previousElementSibling?.removeAttribute("hidden");
}

function drawn(container, draft) {
  const name = container.match(/\/annotations\/documents\/([^/]+)\//)?.[1];
  if (!name || !draft) return null;
  const link = document.createElement("a");
  link.href = `/documents/${name}/`;
  link.textContent = String(draft.body ?? "").trim().slice(0, 120) || decodeURIComponent(name);
  const row = document.createElement("li");
  const when = document.createElement("p");
  when.className = "quiet";
  when.textContent = draft.at ? new Date(draft.at).toLocaleString(document.documentElement.lang) : "";
  row.append(link, when);
  return row;
}
