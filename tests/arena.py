"""The archive as it is run, with several processes and threads, and many clients that ask it at one instant."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from accounts.models import User
from tests.asking import client_of

TOKEN = "t" * 32  # what a browser keeps in its cookie and sends back with each form
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Start:
    """One shot of the starting pistol: what every client sends, and what came of it."""

    held: bool
    told: str
    statuses: dict[str, int]


@dataclass(frozen=True, slots=True)
class Arena:
    """A running server and the tool that lets clients loose on it."""

    base: str
    tool: Path
    folder: Path

    def race(self, path: str, body: str, cookies: Sequence[str], clients: int, *, wins: int, success: str) -> Start:
        """Send one request from so many clients at once; `held` when so many were answered with `success`, none 5xx."""
        with self.begun(path, body, cookies, clients, wins=wins, success=success) as process:
            told, wrong = process.communicate(timeout=600)
        return _read(process.returncode, told, wrong)

    @contextmanager
    def begun(
        self, path: str, body: str, cookies: Sequence[str], clients: int, *, wins: int, success: str
    ) -> Iterator[subprocess.Popen[str]]:
        """Start the tool and give its process, so that two kinds of clients can run at the same time."""
        jar = self.folder / f"cookies-{time.monotonic_ns()}"
        jar.write_text("\n".join(cookies))
        words = ["--base", self.base, "--path", path, "--body", body, "--cookies", str(jar), "--timeout", "300"]
        count = ["--clients", str(clients), "--expect-success", str(wins), "--success", success]
        command = [sys.executable, str(self.tool), *words, *count]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 the tool of whoever runs the tests
            yield process
        jar.unlink()


def finish(process: subprocess.Popen[str]) -> Start:
    """Wait for a race that was begun."""
    told, wrong = process.communicate(timeout=600)
    return _read(process.returncode, told, wrong)


def _read(code: int, told: str, wrong: str) -> Start:
    first = json.loads(told.splitlines()[0]) if told else {"status": {}}
    return Start(code == 0, told + wrong, first["status"])


def cookie_of(user: User | None = None) -> str:
    """Give the Cookie header of a browser, signed in when a person is given."""
    kept = f"csrftoken={TOKEN}"
    if user is None:
        return kept
    return f"sessionid={client_of(user).cookies['sessionid'].value}; {kept}"


def tool_named(name: str) -> Path:
    """Give a program of the folder that ARCHIVE_BENCH names; the test is skipped where it names none."""
    folder = os.environ.get("ARCHIVE_BENCH")
    if not folder:
        pytest.skip("ARCHIVE_BENCH names no folder of load tools")
    tool = Path(folder) / name
    if not tool.exists():
        pytest.fail(f"ARCHIVE_BENCH has no {name}")
    return tool


@contextmanager
def running(folder: Path, tool: Path) -> Iterator[Arena]:
    """Run the archive's own web server, two processes of four threads, on the database of the tests."""
    port = _free_port()
    web = ["granian", "--interface=wsgi", "--workers=2", "--blocking-threads=4", "--host=127.0.0.1", f"--port={port}"]
    web += ["--workers-kill-timeout=10"]
    command = [sys.executable, "-m", "config.child", "-m", *web, "--no-ws", "--log-level=warning"]
    around = {**os.environ, "DATABASE_URL": database_address(), "DJANGO_SETTINGS_MODULE": "tests.arena_settings"}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([*command, "config.wsgi:application"], env=around, stdout=log, stderr=log)  # noqa: S603
        try:
            _wait_for_page(port, process)
            yield Arena(f"http://127.0.0.1:{port}", tool, folder)
        finally:
            process.terminate()
            process.wait(20)


def database_address() -> str:
    """Give the address of the tests' own database, for processes that a test starts."""
    entry: dict[str, Any] = connection.settings_dict
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return make_conninfo(**{theirs: entry[ours] for ours, theirs in names.items() if entry[ours]})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for_page(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as client:
                client.request("GET", "/health/", headers={"Host": settings.ALLOWED_HOSTS[1]})
                if client.getresponse().status == http.HTTPStatus.OK:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the web server did not start")
