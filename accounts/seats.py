"""Seats of a contract: given while there are any, queued when there are none, released to the next in the queue."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Contract, Seat, User


def assign_seat(contract: Contract, user: User) -> Seat:
    """Give the person a seat, or a place in the queue when all are taken; one who has either keeps it.

    The contract's row is locked, so that two who come for the last seat do not both get it.
    """
    with transaction.atomic():
        locked = Contract.objects.select_for_update().get(pk=contract.pk)
        own = Seat.objects.filter(contract=locked, user=user, released_at__isnull=True).first()
        if own is not None:
            return own
        return Seat.objects.create(contract=locked, user=user, is_queued=_is_full(locked))


def release_seats(seats: QuerySet[Seat], at: datetime | None = None) -> int:
    """Free seats and give them to those who wait longest; gives how many were freed. The rows stay as history."""
    now = at or timezone.now()
    with transaction.atomic():
        held = seats.filter(released_at__isnull=True)
        # Locked in one order, so that two releases at once cannot wait for each other.
        numbers = sorted(set(held.values_list("contract_id", flat=True)))
        contracts = list(Contract.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
        freed = held.update(released_at=now)
        for contract in contracts:
            _advance(contract)
    return freed


def _taken(contract: Contract) -> QuerySet[Seat]:
    return Seat.objects.filter(contract=contract, released_at__isnull=True, is_queued=False)


def _is_full(contract: Contract) -> bool:
    return contract.seats is not None and _taken(contract).count() >= contract.seats


def _advance(contract: Contract) -> None:
    """Move the queue up into the seats that are free."""
    queue = Seat.objects.filter(contract=contract, released_at__isnull=True, is_queued=True).order_by(
        "assigned_at", "pk"
    )
    free = len(queue) if contract.seats is None else max(contract.seats - _taken(contract).count(), 0)
    Seat.objects.filter(pk__in=[seat.pk for seat in queue[:free]]).update(is_queued=False)
