// Things in a folder are set in order by dragging; the buttons beside them do the same without.
const LINE = "dragged";

/** `list` is the ordered list; its items carry data-item, its own data-order is where an order is sent to. */
export function mount(list) {
  let held = null;
  for (const item of list.children) item.draggable = true;

  list.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-item]");
    held?.classList.add(LINE);
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-item]");
    if (!held || !over || over === held) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](held);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    held?.classList.remove(LINE);
    if (held) send(list, held);
    held = null;
  });
}

/** The page comes anew, with the order as it is kept and with the way to undo it. */
function send(list, item) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = list.dataset.order;
  const said = {
    item: item.dataset.item,
    place: [...list.children].indexOf(item) + 1,
    csrfmiddlewaretoken: list.querySelector("[name=csrfmiddlewaretoken]").value,
  };
  for (const [name, value] of Object.entries(said)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
