"""R1: find your institution, by its name, an e-mail address or a domain."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.finding import find_subscribers
from accounts.throttle import Limit
from tests.factories import accounts as make
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db


@pytest.fixture
def product() -> Any:
    return make.make_product()


def named(text: str) -> list[str]:
    return [one.institution.name for one in find_subscribers(text)]


@pytest.fixture
def university(product: Any) -> Any:
    found = make.make_institution(
        "University of Brakebills",
        email_domains="brakebills.example.org",
        contact_email="library@brakebills.example.org",
    )
    make.make_contract(found, product, off_campus_days=30)
    return found


@pytest.mark.usefixtures("university")
@pytest.mark.parametrize(
    "text",
    [
        "brakebills",
        "BRAKE univ",
        "brakebills.example.org",
        "quentin@brakebills.example.org",
        "q@cs.brakebills.example.org",
    ],
)
def test_r1_institution_is_found_by_name_address_or_domain(text: str) -> None:
    assert named(text) == ["University of Brakebills"]


@pytest.mark.usefixtures("university")
@pytest.mark.parametrize("text", ["", "   ", "Hogwarts", "example.org", "q@example.org", "notbrakebills.example.org"])
def test_r1_what_is_not_there_finds_nothing(text: str) -> None:
    assert named(text) == []


def test_r1_only_those_that_subscribe_now_are_named(product: Any) -> None:
    make.make_institution("Planted without a contract")
    make.make_contract(make.make_institution("Planted, inactive", is_active=False), product)
    ended = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31)}
    make.make_contract(make.make_institution("Planted, ended"), product, **ended)
    consortium = make.make_institution("Consortium of the North")
    make.make_contract(consortium, product, seats=5)
    make.make_institution("Planted member", consortium=consortium)

    found = find_subscribers("planted")

    assert [(one.institution.name, one.on_networks, one.by_seats) for one in found] == [("Planted member", False, True)]


@pytest.mark.parametrize("count", [1, 3])
def test_finding_takes_as_many_statements_for_three_as_for_one(
    count: int, product: Any, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make.make_contract(make.make_institution(f"College {number}"), product)

    with django_assert_num_queries(2):
        assert len(find_subscribers("college")) == count


@pytest.mark.usefixtures("university")
def test_r1_closed_document_shows_what_it_is_and_leads_to_the_institution_and_back(
    client: Client, product: Any
) -> None:
    volume = make_volume("v", audience="controlled", product=product)
    make_document(
        volume,
        "1",
        identifier="v-1",
        title="A planted letter",
        description="What it is about.",
        texts=["Secret words."],
    )

    locked = client.get("/documents/v-1/").content.decode()
    page = client.get("/institutions/", {"q": "brakebills", "next": "/documents/v-1/"}).content.decode()

    assert [words in locked for words in ("A planted letter", "What it is about.", 'id="cite"', "Secret words")] == [
        True,
        True,
        True,
        False,
    ]
    for way in ("/institutions/?next=/documents/v-1/", "/account/login/?next=/documents/v-1/", "/subscribe/"):
        assert f'href="{way}"' in locked
    assert "read from anywhere for 30 days" in page
    assert ('href="/documents/v-1/"' in page, "next=/documents/v-1/" in page) == (True, True)


@pytest.mark.parametrize(
    "wanted", ["//evil.example.com/", "https://evil.example.com/", "/\\evil.example.com", "javascript:1"]
)
def test_a6_way_back_from_finding_never_leaves_the_site(client: Client, wanted: str) -> None:
    page = client.get("/institutions/", {"q": "x", "next": wanted}).content.decode()

    assert [way for way in re.findall(r'(?:href|value)="([^"]*)"', page) if way.startswith(wanted)] == []
    assert "Back to the page" not in page


def test_a13_looking_for_institutions_is_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.views.finding.SEARCHES", Limit("institutions", 2, 60))

    answers = [client.get("/institutions/", {"q": "x"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
