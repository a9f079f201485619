"""Scrolling a document of 400 pages in a browser: the longest task, beside an empty page in the same run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from playwright.sync_api import Browser, Page, sync_playwright

from config.install import BROWSERS
from tests.bench import samples
from tests.bench.cluster import ROOT, manage, throwaway

PAGES = 400
STEP, PAUSE = 900, 50  # pixels of one turn of the wheel, milliseconds until the next
LIMIT = 50  # milliseconds; a longer task is felt
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# The browser itself tells of every task over 50 ms; frames are counted beside it.
WATCH = """
window.tasks = []; window.frames = 0;
new PerformanceObserver((list) => { for (const it of list.getEntries()) window.tasks.push(it.duration); })
  .observe({ type: "longtask" });
const count = () => { window.frames += 1; requestAnimationFrame(count); };
requestAnimationFrame(count);
"""


def scrolling() -> str:
    """Load a document of 400 pages, scroll through all of it, and tell tasks over 50 ms and frames in a second."""
    with throwaway() as folder:
        manage("ingest", str(samples.volume(folder / "long", {"d": PAGES})), "--open", "--json")
        with _server() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
            turns, document = _through_document(browser, f"{address}/documents/long-d/")
            empty = _through_empty(browser, f"{address}/robots.txt", turns)
            browser.close()
    lines = ["| what | pages | tasks over 50 ms | longest, ms | frames a second |", "| --- | --- | --- | --- | --- |"]
    for name, pages, tasks, frames in (("document", PAGES, *document), ("empty page", 0, *empty)):
        mark = " **missed**" if name == "document" and len(tasks) > len(empty[0]) else ""
        lines.append(f"| {name} | {pages} | {len(tasks)}{mark} | {max(tasks, default=0):.0f} | {frames:.0f} |")
    return "\n".join(lines)


def _through_document(browser: Browser, address: str) -> tuple[int, tuple[list[float], float]]:
    """Turn the wheel until the last page is the one that is read; gives the turns it took, and what was measured."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.wait_for_selector("article[data-ready]", state="attached")
    page.wait_for_timeout(1000)
    page.evaluate(WATCH)
    page.mouse.move(900, 600)
    start, turns = time.monotonic(), 0
    last = f"document.querySelector('#page-{PAGES}')?.getBoundingClientRect().top < innerHeight"
    while not page.evaluate(last):
        _turn(page)
        turns += 1
        if turns > PAGES * 20:
            sys.exit("The last page never came.")
    return turns, _measured(page, start)


def _through_empty(browser: Browser, address: str, turns: int) -> tuple[list[float], float]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.evaluate(WATCH)
    page.mouse.move(900, 600)
    start = time.monotonic()
    for _ in range(turns):
        page.evaluate("document.body.getBoundingClientRect().top < innerHeight")
        _turn(page)
    return _measured(page, start)


def _turn(page: Page) -> None:
    page.mouse.wheel(0, STEP)
    page.wait_for_timeout(PAUSE)


def _measured(page: Page, start: float) -> tuple[list[float], float]:
    seconds = time.monotonic() - start
    found = page.evaluate("[window.tasks, window.frames]")
    page.close()
    return [task for task in found[0] if task > LIMIT], found[1] / seconds


def _chromium() -> str:
    names = [os.environ.get("CHROMIUM", ""), *BROWSERS]
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    return program or sys.exit("no Chromium: apt-get install chromium, or name one in CHROMIUM")


@contextmanager
def _server() -> Iterator[str]:
    """Serve the archive of the bench from a process of its own, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/robots.txt", timeout=2).close()  # noqa: S310 our own server
                break
            except (URLError, OSError):
                time.sleep(0.25)
        yield address
    finally:
        process.terminate()
        process.wait()
