"""Notes on a server of several processes: the tools that race it and kill it, from the folder ARCHIVE_BENCH names."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import ApiToken, User
from accounts.tokens import make_token
from annotations.models import Annotation
from tests.factories.accounts import make_user
from tests.factories.annotations import make_note
from tests.factories.archive import make_document, make_volume
from tests.tools import ROOT

pytestmark = pytest.mark.slow
CLIENTS = 16
TYPE = "application/ld+json"


@pytest.fixture
def tools() -> Path:
    """The folder of tools for races and faults, which live outside the project."""
    folder = os.environ.get("ARCHIVE_BENCH")
    if not folder:
        pytest.skip("ARCHIVE_BENCH names no folder of tools for races and faults")
    return Path(folder)


@dataclass
class Server:
    """A server of two workers on the database of the test; `pid` is the process above them."""

    address: str
    pid: int
    user: User
    token: str

    def run(self, tool: Path, *words: str) -> tuple[int, list[Any]]:
        """Run a tool against it; gives its exit status and what it printed, those lines that are JSON."""
        command = [sys.executable, str(tool), "--base", self.address, "--content-type", TYPE]
        command += ["--header", f"Authorization: Bearer {self.token}", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)  # noqa: S603 named above
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Server]:  # noqa: ARG001 workers see commits alone
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place, mark, options = os.environ["DATABASE_URL"].partition("?")
    address = f"{place.rpartition('/')[0]}/{connection.settings_dict['NAME']}{mark}{options}"
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    words = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws"]
    # A worker that is told to stop while it starts, as one does in the place of the killed, does not hear it.
    words += ["--workers-kill-timeout", "10"]
    program = [sys.executable, "-m", "granian", *words, "--port", str(port), "config.wsgi:application"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(program, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603 our own
    try:
        _wait(f"http://127.0.0.1:{port}/robots.txt")
        user = make_user()
        _row, token = make_token(user, "tool", scope=ApiToken.Scope.WRITE)
        yield Server(f"http://127.0.0.1:{port}", process.pid, user, token)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 our own server
        except OSError:
            time.sleep(0.25)
        else:
            return
    pytest.fail("the server did not start")


def sent(target: str, words: str) -> str:
    body = {"type": "TextualBody", "value": words, "format": "text/markdown"}
    note = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": body, "target": target}
    return json.dumps(note)


def test_c4_sixteen_edits_of_one_version_give_one_200_and_fifteen_412(server: Server, tools: Path) -> None:
    document = make_document(make_volume("papers"), "letter")
    note = make_note(server.user, document)
    body = sent(f"{server.address}/documents/papers-letter/", "Edit {i}.")
    words = ["--path", f"/annotations/{note.pk}/", "--method", "PUT", "--header", 'If-Match: "1"', "--body", body]

    status, (round_,) = server.run(tools / "race.py", *words, "--clients", str(CLIENTS), "--success", "200")

    note.refresh_from_db()
    assert (status, round_["status"]) == (0, {"200": 1, "412": CLIENTS - 1})
    assert note.revision == 2


def test_c5_the_same_create_sixteen_times_is_one_note(server: Server, tools: Path) -> None:
    make_document(make_volume("papers"), "letter")
    body = sent(f"{server.address}/documents/papers-letter/", "Once.")
    words = ["--path", "/annotations/", "--header", "Idempotency-Key: one", "--body", body, "--success", "201"]

    status, (round_,) = server.run(
        tools / "race.py", *words, "--clients", str(CLIENTS), "--expect-success", str(CLIENTS)
    )

    assert (status, round_["status"]) == (0, {"201": CLIENTS})
    assert Annotation.objects.count() == 1


def test_nothing_acknowledged_is_lost_when_a_worker_is_killed(server: Server, tools: Path) -> None:
    make_document(make_volume("papers"), "letter")
    body = sent(f"{server.address}/documents/papers-letter/", "Note {n}.")
    fault = f"kill -9 $(pgrep -P {server.pid} | tail -1)"
    words = ["--path", "/annotations/", "--body", body, "--read", "{id}", "--seconds", "8"]

    status, (found,) = server.run(tools / "ackwrites.py", *words, "--fault", fault, "--fault-at", "3")

    kept = Annotation.objects.count()
    assert (status, found["lost"]) == (0, 0)
    assert found["acknowledged"] > 0
    assert 0 <= kept - found["acknowledged"] <= found["broken"]
