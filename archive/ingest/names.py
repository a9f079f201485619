"""Names of a load to rows of the authority file: found by identifier, else by kind and name, else made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.text import slugify

from archive.bulk import copy, reserve
from archive.models import Name, NameIdentifier, NameVariant
from archive.naming import name_skeleton, script_of, sort_key
from archive.records import NameRecord

URI = "uri"
LONGEST = 300

Identifier = tuple[str, str]


@dataclass(slots=True, eq=False)
class _Known:
    """A name of the authority file, or one about to be in it (pk 0 until it is written)."""

    kind: str
    name: str
    pk: int = 0
    dates: str = ""
    note: str = ""
    identifiers: set[Identifier] = field(default_factory=set)
    variants: set[str] = field(default_factory=set)
    fresh: set[Identifier] = field(default_factory=set)
    spelt: dict[str, None] = field(default_factory=dict)

    @property
    def schemes(self) -> set[str]:
        return {scheme for scheme, _ in self.identifiers}


@dataclass(slots=True)
class Authority:
    """The names one volume needs. `schemes` are the lists a key is looked up in, the volume's own first."""

    schemes: Sequence[str]
    _by_identifier: dict[Identifier, _Known] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[_Known]] = field(default_factory=dict)
    _all: list[_Known] = field(default_factory=list)

    def settle(self, lists: Sequence[tuple[str, Sequence[NameRecord]]], used: Sequence[NameRecord]) -> None:
        """Find or make all names, those of the lists (scheme, names) and those documents use; write what is new."""
        listed = [name for _, names in lists for name in names]
        self._load([*listed, *used])
        for scheme, names in lists:
            for name in names:
                self._learn(name, self._find_listed(scheme, name) or self._make(name), scheme)
        for name in used:
            if self._find(name) is None:
                self._learn(name, self._make(name), self.schemes[0])
        self._write()

    def find(self, name: NameRecord) -> int:
        """Give the row of a name that was settled; raise KeyError for any other."""
        known = self._find(name)
        if known is None:
            raise KeyError(name.name)
        return known.pk

    def spellings(self, name: NameRecord) -> list[str]:
        """Give all spellings of a settled name, for the index."""
        known = self._find(name)
        return [] if known is None else [known.name, *sorted(known.variants - {known.name})]

    def _find(self, name: NameRecord) -> _Known | None:
        """Find by key, else by name; a key that nothing has yet, or no key at all, is told by the name alone."""
        holders = [self._by_identifier.get(identifier) for identifier in self._identifiers(name.key, self.schemes)]
        met = [known for known in holders if known]
        for known in met:
            if known.kind == name.kind:
                return known
        if name.key and not met:
            return None
        found = self._by_name.get(_signature(name.kind, name.name), [])
        own = [known for known in found if known.schemes & set(self.schemes)]
        return next(iter(own or found), None)

    def _find_listed(self, scheme: str, name: NameRecord) -> _Known | None:
        """A listed name is one we have when an identifier says so, or kind, name and dates do and no list objects."""
        keys = [*self._identifiers(name.key, [scheme]), *((URI, link[:400]) for link in name.links)]
        for identifier in keys:
            known = self._by_identifier.get(identifier)
            if known and known.kind == name.kind and (identifier[0] == scheme or scheme not in known.schemes):
                return known
        for known in self._by_name.get(_signature(name.kind, name.name), []):
            is_same = not known.identifiers or (known.dates and known.dates == name.dates)
            if is_same and scheme not in known.schemes:
                return known
        return None

    @staticmethod
    def _identifiers(key: str, schemes: Iterable[str]) -> list[Identifier]:
        if not key:
            return []
        return [(URI, key[:400])] if is_uri(key) else [(scheme, key[:400]) for scheme in schemes]

    def _make(self, name: NameRecord) -> _Known:
        known = _Known(name.kind, name.name[:LONGEST], dates=name.dates[:60], note=name.note[:LONGEST])
        self._all.append(known)
        return known

    def _learn(self, name: NameRecord, known: _Known, scheme: str) -> None:
        """Add what a record says of a name to what is known of it."""
        links = [(URI, link[:400]) for link in name.links if is_uri(link)]
        for identifier in [*self._identifiers(name.key, [scheme]), *links]:
            if identifier not in self._by_identifier:
                self._by_identifier[identifier] = known
                known.identifiers.add(identifier)
                known.fresh.add(identifier)
        for text in (name.name, *name.variants):
            short = text[:LONGEST]
            if short and short not in known.variants:
                known.variants.add(short)
                known.spelt[short] = None
            self._enter(known, text)

    def _enter(self, known: _Known, text: str) -> None:
        names = self._by_name.setdefault(_signature(known.kind, text), [])
        if known not in names:
            names.append(known)

    def _load(self, records: Sequence[NameRecord]) -> None:
        """Read every row that any of the records could mean."""
        keys = {key for record in records for key in (record.key[:400], *(link[:400] for link in record.links)) if key}
        names = {text[:LONGEST] for record in records for text in (record.name, *record.variants)}
        wanted = Q(identifiers__scheme__in=[*self.schemes, URI], identifiers__value__in=keys) | Q(name__in=names)
        wanted |= Q(merges__name__in=names, merges__undone_at__isnull=True)
        rows = (
            Name.objects.filter(wanted).distinct().order_by("pk").prefetch_related("identifiers", "variants", "merges")
        )
        for row in rows:
            known = _Known(row.kind, row.name, row.pk, row.dates, row.disambiguation)
            known.identifiers = {(it.scheme, it.value) for it in row.identifiers.all()}
            known.variants = {it.text for it in row.variants.all()}
            self._by_identifier.update(dict.fromkeys(known.identifiers, known))
            for name in (row.name, *(merge.name for merge in row.merges.all() if merge.undone_at is None)):
                self._enter(known, name)
            self._all.append(known)

    def _write(self) -> None:
        new = [known for known in self._all if not known.pk]
        slugs = _free_slugs([known.name for known in new])
        for known, pk in zip(new, reserve(Name, len(new)), strict=True):
            known.pk = pk
        copy(
            Name,
            ["id", "kind", "name", "slug", "disambiguation", "dates", "sort_key"],
            [
                (known.pk, known.kind, known.name, slug, known.note, known.dates, sort_key(known.name))
                for known, slug in zip(new, slugs, strict=True)
            ],
        )
        spelt = [(known.pk, text, name_skeleton(text), script_of(text)) for known in self._all for text in known.spelt]
        copy(NameVariant, ["name_id", "text", "skeleton", "script"], spelt)
        fresh = [(known.pk, *identifier) for known in self._all for identifier in sorted(known.fresh)]
        copy(NameIdentifier, ["name_id", "scheme", "value"], fresh)
        for known in self._all:
            known.spelt.clear()
            known.fresh.clear()


def is_uri(key: str) -> bool:
    """Tell an authority's address from a key that means something in its own list only."""
    return "://" in key or key.startswith("urn:")


def _signature(kind: str, text: str) -> tuple[str, str]:
    return kind, " ".join(text.split()).casefold()


def _free_slugs(names: Sequence[str]) -> list[str]:
    """Give each name a short name nobody has, numbered from 2 where several want one."""
    wanted = [slugify(name, allow_unicode=True)[:110] or "name" for name in names]
    taken = set(Name.objects.filter(slug__in=set(wanted)).values_list("slug", flat=True))
    for base in sorted(taken):
        taken.update(Name.objects.filter(slug__startswith=f"{base}-").values_list("slug", flat=True))
    given = []
    for base in wanted:
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        given.append(slug)
    return given
