"""What is sold and to whom: products, contracts, seats and activation codes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.institutions import Institution
from accounts.models.users import User


class Product(models.Model):
    """Something sold; volumes name the product that opens them, the product knows no volume."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering: ClassVar[list[str]] = ["slug"]

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """Products opened for an institution or a person from a day to a day, both included, in the holder's time zone."""

    class Kind(models.TextChoices):
        """Why it exists."""

        SUBSCRIPTION = "subscription", _("subscription")
        TRIAL = "trial", _("trial")
        GIFT = "gift", _("gift")

    class State(models.TextChoices):
        """What was decided; whether it runs today follows from the dates."""

        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        CANCELLED = "cancelled", _("cancelled")

    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contracts",
    )
    person = models.ForeignKey(
        User, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    products = models.ManyToManyField(Product, verbose_name=_("products"), related_name="contracts")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.SUBSCRIPTION)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ACTIVE)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: no end."))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", help_text=_("The last day ends at midnight here.")
    )
    grace_minutes = models.PositiveIntegerField(
        _("grace after the end, minutes"), default=15, help_text=_("Pages already open stay readable this long.")
    )
    seats = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        help_text=_("Empty: everyone on the institution's networks. A number: named people only."),
    )
    off_campus_days = models.PositiveIntegerField(
        _("days off campus"),
        default=30,
        help_text=_("How long a personal account keeps access after a visit from a campus network."),
    )
    reference = models.CharField(_("reference"), max_length=100, blank=True, help_text=_("Order or invoice number."))
    note = models.TextField(_("internal note"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering: ClassVar[list[str]] = ["-starts_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A contract without a holder opens doors for nobody; with two, for whom is unclear.
            models.CheckConstraint(
                condition=Q(institution__isnull=False, person__isnull=True)
                | Q(institution__isnull=True, person__isnull=False),
                name="contract_one_holder",
                violation_error_message=_("A contract belongs to one institution or to one person."),
            ),
            # An end before the start would be a contract that never ran.
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="contract_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
            # Seats are named people of an institution; a person's own contract is for that person.
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(seats__isnull=True), name="contract_seats_need_institution"
            ),
        ]

    def __str__(self) -> str:
        holder = self.institution or self.person
        return f"{holder}, {self.starts_on}–{self.ends_on or '…'}"


class Seat(models.Model):
    """A person named under a contract with seats; released seats stay as history."""

    contract = models.ForeignKey(
        Contract, verbose_name=_("contract"), on_delete=models.CASCADE, related_name="assigned_seats"
    )
    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="seats")
    assigned_at = models.DateTimeField(_("assigned"), auto_now_add=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    is_queued = models.BooleanField(
        _("waiting"), default=False, help_text=_("All seats were taken; the person waits for one.")
    )

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # One person in two seats of one contract would use up a place nobody sits in.
            models.UniqueConstraint(
                fields=["contract", "user"], condition=Q(released_at__isnull=True), name="seat_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.contract_id}"


class CodeBatch(models.Model):
    """Codes made and printed together, for an institution that hands them out."""

    label = models.CharField(_("what for"), max_length=200)
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="code_batches",
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("batch of codes")
        verbose_name_plural = _("batches of codes")

    def __str__(self) -> str:
        return self.label


class ActivationCode(models.Model):
    """A code that opens products for whoever redeems it first; only its digest is stored."""

    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    hint = models.CharField(_("ends with"), max_length=4, blank=True, editable=False)
    products = models.ManyToManyField(Product, verbose_name=_("products"), related_name="codes")
    months = models.PositiveSmallIntegerField(_("months of access"), default=0)
    days = models.PositiveIntegerField(_("days of access"), default=365, help_text=_("In addition to the months."))
    order = models.ForeignKey(
        "accounts.Order", verbose_name=_("order"), null=True, blank=True, on_delete=models.PROTECT, related_name="codes"
    )
    batch = models.ForeignKey(
        CodeBatch, verbose_name=_("batch"), null=True, blank=True, on_delete=models.PROTECT, related_name="codes"
    )
    valid_until = models.DateField(_("redeem before"), null=True, blank=True)
    redeemed_by = models.ForeignKey(
        User, verbose_name=_("redeemed by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="codes"
    )
    redeemed_at = models.DateTimeField(_("redeemed"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    contract = models.OneToOneField(
        Contract, verbose_name=_("contract made"), null=True, blank=True, on_delete=models.SET_NULL, related_name="code"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("activation code")
        verbose_name_plural = _("activation codes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A person who redeemed it without a time, or a revoked code in use, cannot be explained to anybody.
            models.CheckConstraint(
                condition=Q(redeemed_by__isnull=True) | Q(redeemed_at__isnull=False), name="code_redeemed_has_time"
            ),
            models.CheckConstraint(
                condition=Q(redeemed_at__isnull=True) | Q(contract__isnull=False) | Q(redeemed_by__isnull=True),
                name="code_redeemed_has_contract",
            ),
            # Access of no length is none.
            models.CheckConstraint(condition=Q(months__gt=0) | Q(days__gt=0), name="code_lasts"),
        ]

    def __str__(self) -> str:
        return f"…{self.hint}"
