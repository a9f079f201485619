"""New documents to rows: ids taken beforehand, every table filled by one COPY."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from archive.bulk import copy, reserve
from archive.index_terms import INDEX_VERSION
from archive.ingest.document_rows import (
    BREAK,
    NOTE,
    PAGE,
    PAGE_INDEX,
    TEXT,
    VERSION,
    break_row,
    note_rows,
    page_row,
    version_row,
)
from archive.ingest.prepared import PreparedDocument, PreparedText
from archive.models import Anchor, Document, EditorialNote, Page, PageBreak, PageIndex, Text, TextVersion


@dataclass(slots=True)
class Rows:
    """Rows of several tables, collected and sent together; each list holds rows of its table's columns."""

    pages: list[Any] = field(default_factory=list)
    texts: list[Any] = field(default_factory=list)
    versions: list[Any] = field(default_factory=list)
    breaks: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    page_indexes: list[Any] = field(default_factory=list)
    anchors: list[Any] = field(default_factory=list)

    def send(self) -> None:
        """Copy everything into the tables, what is pointed at first."""
        copy(Page, PAGE, self.pages)
        copy(Text, TEXT, self.texts)
        copy(TextVersion, VERSION, self.versions)
        copy(PageBreak, BREAK, self.breaks)
        copy(EditorialNote, NOTE, self.notes)
        copy(PageIndex, PAGE_INDEX, self.page_indexes)
        copy(Anchor, ["document_id", "key", "leaf", "fragment"], self.anchors)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A prepared document with the id it gets and the columns of its row besides the prepared ones."""

    pk: int
    prepared: PreparedDocument
    columns: dict[str, Any]


def write_new(documents: Sequence[NewDocument], now: datetime) -> None:
    """Write documents with all that hangs on them but names and the index of the record."""
    if not documents:
        return
    names = list(documents[0].columns)
    copy(
        Document,
        ["id", *names, "created_at", "changed_at"],
        [
            [it.pk, *(json.dumps(v) if isinstance(v, list) else v for v in it.columns.values()), now, now]
            for it in documents
        ],
    )
    rows = Rows()
    numbers = _Numbers(documents)
    for document in documents:
        pages = add_pages(rows, document.pk, document.prepared, numbers.pages)
        add_anchors(rows, document.pk, document.prepared)
        texts = {text.slug: numbers.texts.pop() for text in document.prepared.texts}
        for order, text in enumerate(document.prepared.texts, 1):
            version = numbers.versions.pop()
            row = text_row(texts[text.slug], document.pk, text, order, texts.get(text.aligned_with), version)
            rows.texts.append(row)
            rows.versions.append(version_row(version, texts[text.slug], 1, text, now))
            place = TextPlace(document.pk, texts[text.slug], version)
            add_stretches(rows, place, text, numbers.breaks, pages)
    rows.send()


class _Numbers:
    """Ids enough for all parts of some documents, given from the front."""

    def __init__(self, documents: Sequence[NewDocument]) -> None:
        texts = [text for document in documents for text in document.prepared.texts]
        self.pages = _reversed(reserve(Page, sum(len(it.prepared.pages) for it in documents)))
        self.texts = _reversed(reserve(Text, len(texts)))
        self.versions = _reversed(reserve(TextVersion, len(texts)))
        self.breaks = _reversed(reserve(PageBreak, sum(len(text.breaks) for text in texts)))


def _reversed(numbers: list[int]) -> list[int]:
    return numbers[::-1]


def add_pages(rows: Rows, document: int, prepared: PreparedDocument, numbers: list[int]) -> dict[int, int]:
    """Add the leaves of a document and give their ids by order; `numbers` is used from its end."""
    pages: dict[int, int] = {}
    for order, page in enumerate(prepared.pages, 1):
        pages[order] = numbers.pop()
        rows.pages.append(page_row(pages[order], document, order, page))
    return pages


def add_anchors(rows: Rows, document: int, prepared: PreparedDocument) -> None:
    """Add where the document's xml:ids stand."""
    rows.anchors += [[document, *anchor] for anchor in prepared.anchors]


def text_row(
    pk: int, document: int, text: PreparedText, order: int, aligned_with: int | None, version: int
) -> list[Any]:
    """Give a text as the columns of TEXT."""
    return [
        pk,
        document,
        text.slug,
        text.kind,
        text.language,
        text.script,
        text.spelling,
        aligned_with,
        text.translator,
        order,
        "published",
        version,
    ]


@dataclass(frozen=True, slots=True)
class TextPlace:
    """The ids of a document, of one of its texts and of the version that is written."""

    document: int
    text: int
    version: int


def add_stretches(rows: Rows, place: TextPlace, text: PreparedText, numbers: list[int], pages: dict[int, int]) -> None:
    """Add the page breaks of a version with their index, and its notes; `numbers` is used from its end."""
    for order, (found, terms) in enumerate(zip(text.breaks, text.terms(), strict=True), 1):
        pk = numbers.pop()
        rows.breaks.append(break_row(pk, place.version, order, found, pages))
        rows.page_indexes.append([pk, place.document, place.text, *terms, INDEX_VERSION])
    rows.notes += note_rows(place.version, text.notes)
