"""Subscriptions of single people: plans, orders, and the ledger of what happened to them."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.ledger import Entry, OrderEvent, OrderState
from accounts.models.contracts import Contract, Product
from accounts.models.users import Surrogate, User

STATES = [
    (OrderState.PENDING.value, _("waiting for payment")),
    (OrderState.PAID.value, _("paid, code sent")),
    (OrderState.ACTIVE.value, _("activated")),
    (OrderState.CANCELLED.value, _("cancelled")),
    (OrderState.REFUNDED.value, _("refunded")),
]
EVENTS = [
    (OrderEvent.ORDERED.value, _("ordered")),
    (OrderEvent.PAID.value, _("paid")),
    (OrderEvent.ACTIVATED.value, _("activated")),
    (OrderEvent.CANCELLED.value, _("cancelled")),
    (OrderEvent.REFUNDED.value, _("refunded")),
]


class Plan(models.Model):
    """What a person can buy: products for some months at a price."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)
    products = models.ManyToManyField(Product, verbose_name=_("products"), related_name="plans")
    price = models.PositiveBigIntegerField(
        _("price"), help_text=_("In the smallest unit of the currency: 4900 for 49.00 €.")
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator("^[A-Z]{3}$", _("Write three capital letters, as in ISO 4217: EUR."))],
    )
    months = models.PositiveSmallIntegerField(_("months of access"), default=12, validators=[MinValueValidator(1)])
    is_offered = models.BooleanField(_("offered"), default=True, help_text=_("Clear this to sell it no more."))
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering: ClassVar[list[str]] = ["order", "slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Nobody can be given access of no length.
            models.CheckConstraint(condition=Q(months__gte=1), name="plan_lasts"),
        ]

    def __str__(self) -> str:
        return self.name


class Order(models.Model):
    """A plan ordered by a person, with the price of that day; its state is the sum of its ledger events."""

    number = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    plan = models.ForeignKey(Plan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="orders")
    buyer = models.ForeignKey(User, verbose_name=_("buyer"), on_delete=models.PROTECT, related_name="orders")
    price = models.PositiveBigIntegerField(_("price"))
    currency = models.CharField(_("currency"), max_length=3)
    months = models.PositiveSmallIntegerField(_("months of access"))
    billing_name = models.CharField(_("name on the invoice"), max_length=200)
    billing_address = models.TextField(_("address on the invoice"), blank=True)
    is_gift = models.BooleanField(_("gift"), default=False)
    recipient_email = models.EmailField(_("recipient"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=STATES, default=OrderState.PENDING.value)
    contract = models.OneToOneField(
        Contract, verbose_name=_("contract"), null=True, blank=True, on_delete=models.PROTECT, related_name="order"
    )
    payment_reference = models.CharField(
        _("payment"), max_length=200, blank=True, help_text=_("Number of the invoice or of the card payment.")
    )
    note = models.TextField(_("internal note"), blank=True)
    created_at = models.DateTimeField(_("ordered"), auto_now_add=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # What was activated must show what it opened.
            models.CheckConstraint(condition=~Q(state="active") | Q(contract__isnull=False), name="order_active_opens"),
            # A recipient of something that is not given away would read what the buyer paid for oneself.
            models.CheckConstraint(condition=Q(recipient_email="") | Q(is_gift=True), name="order_recipient_of_gift"),
        ]

    def __str__(self) -> str:
        return self.number


class LedgerEvent(models.Model):
    """One thing that happened to an order; rows are only ever added, and who acted is a surrogate."""

    order = models.ForeignKey(Order, verbose_name=_("order"), on_delete=models.PROTECT, related_name="events")
    event = models.CharField(_("event"), max_length=12, choices=EVENTS)
    amount = models.BigIntegerField(_("amount"), default=0)
    months = models.SmallIntegerField(_("months"), default=0)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    actor = models.ForeignKey(
        Surrogate, verbose_name=_("who"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("ledger event")
        verbose_name_plural = _("ledger events")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Each thing happens to an order once: a payment told twice is one payment.
            models.UniqueConstraint(fields=["order", "event"], name="ledger_event_once"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.event}"

    @property
    def entry(self) -> Entry:
        """Give what it adds to the order's sum."""
        return Entry(OrderEvent(self.event), self.amount, self.months)
