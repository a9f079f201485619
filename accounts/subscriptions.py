"""What a person's own subscriptions come to: whether one runs, until when, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from accounts.contracts import Phase, standing
from accounts.models import Contract, Order, Plan, User


class Condition(StrEnum):
    """How a person's own access stands."""

    NONE = "none"
    RUNNING = "running"
    WAITING = "waiting"
    EXPIRED = "expired"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it on one page; `until` is the last day, after renewals that are already paid."""

    condition: Condition
    until: date | None
    contracts: Sequence[Contract]
    orders: Sequence[Order]
    plans: Sequence[Plan]

    @property
    def renewal(self) -> Plan | None:
        """Give the plan last bought, when it is still sold."""
        offered = {plan.pk: plan for plan in self.plans}
        return next((offered[order.plan_id] for order in self.orders if order.plan_id in offered), None)


def overview(user: User, at: datetime | None = None) -> Overview:
    """Look at everything the person has bought or been given, in four statements."""
    now = at or timezone.now()
    contracts = list(Contract.objects.filter(person=user).prefetch_related("products").order_by("-ends_on", "-id"))
    orders = list(Order.objects.filter(buyer=user).select_related("plan").order_by("-id"))
    plans = list(Plan.objects.filter(is_offered=True))
    condition = _condition([standing(contract, now).phase for contract in contracts])
    days = [contract.ends_on for contract in contracts if contract.state == Contract.State.ACTIVE]
    until = None if None in days else max((day for day in days if day), default=None)
    return Overview(condition, until, contracts, orders, plans)


def _condition(phases: Sequence[Phase]) -> Condition:
    for phase, condition in (
        (Phase.RUNNING, Condition.RUNNING),
        (Phase.NOT_BEGUN, Condition.WAITING),
        (Phase.ENDED, Condition.EXPIRED),
    ):
        if phase in phases:
            return condition
    return Condition.STOPPED if phases else Condition.NONE
