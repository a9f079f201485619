// The page that is read: the one that crosses a line a third down the window. Everything else follows it.

const LINES = { wide: "-38% 0px -61.5% 0px", narrow: "-58% 0px -41.5% 0px", phone: "-25% 0px -74.5% 0px" };
const STILL = 48;

export function mountFollowing(reader) {
  let observer = null;
  let pinned = -1e6;
  let settling = 0;
  let now = null;

  function set(page) {
    if (page === reader.page || !reader.leaf(page)) return;
    now?.classList.remove("now");
    reader.page = page;
    now = reader.leaf(page);
    now.classList.add("now");
    reader.emit("page", page);
    clearTimeout(settling);
    settling = setTimeout(remember, 400);
  }

  /** The address is that of the page, so that it can be copied and reloaded. */
  function remember() {
    const query = new URLSearchParams(location.search);
    query.delete("jump");
    reader.page > 1 ? query.set("page", reader.page) : query.delete("page");
    const wanted = String(query);
    history.replaceState(history.state, "", `${reader.address}${wanted && `?${wanted}`}${keptHash()}`);
  }

  function keptHash() {
    const there = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const home = there?.closest(".leaf");
    return home && home.id === `page-${reader.page}` ? location.hash : reader.page > 1 ? `#page-${reader.page}` : "";
  }

  function watch() {
    observer?.disconnect();
    const line = reader.phone.matches ? LINES.phone : reader.narrow.matches ? LINES.narrow : LINES.wide;
    observer = new IntersectionObserver(crossed, { rootMargin: line });
    for (const leaf of reader.text.querySelectorAll(".leaf")) observer.observe(leaf);
  }

  function crossed(entries) {
    if (Math.abs(scrollY - pinned) < STILL || (reader.phone.matches && reader.tab === "image")) return;
    for (const entry of entries) if (entry.isIntersecting) set(Number(entry.target.dataset.page));
  }

  /** A page that was asked for is the one that is read until the reader scrolls on, however short it is. */
  reader.pin = (page) => {
    pinned = scrollY;
    set(page);
  };

  reader.on("leaves", (leaves) => leaves.forEach((leaf) => observer.observe(leaf)));
  reader.on("text", watch);
  reader.phone.addEventListener("change", watch);
  reader.narrow.addEventListener("change", watch);
  watch();

  const asked = /^#page-(\d+)$/.exec(location.hash);
  const home = document.querySelector(":target")?.closest(".leaf");
  set(Number(home?.dataset.page ?? reader.text.dataset.first));
  if (home) pinned = scrollY;
  else if (asked) reader.windows.goTo(Number(asked[1]));
  addEventListener("hashchange", () => {
    const home = document.querySelector(":target")?.closest(".leaf");
    if (home) reader.pin(Number(home.dataset.page));
    const page = /^#page-(\d+)$/.exec(location.hash);
    if (page && !home) reader.windows.goTo(Number(page[1]));
  });
}
