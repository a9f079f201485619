"""Orders from form to renewal, with refund and cancellation as states; D8 over the database."""

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.db.models import Sum

from accounts.codes import CodeError, make_code, new_code, redeem
from accounts.contracts import Phase, standing
from accounts.ledger import LedgerError, OrderState
from accounts.models import Contract, LedgerEvent, Order, Plan, User
from accounts.orders import (
    Wishes,
    balance_of,
    cancel_order,
    is_known_member,
    mark_paid,
    place_order,
    refund_order,
    send_new_code,
    unpaid_orders,
)
from accounts.visitor import visitor_for
from tests.factories.accounts import make_contract, make_order, make_plan, make_product, make_user

pytestmark = pytest.mark.django_db

CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")


@pytest.fixture
def posted(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], list[Any]]:
    """A function that does something and gives the mails it sent."""

    def run(act: Callable[[], Any]) -> list[Any]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(mail.outbox)

    return run


def code_in(message: Any) -> str:
    found = CODE.search(message.body)
    assert found is not None
    return found[0]


def test_order_keeps_the_price_of_its_day() -> None:
    plan = make_plan(make_product(), price=4900)
    order = place_order(plan, make_user(), Wishes("Ada Reader"))
    Plan.objects.filter(pk=plan.pk).update(price=9900)

    order.refresh_from_db()

    assert (order.price, order.currency, order.months, order.state) == (4900, "EUR", 12, "pending")


def test_paid_order_of_a_newcomer_sends_a_code_that_opens(posted: Any) -> None:
    user, plan = make_user(), make_plan(make_product())
    order = make_order(plan, user)

    mails = posted(lambda: mark_paid(order, "INV-1"))
    contract = redeem(code_in(mails[0]), user)

    order.refresh_from_db()
    assert [message.to for message in mails] == [[user.email]]
    assert (order.state, order.contract, balance_of(order).months) == ("active", contract, 12)
    assert visitor_for(user, None).products == frozenset(plan.products.values_list("pk", flat=True))


def test_known_member_renews_without_a_code(posted: Any) -> None:
    product = make_product()
    user, plan = make_user(), make_plan(product)
    make_contract(user, product, starts_on=date(2025, 5, 1), ends_on=date(2026, 4, 30))
    order = make_order(plan, user)

    mails = posted(lambda: mark_paid(order, "INV-2", at=datetime(2026, 4, 10, tzinfo=UTC)))

    order.refresh_from_db()
    assert order.contract is not None
    assert (order.state, order.contract.starts_on, order.contract.ends_on) == (
        "active",
        date(2026, 5, 1),
        date(2027, 4, 30),
    )
    assert [CODE.search(message.body) for message in mails] == [None]


def test_lapsed_member_renews_from_today() -> None:
    product = make_product()
    user = make_user()
    make_contract(user, product, starts_on=date(2025, 5, 1), ends_on=date(2026, 4, 30))

    order = mark_paid(make_order(make_plan(product), user), "INV-3", at=datetime(2026, 9, 10, tzinfo=UTC))

    assert order.contract is not None
    assert order.contract.starts_on == date(2026, 9, 10)


def test_gift_goes_to_the_recipient_and_opens_nothing_for_the_giver(posted: Any) -> None:
    giver, friend, plan = make_user(), make_user(), make_plan(make_product())
    order = make_order(plan, giver, is_gift=True, recipient_email=friend.email)

    mails = posted(lambda: mark_paid(order, "INV-4"))
    contract = redeem(code_in(mails[1]), friend)

    assert [message.to for message in mails] == [[giver.email], [friend.email]]
    assert (contract.person, contract.kind) == (friend, Contract.Kind.GIFT)
    assert visitor_for(giver, None).products == frozenset()


def test_payment_told_twice_is_one_payment(posted: Any) -> None:
    order = make_order(make_plan(make_product()), make_user())
    mark_paid(order, "pi_1")

    again = posted(lambda: mark_paid(order, "pi_1"))

    assert (again, order.events.filter(event="paid").count()) == ([], 1)
    with pytest.raises(LedgerError):
        mark_paid(order, "pi_2")


