"""Finds one document as a visitor may know of it, with what its record says beside its own columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model, Q, QuerySet

from accounts.access import findable
from accounts.compiled import Compiled
from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from archive.models import ArchivalUnit, Document, NameRole, Repository, Section, Volume

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


# What is fetched together with a document; each is None where its column is.
_JOINED: tuple[tuple[str, type[Model]], ...] = (
    ("volume", Volume),
    ("section", Section),
    ("unit", ArchivalUnit),
    ("unit__repository", Repository),
    ("repository", Repository),
)
_DOCUMENT = CompiledRule(
    lambda visitor, at, identifier: (
        Document.objects.findable_by(visitor, at)
        .filter(identifier=identifier)
        .values_list(
            "is_readable",
            *_names(Document),
            *(name for path, model in _JOINED for name in _names(model, f"{path}__")),
        )
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


def _beside(visitor: Visitor, at: datetime, volume: int, order: int, pk: int) -> QuerySet[Document, Any]:
    """Give the query for the two documents next to a place in a volume, however far they stand."""
    found = Document.objects.filter(findable(visitor, at=at), volume_id=volume).values_list(*Neighbour._fields)
    before = found.filter(Q(order__lt=order) | Q(order=order, pk__lt=pk)).order_by("-order", "-pk")[:1]
    after = found.filter(Q(order__gt=order) | Q(order=order, pk__gt=pk)).order_by("order", "pk")[:1]
    return before.union(after, all=True)


_BESIDE = CompiledRule(_beside, int, int, int)


def find(visitor: Visitor, identifier: str) -> Document:
    """Give the document marked with `is_readable`; raises Document.DoesNotExist for what is hidden or not there."""
    rows = _DOCUMENT(visitor, identifier)
    if not rows:
        raise Document.DoesNotExist
    ((is_readable, *row),) = rows
    values = iter(row)
    document = _instance(Document, list(islice(values, len(_columns(Document)))))
    document.is_readable = is_readable  # type: ignore[attr-defined]
    parts: dict[str, Any] = {"": document}
    for path, model in _JOINED:
        columns = list(islice(values, len(_columns(model))))
        owner, _mark, name = path.rpartition("__")
        part = parts[path] = _instance(model, columns) if any(value is not None for value in columns) else None
        if parts[owner] is not None:
            setattr(parts[owner], name, part)
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
    """Give the documents before and after that the visitor may find; one statement in a volume, two in a holding."""
    if not document.volume_id:
        return _far(visitor, document, -1), _far(visitor, document, 1)
    here = (document.order, document.pk)
    rows = [Neighbour(*row) for row in _BESIDE(visitor, document.volume_id, *here)]
    before = next((row for row in rows if row[:2] < here), None)
    return before, next((row for row in rows if row[:2] > here), None)


def _far(visitor: Visitor, document: Document, step: int) -> Neighbour | None:
    """Look for the next document of the holding outside volumes: before (-1) or after (1)."""
    together = Q(volume__isnull=True, unit_id=document.unit_id)
    if step < 0:
        beyond = Q(order__lt=document.order) | Q(order=document.order, pk__lt=document.pk)
    else:
        beyond = Q(order__gt=document.order) | Q(order=document.order, pk__gt=document.pk)
    order = ["-order", "-pk"] if step < 0 else ["order", "pk"]
    found = Document.objects.filter(findable(visitor), together, beyond).order_by(*order)
    row = found.values_list(*Neighbour._fields).first()
    return Neighbour(*row) if row else None
