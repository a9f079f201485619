"""Who is asking: grants from networks, seats, persons and campus visits, in at most three statements."""

from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import (
    CampusVisit,
    Contract,
    Institution,
    Membership,
    NetworkRange,
    Product,
    ReadingGroup,
    Seat,
    User,
)
from accounts.visitor import Refusal, Source, Visitor, end_of, start_of, visitor_for

pytestmark = pytest.mark.django_db

CAMPUS = ip_address("192.0.2.77")


@pytest.fixture
def product() -> Product:
    return Product.objects.create(name="Papers", slug="papers")


@pytest.fixture
def user() -> User:
    return User.objects.create_user("reader@example.org")


@pytest.fixture
def institution() -> Institution:
    made = Institution.objects.create(name="University", slug="university", contact_email="library@example.org")
    NetworkRange.objects.create(institution=made, network="192.0.2.0/24")
    return made


def contract(product: Product, **fields: Any) -> Contract:
    fields = {"starts_on": date(2020, 1, 1), **fields}
    made = Contract.objects.create(**fields)
    made.products.add(product)
    return made


def test_anonymous_visitor_from_nowhere_costs_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        visitor = visitor_for(None, None)

    assert visitor == Visitor.anonymous()
    assert visitor.is_plain


def test_network_of_a_subscriber_opens_its_products(product: Product, institution: Institution) -> None:
    held = contract(product, institution=institution)

    visitor = visitor_for(None, CAMPUS)

    assert visitor.products == frozenset({product.pk})
    assert [(g.contract_id, g.source, g.institution_name, g.contact) for g in visitor.grants] == [
        (held.pk, Source.NETWORK, "University", "library@example.org")
    ]
    assert visitor.institutions == (institution.pk,)
    assert not visitor.is_plain


def test_address_next_to_the_network_opens_nothing(product: Product, institution: Institution) -> None:
    contract(product, institution=institution)

    assert visitor_for(None, ip_address("192.0.3.1")).products == frozenset()


def test_inactive_institution_opens_nothing(product: Product, institution: Institution) -> None:
    contract(product, institution=institution)
    Institution.objects.update(is_active=False)

    assert visitor_for(None, CAMPUS) == Visitor.anonymous()


def test_contract_of_the_consortium_opens_for_its_members(product: Product, institution: Institution) -> None:
    consortium = Institution.objects.create(name="Consortium", slug="consortium")
    Institution.objects.filter(pk=institution.pk).update(consortium=consortium)
    contract(product, institution=consortium)

    visitor = visitor_for(None, CAMPUS)

    assert [(g.institution_name, g.source) for g in visitor.grants] == [("Consortium", Source.NETWORK)]
    assert visitor.institutions == (institution.pk, consortium.pk)


def test_contract_with_seats_opens_for_named_people_only(
    product: Product, institution: Institution, user: User
) -> None:
    held = contract(product, institution=institution, seats=1)
    Seat.objects.create(contract=held, user=user)
    other = User.objects.create_user("other@example.org")

    assert visitor_for(user, None).grants[0].source is Source.SEAT
    assert visitor_for(other, CAMPUS).grants == ()
    assert visitor_for(None, CAMPUS).grants == ()


def test_waiting_for_a_seat_is_refused_as_full(product: Product, institution: Institution, user: User) -> None:
    held = contract(product, institution=institution, seats=0)
    Seat.objects.create(contract=held, user=user, is_queued=True)

    visitor = visitor_for(user, None)

    assert (visitor.products, [g.refused for g in visitor.refused]) == (frozenset(), [Refusal.FULL])


def test_released_seat_opens_nothing(product: Product, institution: Institution, user: User) -> None:
    held = contract(product, institution=institution, seats=1)
    Seat.objects.create(contract=held, user=user, released_at=timezone.now())

    visitor = visitor_for(user, None)

    assert (visitor.grants, visitor.refused) == ((), ())


