"""Finds one document as a visitor may know of it, with what its record says beside its own columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model, Q

from accounts.access import findable
from accounts.compiled import Compiled
from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from archive.models import ArchivalUnit, Document, NameRole, Section, Volume

# Documents are asked for this many places ahead and behind; only where all of those are hidden is it asked again.
NEAR = 4
CREDITED = [role for role in NameRole.Role if role is not NameRole.Role.MENTIONED]

SomeModel = TypeVar("SomeModel", bound=Model)


class Credit(NamedTuple):
    """A name in its role on the document."""

    role: str
    name: str
    slug: str


class Neighbour(NamedTuple):
    """The document before or after, as it stands in the volume or in the holding."""

    order: int
    pk: int
    identifier: str
    title: str


def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    return list(model._meta.concrete_fields)


def _names(model: type[Model], prefix: str = "") -> list[str]:
    return [f"{prefix}{field.attname}" for field in _columns(model)]


_DOCUMENT = CompiledRule(
    lambda visitor, at, identifier: (
        Document.objects.findable_by(visitor, at)
        .filter(identifier=identifier)
        .values_list("is_readable", *_names(Document), *_names(Volume, "volume__"), *_names(Section, "section__"))
    ),
    str,
)
_CREDITS = Compiled(
    lambda document: (
        NameRole.objects.filter(document_id=document, role__in=CREDITED)
        .order_by("order", "pk")
        .values_list("role", "name__name", "name__slug")
    ),
    int,
)
_NEAR = CompiledRule(
    lambda visitor, at, volume, first, last: (
        Document.objects.filter(findable(visitor, at=at), volume_id=volume, order__gte=first, order__lte=last)
        .order_by("order", "pk")
        .values_list(*Neighbour._fields)
    ),
    int,
    int,
    int,
)


def find(visitor: Visitor, identifier: str) -> Document:
    """Give the document marked with `is_readable`; raises Document.DoesNotExist for what is hidden or not there."""
    rows = _DOCUMENT(visitor, identifier)
    if not rows:
        raise Document.DoesNotExist
    ((is_readable, *row),) = rows
    second = len(_columns(Document))
    third = second + len(_columns(Volume))
    document = _instance(Document, row[:second])
    document.is_readable = is_readable  # type: ignore[attr-defined]
    document.volume = _instance(Volume, row[second:third]) if document.volume_id else None
    document.section = _instance(Section, row[third:]) if document.section_id else None
    if document.unit_id:
        document.unit = ArchivalUnit.objects.select_related("repository").get(pk=document.unit_id)
        if document.repository_id == document.unit.repository_id:
            document.repository = document.unit.repository
    return document


def _instance(model: type[SomeModel], row: Sequence[Any]) -> SomeModel:
    """Make an instance of a row, as the ORM would: values that a field reads in its own way are read so."""
    values = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(_columns(model), row, strict=True)
    ]
    return model.from_db(DEFAULT_DB_ALIAS, _names(model), values)


def successor(visitor: Visitor, identifier: str) -> str | None:
    """Give today's identifier of a document that once had this one, None when there is none to be found."""
    found = Document.objects.findable_by(visitor).filter(earlier_identifiers__value=identifier)
    return found.values_list("identifier", flat=True).first()


def credits_of(document: Document) -> list[Credit]:
    """Give the names with a role other than mentioned, in source order."""
    return [Credit(*row) for row in _CREDITS(document.pk)]


def neighbours(visitor: Visitor, document: Document) -> tuple[Neighbour | None, Neighbour | None]:
    """Give the documents before and after that the visitor may find, in one statement where they stand near."""
    first, last = document.order - NEAR, document.order + NEAR
    near = _NEAR(visitor, document.volume_id, first, last) if document.volume_id else []
    rows = [Neighbour(*row) for row in near]
    here = (document.order, document.pk)
    before = max((row for row in rows if row[:2] < here), default=None)
    after = min((row for row in rows if row[:2] > here), default=None)
    return before or _far(visitor, document, -1), after or _far(visitor, document, 1)


def _far(visitor: Visitor, document: Document, step: int) -> Neighbour | None:
    """Look for the next document however far it stands: before (-1) or after (1), in the volume, else the holding."""
    if document.volume_id:
        together = Q(volume_id=document.volume_id)
    else:
        together = Q(volume__isnull=True, unit_id=document.unit_id)
    if step < 0:
        beyond = Q(order__lt=document.order) | Q(order=document.order, pk__lt=document.pk)
    else:
        beyond = Q(order__gt=document.order) | Q(order=document.order, pk__gt=document.pk)
    order = ["-order", "-pk"] if step < 0 else ["order", "pk"]
    found = Document.objects.filter(findable(visitor), together, beyond).order_by(*order)
    row = found.values_list(*Neighbour._fields).first()
    return Neighbour(*row) if row else None
