"""CPU per request of application and database together, in interleaved rounds, beside a control view."""

from __future__ import annotations

import io
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Subject:
    """One address to measure; `status` is what it must answer."""

    name: str
    path: str
    cookies: str = ""
    status: int = 200
    statements: int = 0
    kib: float = 0.0
    milliseconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Give the median CPU of a request over the rounds, in milliseconds."""
        return statistics.median(self.milliseconds)


def database_seconds() -> float:
    """Give the CPU seconds of this connection's server process so far, in clock ticks' resolution."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def ask(handler: WSGIHandler, subject: Subject) -> bytes:
    """Send one request through all the middleware, as a server would, and read the whole answer."""
    path, _, query = subject.path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_COOKIE": subject.cookies,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    seen: list[str] = []
    response = handler(environ, lambda status, _headers, _info=None: seen.append(status))  # type: ignore[arg-type]
    body = b"".join(response)
    response.close()
    if not seen[0].startswith(str(subject.status)):
        raise AssertionError(f"{subject.path} answered {seen[0]}")
    return body


def compare(subjects: Sequence[Subject], rounds: int = 12, requests: int = 40) -> None:
    """Fill in statements, size and CPU of each; rounds are interleaved, so that noise falls on all alike."""
    handler = WSGIHandler()
    request_finished.disconnect(close_old_connections)
    try:
        for subject in subjects:
            ask(handler, subject)
            with CaptureQueriesContext(connection) as captured:
                body = ask(handler, subject)
            subject.statements, subject.kib = len(captured), len(body) / 1024
        for _ in range(rounds):
            for subject in subjects:
                subject.milliseconds.append(cost(partial(ask, handler, subject), requests))
    finally:
        request_finished.connect(close_old_connections)


def cost(act: Callable[[], object], times: int) -> float:
    """Give the CPU milliseconds of one act, application and database, over so many."""
    database, start = database_seconds(), time.process_time()
    for _ in range(times):
        act()
    own = time.process_time() - start
    return (own + database_seconds() - database) / times * 1000


def table(subjects: Sequence[Subject], targets: dict[str, float]) -> str:
    """Write the result as a table; the first subject is the control."""
    control = subjects[0].median
    lines = ["| what | CPU ms | × control | target | statements | KiB |", "| --- | --- | --- | --- | --- | --- |"]
    for subject in subjects:
        target = targets.get(subject.name)
        mark = "" if target is None else f"≤ {target}" + ("" if subject.median / control <= target else " **missed**")
        lines.append(
            f"| {subject.name} | {subject.median:.2f} | {subject.median / control:.2f} | {mark} "
            f"| {subject.statements} | {subject.kib:.0f} |"
        )
    return "\n".join(lines)
