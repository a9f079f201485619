"""Shelf-marks of documents to rows of the holdings tree: repository, fond, opis, delo."""

from __future__ import annotations

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


@dataclass(slots=True)
class Holdings:
    """The part of the tree a load has met so far; rows are found or made as documents need them."""

    _repositories: dict[str, Repository] = field(default_factory=dict)
    _units: dict[str, ArchivalUnit] = field(default_factory=dict)

    def place(self, repository: str, shelf_mark: str) -> Place:
        """Find or make what a document's shelf-mark names; a mark nobody can parse keeps its repository alone."""
        mark = _parse(shelf_mark) if shelf_mark else None
        name = repository or (mark.repository if mark else "") or ""
        if not name:
            return Place()
        row = self._repository(name, mark)
        if mark is None:
            return Place(row.pk)
        numbers = [number for number in (mark.fond, mark.opis, mark.delo) if number]
        return Place(row.pk, self._unit(row, numbers).pk, format_folios(mark.folios)[:100])

    def _repository(self, name: str, mark: ShelfMark | None) -> Repository:
        code = find_repository(name) or (mark.repository if mark and mark.repository else "")
        slug = slug_of(code or name) or "repository"
        if slug not in self._repositories:
            defaults = {"name": name[:200], "code": code[:40]}
            self._repositories[slug] = Repository.objects.get_or_create(slug=slug, defaults=defaults)[0]
        return self._repositories[slug]

    def _unit(self, repository: Repository, numbers: list[str]) -> ArchivalUnit:
        parent: ArchivalUnit | None = None
        path = repository.slug
        for level, number in zip(LEVELS, numbers, strict=False):
            path = f"{path}/{number}"
            parent = self._child(repository, parent, level, number, path)
        if parent is None:
            raise ValueError(f"a shelf-mark without a fond in {repository.slug}")
        return parent

    def _child(
        self, repository: Repository, parent: ArchivalUnit | None, level: str, number: str, path: str
    ) -> ArchivalUnit:
        if path not in self._units:
            kept = ArchivalUnit.objects.filter(path=path[:240]).first()
            self._units[path] = kept or ArchivalUnit.objects.create(
                repository=repository,
                parent=parent,
                level=level,
                number=number[:40],
                path=path[:240],
                sort_key="/".join(sort_key(part, 60) for part in path.split("/"))[:240],
            )
        return self._units[path]
