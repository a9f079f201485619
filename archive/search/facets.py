"""Facets as a reader sees them: values with names, counts and the address that adds or takes away each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from accounts.compiled import Compiled, IsOneOf, array
from accounts.visitor import Visitor
from archive.entries import volume_names
from archive.models import ArchivalUnit, Name, Volume
from archive.search.counting import Counts
from archive.search.selection import Selection

LABELS = {
    "volume": gettext_lazy("Volume"),
    "fond": gettext_lazy("Fond"),
    "author": gettext_lazy("Author"),
    "recipient": gettext_lazy("Recipient"),
    "place": gettext_lazy("Place of writing"),
    "language": gettext_lazy("Language"),
    "has": gettext_lazy("What there is"),
    "access": gettext_lazy("My access"),
}
_FIXED = {
    "image": gettext_lazy("page images"),
    "transcription": gettext_lazy("transcription"),
    "translation": gettext_lazy("translation"),
    "notes": gettext_lazy("readers’ notes"),
    "mine": gettext_lazy("I can read it"),
}
MOST_BARS = 11
_WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

Pairs = list[tuple[str, str]]
# Writes the address of results narrowed to some pairs.
Addressed = Callable[[Pairs], str]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet; `address` adds it, or takes it away when it is chosen."""

    key: str
    label: str
    count: int
    address: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its most frequent values."""

    name: str
    label: str
    values: tuple[Value, ...]

    @property
    def has_chosen(self) -> bool:
        """True when one of its values is chosen, so that it is shown open."""
        return any(value.is_chosen for value in self.values)


@dataclass(frozen=True, slots=True)
class Chip:
    """What the results are narrowed to, and the address without it."""

    facet: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Some years of the timeline; `height` is of 100."""

    first: int
    last: int
    count: int
    height: int
    address: str

    @property
    def top(self) -> int:
        """Give where it begins, measured from above."""
        return 100 - self.height

    @property
    def label(self) -> str:
        """Give the years, one year once."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


class Facets:
    """Names the values of facets for one visitor and one state of the results; one statement for each kind of name."""

    def __init__(self, visitor: Visitor, counts: Counts, selection: Selection, addressed: Addressed) -> None:
        """Look up what the counted and chosen values are called; what may not be known has no name."""
        self.counts, self.selection, self.addressed = counts, selection, addressed
        self.known: dict[str, dict[str, tuple[str, str]]] = {"volume": {}, "fond": {}, "name": {}}
        self._name_volumes(visitor)
        self._name_fonds()
        self._name_names()

    def facets(self) -> list[Facet]:
        """Give the facets that have anything to choose between, or something chosen."""
        found = [Facet(name, str(label), self._values(name)) for name, label in LABELS.items()]
        return [facet for facet in found if len(facet.values) > 1 or facet.has_chosen or self._is_telling(facet)]

    def chips(self) -> list[Chip]:
        """Give what is chosen."""
        chips = []
        for name, value in self.selection.pairs():
            address = self.addressed(self.selection.without(name, value))
            if name in {"from", "to"}:
                label = _("from %(year)s") if name == "from" else _("to %(year)s")
                chips.append(Chip(_("Year"), label % {"year": value}, address))
            else:
                chips.append(Chip(str(LABELS[name]), self._label_of(name, value), address))
        return chips

    def timeline(self) -> list[Bar]:
        """Give the years with their counts as at most `MOST_BARS` bars of equal width."""
        years = [(int(year), count) for year, count in self.counts.facets.get("year", [])]
        if len(years) < 2:
            return []
        first, last = years[0][0], years[-1][0]
        width = next(width for width in _WIDTHS if last // width - first // width < MOST_BARS)
        bins: dict[int, int] = dict.fromkeys(range(first // width, last // width + 1), 0)
        for year, count in years:
            bins[year // width] += count
        top = max(bins.values())
        kept = [pair for pair in self.selection.pairs() if pair[0] not in {"from", "to"}]
        return [
            Bar(
                start * width,
                (start + 1) * width - 1,
                count,
                -(-count * 100 // top),
                self.addressed([*kept, ("from", str(start * width)), ("to", str((start + 1) * width - 1))]),
            )
            for start, count in bins.items()
        ]

    def _is_telling(self, facet: Facet) -> bool:
        """A single value tells something when not all have it."""
        return len(facet.values) == 1 and facet.values[0].count < self.counts.count

    def _values(self, facet: str) -> tuple[Value, ...]:
        values = []
        for raw, count in self.counts.facets.get(facet, ()):
            key, label = self._called(facet, raw)
            if key:
                values.append(self._value(facet, key, label, count))
        listed = {value.key for value in values}
        chosen = [key for key in self.selection.values.get(facet, ()) if key not in listed]
        return (*values, *(self._value(facet, key, self._label_of(facet, key), 0) for key in chosen))

    def _value(self, facet: str, key: str, label: str, count: int) -> Value:
        is_chosen = self.selection.has(facet, key)
        pairs = self.selection.without(facet, key) if is_chosen else self.selection.with_value(facet, key)
        return Value(key, label, count, self.addressed(pairs), is_chosen)

    def _called(self, facet: str, raw: str) -> tuple[str, str]:
        """Give the key in addresses and the label of a counted value, empty when it may not be named."""
        if facet in {"volume", "fond"}:
            return self.known[facet].get(raw, ("", ""))
        if facet in {"author", "recipient", "place"}:
            return self.known["name"].get(raw, ("", ""))
        return raw, self._label_of(facet, raw)

    def _label_of(self, facet: str, key: str) -> str:
        if facet == "language":
            return language_name(key)
        if key in _FIXED:
            return str(_FIXED[key])
        kind = facet if facet in {"volume", "fond"} else "name"
        return next((label for known, label in self.known[kind].values() if known == key), key)

    def _name_volumes(self, visitor: Visitor) -> None:
        ids, slugs = self._wanted("volume")
        rows = volume_names(visitor, ids)
        if slugs:
            rows += Volume.objects.findable_by(visitor).filter(slug__in=slugs).values_list("pk", "slug", "title")
        self._keep("volume", rows)

    def _name_fonds(self) -> None:
        ids, paths = self._wanted("fond")
        if ids or paths:
            rows = _FONDS(array(ids), paths)
            self._keep(
                "fond",
                [
                    (pk, path, f"{code or name}, {number} {title}".strip())
                    for pk, path, code, name, number, title in rows
                ],
            )

    def _name_names(self) -> None:
        ids, slugs = self._wanted("author", "recipient", "place")
        if ids or slugs:
            rows = _NAMES(array(ids), slugs)
            self._keep("name", [(pk, slug, f"{name} ({told})" if told else name) for pk, slug, name, told in rows])

    def _wanted(self, *facets: str) -> tuple[list[int], list[str]]:
        ids = [int(value) for facet in facets for value, _count in self.counts.facets.get(facet, ())]
        return ids, [value for facet in facets for value in self.selection.values.get(facet, ())]

    def _keep(self, kind: str, rows: Any) -> None:
        self.known[kind] = {str(pk): (key, label) for pk, key, label in rows}


def _fonds(ids: str, paths: str) -> QuerySet[Any, Any]:
    rows = ArchivalUnit.objects.filter(IsOneOf("pk", ids) | IsOneOf("path", paths)).order_by()
    return rows.values_list("pk", "path", "repository__code", "repository__name", "number", "title")


def _names(ids: str, slugs: str) -> QuerySet[Any, Any]:
    rows = Name.objects.filter(IsOneOf("pk", ids) | IsOneOf("slug", slugs)).order_by()
    return rows.values_list("pk", "slug", "name", "disambiguation")


_FONDS = Compiled(_fonds, str, str)
_NAMES = Compiled(_names, str, str)


def language_name(code: str) -> str:
    """Give the name of a language in the reader's, its code where nobody knows."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def plain_counts(facets: Sequence[Facet], counts: Counts) -> Mapping[str, list[dict[str, Any]]]:
    """Give facets as data."""
    found: dict[str, list[dict[str, Any]]] = {
        facet.name: [{"value": value.key, "label": value.label, "count": value.count} for value in facet.values]
        for facet in facets
    }
    found["year"] = [{"value": year, "label": year, "count": count} for year, count in counts.facets.get("year", ())]
    return found
