"""Contracts and the codes that make them: where they stand today, what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import ActivationCode, Contract, Product, User
from accounts.periods import last_day
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


def with_products(contracts: QuerySet[Contract], products: Iterable[Product]) -> QuerySet[Contract]:
    """Keep the contracts that hold every one of the products."""
    for product in products:
        contracts = contracts.filter(products=product)
    return contracts


def open_contract(
    person: User,
    products: Iterable[Product],
    *,
    months: int = 0,
    days: int = 0,
    is_gift: bool = False,
    reference: str = "",
    at: datetime | None = None,
) -> Contract:
    """Give a person access for so long, from today in their time zone or from the day after what they have ends.

    The person's row must be locked, so that two that come at once stand one after the other.
    """
    opened = list(products)
    today = (at or timezone.now()).astimezone(ZoneInfo(person.time_zone)).date()
    own = Contract.objects.filter(person=person, state=Contract.State.ACTIVE, ends_on__gte=today)
    last = with_products(own, opened).order_by("-ends_on").first() if opened else None
    starts_on = today if last is None or last.ends_on is None else last.ends_on + timedelta(days=1)
    contract = Contract.objects.create(
        person=person,
        kind=Contract.Kind.GIFT if is_gift else Contract.Kind.SUBSCRIPTION,
        starts_on=starts_on,
        ends_on=last_day(starts_on, months, days),
        time_zone=person.time_zone,
        reference=reference,
    )
    contract.products.set(opened)
    return contract
