"""Names as one visitor may see them: a name that stands only on hidden documents does not show."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Substr

from accounts.access import findable
from accounts.visitor import Visitor
from archive.models import Document, Name, NameRole
from archive.models.documents import DocumentQuerySet


def known_names(visitor: Visitor, kind: str) -> QuerySet[Name]:
    """Give the names of a kind that stand on a document the visitor may find, in order."""
    roles = NameRole.objects.filter(findable(visitor, "document__"), name=OuterRef("pk"))
    return Name.objects.filter(Exists(roles), kind=kind).order_by("sort_key", "pk")


def initials(names: QuerySet[Name]) -> list[str]:
    """Give the first letters under which there are names."""
    letters = names.annotate(initial=Substr("sort_key", 1, 1)).order_by("initial").values_list("initial", flat=True)
    return [letter for letter in letters.distinct() if letter.isalpha()]


def document_counts(visitor: Visitor, names: Iterable[Name]) -> dict[int, int]:
    """Count the documents on which each name stands in any role."""
    roles = NameRole.objects.filter(findable(visitor, "document__"), name__in=names).order_by()
    return dict(roles.values_list("name").annotate(documents=Count("document", distinct=True)))


def role_counts(visitor: Visitor, name: Name) -> dict[str, int]:
    """Count the documents on which a name stands, by role, in the order of the roles."""
    roles = NameRole.objects.filter(findable(visitor, "document__"), name=name).order_by()
    counts = dict(roles.values_list("role").annotate(documents=Count("pk")))
    return {role: counts[role] for role in NameRole.Role.values if role in counts}


def documents_of(visitor: Visitor, name: Name, role: str) -> DocumentQuerySet:
    """Give the documents on which a name stands in a role, by date, undated last."""
    documents: DocumentQuerySet = Document.objects.findable_by(visitor).filter(roles__name=name, roles__role=role)
    return documents.order_by("earliest", "identifier")
