"""Usage as COUNTER 5.1 counts it; no row refers to a person."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.documents import Document
from archive.models.volumes import Volume


class ActorKey(models.Model):
    """The secret of one month under which actors are hashed; destroyed after the restatement window."""

    month = models.DateField(_("month"), primary_key=True, help_text=_("Its first day."))
    secret = models.BinaryField(_("secret"), editable=False)

    class Meta:
        verbose_name = _("actor key")
        verbose_name_plural = _("actor keys")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class UsageEvent(models.Model):
    """One investigation, request or denial of one document.

    `actor` is an HMAC of account or visit under the month's key; without the key it says nothing.
    """

    class Kind(models.TextChoices):
        """COUNTER 5.1 Metric_Types are made from these."""

        INVESTIGATION = "investigation", _("investigation")
        REQUEST = "request", _("request")
        NO_LICENSE = "no_license", _("no licence")
        LIMIT_EXCEEDED = "limit_exceeded", _("limit exceeded")

    at = models.DateTimeField(_("time"), db_index=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    document = models.ForeignKey(
        Document, verbose_name=_("document"), null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    item = models.CharField(_("item"), max_length=250)
    volume = models.ForeignKey(
        Volume, verbose_name=_("title"), null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    institutions = ArrayField(models.BigIntegerField(), verbose_name=_("institutions"), default=list)
    access_type = models.CharField(_("access type"), max_length=12)
    is_robot = models.BooleanField(_("robot"), default=False)
    actor = models.BinaryField(_("actor"), editable=False)

    class Meta:
        verbose_name = _("usage event")
        verbose_name_plural = _("usage events")
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind} {self.item}"


class MonthlyUsage(models.Model):
    """One metric of one month, of an item or (item empty) of a title; what is left when the events are destroyed.

    `institution` is empty for the world. Only rows above zero are kept.
    """

    class Metric(models.TextChoices):
        """COUNTER 5.1 Metric_Types."""

        TOTAL_ITEM_INVESTIGATIONS = "total_item_investigations", _("total item investigations")
        TOTAL_ITEM_REQUESTS = "total_item_requests", _("total item requests")
        UNIQUE_ITEM_INVESTIGATIONS = "unique_item_investigations", _("unique item investigations")
        UNIQUE_ITEM_REQUESTS = "unique_item_requests", _("unique item requests")
        UNIQUE_TITLE_INVESTIGATIONS = "unique_title_investigations", _("unique title investigations")
        UNIQUE_TITLE_REQUESTS = "unique_title_requests", _("unique title requests")
        NO_LICENSE = "no_license", _("no licence")
        LIMIT_EXCEEDED = "limit_exceeded", _("limit exceeded")

    month = models.DateField(_("month"), help_text=_("Its first day."))
    metric = models.CharField(_("metric"), max_length=28, choices=Metric.choices)
    institution = models.BigIntegerField(_("institution"), null=True, blank=True)
    volume = models.ForeignKey(
        Volume, verbose_name=_("title"), null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    item = models.CharField(_("item"), max_length=250, blank=True)
    access_type = models.CharField(_("access type"), max_length=12)
    count = models.PositiveBigIntegerField(_("count"))

    class Meta:
        verbose_name = _("monthly usage")
        verbose_name_plural = _("monthly usage")
        ordering: ClassVar[list[str]] = ["month", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A sum that stood twice would be reported twice.
            models.UniqueConstraint(
                fields=["month", "institution", "item", "volume", "metric", "access_type"],
                name="monthly_usage_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.metric} {self.item or self.volume_id}"
