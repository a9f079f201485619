"""What becomes of a person's rows when the person goes: a registry that every room signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, ManyToManyField, Model
from django.utils.functional import Promise


class Fate(StrEnum):
    """What happens to a row when its person is erased."""

    DELETE = "delete"
    NAMELESS = "nameless"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that refers to a person: `label` is "app.Model.field"; `reason` is shown to the person.

    Without `erase` the fate decides: DELETE deletes the rows; NAMELESS empties the column; HAND_OVER stops
    erasure while there are rows. `export` gives what the person takes along, as values that JSON can hold,
    the rows themselves by default; `obstacle` tells, in sentences, what has to be done first.
    """

    label: str
    fate: Fate
    reason: str | Promise
    is_exported: bool = True
    erase: Callable[[Any], None] | None = None
    export: Callable[[Any], list[dict[str, Any]]] | None = None
    obstacle: Callable[[Any], list[str]] | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A column that may hold a person's address as text; `erase` gets the person's addresses."""

    label: str
    erase: Callable[[Sequence[str]], None]


_registry: dict[str, Reference] = {}
_traces: dict[str, Trace] = {}


def register(references: Iterable[Reference]) -> None:
    """Sign in the references of a room; called in AppConfig.ready."""
    _registry.update({reference.label: reference for reference in references})


def register_traces(traces: Iterable[Trace]) -> None:
    """Sign in the columns of a room in which addresses may stand; called in AppConfig.ready."""
    _traces.update({trace.label: trace for trace in traces})


def traces() -> list[Trace]:
    """Give every signed trace."""
    return list(_traces.values())


def registered() -> dict[str, Reference]:
    """Give every signed reference by its label."""
    return dict(_registry)


def references_to_people() -> list[str]:
    """Give "app.Model.field" of every column of every installed model that refers to a person, in order."""
    fields = (field for model in _models() for field in model._meta.get_fields())
    ours = (field for field in fields if isinstance(field, ForeignKey | ManyToManyField) and not field.auto_created)
    return sorted(f"{it.model._meta.label}.{it.name}" for it in ours if it.related_model is get_user_model())


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
