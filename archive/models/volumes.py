"""Volumes as published, and their parts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import Guarded
from archive.models.identifiers import SLUG


class Volume(Guarded):
    """A published volume or collection; its product and audience are the default lock of its documents."""

    slug = models.CharField(
        _("short name"),
        max_length=80,
        unique=True,
        validators=[SLUG],
        help_text=_("Part of every address in the volume. It never changes."),
    )
    title = models.CharField(_("title"), max_length=400)
    subtitle = models.CharField(_("subtitle"), max_length=400, blank=True)
    series = models.CharField(_("series"), max_length=200, blank=True)
    number = models.CharField(_("number in the series"), max_length=40, blank=True)
    year = models.CharField(_("year of publication"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True, help_text=_("BCP 47: en, ru."))
    editors = models.CharField(_("editors"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    licence = models.CharField(_("licence"), max_length=500, blank=True)
    source = models.CharField(
        _("source"), max_length=500, blank=True, help_text=_("Where the files come from; shown to readers.")
    )
    is_fictional = models.BooleanField(
        _("fictional"), default=False, help_text=_("Invented for demonstration; every page says so.")
    )
    sort_key = models.CharField(_("sort key"), max_length=400, editable=False, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta(Guarded.Meta):
        verbose_name = _("volume")
        verbose_name_plural = _("volumes")
        ordering: ClassVar[list[str]] = ["sort_key", "slug"]

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """A part, chapter or front matter of a volume; `order` is its place among all entries of the volume."""

    volume = models.ForeignKey(Volume, verbose_name=_("volume"), on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    key = models.CharField(_("key"), max_length=160, help_text=_("The id in the source, unique in the volume."))
    kind = models.CharField(
        _("kind"), max_length=40, blank=True, help_text=_("Compilation, chapter, preface …, as the source calls it.")
    )
    title = models.CharField(_("title"), max_length=500)
    order = models.PositiveIntegerField(_("order"))
    depth = models.PositiveSmallIntegerField(_("depth"), default=0, editable=False)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar[list[str]] = ["volume", "order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A second load finds the section by its key.
            models.UniqueConstraint(fields=["volume", "key"], name="section_key_once"),
        ]

    def __str__(self) -> str:
        return self.title
