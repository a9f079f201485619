"""What a reader has narrowed the results to: the state of the facets, read from an address and written to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import F, Q, Value
from django.db.models.lookups import Exact

from accounts.visitor import Visitor
from archive.models import ArchivalUnit, DocumentIndex, Name, NameRole, Volume
from archive.panels import noted

FACETS = ("volume", "fond", "author", "recipient", "place", "language", "has", "access", "year")
MOST_VALUES = 10
LONGEST_VALUE = 250
FIRST_YEAR, LAST_YEAR = 1, 9998

HAS = {"image": DocumentIndex.Has.IMAGE, "transcription": DocumentIndex.Has.TRANSCRIPTION}
HAS |= {"translation": DocumentIndex.Has.TRANSLATION}
NOTES = "notes"
"""Public notes of readers, which are no part of the index."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Chosen values by facet; `years` are the first and the last, either may be open."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[int | None, int | None] = (None, None)

    @property
    def is_empty(self) -> bool:
        """True when nothing is chosen."""
        return not any(self.values.values()) and self.years == (None, None)

    def has(self, facet: str, value: str) -> bool:
        """Tell whether a value is chosen."""
        return value in self.values.get(facet, ())

    def pairs(self) -> list[tuple[str, str]]:
        """Give what is chosen as parameters of an address."""
        chosen = [(facet, value) for facet in FACETS for value in self.values.get(facet, ())]
        bounds = zip(("from", "to"), self.years, strict=True)
        return chosen + [(name, str(year)) for name, year in bounds if year is not None]

    def with_value(self, facet: str, value: str) -> list[tuple[str, str]]:
        """Give the parameters with one more value."""
        return [*self.pairs(), (facet, value)]

    def without(self, name: str, value: str) -> list[tuple[str, str]]:
        """Give the parameters without one value."""
        return [pair for pair in self.pairs() if pair != (name, value)]


def read_selection(parameters: Callable[[str], Sequence[str]]) -> Selection:
    """Read what is chosen; `parameters` gives the values of a name, as `QueryDict.getlist`; nonsense is passed over."""
    values = {}
    for facet in FACETS:
        given = [value for value in parameters(facet) if value and len(value) <= LONGEST_VALUE and "\x00" not in value]
        values[facet] = tuple(dict.fromkeys(given))[:MOST_VALUES]
    values["has"] = tuple(value for value in values["has"] if value in HAS or value == NOTES)
    values["access"] = tuple(value for value in values["access"] if value == "mine")
    years = values.pop("year")
    first, last = _year(parameters("from")), _year(parameters("to"))
    if years and (year := _year(years)):
        first, last = year, year
    return Selection(values, (first, last))


def narrow(visitor: Visitor, selection: Selection) -> Q:
    """Give the condition on documents that `findable_by` marked for the same visitor."""
    found = _in_years(*selection.years)
    if selection.has("has", NOTES):
        documents = noted(visitor)
        found &= Q(pk__in=[]) if documents is None else Q(pk__in=documents)
    for facet, values in selection.values.items():
        if values:
            found &= _NARROWED[facet](facet, values)
    return found


def _in_role(facet: str, values: Sequence[str]) -> Q:
    merged = Q(merges__slug__in=values, merges__undone_at__isnull=True)
    names = Name.objects.filter(Q(slug__in=values) | merged).order_by().values("pk")
    return Q(pk__in=NameRole.objects.filter(role=facet, name__in=names).values("document_id"))


def _having(_facet: str, values: Sequence[str]) -> Q:
    found = Q()
    for value in [value for value in values if value in HAS]:
        found &= Q(Exact(F("index__has").bitand(HAS[value]), Value(int(HAS[value]))))
    return found


def _in_years(first: int | None, last: int | None) -> Q:
    found = Q() if first is None else Q(latest__gte=date(first, 1, 1))
    return found if last is None else found & Q(earliest__lte=date(last, 12, 31))


_NARROWED: dict[str, Callable[[str, Sequence[str]], Q]] = {
    "volume": lambda _facet, values: Q(volume__in=Volume.objects.filter(slug__in=values).values("pk")),
    "fond": lambda _facet, values: Q(index__fond__in=ArchivalUnit.objects.filter(path__in=values).values("pk")),
    "author": _in_role,
    "recipient": _in_role,
    "place": _in_role,
    "language": lambda _facet, values: Q(index__languages__overlap=list(values)),
    "has": _having,
    "access": lambda _facet, _values: Q(is_readable=True),
}


def address(text: str, pairs: Sequence[tuple[str, str]], sort: str = "") -> str:
    """Write the query part of an address."""
    start = [("q", text)] if text else []
    return "?" + urlencode([*start, *pairs, *([("sort", sort)] if sort and sort != "relevance" else [])])


def _year(values: Sequence[str]) -> int | None:
    text = values[0].strip() if values else ""
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        return None
    return min(max(int(text), FIRST_YEAR), LAST_YEAR)
