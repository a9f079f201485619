"""The jobs of this room: reminders, unpaid orders, invitations, waiting lists, erasure, tidying."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.groups import move_up, places_left
from accounts.invitations import expired
from accounts.jobs import Job
from accounts.leaving import StillNeededError, due_for_erasure, erase
from accounts.models import Contract, Notice, ReadingGroup, WaitingPlace
from accounts.notices import notify_once
from accounts.orders import cancel_order, unpaid_orders
from accounts.throttle import forget_attempts

# Days left at which a person is reminded; of several that were missed only the last is sent.
REMIND_AT = (30, 7, 1)
TELL_AFTER = 30  # days in which an end is still news


def remind(at: datetime, dry: bool) -> list[str]:
    """Remind people before their subscription ends and tell them when it has; each stage once."""
    said = []
    for contract in _ending(at):
        stage, days = _stage(contract, at)
        key = f"contract:{contract.pk}:{stage}"
        if not stage or Notice.objects.filter(key=key).exists() or contract.person is None:
            continue
        template = "ended" if stage == "ended" else "ending"
        words = {"contract": contract, "days": days}
        if dry or notify_once(key, contract.person, template, words, kind="reminder", contract=contract):
            said.append(f"{contract.person.email}: {stage}")
    return said


def _ending(at: datetime) -> QuerySet[Contract]:
    """Give personal contracts near their end that no other one of the person's follows."""
    today = at.date()
    later = Contract.objects.filter(
        person=OuterRef("person"), state=Contract.State.ACTIVE, starts_on__gt=OuterRef("ends_on")
    )
    near = Contract.objects.filter(
        person__isnull=False,
        person__erased_at=None,
        state=Contract.State.ACTIVE,
        ends_on__gte=today - timedelta(days=TELL_AFTER),
        ends_on__lte=today + timedelta(days=max(REMIND_AT) + 1),
    )
    return near.exclude(Exists(later)).select_related("person").order_by("pk")


def _stage(contract: Contract, at: datetime) -> tuple[str, int]:
    """Tell which reminder is the last that is due: the days left when it was, or "ended", or none."""
    if contract.ends_on is None:
        return "", 0
    days = (contract.ends_on - at.astimezone(ZoneInfo(contract.time_zone)).date()).days
    if days < 0:
        return "ended", days
    due = [stage for stage in REMIND_AT if days <= stage]
    return (str(min(due)), days) if due else ("", days)


def cancel_unpaid(at: datetime, dry: bool) -> list[str]:
    """Cancel orders that nobody paid."""
    said = []
    for order in unpaid_orders(at):
        said.append(order.number)
        if not dry:
            cancel_order(order, at=at)
    return said


def end_invitations(at: datetime, dry: bool) -> list[str]:
    """Close invitations that have run out, so that the address can be invited again."""
    rows = list(expired(at))
    if not dry:
        expired(at).update(revoked_at=at)
    return [f"{row.group_id}: {row.email or row.kind}" for row in rows]


def advance_waiting(at: datetime, dry: bool) -> list[str]:  # noqa: ARG001 every job is called alike
    """Give places that became free in any way to those who wait."""
    said = []
    numbers = WaitingPlace.objects.values("group")
    for group in ReadingGroup.objects.filter(pk__in=numbers, archived_at=None).order_by("pk"):
        free = places_left(group)
        moved = (
            move_up(group) if not dry else min(group.waiting.count(), group.waiting.count() if free is None else free)
        )
        if moved:
            said.append(f"{group.slug}: {moved}")
    return said


def erase_people(at: datetime, dry: bool) -> list[str]:
    """Erase people whose time to think again is over; who came to own a group meanwhile is left out and named."""
    said = []
    for person in due_for_erasure(at):
        try:
            if not dry:
                erase(person, at)
            said.append(f"№ {person.pk}")
        except StillNeededError as error:
            said.append(f"№ {person.pk}: {error}")
    return said


def tidy(at: datetime, dry: bool) -> list[str]:
    """Forget counts of attempts that are over."""
    return [] if dry else [f"{forget_attempts(at)} counts"]


JOBS = (
    Job("advance_waiting", _("Waiting lists move up"), advance_waiting),
    Job("cancel_unpaid", _("Unpaid orders are cancelled"), cancel_unpaid),
    Job("end_invitations", _("Invitations run out"), end_invitations),
    Job("erase_people", _("Accounts are erased"), erase_people),
    Job("remind", _("Reminders of subscriptions"), remind),
    Job("tidy", _("Counts of attempts are forgotten"), tidy),
)
