"""The test of access says what the rule would say, and why."""

import ipaddress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.diagnosis import Asked, diagnose, read_question
from accounts.visitor import Refusal, Source
from tests.factories import accounts as make

HERE = ipaddress.ip_address("8.8.8.7")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (" 8.8.8.7 ", Asked(address=HERE)),
        ("2001:470::1", Asked(address=ipaddress.ip_address("2001:470::1"))),
        ("Ada@Uni.example", Asked(email="Ada@Uni.example", domain="Uni.example")),
        ("cs.uni.example", Asked(domain="cs.uni.example")),
        ("8.8.8.7 ada@uni.example", Asked(HERE, "ada@uni.example", "uni.example")),
        ("ada@uni.example, 8.8.8.7", Asked(HERE, "ada@uni.example", "uni.example")),
    ],
)
def test_question_is_read(text: str, asked: Asked) -> None:
    assert read_question(text) == asked


@pytest.mark.parametrize("text", ["", "ada", "8.8.8.0/24", "8.8.8.8 9.9.9.9", "@uni.example", "a@b@", "8.8.8.300"])
def test_question_that_is_none_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValidationError, match="Write a network address"):
        read_question(text)


@pytest.mark.django_db
def test_address_leads_to_institution_range_and_contract() -> None:
    consortium = make.make_institution()
    university = make.make_institution(consortium=consortium)
    row = make.make_network(university, "8.8.8.0/24")
    make.make_network(make.make_institution(), "9.9.9.0/24")
    product = make.make_product()
    contract = make.make_contract(consortium, product)

    finding = diagnose(Asked(address=HERE))

    assert list(finding.ranges) == [row]
    assert finding.visitor.products == {product.pk}
    assert [(grant.source, grant.refused, found) for grant, found in finding.explained()] == [
        (Source.NETWORK, None, contract)
    ]


@pytest.mark.django_db
def test_person_gets_what_is_theirs_and_what_almost_is() -> None:
    ada = make.make_user("ada@uni.example")
    own = make.make_contract(ada, make.make_product())
    ended = make.make_contract(ada, make.make_product(), ends_on=timezone.now().date() - timedelta(days=5))
    make.make_contract(make.make_user(), make.make_product())

    finding = diagnose(Asked(email="ADA@uni.example", domain="uni.example"))

    assert finding.user == ada
    assert [(grant.refused, found) for grant, found in finding.explained()] == [(None, own), (Refusal.EXPIRED, ended)]


@pytest.mark.django_db
def test_person_who_cannot_sign_in_gets_nothing() -> None:
    ada = make.make_user("ada@uni.example", is_active=False, is_curator=True)
    make.make_contract(ada, make.make_product())

    finding = diagnose(Asked(email="ada@uni.example", domain="uni.example"))

    assert finding.user == ada
    assert finding.explained() == []
    assert not finding.visitor.is_curator


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("domain", "is_found"), [("uni.example", True), ("cs.uni.example", True), ("xuni.example", False)]
)
def test_domain_leads_to_who_has_it_on_file(domain: str, is_found: bool) -> None:
    university = make.make_institution(email_domains="uni.example alumni.example")
    make.make_institution(email_domains="other.example")

    finding = diagnose(Asked(domain=domain))

    assert list(finding.by_domain) == ([university] if is_found else [])
    assert finding.explained() == []
