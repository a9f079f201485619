"""Builds the search index anew where it is missing or was built by another version of the analyser."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from archive.index_terms import Indexer
from archive.indexing import BATCH, reindex, stale_documents
from archive.models import Document


class Command(BaseCommand):
    """Works through the documents batch by batch, so that search goes on meanwhile and a killed run can go on."""

    help = "Build the search index of documents anew where it is out of date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the words of the command line."""
        parser.add_argument("--volume", default="", metavar="SLUG", help="only this volume, whether out of date or not")

    def handle(self, *_: Any, **options: Any) -> None:
        """Index, and say how far it is."""
        volume = options["volume"]
        found = Document.objects.filter(volume__slug=volume).order_by("pk").values_list("pk", flat=True)
        documents = list(found if volume else stale_documents())
        indexer = Indexer()
        for start in range(0, len(documents), BATCH):
            reindex(documents[start : start + BATCH], indexer)
            self.stdout.write(f"{min(start + BATCH, len(documents))} of {len(documents)} documents")
        self.stdout.write(f"{len(documents)} documents indexed.")
