"""Documents, their leaves and the identifiers they once had."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import Guarded, GuardedQuerySet, State
from archive.models.holdings import ArchivalUnit, Repository
from archive.models.identifiers import SLUG
from archive.models.images import Image
from archive.models.volumes import Section, Volume


class DocumentQuerySet(GuardedQuerySet):
    """Documents proper, and the front matter and chapter texts read in the same way."""

    def proper(self) -> DocumentQuerySet:
        """Keep documents; leave out front matter and chapter text, which are never counted."""
        return self.filter(kind=Document.Kind.DOCUMENT)


class Document(Guarded):
    """A document of a volume or of a holding, often of both; also a section's own text (`kind` matter).

    `earliest` and `latest` are the bounds for sorting and ranges (Old Style converted), both
    empty when undated. `order` is source order in the volume.
    """

    class Kind(models.TextChoices):
        """Matter is the book trade's word for what stands before, between and after the documents."""

        DOCUMENT = "document", _("document")
        MATTER = "matter", _("text of a section")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DOCUMENT)
    identifier = models.CharField(
        _("identifier"),
        max_length=250,
        unique=True,
        validators=[SLUG],
        help_text=_("The permanent address; it is never used again."),
    )
    volume = models.ForeignKey(
        Volume, verbose_name=_("volume"), null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    key = models.CharField(_("key in the source"), max_length=255, blank=True)
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.SET_NULL, related_name="documents"
    )
    unit = models.ForeignKey(
        ArchivalUnit,
        verbose_name=_("holding"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    repository = models.ForeignKey(
        Repository,
        verbose_name=_("repository"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    shelf_mark = models.CharField(_("shelf-mark"), max_length=300, blank=True, help_text=_("As the source gives it."))
    folios = models.CharField(_("folios"), max_length=100, blank=True)
    number = models.CharField(_("number in the volume"), max_length=40, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=1000)
    other_titles = models.JSONField(_("titles in other languages"), default=list, blank=True)
    genre = models.CharField(_("kind of document"), max_length=100, blank=True)
    description = models.TextField(_("description"), blank=True)
    date_edtf = models.CharField(
        _("date"), max_length=100, blank=True, help_text=_("EDTF, for example 1939-12-24; empty: undated.")
    )
    date_printed = models.CharField(_("date as printed"), max_length=200, blank=True)
    calendar = models.CharField(_("calendar"), max_length=10, default="gregorian")
    earliest = models.DateField(_("earliest"), null=True, blank=True, db_index=True)
    latest = models.DateField(_("latest"), null=True, blank=True)
    place = models.CharField(_("place of writing"), max_length=200, blank=True)
    is_editorial_note = models.BooleanField(_("editorial note"), default=False)
    page_count = models.PositiveIntegerField(_("pages"), default=0, editable=False)
    source_file = models.CharField(_("source file"), max_length=300, blank=True, editable=False)
    source_line = models.PositiveIntegerField(_("line"), default=0, editable=False)
    source_digest = models.CharField(_("digest of the source"), max_length=64, blank=True, editable=False)
    licence = models.CharField(_("licence"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True, db_index=True)

    objects: ClassVar[Any] = DocumentQuerySet.as_manager()

    class Meta(Guarded.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering: ClassVar[list[str]] = ["volume", "order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Guarded.Meta.constraints,
            # A document that is in no volume and in no holding cannot be found by anybody.
            models.CheckConstraint(
                condition=Q(volume__isnull=False) | Q(unit__isnull=False),
                name="document_in_volume_or_holding",
                violation_error_message=_("A document belongs to a volume, to a holding, or to both."),
            ),
            # The key is how a second load finds the same document.
            models.UniqueConstraint(
                fields=["volume", "key"], condition=Q(volume__isnull=False), name="document_key_once"
            ),
            # Dated or undated, nothing between; and time runs forward.
            models.CheckConstraint(
                condition=Q(earliest__isnull=True, latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="document_date_bounds",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["volume", "order"], name="document_volume_order"),
            # The lock of thousands that a search found, read without the documents.
            models.Index(
                fields=["id"],
                include=["state", "audience", "public_from", "owner", "group", "product"],
                name="document_lock",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_undated(self) -> bool:
        """True when the source gives no date that can be read."""
        return self.earliest is None


class Page(models.Model):
    """A leaf of a document, one side of it: its place, folio and image; guarded by its document and its own state."""

    guard: ClassVar[str] = "document__"

    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="pages")
    order = models.PositiveIntegerField(_("order"), help_text=_("1 is the first."))
    label = models.CharField(_("printed number"), max_length=60, blank=True)
    folio = models.CharField(_("folio"), max_length=20, blank=True)
    is_verso = models.BooleanField(_("verso"), default=False)
    facs = models.CharField(_("name in the source"), max_length=300, blank=True)
    image = models.ForeignKey(
        Image, verbose_name=_("image"), null=True, blank=True, on_delete=models.PROTECT, related_name="pages"
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PUBLISHED)
    width = models.PositiveIntegerField(
        _("width, pixels"), default=0, help_text=_("Of the master image; 0 when there is none.")
    )
    height = models.PositiveIntegerField(_("height, pixels"), default=0)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering: ClassVar[list[str]] = ["document", "order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two leaves in one place would have one address.
            models.UniqueConstraint(
                fields=["document", "order"], name="page_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(order__gte=1), name="page_order_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} p. {self.order}"

    @property
    def lock(self) -> Document:
        """Give the row that carries the lock."""
        return self.document


class EarlierIdentifier(models.Model):
    """An identifier a document once had, here or in an earlier system; it redirects for ever."""

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="earlier_identifiers"
    )
    value = models.CharField(_("identifier"), max_length=250, unique=True)

    class Meta:
        verbose_name = _("earlier identifier")
        verbose_name_plural = _("earlier identifiers")

    def __str__(self) -> str:
        return self.value
