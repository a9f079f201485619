"""Scrolling a document of 400 pages in a browser: tasks of its main thread, beside an empty page in the same run."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.error import URLError

from playwright.sync_api import Browser, Page, sync_playwright

from config.install import BROWSERS
from tests.bench import samples
from tests.bench.cluster import ROOT, manage, throwaway

PAGES = 400
STEP, PAUSE = 900, 50  # pixels of one turn of the wheel, milliseconds until the next
LIMIT = 50  # milliseconds; a longer task is felt
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline"]


class Measured(NamedTuple):
    """CPU milliseconds of each task of the page's main thread, which others on the machine do not stretch."""

    turns: int
    tasks: list[float]

    def row(self, name: str, pages: int) -> str:
        """Write a line of the table."""
        felt = sum(task > LIMIT for task in self.tasks)
        return f"| {name} | {pages} | {self.turns} | {felt} | {max(self.tasks):.0f} | {sum(self.tasks):.0f} |"


def scrolling() -> str:
    """Load a document of 400 pages and scroll through all of it; no task may take the main thread over 50 ms."""
    with throwaway() as folder:
        manage("ingest", str(samples.volume(folder / "long", {"d": PAGES})), "--open", "--json")
        with server() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            document = _through_document(browser, f"{address}/documents/long-d/")
            empty = _through_empty(browser, f"{address}/robots.txt", document.turns)
            browser.close()
    head = "| what | pages | turns of the wheel | tasks over 50 ms | longest task, CPU ms | all tasks, CPU ms |"
    lines = [head, "| --- " * 6 + "|", document.row("document", PAGES), empty.row("empty page", 0)]
    missed = sum(task > LIMIT for task in document.tasks) > sum(task > LIMIT for task in empty.tasks)
    return "\n".join([*lines, "", "**missed**"] if missed else lines)


def _through_document(browser: Browser, address: str) -> Measured:
    """Turn the wheel until the last page is in sight."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.wait_for_selector("article[data-ready]", state="attached")
    page.wait_for_timeout(1000)
    last = f"document.querySelector('#page-{PAGES}')?.getBoundingClientRect().top < innerHeight"
    page.mouse.move(900, 600)
    browser.start_tracing(page=page, categories=TRACED)
    turns = 0
    while not page.evaluate(last):
        _turn(page)
        turns += 1
        if turns > PAGES * 20:
            sys.exit("The last page never came.")
    return _measured(browser, page, turns)


def _through_empty(browser: Browser, address: str, turns: int) -> Measured:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.mouse.move(900, 600)
    browser.start_tracing(page=page, categories=TRACED)
    for _ in range(turns):
        page.evaluate("document.body.getBoundingClientRect().top < innerHeight")
        _turn(page)
    return _measured(browser, page, turns)


def _turn(page: Page) -> None:
    page.mouse.wheel(0, STEP)
    page.wait_for_timeout(PAUSE)


def _measured(browser: Browser, page: Page, turns: int) -> Measured:
    events = json.loads(browser.stop_tracing())["traceEvents"]
    page.close()
    named = [event for event in events if event["name"] == "thread_name"]
    mains = {(it["pid"], it["tid"]) for it in named if it["args"]["name"] == "CrRendererMain"}
    tasks = [
        event["tdur"] / 1000
        for event in events
        if event["name"] == "RunTask" and "tdur" in event and (event["pid"], event["tid"]) in mains
    ]
    return Measured(turns, tasks)


def chromium() -> str:
    names = [os.environ.get("CHROMIUM", ""), *BROWSERS]
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    return program or sys.exit("no Chromium: apt-get install chromium, or name one in CHROMIUM")


@contextmanager
def server() -> Iterator[str]:
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
