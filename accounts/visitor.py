"""Who is asking: one frozen value made once per request from address, account, groups and contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from accounts.address import type_of_address
from accounts.compiled import Compiled
from accounts.models import Contract, Institution, Membership, User

# Ended contracts are remembered this long, so that a refusal can say what ended and when.
REMEMBERED_DAYS = 400


class Source(StrEnum):
    """Where a grant comes from, best explanation first."""

    NETWORK = "network"
    SEAT = "seat"
    PERSON = "person"
    OFF_CAMPUS = "off_campus"


class Refusal(StrEnum):
    """Why a grant that exists does not open."""

    NOT_BEGUN = "not_begun"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Grant:
    """One contract as it concerns this visitor; `refused` is None when it opens.

    `until` is the first moment at which it no longer opens, None without end.
    """

    contract_id: int
    products: frozenset[int]
    source: Source
    institution_id: int | None = None
    institution_name: str = ""
    contact: str = ""
    is_trial: bool = False
    until: datetime | None = None
    grace: timedelta = timedelta(0)
    refused: Refusal | None = None

    @property
    def last_day(self) -> datetime | None:
        """Give the last moment at which it opens, for saying the day: an end at midnight is the day before."""
        return None if self.until is None else self.until - timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Everything the rule asks about; cut loose from the ORM and cheap to make in a test."""

    user_id: int | None = None
    is_curator: bool = False
    groups: Mapping[int, str] = field(default_factory=dict)
    read_only_groups: frozenset[int] = frozenset()
    products: frozenset[int] = frozenset()
    grants: tuple[Grant, ...] = ()
    refused: tuple[Grant, ...] = ()
    institutions: tuple[int, ...] = ()

    @classmethod
    def anonymous(cls) -> Visitor:
        """Give the visitor without account and without grants, to whom shared caches may answer."""
        return cls()

    @classmethod
    def curator(cls) -> Visitor:
        """Give the visitor as whom background work reads: open and licensed things, drafts included."""
        return cls(is_curator=True)

    @property
    def is_plain(self) -> bool:
        """True when every plain visitor gets the same page, so that a shared cache may keep it."""
        return self.user_id is None and not self.grants and not self.is_curator


def visitor_for(user: User | None, address: type_of_address | None, at: datetime | None = None) -> Visitor:
    """Make the visitor in at most three statements (networks, contracts, groups), however many ranges there are."""
    now = at or timezone.now()
    campus = _campuses(address)
    grants = _grants(user, campus, now)
    groups = _groups(user, now)
    opened = tuple(grant for grant in grants if grant.refused is None)
    return Visitor(
        user_id=user.pk if user else None,
        is_curator=bool(user and user.is_curator),
        groups={number: role for number, role, _ in groups},
        read_only_groups=frozenset(number for number, _, is_over in groups if is_over),
        products=frozenset().union(*(grant.products for grant in opened)),
        grants=opened,
        refused=tuple(grant for grant in grants if grant.refused is not None),
        institutions=tuple(dict.fromkeys(campus)),
    )


def _groups(user: User | None, now: datetime) -> list[tuple[int, str, bool]]:
    """Give number and role of each group, and whether its members only read by now."""
    if user is None:
        return []
    return [
        (number, role, day is not None and start_of(day, zone) <= now) for number, role, day, zone in _GROUPS(user.pk)
    ]


# Asked on every request of everybody, or of everybody signed in.
_GROUPS = Compiled(
    lambda person: Membership.objects.filter(user_id=person, group__archived_at__isnull=True).values_list(
        "group_id", "role", "group__read_only_from", "group__time_zone"
    ),
    int,
)
_CAMPUSES = Compiled(
    lambda address: (
        Institution.objects.filter(is_active=True, networks__network__holds=address)
        .order_by("id")
        .values_list("id", "consortium_id")
        .distinct()
    ),
    str,
)


def _campuses(address: type_of_address | None) -> tuple[int, ...]:
    """Give the institutions whose networks hold the address, with their consortia."""
    if address is None:
        return ()
    pairs = _CAMPUSES(str(address))
    return tuple(number for pair in pairs for number in pair if number is not None)


