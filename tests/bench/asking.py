"""Asks the corpus as programs would: classes of queries, two visitors, one connection and sixteen. A program."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.utils.http import urlencode
from django.utils.module_loading import import_string

from config.environment import integer
from tests.bench.corpus import PRODUCT
from tests.bench.measure import Subject, ask, connection_kept

TIMES = 8
BASELINE_TIMES = 3
CONNECTIONS = 16
SECONDS = 30
# Milliseconds a class may take at the 95th percentile, by the greatest number of pages its words stand on.
TARGETS = ((40_000, 100.0), (10**9, 250.0))
_RANK_ALL = (
    "SELECT page_break_id, ts_rank_cd(words, %s::tsquery) AS rank FROM archive_pageindex WHERE words @@ %s::tsquery "
    "ORDER BY rank DESC, page_break_id LIMIT 20"
)


@dataclass
class Class:
    """Queries of one kind, the pages they stand on, and what was measured, in milliseconds."""

    name: str
    queries: Sequence[str]
    pages: Sequence[int] = ()
    documents: int = 0
    taken: dict[str, list[float]] = field(default_factory=dict)
    stopped: int = 0

    @property
    def target(self) -> float:
        """Give what its p95 may be."""
        return next(limit for most, limit in TARGETS if statistics.median(self.pages) <= most * 1.05)


def main() -> None:
    """Print the tables."""
    django.setup()
    settings.SEARCH_RATE = 10**9
    settings.SEARCH_TIMEOUT = integer("SEARCH_TIMEOUT", 1000)  # production's; tests are more patient
    with connection_kept():
        _warm()
        print(_sizes(), end="\n\n", flush=True)
        cookies = {"stranger": "", "subscriber": _signed_in()}
        classes = _classes()
        for it in classes:
            _measure(it, cookies)
            print(f"{it.name}: {', '.join(it.queries)}", flush=True)
        print(f"\n{_table(classes, list(cookies))}\n", flush=True)
    connections.close_all()
    print(_together([query for it in classes for query in it.queries], list(cookies.values())))


def _warm() -> None:
    """Read the indexes into memory, as they are on a server that has run for a while."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        cursor.execute(
            "SELECT pg_prewarm(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid "
            "WHERE relname IN ('archive_pageindex', 'archive_documentindex', 'archive_wordform')"
        )


def _sizes() -> str:
    """Tell how many there are, and how big the tables of the index and its GIN indexes are."""
    names = ("Document", "PageIndex", "DocumentIndex", "WordForm")
    counts = {name: apps.get_model("archive", name)._default_manager.count() for name in names}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_class.relname, pg_size_pretty(pg_table_size(pg_class.oid)), string_agg(own.relname || ' ' || "
            "pg_size_pretty(pg_relation_size(indexrelid)), ', ' ORDER BY own.relname) FROM pg_index "
            "JOIN pg_class ON pg_class.oid = indrelid JOIN pg_class own ON own.oid = indexrelid "
            "WHERE pg_class.relname IN ('archive_pageindex', 'archive_documentindex', 'archive_wordform') "
            "GROUP BY 1, 2 ORDER BY 1"
        )
        rows = "\n".join(f"* {table}: {size}; indexes: {own}" for table, size, own in cursor.fetchall())
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    return f"{told}\n\n{rows}"


def _signed_in() -> str:
    """Make a reader with a contract for the licensed half, and give the cookie of their session."""
    user, _ = apps.get_model("accounts", "User").objects.get_or_create(email="subscriber@example.org")
    product = apps.get_model("accounts", "Product").objects.get(slug=PRODUCT)
    contract, is_new = apps.get_model("accounts", "Contract").objects.get_or_create(person=user, starts_on="2020-01-01")
    if is_new:
        contract.products.add(product)
    session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _classes() -> list[Class]:
    """Choose the queries from the corpus itself."""
    chosen: dict[str, list[tuple[str, int]]] = import_string("tests.bench.words.chosen")()
    return [Class(name, [query for query, _ in found], [pages for _, pages in found]) for name, found in chosen.items()]


