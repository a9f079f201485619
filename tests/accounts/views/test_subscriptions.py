"""Buying and keeping a subscription, as a person sees it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.codes import make_code
from accounts.models import Contract, Order, User
from accounts.orders import mark_paid
from tests.asking import BACKEND
from tests.factories.accounts import make_contract, make_order, make_plan, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    made = make_user("reader@example.org", name="Ada Reader")
    client.force_login(made, BACKEND)
    return made


def test_plans_show_price_length_and_products(client: Client) -> None:
    make_plan(make_product("Papers"), name="A year", price=4905, months=12)
    make_plan(make_product(), name="Sold no more", is_offered=False)

    html = client.get("/subscribe/").content.decode()

    assert ["A year" in html, "49.05 EUR" in html, "12 months" in html, "Papers" in html, "Sold no more" in html] == [
        *[True] * 4,
        False,
    ]


def test_order_form_orders_and_leads_to_the_order(
    client: Client, user: User, django_capture_on_commit_callbacks: Any
) -> None:
    make_plan(make_product(), slug="year")

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/subscribe/year/", {"billing_name": "Ada Reader"})

    order = Order.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/orders/{order.number}/")
    assert (order.buyer, order.state, [message.to for message in mail.outbox]) == (user, "pending", [[user.email]])


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    ("form", "field"),
    [({}, "billing_name"), ({"billing_name": "Ada", "recipient_email": "friend@example.org"}, "is_gift")],
)
def test_wrong_order_form_says_which_field_and_orders_nothing(client: Client, form: dict[str, str], field: str) -> None:
    make_plan(make_product(), slug="year")

    response = client.post("/subscribe/year/", form)

    assert (response.status_code, list(response.context["form"].errors), Order.objects.count()) == (400, [field], 0)


def test_a12_extra_fields_of_the_order_form_are_ignored(client: Client, user: User) -> None:
    make_plan(make_product(), slug="year")
    other = make_user()
    extra = {"price": "1", "state": "active", "buyer": other.pk, "number": "MINE", "months": "99", "owner": other.pk}

    client.post("/subscribe/year/", {"billing_name": "Ada", **extra})

    order = Order.objects.get()
    assert (order.price, order.state, order.buyer, order.months) == (4900, "pending", user, 12)


def test_a2_order_of_another_is_as_if_it_did_not_exist(client: Client, user: User) -> None:  # noqa: ARG001
    order = make_order(make_plan(make_product()), make_user())

    answers = [
        (
            client.get(f"/orders/{number}/"),
            client.post(f"/orders/{number}/cancel/"),
            client.post(f"/orders/{number}/pay/"),
        )
        for number in (order.number, "NOSUCH")
    ]

    assert [[answer.status_code for answer in row] for row in answers] == [[404] * 3] * 2
    assert answers[0][0].content.replace(order.number.encode(), b"NOSUCH") == answers[1][0].content


def test_buyer_cancels_what_is_not_paid_and_nothing_else(client: Client, user: User) -> None:
    order = make_order(make_plan(make_product()), user)
    paid = mark_paid(make_order(order.plan, user), "INV-1")

    for number in (order.number, order.number, paid.number):
        client.post(f"/orders/{number}/cancel/")

    assert sorted(Order.objects.values_list("state", flat=True)) == ["cancelled", "paid"]


def test_code_is_redeemed_by_form_and_again_without_harm(client: Client, user: User) -> None:
    text = make_code([make_product()], months=12)

    responses = [client.post("/redeem/", {"code": text.lower()}) for _ in range(2)]

    assert [(response.status_code, response["Location"]) for response in responses] == [(302, "/subscription/")] * 2
    assert Contract.objects.get().person == user


@pytest.mark.usefixtures("user")
def test_a9_unknown_taken_and_revoked_codes_are_told_alike(client: Client) -> None:
    product = make_product()
    taken, revoked = (make_code([product], months=1) for _ in range(2))
    other = Client()
    other.force_login(make_user(), BACKEND)
    other.post("/redeem/", {"code": taken})
    product.codes.filter(redeemed_at=None).update(revoked_at=timezone.now())

    pages = [client.post("/redeem/", {"code": text}) for text in (taken, revoked, "7KQ4-M2XD-0111-009Z")]

    plain = {re.sub(r'(value="|csrfmiddlewaretoken" value=")[^"]*"', "", page.content.decode()) for page in pages}
    assert ([page.status_code for page in pages], len(plain)) == ([400] * 3, 1)


@pytest.mark.usefixtures("user")
def test_a10_guessing_codes_is_stopped_and_says_when_to_come_again(client: Client) -> None:
    answers = [client.post("/redeem/", {"code": f"GUESS-{number}"}) for number in range(11)]

    assert [answer.status_code for answer in answers] == [400] * 10 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 900


def test_expired_subscription_says_what_happened_until_when_and_what_to_do(client: Client, user: User) -> None:
    product = make_product()
    ended = timezone.now().date() - timedelta(days=20)
    make_contract(user, product, starts_on=ended - timedelta(days=365), ends_on=ended)
    plan = make_plan(product, slug="year")
    make_order(plan, user)

    html = client.get("/subscription/").content.decode()

    assert f"ended on {ended.day} {ended:%B} {ended.year}" in html
    assert 'href="/subscribe/year/">Renew' in html
    assert "export" in html


@pytest.mark.parametrize(
    ("contract", "words"),
    [
        (None, "no subscription of your own"),
        ({}, "Paid through"),
        ({"ends_on": None}, "runs without end"),
        ({"state": "suspended"}, "was stopped"),
        ({"starts_on": timezone.now().date() + timedelta(days=9)}, "has not begun"),
    ],
)
def test_every_condition_has_its_words(client: Client, user: User, contract: dict[str, Any] | None, words: str) -> None:
    if contract is not None:
        make_contract(user, make_product(), **contract)

    assert words in client.get("/subscription/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_subscription_page_takes_as_many_statements_for_three_as_for_one(
    client: Client, user: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        product = make_product()
        make_contract(user, product)
        make_order(make_plan(product), user)

    with django_assert_num_queries(9):
        client.get("/subscription/")
