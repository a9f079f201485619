"""L4, R10 and the network lines of R1: access begins, ends and comes back, and says so."""

from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.access import Verdict, answer
from accounts.models import CampusVisit, Contract
from accounts.visitor import Refusal, visitor_for
from accounts.visits import note_visit
from archive.models import Document
from tests.asking import BACKEND
from tests.factories import accounts as make
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
CAMPUS = "192.0.2.77"


@pytest.fixture
def product() -> Any:
    return make.make_product()


@pytest.fixture
def letter(product: Any) -> Document:
    return make_document(make_volume(audience="controlled", product=product), "1", texts=["Planted words."])


@pytest.mark.parametrize(
    ("zone", "day", "last"),
    [
        ("Europe/Berlin", date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
        ("America/New_York", date(2026, 12, 31), datetime(2027, 1, 1, 4, 59, 59, tzinfo=UTC)),
        ("Asia/Tokyo", date(2026, 12, 31), datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC)),
        ("UTC", date(2028, 2, 29), datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)),
        ("Europe/Lisbon", date(2026, 1, 31), datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_r10_contract_ends_with_the_local_day_over_dst_leap_day_and_year(
    zone: str, day: date, last: datetime, product: Any
) -> None:
    user = make.make_user()
    make.make_contract(user, product, starts_on=date(2025, 1, 1), ends_on=day, time_zone=zone)

    inside, after = visitor_for(user, None, last), visitor_for(user, None, last + timedelta(seconds=1))

    assert (len(inside.grants), [grant.refused for grant in after.refused]) == (1, [Refusal.EXPIRED])
    assert inside.grants[0].last_day is not None
    assert inside.grants[0].last_day == last


@pytest.mark.parametrize("shift", [timedelta(hours=1), timedelta(hours=-1)])
def test_r10_jump_of_the_clock_gives_no_negative_rest(shift: timedelta, product: Any) -> None:
    user = make.make_user()
    make.make_contract(user, product, starts_on=date(2025, 1, 1), ends_on=date(2026, 5, 31), time_zone="UTC")
    end = datetime(2026, 6, 1, tzinfo=UTC)

    visitor = visitor_for(user, None, end + shift)

    assert bool(visitor.grants) is (shift < timedelta(0))
    assert all(grant.until is not None and grant.until >= end + shift for grant in visitor.grants)


def test_l4_page_stays_in_grace_and_then_asks_for_the_contact(letter: Document, product: Any) -> None:
    user = make.make_user()
    make.make_contract(
        user, product, starts_on=date(2025, 1, 1), ends_on=date(2026, 5, 31), time_zone="UTC", grace_minutes=15
    )
    end = datetime(2026, 6, 1, tzinfo=UTC)
    verdicts = []
    for minutes in (-1, 1, 16):
        with time_machine.travel(end + timedelta(minutes=minutes), tick=False):
            given = answer(visitor_for(user, None), letter)
            verdicts.append((given.verdict, given.in_grace))

    assert verdicts == [(Verdict.READ, False), (Verdict.NO_LICENSE, True), (Verdict.NO_LICENSE, False)]


def test_l4_reinstated_contract_is_back_on_the_next_request(letter: Document, product: Any) -> None:
    institution = make.make_institution()
    make.make_network(institution)
    contract = make.make_contract(institution, product)
    seen = []
    for state in ("active", "suspended", "active"):
        Contract.objects.filter(pk=contract.pk).update(state=state)
        visitor = visitor_for(None, ip_address(CAMPUS))
        seen.append(answer(visitor, letter).verdict)

    assert seen == [Verdict.READ, Verdict.NO_LICENSE, Verdict.READ]


def test_l4_member_with_a_second_live_entitlement_notices_nothing(letter: Document, product: Any) -> None:
    user, institution = make.make_user(), make.make_institution()
    make.make_network(institution)
    make.make_contract(user, product)
    ended = make.make_contract(institution, product)
    both = answer(visitor_for(user, ip_address(CAMPUS)), letter)
    Contract.objects.filter(pk=ended.pk).update(ends_on=date(2026, 1, 1), starts_on=date(2025, 1, 1))

    after = answer(visitor_for(user, ip_address(CAMPUS)), letter)

    assert (both.verdict, after.verdict, after.in_grace) == (Verdict.READ, Verdict.READ, False)


def test_a1_disabled_user_and_removed_range_are_refused_on_the_next_request(
    letter: Document, product: Any, client: Client
) -> None:
    user, institution = make.make_user(), make.make_institution()
    make.make_contract(user, product)
    network = make.make_network(institution)
    make.make_contract(institution, product)
    client.force_login(user, BACKEND)
    at_first = client.get("/subscription/").status_code
    from_campus = answer(visitor_for(None, ip_address(CAMPUS)), letter).verdict
    user.is_active = False
    user.save()
    network.delete()

    later = client.get("/subscription/")

    assert (at_first, later.status_code, "/login/" in later["Location"]) == (200, 302, True)
    assert (from_campus, answer(visitor_for(None, ip_address(CAMPUS)), letter).verdict) == (
        Verdict.READ,
        Verdict.NO_LICENSE,
    )


def test_r1_campus_reads_without_an_account_and_the_header_names_the_institution(product: Any, client: Client) -> None:
    institution = make.make_institution("Brakebills University")
    make.make_network(institution)
    make.make_contract(institution, product)

    html = client.get("/about/", REMOTE_ADDR=CAMPUS).content.decode()

    assert "Access provided by Brakebills University" in html


def test_r1_visit_on_campus_is_noted_once_a_day_and_opens_at_home(product: Any, client: Client) -> None:
    user, institution = make.make_user(), make.make_institution("Brakebills University")
    make.make_network(institution)
    make.make_contract(institution, product, off_campus_days=30, ends_on=date(2030, 1, 1), starts_on=date(2020, 1, 1))
    client.force_login(user, BACKEND)
    with time_machine.travel(datetime(2026, 5, 1, 10, tzinfo=UTC), tick=False):
        for _ in range(3):
            client.get("/about/", REMOTE_ADDR=CAMPUS)
    with time_machine.travel(datetime(2026, 5, 1, 20, tzinfo=UTC), tick=False):
        note_visit(user, [institution.pk])
    visit = CampusVisit.objects.get()
    with time_machine.travel(datetime(2026, 5, 20, 10, tzinfo=UTC), tick=False):
        client.force_login(user, BACKEND)
        at_home = client.get("/about/").content.decode()
    with time_machine.travel(datetime(2026, 6, 2, 10, tzinfo=UTC), tick=False):
        client.force_login(user, BACKEND)
        too_late = client.get("/about/").content.decode()

    assert visit.last_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert "Access provided by Brakebills University, verified on campus until 31 May 2026" in at_home
    assert "Brakebills" not in too_late


def test_visit_is_noted_anew_the_next_day() -> None:
    user, institution = make.make_user(), make.make_institution()
    start = datetime(2026, 5, 1, 10, tzinfo=UTC)

    for hours in (0, 23, 24, 25):
        note_visit(user, [institution.pk], start + timedelta(hours=hours))

    assert CampusVisit.objects.get().last_at == start + timedelta(hours=24)


def test_r1_campus_and_ones_own_right_are_both_held(product: Any) -> None:
    user, institution, second = make.make_user(), make.make_institution(), make.make_product()
    make.make_network(institution)
    make.make_contract(institution, product)
    make.make_contract(user, second)

    assert visitor_for(user, ip_address(CAMPUS)).products == frozenset({product.pk, second.pk})


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP"]
)
def test_a5_forged_headers_open_nothing_without_a_named_proxy(header: str, product: Any, client: Client) -> None:
    institution = make.make_institution("Brakebills University")
    make.make_network(institution)
    make.make_contract(institution, product)

    html = client.get("/about/", REMOTE_ADDR="203.0.113.9", headers={header: CAMPUS}).content.decode()

    assert "Brakebills" not in html


def test_a5_only_the_hop_before_the_named_proxy_counts(product: Any, client: Client, settings: Any) -> None:
    from_proxy: dict[str, Any] = {"REMOTE_ADDR": "10.0.0.1"}
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    institution = make.make_institution("Brakebills University")
    make.make_network(institution)
    make.make_contract(institution, product)

    pages = [
        client.get("/about/", **from_proxy, headers={"X-Forwarded-For": hops}).content.decode()
        for hops in (CAMPUS, f"{CAMPUS}, 203.0.113.9", f"203.0.113.9, {CAMPUS}")
    ]

    assert ["Brakebills" in page for page in pages] == [True, False, True]
