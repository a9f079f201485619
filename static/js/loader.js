// Mounts the behaviours that elements of the page name in data-module; each is fetched only where it is wanted.
// The paths stand here in full so that static files can be renamed by their content.
const modules = {
  drafts: () => import("./drafts.js"),
  folders: () => import("./folders.js"),
  reader: () => import("./reader.js"),
};

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    modules[name]?.().then((module) => module.mount(element));
  }
}
