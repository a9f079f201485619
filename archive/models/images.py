"""Page images as kept, and the regions of a page that carry words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Image(models.Model):
    """A master, kept under its SHA-256 outside static files; derivatives stand beside it under the same name."""

    class Derived(models.TextChoices):
        """How far the derivatives are."""

        WAITING = "waiting", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True, editable=False)
    name = models.CharField(_("file name"), max_length=300, editable=False)
    format = models.CharField(
        _("format"), max_length=10, editable=False, help_text=_("jpeg, png, tiff, webp or jp2, by content.")
    )
    size = models.PositiveBigIntegerField(_("bytes"), editable=False)
    width = models.PositiveIntegerField(_("width, pixels"), editable=False)
    height = models.PositiveIntegerField(_("height, pixels"), editable=False)
    derived = models.CharField(
        _("derivatives"), max_length=8, choices=Derived.choices, default=Derived.WAITING, editable=False
    )
    failure = models.CharField(_("what failed"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(_("kept since"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An image without extent cannot be a canvas.
            models.CheckConstraint(condition=Q(width__gte=1, height__gte=1, size__gte=1), name="image_has_extent"),
        ]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A region of a page: polygon in pixels of the master, points [[x, y], …]; its own text when a source gave one."""

    class Level(models.TextChoices):
        """From coarse to fine."""

        BLOCK = "block", _("block")
        LINE = "line", _("line")
        WORD = "word", _("word")

    page = models.ForeignKey("archive.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="zones")
    level = models.CharField(_("level"), max_length=6, choices=Level.choices)
    order = models.PositiveIntegerField(_("order"))
    polygon = models.JSONField(_("polygon"))
    text = models.TextField(_("text"), blank=True)
    key = models.CharField(_("key in the source"), max_length=160, blank=True)
    block_key = models.CharField(_("paragraph in the source"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering: ClassVar[list[str]] = ["page", "order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The order is how a zone is found again.
            models.UniqueConstraint(fields=["page", "order"], name="zone_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.order}"


class ZoneLink(models.Model):
    """Which words of a text version stand in a zone: code points into its canonical text."""

    zone = models.ForeignKey(Zone, verbose_name=_("zone"), on_delete=models.CASCADE, related_name="links")
    version = models.ForeignKey(
        "archive.TextVersion", verbose_name=_("text version"), on_delete=models.CASCADE, related_name="zone_links"
    )
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))

    class Meta:
        verbose_name = _("zone link")
        verbose_name_plural = _("zone links")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A zone stands for one stretch of a version.
            models.UniqueConstraint(fields=["zone", "version"], name="zone_link_once"),
            models.CheckConstraint(condition=Q(end__gte=models.F("start")), name="zone_link_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id}: {self.start}–{self.end}"
