"""What the tests of search share: planting, indexing, and asking."""

from __future__ import annotations

from accounts.visitor import Visitor
from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.models import Document
from archive.query import parse
from archive.search import Found, Selection, search

STRANGER = Visitor()


def index() -> None:
    """Index everything there is."""
    reindex(list(Document.objects.order_by("pk").values_list("pk", flat=True)), Indexer())


def find(text: str, visitor: Visitor = STRANGER, selection: Selection | None = None, **how: object) -> Found:
    """Search as the page does."""
    return search(visitor, parse(text), selection, **how)  # type: ignore[arg-type]


def titles(found: Found) -> list[str]:
    """Titles in the order of the results."""
    return [hit.entry.title for hit in found.hits]


def quoted(found: Found) -> list[list[str]]:
    """The marked words of each snippet."""
    return [
        [layer.snippet.text[start:end] for start, end in layer.snippet.spans]
        for hit in found.hits
        for layer in hit.layers
    ]
