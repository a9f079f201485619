"""Takes the pictures of this documentation from a running demonstration archive.

Start `make run`, then: .venv/bin/python -m docs.screenshot http://localhost:8000 PASSWORD
with the password that `make run` prints. The picture of the reader shows the notes that were written there.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent / "images"
READER = "subscriber@example.org"
PICTURES = {
    "reader": "/documents/kolva-papers-d07-diary-of-nadezhda-ozerova/",
    "search": "/search/?q=лёд",
    "volume": "/volumes/kolva-papers/",
}


def main(base: str, password: str) -> None:
    """Sign in as a subscriber and write one WebP for each picture."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{base}/account/login/")
        page.fill("[name=login]", READER)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{base}/")
        for name, path in PICTURES.items():
            page.goto(f"{base}{path}", wait_until="networkidle")
            page.reload(wait_until="networkidle")  # with the letters that a first visit has fetched
            page.wait_for_timeout(1500)
            Image.open(BytesIO(page.screenshot())).save(FOLDER / f"{name}.webp", quality=80)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Give the address of the archive and the password that make run prints.")
    main(sys.argv[1].rstrip("/"), sys.argv[2])