def test_campus_visit_opens_from_elsewhere_for_its_days(product: Product, institution: Institution, user: User) -> None:
    contract(product, institution=institution, off_campus_days=30)
    now = datetime(2026, 3, 31, 12, tzinfo=UTC)
    CampusVisit.objects.create(user=user, institution=institution, last_at=now - timedelta(days=29))

    inside = visitor_for(user, None, now)
    after = visitor_for(user, None, now + timedelta(days=1))

    assert [(g.source, g.until) for g in inside.grants] == [(Source.OFF_CAMPUS, now + timedelta(days=1))]
    assert [(g.source, g.refused) for g in after.refused] == [(Source.OFF_CAMPUS, Refusal.EXPIRED)]


def test_campus_visit_at_a_member_opens_the_consortium(product: Product, institution: Institution, user: User) -> None:
    consortium = Institution.objects.create(name="Consortium", slug="consortium")
    Institution.objects.filter(pk=institution.pk).update(consortium=consortium)
    contract(product, institution=consortium)
    CampusVisit.objects.create(user=user, institution=institution, last_at=timezone.now())

    assert [g.source for g in visitor_for(user, None).grants] == [Source.OFF_CAMPUS]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"state": Contract.State.SUSPENDED}, Refusal.SUSPENDED),
        ({"state": Contract.State.CANCELLED}, Refusal.SUSPENDED),
        ({"starts_on": date(2026, 7, 2)}, Refusal.NOT_BEGUN),
        ({"ends_on": date(2026, 6, 30)}, Refusal.EXPIRED),
        ({"ends_on": date(2026, 7, 1)}, None),
        ({"starts_on": date(2026, 7, 1)}, None),
    ],
)
def test_contract_on_a_day(fields: dict[str, Any], refusal: Refusal | None, product: Product, user: User) -> None:
    contract(product, person=user, **fields)

    visitor = visitor_for(user, None, datetime(2026, 7, 1, 12, tzinfo=UTC))

    assert [g.refused for g in (*visitor.grants, *visitor.refused)] == [refusal]


def test_contract_ended_long_ago_is_forgotten(product: Product, user: User) -> None:
    contract(product, person=user, ends_on=date(2021, 1, 1))

    visitor = visitor_for(user, None)

    assert (visitor.grants, visitor.refused) == ((), ())


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        (date(2026, 12, 31), "UTC", datetime(2027, 1, 1, tzinfo=UTC)),
        (date(2026, 12, 31), "Asia/Tokyo", datetime(2026, 12, 31, 15, tzinfo=UTC)),
        (date(2026, 12, 31), "America/New_York", datetime(2027, 1, 1, 5, tzinfo=UTC)),
        (date(2028, 2, 29), "UTC", datetime(2028, 3, 1, tzinfo=UTC)),
        (date(2026, 3, 28), "Europe/Berlin", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 29), "Europe/Berlin", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (None, "UTC", None),
    ],
)
def test_end_of_a_last_day(day: date | None, zone: str, expected: datetime | None) -> None:
    assert end_of(day, zone) == expected


def test_start_of_a_day_is_midnight_there() -> None:
    assert start_of(date(2026, 7, 1), "Europe/Moscow") == datetime(2026, 6, 30, 21, tzinfo=UTC)


def test_best_explanation_comes_first(product: Product, institution: Institution, user: User) -> None:
    contract(product, person=user)
    contract(product, institution=institution)

    assert [g.source for g in visitor_for(user, CAMPUS).grants] == [Source.NETWORK, Source.PERSON]


def test_groups_come_with_their_roles_and_archived_ones_stay_away(user: User) -> None:
    live = ReadingGroup.objects.create(name="Live", slug="live")
    over = ReadingGroup.objects.create(name="Over", slug="over", archived_at=timezone.now())
    Membership.objects.create(group=live, user=user, role="moderator")
    Membership.objects.create(group=over, user=user)

    assert visitor_for(user, None).groups == {live.pk: "moderator"}


@pytest.mark.parametrize("ranges", [1, 300])
def test_statements_do_not_grow_with_ranges(
    ranges: int, product: Product, institution: Institution, user: User, django_assert_num_queries: Any
) -> None:
    contract(product, institution=institution)
    NetworkRange.objects.bulk_create(
        NetworkRange(institution=institution, network=f"10.{number // 256}.{number % 256}.0/24")
        for number in range(ranges)
    )

    with django_assert_num_queries(3):
        visitor = visitor_for(user, CAMPUS)

    assert len(visitor.grants) == 1
