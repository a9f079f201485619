"""Texts of documents in versions: one canonical string each, everything else offsets into it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import GuardedQuerySet, State
from archive.models.documents import Document, Page


class Text(models.Model):
    """A layer of a document: a transcription or a translation; guarded by its document and its own state."""

    guard: ClassVar[str] = "document__"

    class Kind(models.TextChoices):
        """The two kinds; a second spelling is a second transcription."""

        TRANSCRIPTION = "transcription", _("transcription")
        TRANSLATION = "translation", _("translation")

    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="texts")
    slug = models.SlugField(
        _("short name"), max_length=60, help_text=_("transcription, translation-en, translation-en-2")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=20, blank=True, help_text=_("BCP 47"))
    script = models.CharField(_("script"), max_length=4, blank=True, help_text=_("ISO 15924"))
    spelling = models.CharField(
        _("spelling"), max_length=10, blank=True, help_text=_("original or modern, where the source has both.")
    )
    aligned_with = models.ForeignKey(
        "self", verbose_name=_("aligned with"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    translator = models.CharField(_("translator"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PUBLISHED)
    current = models.ForeignKey(
        "archive.TextVersion",
        verbose_name=_("current version"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering: ClassVar[list[str]] = ["document", "order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The slug is part of every address of the text.
            models.UniqueConstraint(fields=["document", "slug"], name="text_slug_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Search asks every time for the few that are not published.
            models.Index(fields=["document"], name="text_unpublished", condition=~Q(state=State.PUBLISHED)),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.slug}"

    @property
    def lock(self) -> Document:
        """Give the row that carries the lock."""
        return self.document

    @property
    def is_rtl(self) -> bool:
        """True for scripts written from right to left."""
        return self.script in {"Hebr", "Arab", "Syrc", "Thaa"}


class TextVersion(models.Model):
    """The words of a text at one time; never changed once another follows.

    `canonical` is the reading text (NFC), the main text up to `main_end`, then the notes.
    `blocks`, `containers` and `marks` are lists as in `archive.records`, offsets in code points.
    """

    text = models.ForeignKey(Text, verbose_name=_("text"), on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    canonical = models.TextField(_("canonical text"))
    main_end = models.PositiveIntegerField(_("end of the main text"))
    length = models.PositiveIntegerField(_("length, code points"))
    words = models.PositiveIntegerField(_("words"), default=0)
    blocks = models.JSONField(_("blocks"), default=list)
    containers = models.JSONField(_("containers"), default=list)
    marks = models.JSONField(_("marks"), default=list)
    digest = models.CharField(_("SHA-256 of the words"), max_length=64)
    form_digest = models.CharField(_("SHA-256 of blocks, marks and breaks"), max_length=64)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("text version")
        verbose_name_plural = _("text versions")
        ordering: ClassVar[list[str]] = ["text", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A version is cited by its number.
            models.UniqueConstraint(fields=["text", "number"], name="text_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="text_version_from_one"),
            models.CheckConstraint(condition=Q(main_end__lte=F("length")), name="text_version_main_within"),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} v{self.number}"


class PageBreak(models.Model):
    """A page break of a text version and the stretch of text it opens, up to the next one.

    `start` and `end` count code points of the canonical text, `byte_start` and `byte_end` its bytes in UTF-8: the
    database cuts by bytes without counting letters.
    `page` is the leaf it pairs with, empty when it has none. The stretch before the first
    break of the source is opened by an implied one. `pieces` is the rendered HTML of the
    stretch, a list of {"o": start, "e": end, "k": kind, "id": key, "c": [corresp], "h": html,
    "x": continues from the page before}; `notes` likewise, for notes whose mark stands here:
    {"o", "e", "n": label, "k": kind, "a": anchor, "i": index, "h"}. Nothing in it depends on who reads.
    """

    version = models.ForeignKey(
        TextVersion, verbose_name=_("text version"), on_delete=models.CASCADE, related_name="breaks"
    )
    order = models.PositiveIntegerField(_("order"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    byte_start = models.PositiveIntegerField(_("start in bytes"), default=0)
    byte_end = models.PositiveIntegerField(_("end in bytes"), default=0)
    leaf = models.PositiveIntegerField(
        _("leaf"),
        default=1,
        help_text=_("Where the stretch is shown: the order of its page, else of the nearest page before it."),
    )
    label = models.CharField(_("printed number"), max_length=60, blank=True)
    facs = models.CharField(_("name in the source"), max_length=300, blank=True)
    is_implied = models.BooleanField(_("implied"), default=False)
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="breaks"
    )
    pieces = models.JSONField(_("pieces"), default=list)
    notes = models.JSONField(_("notes"), default=list)

    class Meta:
        verbose_name = _("page break")
        verbose_name_plural = _("page breaks")
        ordering: ClassVar[list[str]] = ["version", "order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Windows are asked for by order.
            models.UniqueConstraint(fields=["version", "order"], name="page_break_order_once"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="page_break_forward"),
            # A letter has at least one byte.
            models.CheckConstraint(
                condition=Q(byte_end__gte=F("byte_start") + F("end") - F("start")), name="page_break_bytes"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["version", "leaf"], name="page_break_window")]

    def __str__(self) -> str:
        return f"{self.version_id} #{self.order} {self.label}"


class EditorialNote(models.Model):
    """An editor's note of a text version: its mark stands at `anchor`, its words are canonical[start:end]."""

    class Kind(models.TextChoices):
        """Where it came from."""

        FOOTNOTE = "footnote", _("footnote")
        SOURCE = "source", _("source note")
        FOLIATION = "foliation", _("foliation")

    version = models.ForeignKey(
        TextVersion, verbose_name=_("text version"), on_delete=models.CASCADE, related_name="editorial_notes"
    )
    order = models.PositiveIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FOOTNOTE)
    label = models.CharField(_("number"), max_length=40, blank=True)
    key = models.CharField(_("key in the source"), max_length=160, blank=True)
    anchor = models.PositiveIntegerField(_("place of the mark"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))

    class Meta:
        verbose_name = _("editorial note")
        verbose_name_plural = _("editorial notes")
        ordering: ClassVar[list[str]] = ["version", "order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A note is addressed by its place in the version.
            models.UniqueConstraint(fields=["version", "order"], name="editorial_note_order_once"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="editorial_note_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} note {self.label or self.order}"
