"""What a query names outright: a holding, a document, a person or place; shown above the results."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.visitor import Visitor
from archive.models import ArchivalUnit, Document, Name
from archive.names import document_counts
from archive.query import Numbered, Query
from archive.search.conditions import names_called, units_called

MOST = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """Something with a page of its own: what it is, what it is called, what tells it apart, where its page is."""

    kind: str
    label: str
    detail: str
    address: str


def answers(visitor: Visitor, query: Query) -> list[Answer]:
    """Give what the query names, of what the visitor may find."""
    found = _units(visitor, query) + _documents(visitor, query)
    return found or _names(visitor, query)


def _units(visitor: Visitor, query: Query) -> list[Answer]:
    mark = query.shelf_mark
    if mark is None:
        return []
    wanted = units_called(mark).filter(path__iendswith=f"/{mark.normalise()}").select_related("repository")
    units = list(wanted.order_by("sort_key")[:MOST])
    below = {unit.pk: _is_known(visitor, unit) for unit in units}
    return [
        Answer(unit.get_level_display(), f"{unit.repository}, {mark.format()}", unit.title, _unit_address(unit))
        for unit in units
        if below[unit.pk]
    ]


def _is_known(visitor: Visitor, unit: ArchivalUnit) -> bool:
    inside = ArchivalUnit.objects.filter(path__startswith=f"{unit.path}/").values("pk")
    known = Document.objects.findable_by(visitor)
    return bool(known.filter(unit=unit).exists() or known.filter(unit__in=inside).exists())


def _unit_address(unit: ArchivalUnit) -> str:
    return reverse("archive:unit", args=[unit.path])


def _documents(visitor: Visitor, query: Query) -> list[Answer]:
    wanted = next((leaf.text for leaf in query.leaves() if isinstance(leaf, Numbered)), "")
    if not wanted:
        return []
    rows = Document.objects.findable_by(visitor).filter(identifier__in=[wanted, wanted.lower()])
    return [
        Answer(_("document"), title, identifier, reverse("archive:document", args=[identifier]))
        for identifier, title in rows.values_list("identifier", "title")
    ]


def _names(visitor: Visitor, query: Query) -> list[Answer]:
    """Give the persons and places that are called as the whole query, if it is nothing but a few words."""
    if not query.is_plain or not query.words or len(query.text) > 60 or any(sign.isdigit() for sign in query.text):
        return []
    names = list(names_called(query.text).order_by("sort_key", "pk")[: 4 * MOST])
    counts = document_counts(visitor, names)
    known = sorted((name for name in names if name.pk in counts), key=lambda name: -counts[name.pk])[:MOST]
    return [
        Answer(
            name.get_kind_display(),
            name.name,
            _told_apart(name, counts[name.pk]),
            reverse("archive:name", args=[name.slug]),
        )
        for name in known
    ]


def _told_apart(name: Name, count: int) -> str:
    documents = _("%(count)s documents") % {"count": count} if count > 1 else _("1 document")
    return " · ".join(part for part in (name.dates, name.disambiguation, documents) if part)
