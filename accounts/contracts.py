"""Contracts and the codes that make them: where they stand today, what can be done with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import ActivationCode, Contract
from accounts.visitor import end_of, start_of


class Phase(StrEnum):
    """Where a contract stands at a moment, by its state and its days."""

    RUNNING = "running"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Standing:
    """A phase and, while it runs, the whole days left; None without end."""

    phase: Phase
    days_left: int | None = None


def standing(contract: Contract, at: datetime | None = None) -> Standing:
    """Tell where a contract stands, by the clock of its own time zone; no statement is made."""
    now = at or timezone.now()
    if contract.state != Contract.State.ACTIVE:
        return Standing(Phase.CANCELLED if contract.state == Contract.State.CANCELLED else Phase.SUSPENDED)
    if start_of(contract.starts_on, contract.time_zone) > now:
        return Standing(Phase.NOT_BEGUN)
    until = end_of(contract.ends_on, contract.time_zone)
    if contract.ends_on is None or until is None:
        return Standing(Phase.RUNNING)
    if until <= now:
        return Standing(Phase.ENDED)
    return Standing(Phase.RUNNING, (contract.ends_on - now.astimezone(ZoneInfo(contract.time_zone)).date()).days)


def running(at: datetime | None = None) -> Q:
    """Give the query for contracts that run on the day it is in UTC; at midnight a time zone may differ by a day."""
    today = (at or timezone.now()).date()
    began = Q(state=Contract.State.ACTIVE, starts_on__lte=today)
    return began & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def ending_within(days: int, at: datetime | None = None) -> Q:
    """Give the query for running contracts whose last day comes within so many days."""
    today = (at or timezone.now()).date()
    return running(at) & Q(ends_on__lte=today + timedelta(days=days))


def revoke_codes(codes: QuerySet[ActivationCode], at: datetime | None = None) -> int:
    """Make codes useless that nobody has redeemed; gives how many. Redeemed ones stay as they are."""
    return codes.filter(redeemed_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at or timezone.now())
