"""Loads of source files from the administration: upload, check, load, report."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Product, Surrogate


def place_of_upload(_load: Load, name: str) -> str:
    """Give every upload a folder of its own, because the name of its file may become the name of a volume."""
    return f"loads/{timezone.now():%Y/%m}/{secrets.token_hex(4)}/{name}"


class Load(models.Model):
    """An uploaded file or archive on its way into the archive; `report` is what `ingest --json` prints."""

    class Step(models.TextChoices):
        """What was last done or is being done."""

        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        LOADING = "loading", _("being loaded")
        LOADED = "loaded", _("loaded")
        REFUSED = "refused", _("refused")

    file = models.FileField(
        _("file"), upload_to=place_of_upload, help_text=_("One source file, or a zip archive of a folder.")
    )
    volume_slug = models.CharField(
        _("volume"), max_length=80, blank=True, help_text=_("Short name; empty: taken from the file.")
    )
    product = models.ForeignKey(
        Product,
        verbose_name=_("product"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Publishes under this licence."),
    )
    is_open = models.BooleanField(
        _("open to everyone"), default=False, help_text=_("Publishes to everyone. With neither, it stays a draft.")
    )
    step = models.CharField(_("step"), max_length=10, choices=Step.choices, default=Step.CHECKING, editable=False)
    report = models.JSONField(_("report"), default=dict, editable=False)
    by = models.ForeignKey(
        Surrogate, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        ordering: ClassVar[list[str]] = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Open and licensed at once is a contradiction.
            models.CheckConstraint(
                condition=~models.Q(is_open=True, product__isnull=False),
                name="load_open_or_licensed",
                violation_error_message=_("Choose a product or open access, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.file.name or str(self.pk)
