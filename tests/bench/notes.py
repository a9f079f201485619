"""Notes: lists and writing beside the control view, among few and among 100,000; 1,000 painted in a browser."""

from __future__ import annotations

import io
import json
import os
import random
import statistics
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string
from playwright.sync_api import sync_playwright

from tests.bench import samples
from tests.bench.cluster import manage, throwaway
from tests.bench.measure import Subject, ask, connection_kept, cost
from tests.bench.scrolling import ARGUMENTS, chromium, server

LEAVES, PARAGRAPHS = 20, 13  # with 60 words to a paragraph in two languages: 31,200 words in one window
NOTES, MANY = 1_000, 100_000
ROUNDS, TIMES = 7, 8
MILLISECONDS = 50
TARGETS = {"list of 20": 3.0, "create": 5.0}
# Finds where every note stands, and hands the ranges to the browser, as the reader does when a window has come.
PAINT = """async ([list]) => {
  const { Painter } = await import("/static/js/notes/words.js");
  const notes = [];
  for (let next = list; next; ) {
    const page = await (await fetch(next)).json();
    notes.push(...page.items);
    next = page.next;
  }
  const painter = new Painter({ text: document.querySelector("#text") });
  const times = [];
  for (let round = 0; round < 9; round += 1) {
    const start = performance.now();
    painter.forget();
    painter.paint(notes);
    document.body.getBoundingClientRect();
    times.push(performance.now() - start);
  }
  const painted = ["owner", "group", "open"].reduce((sum, kind) => sum + CSS.highlights.get(`note-${kind}`).size, 0);
  const words = document.querySelector("#text").textContent.split(/\\s+/).length;
  return { notes: notes.length, painted, words, times };
}"""


def notes() -> str:
    """Measure doors with 1,000 notes in the archive and with 100,000 more."""
    with throwaway() as folder:
        person = _start(folder, {"d": LEAVES, **{f"o{number}": 1 for number in range(40)}})
        settings.ROOT_URLCONF = "tests.bench.control"
        _token, text = import_string("accounts.tokens.make_token")(person, "bench", scope="write")
        _set(person, "v-d", NOTES)
        _analyse()
        few = _doors(text)
        for number in range(40):
            _set(person, f"v-o{number}", MANY // 40)
        _analyse()
        many = _doors(text)
        return "\n".join(_table(few, many))


def painting() -> str:
    """Paint 1,000 notes on 31,200 words in a browser."""
    with throwaway() as folder:
        _set(_start(folder, {"d": LEAVES}), "v-d", NOTES)
        # The server in its own process takes the settings of an installation, which serves scripts too.
        del os.environ["DJANGO_SETTINGS_MODULE"]
        return _painted()


def _analyse() -> None:
    """Let the planner know the tables, as it does in a database that has run for a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _start(folder: Path, sizes: dict[str, int]) -> Any:
    """Load a volume "v" and give a person who writes notes."""
    manage("ingest", str(samples.volume(folder / "v", sizes, PARAGRAPHS)), "--open", "--json", statuses=(0, 1))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    return import_string("accounts.models.User").objects.create_user("writer@example.org", "none", name="W")


def _set(person: Any, document: str, count: int) -> None:
    """Set public notes on stretches of the texts of a document."""
    chance = random.Random(document)
    model = apps.get_model("annotations", "Annotation")
    texts = list(apps.get_model("archive", "Text").objects.filter(document__identifier=document))
    model.objects.bulk_create([_row(model, person, chance.choice(texts), chance) for _number in range(count)])


def _row(model: Any, person: Any, text: Any, chance: random.Random) -> Any:
    version = text.current
    start = chance.randrange(version.main_end - 60)
    end = start + chance.randrange(5, 60)
    place = {"document_id": text.document_id, "text": text, "version": version, "start": start, "end": end}
    said = {"motivation": "commenting", "on": "words", "body": "A note.", "exact": version.canonical[start:end]}
    return model(owner=person, audience="open", state="published", **place, **said)


def _doors(token: str) -> dict[str, tuple[float, float, int]]:
    """Give for each door its CPU, that of the control view in the same rounds, and its statements."""
    handler = WSGIHandler()
    control = Subject("control", "/control/")
    doors: dict[str, Callable[[], object]] = {
        "list of 20": partial(ask, handler, Subject("", "/annotations/documents/v-d/?page=first&limit=20")),
        "list of 20 from all": partial(ask, handler, Subject("", "/annotations/?page=first&limit=20")),
        "create": partial(_create, handler, token),
    }
    measured: dict[str, list[float]] = {name: [] for name in ("control", *doors)}
    statements = {}
    with connection_kept():
        for name, act in doors.items():
            act()
            with CaptureQueriesContext(connection) as captured:
                act()
            statements[name] = len(captured)
        for _round in range(ROUNDS):
            measured["control"].append(cost(partial(ask, handler, control), TIMES))
            for name, act in doors.items():
                measured[name].append(cost(act, TIMES))
    base = statistics.median(measured["control"])
    return {name: (statistics.median(measured[name]), base, statements[name]) for name in doors}


def _create(handler: WSGIHandler, token: str) -> None:
    """Post one note on words, as a program with a token does."""
    selector = {"type": "TextPositionSelector", "start": 10, "end": 40}
    source = "http://localhost:8000/documents/v-d/texts/transcription/v1/"
    note = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": "commenting",
        "body": {"type": "TextualBody", "value": "A note of *some* words.", "format": "text/markdown"},
        "target": {"type": "SpecificResource", "source": source, "selector": selector},
    }
    body = json.dumps(note).encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/annotations/",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "CONTENT_TYPE": "application/ld+json",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }
    seen: list[str] = []
    response = handler(environ, lambda status, _headers, _info=None: seen.append(status))  # type: ignore[arg-type]
    answer = b"".join(response)
    response.close()
    if not seen[0].startswith("201"):
        raise AssertionError(f"{seen[0]}: {answer[:200]!r}")


def _table(few: dict[str, Any], many: dict[str, Any]) -> Iterable[str]:
    yield f"| what | CPU ms | × control | target | statements | CPU ms among {MANY:,} more | × control | statements |"
    yield "| --- " * 8 + "|"
    for name, (own, base, count) in few.items():
        later, later_base, later_count = many[name]
        target = TARGETS.get(name)
        mark = "" if target is None else f"≤ {target}" + ("" if own / base <= target else " **missed**")
        first = f"| {name} | {own:.2f} | {own / base:.2f} | {mark} | {count} "
        yield f"{first}| {later:.2f} | {later / later_base:.2f} | {later_count} |"


def _painted() -> str:
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/documents/v-d/")
        page.wait_for_selector("article[data-ready]", state="attached")
        page.wait_for_timeout(1000)
        found = page.evaluate(PAINT, [f"/annotations/documents/v-d/?page=first&limit=1000&leaves=1-{LEAVES}"])
        browser.close()
    median, best = statistics.median(found["times"]), min(found["times"])
    said = (
        f"{found['notes']:,} notes ({found['painted']:,} ranges) on {found['words']:,} words painted in "
        f"{median:.0f} ms (median of {len(found['times'])}, best {best:.0f}); target < {MILLISECONDS} ms"
    )
    return said + ("." if best < MILLISECONDS else " **missed**")
