"""Writing the ledger: one event and the order's new state in one breath, under the order's lock."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.ledger import OrderEvent, after, entry_for, total
from accounts.models import Contract, LedgerEvent, Order, Surrogate, User


def note_event(
    order: Order,
    event: OrderEvent,
    *,
    actor: User | None = None,
    reference: str = "",
    contract: Contract | None = None,
    at: datetime | None = None,
) -> LedgerEvent:
    """Add an event to a locked order and move its state; raises LedgerError when it cannot follow."""
    balance = total(row.entry for row in order.events.all())
    entry = entry_for(balance, event, order.price, order.months)
    row = LedgerEvent.objects.create(
        order=order,
        event=entry.event.value,
        amount=entry.amount,
        months=entry.months,
        reference=reference,
        actor=Surrogate.objects.get_or_create(user=actor)[0] if actor else None,
        at=at or timezone.now(),
    )
    order.state = after(balance, entry).state.value
    if contract is not None:
        order.contract = contract
    if reference:
        order.payment_reference = reference
    order.save(update_fields=["state", "contract", "payment_reference"])
    return row
