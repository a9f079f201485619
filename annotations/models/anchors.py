"""Where notes, and passages kept in folders, stand in later versions of their texts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from annotations.models.annotations import Annotation
from annotations.models.folders import FolderItem
from archive.models import TextVersion


class Anchor(models.Model):
    """Where a note's words stand in one later version of its text; without a place both offsets are empty."""

    class Finding(models.TextChoices):
        """What became of the words."""

        FOUND = "found", _("the same words")
        REWORDED = "reworded", _("other words in the same place")
        UNATTACHED = "unattached", _("nowhere")

    annotation = models.ForeignKey(
        Annotation, verbose_name=_("annotation"), on_delete=models.CASCADE, related_name="anchors"
    )
    version = models.ForeignKey(TextVersion, verbose_name=_("text version"), on_delete=models.CASCADE, related_name="+")
    finding = models.CharField(_("finding"), max_length=10, choices=Finding.choices)
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    exact = models.TextField(_("words there"), blank=True)
    prefix = models.CharField(_("words before"), max_length=100, blank=True)
    suffix = models.CharField(_("words after"), max_length=100, blank=True)
    is_confirmed = models.BooleanField(_("settled by its author"), default=False)
    created_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # One place a version.
            models.UniqueConstraint(fields=["annotation", "version"], name="anchor_once"),
            models.CheckConstraint(
                condition=Q(finding="unattached", start__isnull=True, end__isnull=True)
                | (~Q(finding="unattached") & Q(end__gt=F("start"))),
                name="anchor_has_place_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annotation_id} → {self.version_id}: {self.finding}"

    @property
    def is_certain(self) -> bool:
        """True when the note stands here: the same words, or others that its author has accepted."""
        return self.finding != self.Finding.UNATTACHED and (self.finding == self.Finding.FOUND or self.is_confirmed)


class PassageAnchor(models.Model):
    """Where a passage kept in a folder stands in one later version of its text; without a place it has no offsets.

    Nobody is asked: the folder keeps the words as they were put in, and says what became of them.
    """

    Finding = Anchor.Finding

    item = models.ForeignKey(FolderItem, verbose_name=_("passage"), on_delete=models.CASCADE, related_name="anchors")
    version = models.ForeignKey(TextVersion, verbose_name=_("text version"), on_delete=models.CASCADE, related_name="+")
    finding = models.CharField(_("finding"), max_length=10, choices=Anchor.Finding.choices)
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    exact = models.TextField(_("words there"), blank=True)
    created_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        verbose_name = _("anchor of a passage")
        verbose_name_plural = _("anchors of passages")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # One place a version.
            models.UniqueConstraint(fields=["item", "version"], name="passage_anchor_once"),
            models.CheckConstraint(
                condition=Q(finding="unattached", start__isnull=True, end__isnull=True)
                | (~Q(finding="unattached") & Q(end__gt=F("start"))),
                name="passage_anchor_has_place_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.version_id}: {self.finding}"
