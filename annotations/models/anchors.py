"""Where notes, and passages kept in folders, stand in later versions of their texts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from annotations.models.annotations import Annotation
from annotations.models.folders import FolderItem
from archive.models import TextVersion


class Finding(models.TextChoices):
    """What became of words."""

    FOUND = "found", _("the same words")
    REWORDED = "reworded", _("other words in the same place")
    UNATTACHED = "unattached", _("nowhere")


class PlaceInVersion(models.Model):
    """Where words stand in one later version of their text; without a place both offsets are empty."""

    Finding = Finding

    version = models.ForeignKey(TextVersion, verbose_name=_("text version"), on_delete=models.CASCADE, related_name="+")
    finding = models.CharField(_("finding"), max_length=10, choices=Finding.choices)
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    exact = models.TextField(_("words there"), blank=True)
    created_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Nowhere has no place; everything else has one, with words in it.
            models.CheckConstraint(
                condition=Q(finding="unattached", start__isnull=True, end__isnull=True)
                | (~Q(finding="unattached") & Q(end__gt=F("start"))),
                name="%(class)s_has_place_or_none",
            ),
        ]


class Anchor(PlaceInVersion):
    """Where a note's words stand in a later version; `is_confirmed` when its author has said so."""

    annotation = models.ForeignKey(
        Annotation, verbose_name=_("annotation"), on_delete=models.CASCADE, related_name="anchors"
    )
    prefix = models.CharField(_("words before"), max_length=100, blank=True)
    suffix = models.CharField(_("words after"), max_length=100, blank=True)
    is_confirmed = models.BooleanField(_("settled by its author"), default=False)

    class Meta(PlaceInVersion.Meta):
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PlaceInVersion.Meta.constraints,
            # One place a version.
            models.UniqueConstraint(fields=["annotation", "version"], name="anchor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.annotation_id} → {self.version_id}: {self.finding}"

    @property
    def is_certain(self) -> bool:
        """True when the note stands here: the same words, or others that its author has accepted."""
        return self.finding != self.Finding.UNATTACHED and (self.finding == self.Finding.FOUND or self.is_confirmed)


class PassageAnchor(PlaceInVersion):
    """Where a passage kept in a folder stands in a later version.

    Nobody is asked: the folder keeps the words as they were put in, and says what became of them.
    """

    item = models.ForeignKey(FolderItem, verbose_name=_("passage"), on_delete=models.CASCADE, related_name="anchors")

    class Meta(PlaceInVersion.Meta):
        verbose_name = _("anchor of a passage")
        verbose_name_plural = _("anchors of passages")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *PlaceInVersion.Meta.constraints,
            # One place a version.
            models.UniqueConstraint(fields=["item", "version"], name="passage_anchor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.version_id}: {self.finding}"
