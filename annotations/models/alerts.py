"""What a reader wants to be told of: saved searches, and volumes or documents that are watched."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Document, Volume


class Rhythm(models.TextChoices):
    """How often mails go at most; none goes when there is nothing new."""

    NEVER = "never", _("never")
    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")
    MONTHLY = "monthly", _("monthly")


class Alert(models.Model):
    """What both have: `known` are the ids of documents that were there already and need not be told again.

    `fresh` is what was told and not yet looked at: a list of {"document": id, "why": new | transcription |
    translation | corrected, "text": id or null}; who may know of it is asked again whenever it is shown.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    rhythm = models.CharField(_("mails"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    known = ArrayField(models.IntegerField(), verbose_name=_("known documents"), default=list, blank=True)
    fresh = models.JSONField(_("new and not looked at"), default=list, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    seen_at = models.DateTimeField(_("looked at"), default=timezone.now)
    asked_on = models.DateField(_("last asked for a mail"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("last mail"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # The administration heads its pages with this, and what is looked for is for its owner's eyes.
        return f"№ {self.pk}"


class SavedSearch(Alert):
    """A search with a name; `state` is the query part of its address, without the page."""

    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(_("search"), max_length=1000)

    class Meta(Alert.Meta):
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # In a person's list two of one name could not be told apart.
            models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(state=""), name="saved_search_is_something"),
        ]


class Watch(Alert):
    """A volume or a document that is watched; `versions` are the ids of versions of texts that are known."""

    volume = models.ForeignKey(
        Volume, verbose_name=_("volume"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    document = models.ForeignKey(
        Document, verbose_name=_("document"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    versions = ArrayField(models.IntegerField(), verbose_name=_("known versions"), default=list, blank=True)

    class Meta(Alert.Meta):
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # One thing is watched, and by each person once.
            models.CheckConstraint(condition=Q(volume__isnull=True) ^ Q(document__isnull=True), name="watch_one_thing"),
            models.UniqueConstraint(fields=["owner", "volume"], name="watch_volume_once"),
            models.UniqueConstraint(fields=["owner", "document"], name="watch_document_once"),
        ]
