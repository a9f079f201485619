"""Bringing one's own notes back from JSON-LD: same ids, none doubled, every line told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.visitor import Visitor
from annotations import addresses, w3c
from annotations.annotate import AnnotateError, write
from annotations.intake import draft_of
from annotations.models import Annotation
from annotations.targets import TargetError, find_place

MOST = 5_000
MOST_BYTES = 20 * 1024 * 1024
Fate = Literal["new", "known", "refused"]


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one note of the file, counted from 1; `why` says what is wrong with a refused one."""

    number: int
    fate: Fate
    why: str = ""


def items_in(data: Any) -> list[Any]:
    """Give the annotations of a file: a page, a collection with its first page, a list, or one alone."""
    if isinstance(data, list):
        return data
    if not isinstance(data, Mapping):
        return []
    first = data.get("first")
    found = data.get("items", first.get("items") if isinstance(first, Mapping) else None)
    return list(found) if isinstance(found, list) else [data]


def bring(visitor: Visitor, file: bytes, base: str) -> list[Line]:
    """Write the notes of a file that are not there yet; raises BadAnnotationError for what is no such file.

    A note keeps the id it had here when nobody has it; one from elsewhere is told by the id it came with. What a
    line cannot be read for is refused, and the others are written.
    """
    items = items_in(w3c.loads(file))
    if len(items) > MOST:
        raise AnnotateError(_("There are more than 5000 notes in this file; bring it in parts."))
    return [_bring_one(visitor, number, item, base) for number, item in enumerate(items, 1)]


def _bring_one(visitor: Visitor, number: int, item: Any, base: str) -> Line:
    try:
        sent = w3c.read(item, is_embedded=True)
        own = _own_key(sent.id, base)
        if _is_known(visitor, sent.id, own):
            return Line(number, "known")
        with transaction.atomic():
            place = find_place(visitor, sent.targets, base)
            draft = draft_of(visitor, sent, place.on, base)
            is_free = own is not None and not Annotation.objects.filter(pk=own).exists()
            _note, is_new = write(visitor, draft, place, key=own if is_free else None)
    except (w3c.BadAnnotationError, TargetError, AnnotateError) as error:
        return Line(number, "refused", str(error))
    return Line(number, "new" if is_new else "known")


def _own_key(iri: str, base: str) -> UUID | None:
    address = addresses.read(iri, base) if iri else None
    return UUID(address.name) if address is not None and address.kind == "note" else None


def _is_known(visitor: Visitor, iri: str, own: UUID | None) -> bool:
    """Tell whether the note is there already, under its own id or as one that came with this id."""
    if not iri:
        return False
    same = Q(extra__via__contains=[iri]) | (Q(pk=own) if own else Q())
    mine = Annotation.objects.filter(owner_id=visitor.user_id or 0, deleted_at=None)
    return bool(mine.filter(same).exists())
