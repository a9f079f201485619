"""What an order's events add up to: its state, the money held for it and the months it gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class OrderEvent(StrEnum):
    """What can happen to an order."""

    ORDERED = "ordered"
    PAID = "paid"
    ACTIVATED = "activated"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class OrderState(StrEnum):
    """Where an order stands; whether the access it gave still runs is told by the contract's days."""

    NEW = "new"
    PENDING = "pending"
    PAID = "paid"
    ACTIVE = "active"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class LedgerError(ValueError):
    """An event that cannot follow."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with what it moves: minor units of the order's currency, and months of access; both signed."""

    event: OrderEvent
    amount: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """The sum of the events so far."""

    state: OrderState = OrderState.NEW
    amount: int = 0
    months: int = 0


FOLLOWS: dict[tuple[OrderState, OrderEvent], OrderState] = {
    (OrderState.NEW, OrderEvent.ORDERED): OrderState.PENDING,
    (OrderState.PENDING, OrderEvent.PAID): OrderState.PAID,
    (OrderState.PAID, OrderEvent.ACTIVATED): OrderState.ACTIVE,
    (OrderState.PENDING, OrderEvent.CANCELLED): OrderState.CANCELLED,
    (OrderState.PAID, OrderEvent.CANCELLED): OrderState.CANCELLED,
    (OrderState.ACTIVE, OrderEvent.CANCELLED): OrderState.CANCELLED,
    (OrderState.PAID, OrderEvent.REFUNDED): OrderState.REFUNDED,
    (OrderState.ACTIVE, OrderEvent.REFUNDED): OrderState.REFUNDED,
    (OrderState.CANCELLED, OrderEvent.REFUNDED): OrderState.REFUNDED,
}


def may_follow(balance: Balance, event: OrderEvent) -> bool:
    """Tell whether the event may come next; what was cancelled unpaid has nothing to give back."""
    if (balance.state, event) not in FOLLOWS:
        return False
    unpaid = balance.state is OrderState.CANCELLED and balance.amount == 0
    return not (unpaid and event is OrderEvent.REFUNDED)


def entry_for(balance: Balance, event: OrderEvent, price: int, months: int) -> Entry:
    """Give the entry that the event makes for an order of this price and length; raises LedgerError."""
    if not may_follow(balance, event):
        raise LedgerError(f"An order that is {balance.state.value} cannot be {event.value}.")
    if event is OrderEvent.PAID:
        return Entry(event, amount=price)
    if event is OrderEvent.ACTIVATED:
        return Entry(event, months=months)
    if event is OrderEvent.CANCELLED:
        return Entry(event, months=-balance.months)
    if event is OrderEvent.REFUNDED:
        return Entry(event, amount=-balance.amount, months=-balance.months)
    return Entry(event)


def after(balance: Balance, entry: Entry) -> Balance:
    """Add one entry; raises LedgerError when it cannot follow."""
    if not may_follow(balance, entry.event):
        raise LedgerError(f"An order that is {balance.state.value} cannot be {entry.event.value}.")
    state = FOLLOWS[balance.state, entry.event]
    return Balance(state, balance.amount + entry.amount, balance.months + entry.months)


def total(entries: Iterable[Entry]) -> Balance:
    """Add up entries in the order in which they were written."""
    balance = Balance()
    for entry in entries:
        balance = after(balance, entry)
    return balance
