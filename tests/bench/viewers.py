"""Opens a manifest of the demonstration archive in Mirador and Universal Viewer; pictures go to docs/images.

`python -m tests.bench.viewers [FOLDER]`: the viewers are installed into a folder (a new one without the argument),
never into the project; they stand on another origin than the archive, as other people's viewers do.
"""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from config.install import BROWSERS
from tests.bench.cluster import ROOT, manage, throwaway

PACKAGES = ("mirador@4.0.0", "universalviewer@4.4.0")
PICTURES = ROOT / "docs" / "images"
DOCUMENT = "upper-kolva-letters-l05-ozerova-to-lunina"
# Of every other kind one: what its picture is called, where it stands, and words that a viewer shows of it: of the
# way in, or of a member.
OTHERS: dict[str, tuple[str, str | re.Pattern[str]]] = {
    "licensed": (
        "documents/kolva-papers-d07-diary-of-nadezhda-ozerova/manifest.json",
        re.compile("Sign in|is licensed"),
    ),
    "volume": ("volumes/upper-kolva-letters/collection.json", "Nadezhda Ozerova to Elizaveta Lunina"),
    "fond": ("holdings/kra/52/collection.json", "Letters and leaves"),
    "top": ("collection.json", "Letters from the Upper Kolva"),
}
MIRADOR = """<!doctype html><meta charset="utf-8"><title>Mirador</title>
<body style="margin:0"><div id="m" style="position:fixed;inset:0"></div>
<script src="/node_modules/mirador/dist/mirador.min.js"></script>
<script>Mirador.viewer({id: "m", workspaceControlPanel: {enabled: false},
  annotations: {filteredMotivations: ["supplementing", "commenting"]},
  window: {sideBarOpen: true, defaultSideBarPanel: "annotations", panels: {annotations: true, search: true},
    highlightAllAnnotations: true},
  windows: [{manifestId: new URLSearchParams(location.search).get("manifest")}]})</script>"""


def main(folder: Path) -> None:
    """Install, serve, open, take the pictures, and say what was seen."""
    _install(folder)
    with throwaway(), _archive() as archive, _viewers(folder) as viewers, sync_playwright() as playwright:
        program = next(found for name in BROWSERS if (found := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1200, "height": 750})
        manifest = f"{archive}/iiif/documents/{DOCUMENT}/manifest.json"
        places = {
            "mirador": f"{viewers}/mirador.html?manifest=",
            "universal-viewer": f"{viewers}/node_modules/universalviewer/dist/uv.html#?manifest=",
        }
        for name, place in places.items():
            _look(page, name, f"{place}{manifest}")
            for kind, (address, words) in OTHERS.items():
                small = browser.new_page(viewport={"width": 900, "height": 560})
                _read(small, f"{name}-{kind}", f"{place}{archive}/iiif/{address}", words)
        browser.close()


def _read(page: Page, name: str, address: str, words: str | re.Pattern[str]) -> None:
    """Open a viewer, wait until it shows what it has read, and take the picture."""
    page.goto(address)
    shown = page.get_by_text(words).locator("visible=true").first
    members = page.get_by_role("button", name="Show collection")  # Mirador asks first
    try:
        shown.or_(members).first.wait_for(timeout=30_000)
        if members.is_visible():
            members.click()
        shown.wait_for(timeout=30_000)
        outcome = "opened"
    except PlaywrightTimeout:
        outcome = "NOT opened"
    page.wait_for_timeout(4000)
    page.screenshot(path=PICTURES / f"{name}.jpeg", type="jpeg", quality=60)
    print(f"{name}: {address.rpartition('/iiif/')[2]}: {outcome}", flush=True)
    page.close()


def _look(page: Page, name: str, address: str) -> None:
    """Open a viewer, wait for tiles of the archive, and take the picture."""
    tiles: list[int] = []
    page.on("response", lambda it: tiles.append(it.status) if "/iiif/image/" in it.url and ".jpg" in it.url else None)
    page.goto(address)
    for _ in range(240):
        page.wait_for_timeout(250)
        if len(tiles) >= 3:
            break
    page.wait_for_timeout(4000)
    page.screenshot(path=PICTURES / f"{name}.jpeg", type="jpeg", quality=60)
    print(f"{name}: {len(tiles)} images of the archive, statuses {sorted(set(tiles))}")


def _install(folder: Path) -> None:
    if not all((folder / "node_modules" / name.partition("@")[0]).exists() for name in PACKAGES):
        words = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--legacy-peer-deps"]
        (folder / "package.json").write_text('{"name": "viewers", "private": true}')
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        subprocess.run([*words, *PACKAGES], cwd=folder, env={**os.environ, "PATH": path}, check=True)
    (folder / "mirador.html").write_text(MIRADOR)


@contextmanager
def _archive() -> Iterator[str]:
    """Load the demonstration archive and serve it."""
    manage("demo", "--derive")
    port = _free_port()
    words = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            time.sleep(0.5)
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield address
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _viewers(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of every file."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="fonds-viewers-")))
