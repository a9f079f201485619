"""Where the originals lie: repositories and their fonds, opisi and dela."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Repository(models.Model):
    """An archive that holds originals."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    code = models.CharField(
        _("abbreviation"), max_length=40, blank=True, help_text=_("As it is cited, for example RGASPI.")
    )
    place = models.CharField(_("place"), max_length=100, blank=True)
    url = models.URLField(_("web site"), blank=True)

    class Meta:
        verbose_name = _("repository")
        verbose_name_plural = _("repositories")
        ordering: ClassVar[list[str]] = ["slug"]

    def __str__(self) -> str:
        return self.code or self.name


class ArchivalUnit(models.Model):
    """A fond, opis or delo; `path` ("rgaspi/558/11/1082") names it once and orders nothing, `sort_key` orders."""

    class Level(models.TextChoices):
        """The three levels of a Russian archive; elsewhere collection, series, file."""

        FOND = "fond", _("fond")
        OPIS = "opis", _("opis")
        DELO = "delo", _("delo")

    repository = models.ForeignKey(
        Repository, verbose_name=_("repository"), on_delete=models.PROTECT, related_name="units"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("title"), max_length=300, blank=True)
    dates = models.CharField(_("dates"), max_length=60, blank=True, help_text=_("EDTF, for example 1934/1941."))
    path = models.CharField(_("path"), max_length=240, unique=True, editable=False)
    sort_key = models.CharField(_("sort key"), max_length=240, editable=False, db_index=True)

    class Meta:
        verbose_name = _("archival unit")
        verbose_name_plural = _("archival units")
        ordering: ClassVar[list[str]] = ["sort_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Only a fond stands at the top; an opis without its fond cannot be called up.
            models.CheckConstraint(
                condition=Q(level="fond", parent__isnull=True) | (~Q(level="fond") & Q(parent__isnull=False)),
                name="archival_unit_fond_at_top",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.title}".strip()
