"""Payment by card: what an adapter must do, and which one is switched on. None is, unless it has its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import stripe
from django.conf import settings

from accounts.models import Order


class PaymentError(Exception):
    """The service did not answer, or what came is not from it."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that the service vouches for; `amount` in the currency's smallest unit."""

    number: str
    amount: int
    currency: str
    reference: str


class Adapter(Protocol):
    """What a payment service must be able to do here."""

    def begin(self, order: Order, back: str) -> str:
        """Give the address of the page where the order is paid; `back` is where that page leads afterwards."""

    def read(self, payload: bytes, headers: Mapping[str, str]) -> Payment | None:
        """Read what the service tells us, checked to be from it; None when it is about something else."""


class StripeCheckout:
    """Stripe's own page for payment; https://docs.stripe.com/payments/checkout and /webhooks."""

    def __init__(self, key: str, webhook_secret: str, api: str) -> None:
        """Take the keys and where the service answers."""
        self.webhook_secret = webhook_secret
        self.client = stripe.StripeClient(key, base_addresses={"api": api}, max_network_retries=1)

    def begin(self, order: Order, back: str) -> str:
        """Open a session for the order; the same order twice is the same session for a day."""
        price = {
            "currency": order.currency.lower(),
            "unit_amount": order.price,
            "product_data": {"name": order.plan.name},
        }
        try:
            session = self.client.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "client_reference_id": order.number,
                    "customer_email": order.buyer.email,
                    "line_items": [{"price_data": price, "quantity": 1}],
                    "success_url": back,
                    "cancel_url": back,
                },  # type: ignore[arg-type]  # the package wants literals of its own
                {"idempotency_key": f"order-{order.number}"},
            )
        except stripe.StripeError as error:
            raise PaymentError(str(error)) from error
        if not session.url:
            raise PaymentError("The session has no address.")
        return session.url

    def read(self, payload: bytes, headers: Mapping[str, str]) -> Payment | None:
        """Check the signature with the package's own verifier and read a finished payment."""
        try:
            event = stripe.Webhook.construct_event(payload, headers.get("Stripe-Signature", ""), self.webhook_secret)
        except (ValueError, stripe.SignatureVerificationError) as error:
            raise PaymentError(str(error)) from error
        if event.type not in {"checkout.session.completed", "checkout.session.async_payment_succeeded"}:
            return None
        session = event.data.object
        if session["payment_status"] != "paid" or not session["client_reference_id"]:
            return None
        return Payment(
            number=session["client_reference_id"],
            amount=session["amount_total"],
            currency=session["currency"].upper(),
            reference=session["id"],
        )


def adapter() -> Adapter | None:
    """Give the adapter that has its keys, or None: then orders are paid by invoice."""
    if settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET:
        return StripeCheckout(settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API)
    return None
