"""Drives the system's Chromium against a live server; skips by name where there is none."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from config.install import BROWSERS
from tests.browser.inspecting import Inspection
from tests.browser.library import served
from tests.browser.notebook import Seminar, load
from tests.browser.reading import Reader

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Tests wait for what must come; how soon it comes is for benches, on a machine that does nothing else.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The browser that is installed: Playwright's own builds are never downloaded."""
    names = [os.environ.get("CHROMIUM", ""), *BROWSERS]
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium: apt-get install chromium, or name one in CHROMIUM")
    return {"executable_path": program, "args": ARGUMENTS}


@pytest.fixture(scope="session", autouse=True)
def _synchronous_django() -> Iterator[None]:
    """Playwright's synchronous interface keeps a loop in the thread, which Django would take for async code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Where `page.goto("/")` goes; every table is emptied after each test."""
    return str(live_server.url)


@pytest.fixture
def page_without_script(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    yield context.new_page()
    context.close()


@pytest.fixture
def inspection(page: Page) -> Inspection:
    return Inspection(page)


@pytest.fixture(scope="module")
def library(
    django_db_setup: None,  # noqa: ARG001 the database is there
    django_db_blocker: Any,
    corpora: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a server with real documents, shared by the tests of a module; they only read."""
    with django_db_blocker.unblock(), served(corpora, tmp_path_factory.mktemp("library")) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, library: str) -> Iterator[Reader]:
    """A browser's window on the library, which notes whatever the console or the content policy complains of."""
    with Reader.opened(browser, library) as opened:
        yield opened
    assert opened.complaints == []


@pytest.fixture
def people(transactional_db: None, image_folders: None, tmp_path: Path) -> Seminar:  # noqa: ARG001 the server sees commits
    """A letter and those who annotate it."""
    return load(tmp_path)
