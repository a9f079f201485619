"""Builds the search index anew: all of it beside the live one, or a part of it in place."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from archive.index_terms import Indexer
from archive.indexing import BATCH, reindex, stale_documents
from archive.models import Document, Volume
from archive.rebuilding import rebuild


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
            total = 0
            for done, total in rebuild():
                self.stdout.write(f"{done} of {total} documents")
            self.stdout.write(f"{total} documents indexed; the new index is in use.")
            return
        ids = list(documents)
        indexer = Indexer()
        for start in range(0, len(ids), BATCH):
            reindex(ids[start : start + BATCH], indexer)
            self.stdout.write(f"{min(start + BATCH, len(ids))} of {len(ids)} documents")
        self.stdout.write(f"{len(ids)} documents indexed.")

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
