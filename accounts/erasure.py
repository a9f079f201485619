"""What becomes of a person's rows when the person goes: a registry that every room signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, ManyToManyField, Model


class Fate(StrEnum):
    """What happens to a row when its person is erased."""

    DELETE = "delete"
    NAMELESS = "nameless"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that refers to a person: `label` is "app.Model.field"; `reason` is shown to the person."""

    label: str
    fate: Fate
    reason: str
    is_exported: bool = True


_registry: dict[str, Reference] = {}


def register(references: Iterable[Reference]) -> None:
    """Sign in the references of a room; called in AppConfig.ready."""
    _registry.update({reference.label: reference for reference in references})


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
