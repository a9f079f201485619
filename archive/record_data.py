"""Records as plain data and back: how blocks, containers and marks are kept in a row; defaults are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

from archive.records import BlockRecord, BreakRecord, ContainerRecord, MarkRecord, NoteRecord, PageRecord, ZoneRecord

Kept = BlockRecord | BreakRecord | ContainerRecord | MarkRecord | NoteRecord | PageRecord | ZoneRecord
KeptRecord = TypeVar("KeptRecord", bound=Kept)

_known: dict[type, tuple[tuple[str, Any], ...]] = {}


def to_data(record: Kept) -> dict[str, Any]:
    """Give the fields that differ from their defaults; tuples stay tuples, which JSON writes as lists."""
    found = {}
    for name, default in _defaults(type(record)):
        value = getattr(record, name)
        if value != default:
            found[name] = value
    return found


def from_data(kind: type[KeptRecord], data: Mapping[str, Any]) -> KeptRecord:
    """Build a record from what `to_data` gave, after a round trip through JSON; raise TypeError for unknown fields."""
    return kind(**{name: _frozen(value) for name, value in data.items()})


def all_from_data(kind: type[KeptRecord], rows: Iterable[Mapping[str, Any]]) -> tuple[KeptRecord, ...]:
    """Build many."""
    return tuple(from_data(kind, row) for row in rows)


def _defaults(kind: type[Kept]) -> tuple[tuple[str, Any], ...]:
    if kind not in _known:
        _known[kind] = tuple((field.name, _default(field)) for field in fields(kind))
    return _known[kind]


def _default(field: Field[Any]) -> Any:
    return None if field.default is MISSING else field.default


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