# One constant statement: putting it together anew for every request would cost more than running it.
CONTRACTS = """
    WITH mine AS (
        SELECT id FROM accounts_contract WHERE institution_id = ANY(%(campus)s)
        UNION SELECT id FROM accounts_contract WHERE person_id = %(user)s
        UNION SELECT contract_id FROM accounts_seat WHERE user_id = %(user)s AND released_at IS NULL
        UNION SELECT held.id FROM accounts_campusvisit AS visit
            JOIN accounts_institution AS seen ON seen.id = visit.institution_id AND seen.is_active
            JOIN accounts_contract AS held ON held.institution_id IN (seen.id, seen.consortium_id)
            WHERE visit.user_id = %(user)s
    )
    SELECT it.id, it.institution_id, it.person_id, it.kind, it.state, it.starts_on, it.ends_on, it.time_zone,
        it.grace_minutes, it.seats, it.off_campus_days, COALESCE(holder.name, ''), COALESCE(holder.contact_email, ''),
        ARRAY(SELECT product_id FROM accounts_contract_products WHERE contract_id = it.id),
        (SELECT is_queued FROM accounts_seat
            WHERE contract_id = it.id AND user_id = %(user)s AND released_at IS NULL LIMIT 1),
        (SELECT max(visit.last_at) FROM accounts_campusvisit AS visit
            JOIN accounts_institution AS seen ON seen.id = visit.institution_id AND seen.is_active
            WHERE visit.user_id = %(user)s AND it.institution_id IN (seen.id, seen.consortium_id))
    FROM mine JOIN accounts_contract AS it ON it.id = mine.id
        LEFT JOIN accounts_institution AS holder ON holder.id = it.institution_id
    WHERE (it.ends_on IS NULL OR it.ends_on >= %(horizon)s) AND (it.institution_id IS NULL OR holder.is_active)
    ORDER BY it.id
"""


class _Held(NamedTuple):
    """A contract that could concern the visitor, in the order of the statement's columns."""

    pk: int
    institution_id: int | None
    person_id: int | None
    kind: str
    state: str
    starts_on: date
    ends_on: date | None
    time_zone: str
    grace_minutes: int
    seats: int | None
    off_campus_days: int
    institution_name: str
    contact: str
    product_ids: list[int]
    seat_queued: bool | None
    seen_at: datetime | None


def _contracts(user: User | None, campus: Sequence[int], now: datetime) -> list[_Held]:
    """Give every contract that could concern the visitor, running or remembered, with its products' ids."""
    horizon = now.date() - timedelta(days=REMEMBERED_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(CONTRACTS, {"user": user.pk if user else None, "campus": list(campus), "horizon": horizon})
        return [_Held(*row) for row in cursor.fetchall()]


def _grants(user: User | None, campus: Sequence[int], now: datetime) -> list[Grant]:
    if user is None and not campus:
        return []
    grants = (_grant(contract, user, campus, now) for contract in _contracts(user, campus, now))
    order = list(Source)
    return sorted((grant for grant in grants if grant is not None), key=lambda grant: order.index(grant.source))


def _source(contract: _Held, user: User | None, campus: Sequence[int]) -> tuple[Source, bool] | None:
    """Tell how the contract reaches the visitor and whether a place in it is still missing; None when it does not."""
    if user is not None and contract.person_id == user.pk:
        return Source.PERSON, False
    if contract.seats is not None:
        return None if contract.seat_queued is None else (Source.SEAT, contract.seat_queued)
    if contract.institution_id is not None and contract.institution_id in campus:
        return Source.NETWORK, False
    return Source.OFF_CAMPUS, False


def _grant(contract: _Held, user: User | None, campus: Sequence[int], now: datetime) -> Grant | None:
    found = _source(contract, user, campus)
    if found is None:
        return None
    source, is_full = found
    until = end_of(contract.ends_on, contract.time_zone)
    if source is Source.OFF_CAMPUS and contract.seen_at is not None:
        away = contract.seen_at + timedelta(days=contract.off_campus_days)
        until = min(until, away) if until else away
    return Grant(
        contract_id=contract.pk,
        products=frozenset(contract.product_ids),
        source=source,
        institution_id=contract.institution_id,
        institution_name=contract.institution_name,
        contact=contract.contact,
        is_trial=contract.kind == Contract.Kind.TRIAL,
        until=until,
        grace=timedelta(minutes=contract.grace_minutes),
        refused=_refusal(contract, until, now, is_full=is_full),
    )


def _refusal(contract: _Held, until: datetime | None, now: datetime, *, is_full: bool) -> Refusal | None:
    if contract.state != Contract.State.ACTIVE:
        return Refusal.SUSPENDED
    if start_of(contract.starts_on, contract.time_zone) > now:
        return Refusal.NOT_BEGUN
    if until is not None and until <= now:
        return Refusal.EXPIRED
    return Refusal.FULL if is_full else None


def start_of(day: date, zone: str) -> datetime:
    """Give the first moment of a day in a time zone, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def end_of(day: date | None, zone: str) -> datetime | None:
    """Give the first moment after a last day in a time zone, in UTC; None without end."""
    return None if day is None else start_of(day + timedelta(days=1), zone)
