"""Shelf-marks of documents to rows of the holdings tree: repository, fond, opis, delo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from archive.models import ArchivalUnit, Repository
from archive.naming import slug_of, sort_key
from archive.references import ShelfMark, find_repository, format_folios, parse

LEVELS = (ArchivalUnit.Level.FOND, ArchivalUnit.Level.OPIS, ArchivalUnit.Level.DELO)

_parse = lru_cache(maxsize=4096)(parse)


class Place(NamedTuple):
    """Where a document lies: rows of the tree (None where unknown) and the folios in the file."""

    repository_id: int | None = None
    unit_id: int | None = None
    folios: str = ""


class _Unit(NamedTuple):
    """What is known of a row of the tree before it is there; `parent` is a path, "" of a fond."""

    repository: Repository
    parent: str
    level: str
    number: str
    path: str


@dataclass(slots=True)
class Holdings:
    """The part of the tree a load has met so far; rows are found or made as documents need them."""

    _repositories: dict[str, Repository] = field(default_factory=dict)
    _units: dict[str, ArchivalUnit] = field(default_factory=dict)

    def expect(self, marks: Iterable[tuple[str, str]]) -> None:
        """Find or make at once what the marks of many documents name; each is (repository, shelf-mark)."""
        wanted: dict[str, _Unit] = {}
        for repository, shelf_mark in marks:
            row, mark = self._read(repository, shelf_mark)
            if row and mark:
                wanted |= {unit.path: unit for unit in _units_of(row, mark) if unit.path not in self._units}
        if wanted:
            self._units |= {unit.path: unit for unit in ArchivalUnit.objects.filter(path__in=wanted)}
        for level in LEVELS:
            missing = [it for it in wanted.values() if it.level == level and it.path not in self._units]
            made = ArchivalUnit.objects.bulk_create([self._new(unit) for unit in missing])
            self._units |= {unit.path: unit for unit in made}

    def place(self, repository: str, shelf_mark: str) -> Place:
        """Find or make what a document's shelf-mark names; a mark nobody can parse keeps its repository alone."""
        row, mark = self._read(repository, shelf_mark)
        if row is None:
            return Place()
        if mark is None:
            return Place(row.pk)
        self.expect([(repository, shelf_mark)])
        unit = self._units[_units_of(row, mark)[-1].path]
        return Place(row.pk, unit.pk, format_folios(mark.folios)[:100])

    def _read(self, repository: str, shelf_mark: str) -> tuple[Repository | None, ShelfMark | None]:
        mark = _parse(shelf_mark) if shelf_mark else None
        name = repository or (mark.repository if mark else "") or ""
        return (self._repository(name, mark) if name else None), mark

    def _repository(self, name: str, mark: ShelfMark | None) -> Repository:
        code = find_repository(name) or (mark.repository if mark and mark.repository else "")
        slug = slug_of(code or name) or "repository"
        if slug not in self._repositories:
            defaults = {"name": name[:200], "code": code[:40]}
            self._repositories[slug] = Repository.objects.get_or_create(slug=slug, defaults=defaults)[0]
        return self._repositories[slug]

    def _new(self, unit: _Unit) -> ArchivalUnit:
        return ArchivalUnit(
            repository=unit.repository,
            parent=self._units[unit.parent] if unit.parent else None,
            level=unit.level,
            number=unit.number[:40],
            path=unit.path,
            sort_key="/".join(sort_key(part, 60) for part in unit.path.split("/"))[:240],
        )


def _units_of(repository: Repository, mark: ShelfMark) -> list[_Unit]:
    """Give what a mark names, from the fond down; every mark has a fond."""
    found: list[_Unit] = []
    path, parent = repository.slug, ""
    for level, number in zip(LEVELS, filter(None, (mark.fond, mark.opis, mark.delo)), strict=False):
        path = f"{path}/{number}"[:240]
        found.append(_Unit(repository, parent, level, number, path))
        parent = path
    return found