def test_refund_ends_access_and_keeps_every_row() -> None:
    product = make_product()
    user = make_user()
    make_contract(user, product, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    order = mark_paid(make_order(make_plan(product), user), "INV-5")

    refund_order(order, "CN-5")

    order.refresh_from_db()
    assert order.contract is not None
    assert (order.state, standing(order.contract).phase) == ("refunded", Phase.CANCELLED)
    assert list(order.events.values_list("event", "amount", "months")) == [
        ("ordered", 0, 0),
        ("paid", 4900, 0),
        ("activated", 0, 12),
        ("refunded", -4900, -12),
    ]
    assert visitor_for(user, None).products == frozenset()


def test_code_of_a_cancelled_order_opens_nothing(posted: Any) -> None:
    user, plan = make_user(), make_plan(make_product())
    order = make_order(plan, user)
    text = code_in(posted(lambda: mark_paid(order, "INV-6"))[0])
    cancel_order(order)

    with pytest.raises(CodeError):
        redeem(text, user)


def test_new_code_replaces_the_lost_one(posted: Any) -> None:
    user, plan = make_user(), make_plan(make_product())
    order = make_order(plan, user)
    lost = code_in(posted(lambda: mark_paid(order, "INV-7"))[0])

    text = code_in(posted(lambda: send_new_code(order))[0])

    with pytest.raises(CodeError):
        redeem(lost, user)
    assert redeem(text, user).person == user


def test_mails_come_as_text_and_html_in_the_persons_language(posted: Any) -> None:
    user = make_user(language="ru", name="<b>Ada</b>")

    message = posted(lambda: place_order(make_plan(name="Papers & <i>"), user, Wishes("Ada")))[0]

    html = message.alternatives[0].content
    assert message.subject.startswith("Ваш заказ")
    assert "Papers & <i>" in message.body
    assert ("Papers &amp; &lt;i&gt;" in html, '<html lang="ru">' in html, "<a href=" in html) == (True, True, True)


def test_ledger_can_only_grow() -> None:
    make_order(make_plan(make_product()), make_user())

    for act in (
        lambda: LedgerEvent.objects.update(amount=1),
        lambda: LedgerEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            act()


def test_order_unpaid_for_long_is_found() -> None:
    old = make_order(make_plan(make_product()), make_user())
    make_order(old.plan, old.buyer)
    Order.objects.filter(pk=old.pk).update(created_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert list(unpaid_orders()) == [old]


class Modelled:
    """A plain model of one order beside the real one; `code` is known for orders paid by newcomers."""

    def __init__(self, order: Order) -> None:
        self.order, self.state, self.money, self.months = order, OrderState.PENDING, 0, 0
        self.code, self.redeemer = "", 0

    def may(self, act: str, person: User) -> bool:
        """Tell whether an act must succeed now."""
        is_paid = self.state in {OrderState.PAID, OrderState.ACTIVE}
        return {
            "pay": self.state is OrderState.PENDING,
            "cancel": self.state is OrderState.PENDING or is_paid,
            "refund": is_paid or (self.state is OrderState.CANCELLED and self.money > 0),
            "redeem": bool(self.code) and (self.state is OrderState.PAID or self.redeemer == person.pk),
        }[act]

    def do(self, act: str, person: User, reference: str) -> None:
        """Do it to the real order."""
        deeds: dict[str, Callable[[], Any]] = {
            "pay": lambda: mark_paid(self.order, reference),
            "cancel": lambda: cancel_order(self.order),
            "refund": lambda: refund_order(self.order, reference),
            "redeem": lambda: redeem(self.code or new_code(), person),
        }
        deeds[act]()

    def follow(self, act: str, person: User) -> None:
        """Move as an act moves that succeeded."""
        if act == "pay":
            self.money = self.order.price
            is_renewal = is_known_member(self.order)
            self.state = OrderState.ACTIVE if is_renewal else OrderState.PAID
            self.months = self.order.months if is_renewal else 0
            self.code = "" if is_renewal else make_code(self.order.plan.products.all(), months=1, order=self.order)
        elif act == "redeem" and not self.redeemer:
            self.state, self.months, self.redeemer = OrderState.ACTIVE, self.order.months, person.pk
        elif act in ("cancel", "refund"):
            self.state = OrderState.CANCELLED if act == "cancel" else OrderState.REFUNDED
            self.money, self.months = (self.money if act == "cancel" else 0), 0


def _try(act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
    except (LedgerError, CodeError):
        return False
    return True


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_d8_ten_thousand_operations_sum_to_the_state() -> None:
    """Places, pays, redeems, cancels and refunds at random over 30 people, with a plain model of each order beside."""
    chance = random.Random(8)
    plans = [make_plan(make_product(), price=price, months=months) for price, months in ((0, 1), (4900, 12))]
    people = [make_user(password=None) for _ in range(30)]
    make_contract(people[0], *plans[1].products.all(), ends_on=date.today() - timedelta(days=9))  # noqa: DTZ011
    models: list[Modelled] = []
    done: Counter[tuple[str, bool]] = Counter()
    for step in range(10_000):
        act, person = chance.choice(["place", "pay", "redeem", "cancel", "refund"]), chance.choice(people)
        if act == "place" or not models:
            models.append(Modelled(make_order(chance.choice(plans), person)))
            continue
        it = chance.choice(models[-200:])
        person = chance.choice([it.order.buyer, person])
        is_possible = it.may(act, person)
        assert _try(partial(it.do, act, person, f"R-{step}")) is is_possible
        if is_possible:
            it.follow(act, person)
        done[act, is_possible] += 1

    for it in models:
        order = Order.objects.annotate(money=Sum("events__amount"), length=Sum("events__months")).get(pk=it.order.pk)
        assert (order.state, order.money, order.length) == (it.state.value, it.money, it.months)
        balance = balance_of(order)
        assert (balance.state, balance.amount, balance.months) == (it.state, it.money, it.months)
    for buyer in User.objects.annotate(money=Sum("orders__events__amount")):
        assert (buyer.money or 0) == sum(it.money for it in models if it.order.buyer_id == buyer.pk)
    assert min(done[act, flag] for act in ("pay", "redeem", "cancel", "refund") for flag in (True, False)) > 50
