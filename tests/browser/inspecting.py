"""Looking for what no page may have: a fault that axe finds, more than the window is wide, an error of the console."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def axe_faults(page: Page, *more: str) -> list[str]:
    """Give what axe finds wrong by WCAG 2.2 A and AA, and by more tags: the rule and where."""
    options = {"runOnly": {"type": "tag", "values": [*WCAG, *more]}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


class Inspection:
    """Faults of the pages looked at, by address; those of the console, whatever page they come from, by "console"."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: dict[str, list[str]] = {}
        page.on("console", lambda message: self._note("console", message.text) if message.type == "error" else None)

    def set_window(self, width: int, scheme: str) -> None:
        """Make the window so wide, in light or dark colours."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    def visit(self, *addresses: str) -> None:
        """Open each address and look at it."""
        for address in addresses:
            self.page.goto(address)
            self.look(address)

    def look(self, address: str) -> None:
        """Look at the page as it is now; what is found is noted under the address."""
        self._note(address, *axe_faults(self.page))
        width, window = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if width > window:
            self._note(address, f"{width} wide in a window of {window}")

    def _note(self, where: str, *found: str) -> None:
        if found:
            self.faults.setdefault(where, []).extend(found)
