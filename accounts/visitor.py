"""Who is asking: one frozen value made once per request from address, account, groups and contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.address import type_of_address
from accounts.compiled import Compiled
from accounts.models import CampusVisit, Contract, Institution, Membership, Seat, User

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


@dataclass(frozen=True, slots=True)
class Visitor:
    """Everything the rule asks about; cut loose from the ORM and cheap to make in a test."""

    user_id: int | None = None
    is_curator: bool = False
    groups: Mapping[int, str] = field(default_factory=dict)
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
    opened = tuple(grant for grant in grants if grant.refused is None)
    return Visitor(
        user_id=user.pk if user else None,
        is_curator=bool(user and user.is_curator),
        groups=_groups(user),
        products=frozenset().union(*(grant.products for grant in opened)),
        grants=opened,
        refused=tuple(grant for grant in grants if grant.refused is not None),
        institutions=tuple(dict.fromkeys(campus)),
    )


def _groups(user: User | None) -> dict[int, str]:
    if user is None:
        return {}
    rows = Membership.objects.filter(user=user, group__archived_at__isnull=True)
    return dict(rows.values_list("group_id", "role"))


# Asked on every request of everybody.
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


def _contracts(user: User | None, campus: Sequence[int], now: datetime) -> QuerySet[Contract]:
    """Give every contract that could concern the visitor, running or remembered, with its products' ids."""
    mine = Q(institution_id__in=campus)
    seat = Seat.objects.none()
    visit = CampusVisit.objects.none()
    if user is not None:
        seat = Seat.objects.filter(contract=OuterRef("pk"), user=user, released_at__isnull=True)
        visits = CampusVisit.objects.filter(user=user, institution__is_active=True)
        visit = visits.filter(
            Q(institution=OuterRef("institution")) | Q(institution__consortium=OuterRef("institution"))
        )
        mine |= Q(person=user) | Q(Exists(seat)) | Q(Exists(visit))
    horizon = now.date() - timedelta(days=REMEMBERED_DAYS)
    return (
        Contract.objects.filter(mine)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=horizon))
        .filter(Q(institution__isnull=True) | Q(institution__is_active=True))
        .annotate(
            product_ids=ArrayAgg("products", filter=Q(products__isnull=False), distinct=True, default=[]),
            seat_queued=Subquery(seat.values("is_queued")[:1]) if user else Exists(seat),
            seen_at=Subquery(visit.order_by("-last_at").values("last_at")[:1]) if user else F("created_at"),
        )
        .select_related("institution")
        .order_by("id")
    )


def _grants(user: User | None, campus: Sequence[int], now: datetime) -> list[Grant]:
    if user is None and not campus:
        return []
    grants = (_grant(contract, user, campus, now) for contract in _contracts(user, campus, now))
    order = list(Source)
    return sorted((grant for grant in grants if grant is not None), key=lambda grant: order.index(grant.source))


def _source(contract: Contract, user: User | None, campus: Sequence[int]) -> tuple[Source, bool] | None:
    """Tell how the contract reaches the visitor and whether a place in it is still missing; None when it does not."""
    if user is not None and contract.person_id == user.pk:
        return Source.PERSON, False
    if contract.seats is not None:
        queued = getattr(contract, "seat_queued", None) if user is not None else None
        return None if queued is None else (Source.SEAT, bool(queued))
    if contract.institution_id is not None and contract.institution_id in campus:
        return Source.NETWORK, False
    return Source.OFF_CAMPUS, False


def _grant(contract: Contract, user: User | None, campus: Sequence[int], now: datetime) -> Grant | None:
    found = _source(contract, user, campus)
    if found is None:
        return None
    source, is_full = found
    until = end_of(contract.ends_on, contract.time_zone)
    if source is Source.OFF_CAMPUS:
        seen: datetime = contract.seen_at  # type: ignore[attr-defined]
        away = seen + timedelta(days=contract.off_campus_days)
        until = min(until, away) if until else away
    institution = contract.institution
    return Grant(
        contract_id=contract.pk,
        products=frozenset(contract.product_ids),  # type: ignore[attr-defined]
        source=source,
        institution_id=contract.institution_id,
        institution_name=institution.name if institution else "",
        contact=institution.contact_email if institution else "",
        is_trial=contract.kind == Contract.Kind.TRIAL,
        until=until,
        grace=timedelta(minutes=contract.grace_minutes),
        refused=_refusal(contract, until, now, is_full=is_full),
    )


def _refusal(contract: Contract, until: datetime | None, now: datetime, *, is_full: bool) -> Refusal | None:
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