def _measure(it: Class, cookies: dict[str, str]) -> None:
    """Ask every query by every visitor in turn, as data, through all the middleware; then the baseline."""
    handler = WSGIHandler()
    subjects = [
        (who, Subject(query, f"/api/v1/search/?{urlencode({'q': query})}", cookie))
        for query in it.queries
        for who, cookie in cookies.items()
    ]
    for times in range(TIMES + 1):
        for who, subject in subjects:
            taken, is_answered = _asked(handler, subject)
            if times:  # the first time warms up
                it.taken.setdefault(who, []).append(taken)
                it.stopped += not is_answered
    tsqueries = [import_string("tests.bench.words.on_pages")(query) for query in it.queries]
    for _ in range(BASELINE_TIMES):
        for tsquery in tsqueries:
            it.taken.setdefault("baseline", []).append(_milliseconds(lambda: _rank_all(tsquery)))  # noqa: B023 called at once


def _asked(handler: WSGIHandler, subject: Subject) -> tuple[float, bool]:
    """Ask for a page; gives milliseconds, and whether it was answered or stopped by the time limit (503)."""
    start = time.perf_counter()
    try:
        ask(handler, subject)
    except AssertionError:
        return (time.perf_counter() - start) * 1000, False
    return (time.perf_counter() - start) * 1000, True


def _rank_all(tsquery: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RANK_ALL, [tsquery, tsquery])
        cursor.fetchall()


def _milliseconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _table(classes: Sequence[Class], visitors: Sequence[str]) -> str:
    heads = [f"{who} {what}" for who in visitors for what in ("p50", "p95")]
    lines = [
        f"| class | pages | {' | '.join(heads)} | target p95 | rank of all, p50 | p95 |",
        f"| --- | --- | {'--- | ' * len(heads)}--- | --- | --- |",
    ]
    for it in classes:
        cells = [
            f"{statistics.median(it.taken[who]):.0f} | {p95(it.taken[who]):.0f}{_missed(it, who)}" for who in visitors
        ]
        span = f"{min(it.pages):,}–{max(it.pages):,}"
        name = f"{it.name} ({it.stopped} stopped)" if it.stopped else it.name
        every = it.taken["baseline"]
        lines.append(
            f"| {name} | {span} | {' | '.join(cells)} | ≤ {it.target:.0f} "
            f"| {statistics.median(every):.0f} | {p95(every):.0f} |"
        )
    return "\n".join(lines)


def _missed(it: Class, who: str) -> str:
    return "" if p95(it.taken[who]) <= it.target and not it.stopped else " **missed**"


def p95(values: Sequence[float]) -> float:
    """Give the 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _together(queries: Sequence[str], cookies: Sequence[str]) -> str:
    """Let sixteen processes, each with its connection, ask everything at once for a while."""
    context = multiprocessing.get_context("fork")
    with context.Pool(CONNECTIONS) as pool:
        answers = pool.starmap(_ask_for_a_while, [(number, queries, cookies) for number in range(CONNECTIONS)], 1)
    taken = [time for times, _stopped in answers for time in times]
    stopped = sum(stopped for _times, stopped in answers)
    return (
        f"{CONNECTIONS} connections, all classes mixed, {SECONDS} s: {len(taken) / SECONDS:.1f} pages a second, "
        f"p50 {statistics.median(taken):.0f} ms, p95 {p95(taken):.0f} ms; {stopped} stopped by the time limit"
    )


def _ask_for_a_while(number: int, queries: Sequence[str], cookies: Sequence[str]) -> tuple[list[float], int]:
    handler = WSGIHandler()
    taken: list[float] = []
    stopped = 0
    with connection_kept():
        end = time.monotonic() + SECONDS
        for query, cookie in _in_turn(number, queries, cookies):
            if time.monotonic() > end:
                break
            subject = Subject(query, f"/api/v1/search/?{urlencode({'q': query})}", cookie)
            milliseconds, is_answered = _asked(handler, subject)
            taken.append(milliseconds)
            stopped += not is_answered
    connections.close_all()
    return taken, stopped


def _in_turn(number: int, queries: Sequence[str], cookies: Sequence[str]) -> Iterator[tuple[str, str]]:
    place = number * 7
    while True:
        yield queries[place % len(queries)], cookies[place % len(cookies)]
        place += 1


if __name__ == "__main__":
    main()
