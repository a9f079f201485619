"""Places in documents that links of the source point at: its xml:ids, and where they came to stand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.documents import Document


class Anchor(models.Model):
    """An xml:id of the source: `fragment` is the id of the element on the page of `leaf`, "" for the page itself."""

    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="anchors")
    key = models.CharField(_("key in the source"), max_length=160)
    leaf = models.PositiveIntegerField(_("leaf"), default=1)
    fragment = models.CharField(_("fragment"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A link leads to one place.
            models.UniqueConstraint(fields=["document", "key"], name="anchor_key_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["key"], name="anchor_key")]

    def __str__(self) -> str:
        return f"{self.document_id}#{self.key}"
