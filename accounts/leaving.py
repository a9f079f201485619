"""Leaving: what would go, the grace period, erasure itself, and taking one's data along."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.erasure import Fate, Reference, registered, traces
from accounts.models import User
from accounts.notices import mail_to, notify

GRACE = timedelta(days=14)
# Columns that are nobody's data to take along: keys of ours and digests of secrets.
PRIVATE = frozenset({"password", "digest", "nonce", "session_key", "data"})


class StillNeededError(Exception):
    """The person has to do something first; `obstacles` says what."""

    def __init__(self, obstacles: list[str]) -> None:
        """Keep the sentences."""
        super().__init__(" ".join(obstacles))
        self.obstacles = obstacles


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of how many rows of one kind."""

    reference: Reference
    count: int
    name: str


def effects(user: User) -> list[Effect]:
    """List what erasure would do, kind by kind, leaving out what there is none of; changes nothing."""
    found = [Effect(it, _rows(it, user).count(), _name(it)) for it in registered().values()]
    return [effect for effect in found if effect.count]


def obstacles(user: User) -> list[str]:
    """Say what stands in the way of erasure."""
    found: list[str] = []
    for reference in registered().values():
        if reference.obstacle is not None:
            found += reference.obstacle(user)
        elif reference.fate is Fate.HAND_OVER and _rows(reference, user).exists():
            found.append(str(reference.reason))
    return found


@transaction.atomic
def ask_for_erasure(user: User, at: datetime | None = None) -> datetime:
    """Begin the grace period; raises StillNeededError. Asked again it goes on as it was."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if needed := obstacles(person):
        raise StillNeededError(needed)
    if person.erase_after is None:
        person.erase_after = (at or timezone.now()) + GRACE
        person.save(update_fields=["erase_after"])
        notify(person, "erasure_asked", {"day": person.erase_after})
    return person.erase_after


@transaction.atomic
def cancel_erasure(user: User) -> bool:
    """Stay after all; gives whether there was anything to cancel."""
    is_cancelled = User.objects.filter(pk=user.pk, erase_after__isnull=False, erased_at=None).update(erase_after=None)
    if is_cancelled:
        notify(user, "erasure_cancelled")
    return bool(is_cancelled)


def due_for_erasure(at: datetime | None = None) -> QuerySet[User]:
    """Give the people whose grace period is over."""
    return User.objects.filter(erase_after__lte=at or timezone.now(), erased_at=None).order_by("pk")


@transaction.atomic
def erase(user: User, at: datetime | None = None) -> None:
    """Erase a person: every signed reference meets its fate, the account's own fields are cleared.

    Raises StillNeededError. The row of the account stays, because ledgers point to it; it names nobody.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    if needed := obstacles(person):
        raise StillNeededError(needed)
    address, language = person.email, person.language
    addresses = [person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)]
    person.erased_at = at or timezone.now()
    for reference in registered().values():
        _meet(reference, person)
    for trace in traces():
        trace.erase(addresses)
    _clear(person)
    mail_to(address, "erased", language=language)


def _meet(reference: Reference, person: User) -> None:
    if reference.erase is not None:
        reference.erase(person)
    elif reference.fate is Fate.DELETE:
        _rows(reference, person).delete()
    elif reference.fate is Fate.NAMELESS:
        _rows(reference, person).update(**{_field(reference): None})


def _clear(person: User) -> None:
    person.email = f"erased-{uuid.uuid4()}@invalid.invalid"
    person.name, person.language, person.time_zone = "", "en", "UTC"
    person.is_active = person.is_staff = person.is_superuser = person.is_curator = False
    person.muted, person.last_login = [], None
    person.set_unusable_password()
    person.save()


def export(user: User) -> dict[str, Any]:
    """Give everything that is kept about the person, by kind, as values that JSON can hold."""
    taken: dict[str, Any] = {"person": _values(user)}
    for label, reference in registered().items():
        if reference.is_exported:
            rows = reference.export(user) if reference.export else [_values(row) for row in _rows(reference, user)]
            taken[label] = rows
    plain: dict[str, Any] = json.loads(json.dumps(taken, cls=DjangoJSONEncoder))
    return plain


def _values(row: Model) -> dict[str, Any]:
    columns = [field for field in row._meta.concrete_fields if field.name not in PRIVATE]
    return {field.name: field.value_to_string(row) if field.is_relation else _plain(row, field) for field in columns}


def _plain(row: Model, field: Any) -> Any:
    value = field.value_from_object(row)
    return value if isinstance(value, str | int | bool | list | dict | datetime | None) else field.value_to_string(row)


def _rows(reference: Reference, user: User) -> QuerySet[Any]:
    model = _model(reference)
    rows: QuerySet[Any] = model._default_manager.filter(**{_field(reference): user})  # noqa: SLF001
    return rows


def _model(reference: Reference) -> type[Model]:
    app, name, _column = reference.label.split(".")
    found: type[Model] = apps.get_model(app, name)
    return found


def _field(reference: Reference) -> str:
    return reference.label.rpartition(".")[2]


def _name(reference: Reference) -> str:
    return str(_model(reference)._meta.verbose_name_plural)


def in_words(effect: Effect) -> str:
    """Say an effect in one line."""
    fates = {Fate.DELETE: _("goes"), Fate.NAMELESS: _("stays without your name"), Fate.HAND_OVER: _("needs an owner")}
    return f"{effect.name} ({effect.count}): {fates[effect.reference.fate]}. {effect.reference.reason}"
