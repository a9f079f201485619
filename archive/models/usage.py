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
