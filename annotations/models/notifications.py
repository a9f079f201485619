"""What a person is told: rows for the page of news, and by which way each kind is to come."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations.models.annotations import Annotation
from annotations.models.moderation import Case


class Kind(models.TextChoices):
    """What a person may be told of; the last ones cannot be switched off."""

    MENTION = "mention", _("Somebody mentions me")
    REPLY = "reply", _("Somebody replies to me")
    TALK = "talk", _("Somebody writes in a discussion of my groups and folders")
    TEXT = "text", _("A text under my notes was corrected")
    CASE = "case", _("A note waits for me as moderator")
    HIDDEN = "hidden", _("A note of mine is hidden, or I am asked to change it")
    RESTORED = "restored", _("A note of mine stays or is shown again")
    OUTCOME = "outcome", _("What became of my report")


class Way(models.TextChoices):
    """How it comes; news stand on the site in every way but the last."""

    MAIL = "mail", _("by mail at once")
    DIGEST = "digest", _("in one mail a day")
    SITE = "site", _("on the site only")
    OFF = "off", _("not at all")


class Delivery(models.Model):
    """How one person wants one kind of news; without a row it comes as `notifying.DEFAULTS` says."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)

    class Meta:
        verbose_name = _("way of news")
        verbose_name_plural = _("ways of news")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two answers to one question would be none.
            models.UniqueConstraint(fields=["user", "kind"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.way}"


class Notification(models.Model):
    """A piece of news for one person. It holds no words: what it tells of is asked for anew when it is shown."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    annotation = models.ForeignKey(
        Annotation, verbose_name=_("note"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    case = models.ForeignKey(
        Case, verbose_name=_("case"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(_("at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    is_due = models.BooleanField(_("waits for the daily mail"), default=False)

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(annotation__isnull=False) | Q(case__isnull=False), name="notification_tells_of_something"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recipient", "-created_at"], name="notification_of_person"),
            models.Index(fields=["recipient"], name="notification_due", condition=Q(is_due=True)),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.kind}"
