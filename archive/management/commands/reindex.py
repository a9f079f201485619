"""Builds the search index anew: all of it beside the live one, or a part of it in place."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from archive.bulk import enter_waiting_words
from archive.frequent_words import newest
from archive.index_terms import Indexer
from archive.indexing import BATCH, reindex, stale_documents
from archive.models import Document, Volume
from archive.rebuilding import BusyIndexError, rebuild


class Command(BaseCommand):
    """Says after every batch how far it is; a run that was stopped goes on when it is started again."""

    help = "Build the search index anew beside the live one and swap them; or a part of it, in place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the words of the command line."""
        part = parser.add_mutually_exclusive_group()
        part.add_argument("--volume", metavar="SLUG", help="only the documents of this volume, in place")
        part.add_argument("--since", metavar="DATE", help="only documents changed since then (2026-11-22), in place")
        part.add_argument("--stale", action="store_true", help="only what is not indexed by today's rules, in place")

    def handle(self, *_: Any, **options: Any) -> None:
        """Index, and say how far it is."""
        documents = self._part(options)
        if documents is None:
            self._rebuild()
            return
        ids = list(documents)
        indexer, clock = Indexer(newest()), _Clock()
        for start in range(0, len(ids), BATCH):
            reindex(ids[start : start + BATCH], indexer)
            done = min(start + BATCH, len(ids))
            self.stdout.write(f"{done} of {len(ids)} documents{clock.left(done, len(ids))}")
        enter_waiting_words()
        self.stdout.write(f"{len(ids)} documents indexed.")

    def _rebuild(self) -> None:
        total, clock = 0, _Clock()
        try:
            for done, total in rebuild():
                self.stdout.write(f"{done} of {total} documents{clock.left(done, total)}")
        except BusyIndexError as error:
            raise CommandError(
                "The new index is built, but the old one was in use all the time. Run this again at a quieter hour."
            ) from error
        self.stdout.write(f"{total} documents indexed; the new index is in use.")

    def _part(self, options: dict[str, Any]) -> QuerySet[Document, int] | None:
        documents = Document.objects.order_by("pk").values_list("pk", flat=True)
        if options["stale"]:
            return stale_documents()
        if options["since"]:
            return documents.filter(changed_at__gte=_moment(options["since"]))
        if options["volume"]:
            if not Volume.objects.filter(slug=options["volume"]).exists():
                raise CommandError(f"There is no volume {options['volume']}.")
            return documents.filter(volume__slug=options["volume"])
        return None


class _Clock:
    """Tells how long the rest will take, by how long it took since the first time it was asked."""

    def __init__(self) -> None:
        self.begun: tuple[float, int] | None = None

    def left(self, done: int, total: int) -> str:
        """Write it as the end of a line, "" while nothing can be told and when nothing is left."""
        now = time.monotonic()
        if self.begun is None:
            self.begun = (now, done)
        start, before = self.begun
        if done in {before, total}:
            return ""
        minutes = (now - start) / (done - before) * (total - done) / 60
        return f", about {max(1, round(minutes))} min left"


def _moment(text: str) -> datetime:
    """Read a day or a moment, UTC where nothing else is said."""
    try:
        moment, day = parse_datetime(text), parse_date(text)
    except ValueError:
        moment = day = None
    if moment is None and day is None:
        raise CommandError(f"{text} is no date: write 2026-11-22 or 2026-11-22T10:00.")
    found = moment or datetime(day.year, day.month, day.day)  # type: ignore[union-attr]  # noqa: DTZ001 made aware below
    return found if found.tzinfo else found.replace(tzinfo=UTC)
