"""Which of the institutions that subscribe is mine? Found by its name or by an e-mail address or domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.contracts import running
from accounts.diagnosis import by_domain
from accounts.models import Contract, Institution

# A longer list is not read: better to ask for more of the name.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Found:
    """An institution that opens licensed pages, and how: on its networks, for named people, off campus for days."""

    institution: Institution
    on_networks: bool
    by_seats: bool
    off_campus_days: int


def find_subscribers(text: str, at: datetime | None = None) -> list[Found]:
    """Find active institutions with a running contract, own or of their consortium, by words of the name or a domain.

    The address that was typed is kept nowhere. Nothing typed finds nothing: the list of subscribers is not for show.
    """
    words = text.split()
    if not words:
        return []
    held = Contract.objects.filter(running(at or timezone.now()), institution__is_active=True)
    holders = held.values("institution")
    subscribing = Institution.objects.filter(Q(pk__in=holders) | Q(consortium__in=holders), is_active=True)
    rows = _by_domain(subscribing, words) or list(_named(subscribing, words).order_by("name")[:SHOWN])
    numbers = {number for row in rows for number in (row.pk, row.consortium_id)}
    contracts = list(held.filter(institution__in=numbers - {None}))
    return [_found(row, contracts) for row in rows]


def _by_domain(rows: QuerySet[Institution], words: list[str]) -> list[Institution]:
    domain = words[0].rpartition("@")[2]
    if len(words) > 1 or "." not in domain:
        return []
    return list(rows.filter(pk__in=[row.pk for row in by_domain(domain)]).order_by("name")[:SHOWN])


def _named(rows: QuerySet[Institution], words: list[str]) -> QuerySet[Institution]:
    for word in words:
        rows = rows.filter(name__icontains=word)
    return rows


def _found(row: Institution, contracts: list[Contract]) -> Found:
    own = [one for one in contracts if one.institution_id in {row.pk, row.consortium_id}]
    open_ones = [one for one in own if one.seats is None]
    return Found(
        institution=row,
        on_networks=bool(open_ones),
        by_seats=any(one.seats is not None for one in own),
        off_campus_days=max((one.off_campus_days for one in open_ones), default=0),
    )
