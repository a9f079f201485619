"""What the empty search page offers to try: a name, a shelf-mark, a month and a phrase that this archive has."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import findable
from accounts.visitor import Visitor
from archive.models import ArchivalUnit, Document, Name, NameRole
from archive.words import tokenise

# Of how many documents examples are taken: enough for a choice, and no more work in a greater archive.
READ = 200
# Of a phrase each word has at least so many letters: shorter ones say nothing.
LONG = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A query that finds something, and what kind it is of."""

    query: str
    meaning: str


def examples(visitor: Visitor) -> list[Example]:
    """Give one query of each kind, from documents the visitor may find; a kind that has none is left out."""
    known = Document.objects.findable_by(visitor).proper().order_by("pk")
    rows = list(known.values_list("pk", "title", "earliest", "date_edtf", "unit")[:READ])
    documents = [row[0] for row in rows]
    month = next((day for _pk, _title, day, edtf, _unit in rows if day and len(edtf) >= len("1939-12")), None)
    offered = (
        (_name(visitor, documents), _("a name, in any script and spelling")),
        (_shelf_mark({row[4] for row in rows if row[4]}), _("a shelf-mark")),
        (date_format(month, "F Y") if month else "", _("a date")),
        (_phrase([row[1] for row in rows]), _("a phrase")),
    )
    return [Example(query, meaning) for query, meaning in offered if query]


def _name(visitor: Visitor, documents: list[int]) -> str:
    """Give the family name of the person who stands on most of the documents."""
    people = NameRole.objects.filter(
        findable(visitor, "document__"), document__in=documents, name__kind=Name.Kind.PERSON
    ).order_by()
    rows = people.values_list("name__name").annotate(documents=Count("document", distinct=True))
    names = rows.order_by("-documents", "name__sort_key", "name").values_list("name__name", flat=True)
    return next((name.partition(",")[0].strip() for name in names[:1]), "")


def _shelf_mark(units: set[int]) -> str:
    paths = ArchivalUnit.objects.filter(pk__in=units, level=ArchivalUnit.Level.DELO).order_by("sort_key", "pk")
    return next((path.partition("/")[2] for path in paths.values_list("path", flat=True)[:1]), "")


def _phrase(titles: list[str]) -> str:
    """Give two long words that stand side by side in a title."""
    for title in titles:
        for first, second in pairwise(tokenise(title)):
            between = title[first.end : second.start]
            words = title[first.start : first.end], title[second.start : second.end]
            if between == " " and all(len(word) >= LONG and word.isalpha() and word.islower() for word in words):
                return f'"{words[0]} {words[1]}"'
    return ""
