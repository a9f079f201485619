"""Notes with all that presenting them asks for; where that is asked often, by queries compiled once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, QuerySet, Value

from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from annotations.leaves import in_leaves
from annotations.models import Anchor, Annotation, Folder
from archive.models import Document

# What a note is shown with, of the rows it hangs on.
MARKS = {
    "document_key": F("document__identifier"),
    "volume_key": F("volume__slug"),
    "page_order": F("page__order"),
    "page_label": F("page__label"),
    "text_slug": F("text__slug"),
    "text_language": F("text__language"),
    "current_id": F("text__current_id"),
    "current_number": F("text__current__number"),
    "version_number": F("version__number"),
    "owner_name": F("owner__name"),
    "owner_email": F("owner__email"),
    "group_slug": F("group__slug"),
    "group_name": F("group__name"),
}
FIELDS = [field.attname for field in Annotation._meta.concrete_fields if field.attname != "search"]
NAMES = [*FIELDS, "may_quote", *MARKS]
# Fields that come as text from a compiled query.
JSON = ("extra", "region")


def fetch(visitor: Visitor, notes: QuerySet[Annotation], most: int | None = None) -> list[Any]:
    """Fetch notes, at most so many, with all that presenting them asks for, in two statements at any number.

    `anchor` on each is where it stands in the current version of its text, None where it was written there.
    """
    rows: list[Any] = list(_marked(notes, visitor).defer("search")[:most])
    return _with_anchors(rows)


def fetch_one(visitor: Visitor, key: UUID) -> Any:
    """Fetch the note of a key as `fetch` does; None for one that the visitor may not read."""
    return next(iter(_read(_ONE(visitor, key))), None)


def fetch_end(visitor: Visitor, place: Sequence[int], most: int, *, is_back: bool) -> list[Any]:
    """Fetch the oldest notes on a document, or the latest, in that order; `place` is its key, or with two leaves."""
    return _read(_end(most, len(place), is_back=is_back)(visitor, *place))


def count_on(visitor: Visitor, place: Sequence[int]) -> tuple[int, datetime | None]:
    """Count the notes on a document, or on leaves of it, and give when the last of them changed."""
    total, last = _COUNTS[len(place)](visitor, *place)[0]
    return total, last


def notes_on(visitor: Visitor, at: datetime | None, document: int, *leaves: int) -> QuerySet[Annotation]:
    """Give the query for the notes on a document that the visitor may read; with two leaves those on them."""
    notes: QuerySet[Annotation] = Annotation.objects.readable_by(visitor, at).filter(document_id=document)
    return notes.filter(in_leaves(*leaves)) if leaves else notes


def put_names(note: Any) -> None:
    """Put on a note that came with its owner and its group the names that `fetch` gives."""
    owner, group = note.owner, note.group
    note.owner_name, note.owner_email = (owner.name, owner.email) if owner else (None, None)
    note.group_slug, note.group_name = (group.slug, group.name) if group else (None, None)


def _marked(notes: Any, visitor: Visitor, at: datetime | None = None) -> Any:
    return notes.marked_for(visitor, at).annotate(**MARKS)


def _one(visitor: Visitor, at: datetime, key: UUID) -> Any:
    return _marked(Annotation.objects.readable_by(visitor, at).filter(pk=key), visitor, at).values_list(*NAMES)


@lru_cache(maxsize=32)
def _end(most: int, places: int, *, is_back: bool) -> CompiledRule:
    """Give the query for so many notes; the number is part of the SQL."""
    order = ("-created_at", "-id") if is_back else ("created_at", "id")

    def build(visitor: Visitor, at: datetime, *place: int) -> Any:
        return _marked(notes_on(visitor, at, *place).order_by(*order), visitor, at).values_list(*NAMES)[:most]

    return CompiledRule(build, *[int] * places)


def _count(visitor: Visitor, at: datetime, *place: int) -> Any:
    # Grouped by a constant, which is not grouped at all, an aggregate stays a query that can be compiled.
    rows = notes_on(visitor, at, *place).order_by().annotate(all=Value(1)).values("all")
    return rows.annotate(total=Count("pk"), last=Max("modified_at")).values_list("total", "last")


_ONE = CompiledRule(_one, UUID)
_COUNTS = {places: CompiledRule(_count, *[int] * places) for places in (1, 3)}


def _read(found: Iterable[tuple[Any, ...]]) -> list[Any]:
    rows = []
    for values in found:
        row: Any = Annotation.from_db("default", FIELDS, values[: len(FIELDS)])
        for name in JSON:
            if isinstance(getattr(row, name), str):
                setattr(row, name, json.loads(getattr(row, name)))
        for name, value in zip(NAMES[len(FIELDS) :], values[len(FIELDS) :], strict=True):
            setattr(row, name, value)
        rows.append(row)
    return _with_anchors(rows)


def _with_anchors(rows: list[Any]) -> list[Any]:
    moved = [row for row in rows if row.on == "words" and row.current_id != row.version_id]
    anchors = Anchor.objects.filter(annotation__in=moved, version_id__in={row.current_id for row in moved})
    found = {anchor.annotation_id: anchor for anchor in anchors} if moved else {}
    for row in rows:
        row.anchor = found.get(row.pk)
    return rows


def titles(visitor: Visitor, notes: Sequence[Any]) -> dict[Any, str]:
    """Say what each note stands on, as far as the visitor may know of it: its document, its folder or its group."""
    documents = Document.objects.findable_by(visitor).filter(pk__in={note.document_id for note in notes} - {None})
    folders = Folder.objects.readable_by(visitor).filter(pk__in={note.folder_id for note in notes} - {None})
    named, kept = (dict(rows.values_list("pk", "title")) for rows in (documents, folders))
    return {
        note.pk: named.get(note.document_id)
        or kept.get(note.folder_id)
        or (note.group_name if note.on == "group" else None)
        or ""
        for note in notes
    }
