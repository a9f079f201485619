"""Prepared documents as columns of rows, for making them and for bringing them up to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archive.ingest.holdings import Place
from archive.ingest.prepared import PreparedBreak, PreparedDocument, PreparedText
from archive.models import Document, EarlierIdentifier
from archive.naming import address_of
from archive.records import NoteRecord, PageRecord
from archive.references import parse_folio

PAGE = ["id", "document_id", "order", "label", "folio", "is_verso", "facs", "state", "width", "height"]
TEXT = [
    "id",
    "document_id",
    "slug",
    "kind",
    "language",
    "script",
    "spelling",
    "aligned_with_id",
    "translator",
    "order",
    "state",
    "current_id",
]
VERSION = [
    "id",
    "text_id",
    "number",
    "canonical",
    "main_end",
    "length",
    "words",
    "blocks",
    "containers",
    "marks",
    "digest",
    "form_digest",
    "created_at",
    "note",
]
BREAK = [
    "id",
    "version_id",
    "order",
    "start",
    "end",
    "byte_start",
    "byte_end",
    "leaf",
    "label",
    "facs",
    "is_implied",
    "page_id",
    "pieces",
    "notes",
]
NOTE = ["version_id", "order", "kind", "label", "key", "anchor", "start", "end"]
PAGE_INDEX = ["page_break_id", "document_id", "text", "words", "pairs", "analyser"]


def document_columns(document: PreparedDocument, place: Place, section: int | None, order: int) -> dict[str, Any]:
    """Give what the source decides of a document's row: everything but its identity, its lock and its times."""
    record = document.record
    return {
        "kind": Document.Kind.MATTER if document.is_matter else Document.Kind.DOCUMENT,
        "section_id": section,
        "unit_id": place.unit_id,
        "repository_id": place.repository_id,
        "shelf_mark": record.shelf_mark,
        "folios": place.folios,
        "number": record.number,
        "order": order,
        "title": record.title or record.key,
        "other_titles": [list(title) for title in record.other_titles],
        "genre": record.kind,
        "description": record.description,
        "date_edtf": record.date.edtf,
        "date_printed": record.date.printed,
        "calendar": record.date.calendar,
        "earliest": record.date.earliest,
        "latest": record.date.latest,
        "place": record.place,
        "is_editorial_note": record.is_editorial_note,
        "page_count": document.leaves,
        "source_file": record.file,
        "source_line": record.line,
        "source_digest": document.digest,
        "licence": record.licence,
    }


def page_row(pk: int, document: int, order: int, page: PageRecord) -> list[Any]:
    """Give a leaf as the columns of PAGE."""
    return [pk, document, order, *page_columns(page).values(), "published", page.width, page.height]


def page_columns(page: PageRecord) -> dict[str, Any]:
    """Give what the source decides of a leaf besides its place and extent."""
    folio = parse_folio(page.folio) if page.folio else None
    return {
        "label": page.label,
        "folio": page.folio,
        "is_verso": bool(folio and folio.is_verso),
        "facs": page.image or page.facs,
    }


def version_row(pk: int, text: int, number: int, prepared: PreparedText, now: Any, note: str = "") -> list[Any]:
    """Give a version as the columns of VERSION."""
    return [
        pk,
        text,
        number,
        prepared.canonical,
        prepared.main_end,
        len(prepared.canonical),
        prepared.words,
        prepared.blocks,
        prepared.containers,
        prepared.marks,
        prepared.digest,
        prepared.form_digest,
        now,
        note,
    ]


def break_row(pk: int, version: int, order: int, found: PreparedBreak, pages: dict[int, int]) -> list[Any]:
    """Give a page break as the columns of BREAK; `pages` are the ids of leaves by their order."""
    return [
        pk,
        version,
        order,
        found.start,
        found.end,
        found.byte_start,
        found.byte_end,
        found.leaf,
        found.label,
        found.facs,
        found.is_implied,
        pages.get(found.page),
        found.pieces,
        found.notes,
    ]


def note_rows(version: int, notes: Sequence[NoteRecord]) -> Iterable[list[Any]]:
    """Give notes as the columns of NOTE."""
    for order, note in enumerate(notes, 1):
        yield [version, order, note.kind, note.label, note.key, note.anchor, note.start, note.end]


def free_identifiers(slug: str, keys: Sequence[str]) -> list[str]:
    """Give each key its permanent identifier, `<volume>-<key>`, numbered from 2 where somebody had it before."""
    wanted = [f"{slug}-{address_of(key) or 'document'}"[:240] for key in keys]
    taken = set(Document.objects.filter(identifier__in=wanted).values_list("identifier", flat=True))
    taken |= set(EarlierIdentifier.objects.filter(value__in=wanted).values_list("value", flat=True))
    for base in sorted(taken):
        again = f"{base}-"
        taken |= set(Document.objects.filter(identifier__startswith=again).values_list("identifier", flat=True))
        taken |= set(EarlierIdentifier.objects.filter(value__startswith=again).values_list("value", flat=True))
    given = []
    for base in wanted:
        identifier, number = base, 2
        while identifier in taken:
            identifier, number = f"{base}-{number}", number + 1
        taken.add(identifier)
        given.append(identifier)
    return given
