"""Finds one document as a visitor may know of it, with what its record says beside its own columns."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q

from accounts.access import findable
from accounts.visitor import Visitor
from archive.models import ArchivalUnit, Document, NameRole

# Documents are asked for this many places ahead and behind; only where all of those are hidden is it asked again.
NEAR = 4
CREDITED = [role for role in NameRole.Role if role is not NameRole.Role.MENTIONED]
# Long columns that a record page does not show.
UNSEEN = ("volume__description", "source_file", "source_line", "source_digest")


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


def find(visitor: Visitor, identifier: str) -> Document:
    """Give the document marked with `is_readable`; raises Document.DoesNotExist for what is hidden or not there."""
    found = Document.objects.findable_by(visitor).filter(identifier=identifier)
    document: Document = found.select_related("volume", "section").defer(*UNSEEN).get()
    if document.unit_id:
        document.unit = ArchivalUnit.objects.select_related("repository").get(pk=document.unit_id)
        if document.repository_id == document.unit.repository_id:
            document.repository = document.unit.repository
    return document


def successor(visitor: Visitor, identifier: str) -> str | None:
    """Give today's identifier of a document that once had this one, None when there is none to be found."""
    found = Document.objects.findable_by(visitor).filter(earlier_identifiers__value=identifier)
    return found.values_list("identifier", flat=True).first()


def credits_of(document: Document) -> list[Credit]:
    """Give the names with a role other than mentioned, in source order."""
    roles = NameRole.objects.filter(document_id=document.pk, role__in=CREDITED).order_by("order", "pk")
    return [Credit(*row) for row in roles.values_list("role", "name__name", "name__slug")]


def neighbours(visitor: Visitor, document: Document) -> tuple[Neighbour | None, Neighbour | None]:
    """Give the documents before and after that the visitor may find, in one statement where they stand near."""
    if document.volume_id:
        together = Q(volume_id=document.volume_id)
    else:
        together = Q(volume__isnull=True, unit_id=document.unit_id)
    siblings = Document.objects.filter(findable(visitor), together).order_by("order", "pk")
    near = siblings.filter(order__range=(document.order - NEAR, document.order + NEAR))
    rows = [Neighbour(*row) for row in near.values_list(*Neighbour._fields)]
    here = (document.order, document.pk)
    before = max((row for row in rows if row[:2] < here), default=None)
    after = min((row for row in rows if row[:2] > here), default=None)
    if before is None:
        row = siblings.filter(order__lt=document.order - NEAR).reverse().values_list(*Neighbour._fields).first()
        before = Neighbour(*row) if row else None
    if after is None:
        row = siblings.filter(order__gt=document.order + NEAR).values_list(*Neighbour._fields).first()
        after = Neighbour(*row) if row else None
    return before, after
