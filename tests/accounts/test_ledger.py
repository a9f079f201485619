"""D8: the sum of an order's events is its state, whatever is tried in whatever order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.ledger import Balance, Entry, LedgerError, OrderEvent, OrderState, after, entry_for, total

ORDERED, PAID, ACTIVATED, CANCELLED, REFUNDED = OrderEvent


@pytest.mark.parametrize(
    ("events", "state", "amount", "months"),
    [
        ([], OrderState.NEW, 0, 0),
        ([ORDERED], OrderState.PENDING, 0, 0),
        ([ORDERED, CANCELLED], OrderState.CANCELLED, 0, 0),
        ([ORDERED, PAID], OrderState.PAID, 4900, 0),
        ([ORDERED, PAID, ACTIVATED], OrderState.ACTIVE, 4900, 12),
        ([ORDERED, PAID, ACTIVATED, CANCELLED], OrderState.CANCELLED, 4900, 0),
        ([ORDERED, PAID, CANCELLED, REFUNDED], OrderState.REFUNDED, 0, 0),
        ([ORDERED, PAID, ACTIVATED, REFUNDED], OrderState.REFUNDED, 0, 0),
    ],
)
def test_life_of_an_order(events: list[OrderEvent], state: OrderState, amount: int, months: int) -> None:
    balance = Balance()
    for event in events:
        balance = after(balance, entry_for(balance, event, 4900, 12))

    assert balance == Balance(state, amount, months)


@pytest.mark.parametrize(
    "events",
    [[PAID], [ORDERED, ORDERED], [ORDERED, ACTIVATED], [ORDERED, PAID, PAID], [ORDERED, CANCELLED, REFUNDED]],
)
def test_what_cannot_follow_is_refused(events: list[OrderEvent]) -> None:
    entries = [Entry(event) for event in events]

    with pytest.raises(LedgerError):
        total(entries)


@settings(max_examples=200)
@given(st.integers(0, 10**9), st.integers(1, 60), st.lists(st.sampled_from(OrderEvent), max_size=50))
def test_sum_of_what_was_taken_is_the_state(price: int, months: int, tried: list[OrderEvent]) -> None:
    """200 lists of up to 50 tries, against a model that keeps money and months by hand."""
    balance, book = Balance(), []
    money, given_months = 0, 0
    for event in tried:
        try:
            entry = entry_for(balance, event, price, months)
        except LedgerError:
            continue
        book.append(entry)
        balance = after(balance, entry)
        money = {PAID: price, REFUNDED: 0}.get(event, money)
        given_months = {ACTIVATED: months, CANCELLED: 0, REFUNDED: 0}.get(event, given_months)

    assert total(book) == balance
    assert (balance.amount, balance.months) == (money, given_months)
    assert sum(entry.amount for entry in book) == money >= 0
