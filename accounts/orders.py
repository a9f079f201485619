"""Orders of single people: placed, paid, activated or renewed, cancelled, refunded."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.codes import ALPHABET, make_code
from accounts.contracts import open_contract, revoke_codes, with_products
from accounts.ledger import Balance, OrderEvent, OrderState, may_follow, total
from accounts.ledger_book import note_event
from accounts.models import ActivationCode, Contract, Order, Plan, User
from accounts.notices import mail_to, notify

# An order that nobody has paid by then is cancelled by the daily work.
UNPAID_DAYS = 60


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the order form asks beside the plan."""

    billing_name: str
    billing_address: str = ""
    is_gift: bool = False
    recipient_email: str = ""


def new_number() -> str:
    """Draw an order's number, short enough for the telephone and telling nothing of how much is sold."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


@transaction.atomic
def place_order(plan: Plan, buyer: User, wishes: Wishes, at: datetime | None = None) -> Order:
    """Order a plan at today's price and mail what to do next."""
    order = Order.objects.create(
        number=new_number(),
        plan=plan,
        buyer=buyer,
        price=plan.price,
        currency=plan.currency,
        months=plan.months,
        billing_name=wishes.billing_name,
        billing_address=wishes.billing_address,
        is_gift=wishes.is_gift,
        recipient_email=wishes.recipient_email if wishes.is_gift else "",
    )
    note_event(order, OrderEvent.ORDERED, actor=buyer, at=at)
    notify(buyer, "order_placed", {"order": order})
    return order


def balance_of(order: Order) -> Balance:
    """Add up the order's ledger."""
    return total(row.entry for row in order.events.all())


def is_known_member(order: Order) -> bool:
    """Tell whether the buyer renews: has, or once had, access of one's own to all products of the plan."""
    products = list(order.plan.products.all())
    return bool(products) and with_products(Contract.objects.filter(person=order.buyer), products).exists()


@transaction.atomic
def mark_paid(order: Order, reference: str, actor: User | None = None, at: datetime | None = None) -> Order:
    """Note the payment; a renewal runs on at once, anybody else gets a code by mail.

    The same payment told again changes nothing. Raises LedgerError for an order that cannot be paid.
    """
    locked = _lock(order)
    if locked.events.filter(event=OrderEvent.PAID.value, reference=reference).exists():
        return locked
    note_event(locked, OrderEvent.PAID, actor=actor, reference=reference, at=at)
    if not locked.is_gift and is_known_member(locked):
        _renew(locked, at)
    else:
        _send_code(locked)
    return locked


def _renew(order: Order, at: datetime | None) -> None:
    person = User.objects.select_for_update(no_key=True).get(pk=order.buyer_id)
    products = order.plan.products.all()
    contract = open_contract(person, products, months=order.months, reference=order.number, at=at)
    note_event(order, OrderEvent.ACTIVATED, contract=contract, at=at)
    notify(person, "renewed", {"order": order, "contract": contract})


def _send_code(order: Order) -> None:
    code = make_code(order.plan.products.all(), months=order.months, order=order)
    notify(order.buyer, "code", {"order": order, "code": code})
    if order.recipient_email:
        words = {"order": order, "code": code, "giver": order.billing_name}
        mail_to(order.recipient_email, "gift", words, language=order.buyer.language)


@transaction.atomic
def send_new_code(order: Order) -> None:
    """Replace the code of a paid order that was lost in the post: the old one opens nothing any more."""
    locked = _lock(order)
    if locked.state == OrderState.PAID.value:
        revoke_codes(ActivationCode.objects.filter(order=locked))
        _send_code(locked)


@transaction.atomic
def cancel_order(order: Order, actor: User | None = None, at: datetime | None = None) -> Order:
    """Cancel: codes open nothing, access that was given ends; money stays until it is refunded."""
    return _end(order, OrderEvent.CANCELLED, actor, "", at)


@transaction.atomic
def refund_order(order: Order, reference: str, actor: User | None = None, at: datetime | None = None) -> Order:
    """Note that the money went back; codes open nothing, access that was given ends."""
    return _end(order, OrderEvent.REFUNDED, actor, reference, at)


def _end(order: Order, event: OrderEvent, actor: User | None, reference: str, at: datetime | None) -> Order:
    locked = _lock(order)
    note_event(locked, event, actor=actor, reference=reference, at=at)
    revoke_codes(ActivationCode.objects.filter(order=locked), at)
    Contract.objects.filter(pk=locked.contract_id or 0).update(state=Contract.State.CANCELLED)
    notify(locked.buyer, event.value, {"order": locked})
    return locked


def may_cancel(order: Order) -> bool:
    """Tell whether the buyer may still cancel alone: nothing is paid yet."""
    return order.state == OrderState.PENDING.value and may_follow(balance_of(order), OrderEvent.CANCELLED)


def unpaid_orders(at: datetime | None = None) -> QuerySet[Order]:
    """Give the orders that waited too long for their payment."""
    before = (at or timezone.now()) - timedelta(days=UNPAID_DAYS)
    return Order.objects.filter(state=OrderState.PENDING.value, created_at__lt=before).order_by("pk")


def _lock(order: Order) -> Order:
    return Order.objects.select_for_update(of=("self",)).select_related("plan", "buyer").get(pk=order.pk)
