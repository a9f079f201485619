"""The tree of holdings as one visitor may see it: a fond in which nothing may be found does not show."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, F, Func, IntegerField, Q, TextField
from django.db.models.functions import Coalesce

from accounts.visitor import Visitor
from archive.models import ArchivalUnit, Document, Repository
from archive.models.documents import DocumentQuerySet


class Holding(NamedTuple):
    """A unit with the number of documents in it and below."""

    unit: ArchivalUnit
    documents: int


class _Branch(Func):
    """The first so many steps of a path: rgaspi/558 of rgaspi/558/11/1082 with two."""

    template = "array_to_string((string_to_array(%(expressions)s, '/'))[1:%(steps)s], '/')"
    output_field = TextField()


def units_below(visitor: Visitor, path: str = "") -> list[Holding]:
    """Give the units one step below a path (the fonds of all repositories for ""), in shelf order; two statements."""
    steps = path.count("/") + 2 if path else 2
    documents = Document.objects.findable_by(visitor).proper().filter(unit__isnull=False).order_by()
    if path:
        documents = documents.filter(unit__path__startswith=f"{path}/")
    branches = documents.annotate(branch=_Branch(F("unit__path"), steps=steps)).values_list("branch")
    counts = dict(branches.annotate(documents=Count("pk")))
    units = ArchivalUnit.objects.filter(path__in=counts).select_related("repository").order_by("sort_key", "pk")
    return [Holding(unit, counts[unit.path]) for unit in units]


def repositories(visitor: Visitor) -> list[tuple[Repository, int]]:
    """Give the repositories that hold something the visitor may find, with the number of documents; two statements."""
    documents = Document.objects.findable_by(visitor).proper().order_by()
    holder = Coalesce("unit__repository", "repository", output_field=IntegerField())
    rows = documents.annotate(holder=holder).filter(holder__isnull=False).values_list("holder")
    counts = dict(rows.annotate(documents=Count("pk")))
    return [
        (repository, counts[repository.pk]) for repository in Repository.objects.filter(pk__in=counts).order_by("name")
    ]


def documents_in(visitor: Visitor, unit: ArchivalUnit | None, repository: Repository) -> DocumentQuerySet:
    """Give the documents kept directly in a unit, or in a repository without any unit being named."""
    place = Q(unit=unit) if unit else Q(unit__isnull=True, repository=repository)
    return Document.objects.findable_by(visitor).proper().filter(place).order_by("earliest", "identifier")


def ancestors(unit: ArchivalUnit) -> list[ArchivalUnit]:
    """Give the units above, from the fond down."""
    steps = unit.path.split("/")
    above = ["/".join(steps[:count]) for count in range(2, len(steps))]
    return list(ArchivalUnit.objects.filter(path__in=above).order_by("path")) if above else []
