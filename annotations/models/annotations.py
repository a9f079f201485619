"""Notes of readers as W3C Web Annotations; a tag and a bookmark are motivations, not models of their own."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Guarded, GuardedQuerySet, State, findable, readable
from accounts.visitor import Visitor
from archive.models import Document, Page, Text, TextVersion, Volume

# The longest words of a note, code points.
BODY = 20_000


class AnnotationQuerySet(GuardedQuerySet):
    """Notes; readable when their own lock opens, nobody has hidden them, and what they are on may be known of."""

    def readable_by(self, visitor: Visitor, at: datetime | None = None) -> Self:
        """Keep what the visitor may read: one's own always, others' where the document is findable.

        Others' replies stand or fall with the note that opens their thread: who loses that one loses them.
        """
        return self.filter(visible(visitor, at))

    def findable_by(self, visitor: Visitor, at: datetime | None = None) -> Self:
        """Keep the same: a note that may not be read does not exist."""
        return self.readable_by(visitor, at)

    def marked_for(self, visitor: Visitor, at: datetime | None = None) -> Self:
        """Mark each row with `may_quote`: whether the visitor is told the words and the place it is on."""
        may_read = Q(document__isnull=True) | readable(visitor, "document__", at)
        parts = Q(text__isnull=True) | _published(visitor, "text__")
        pictures = Q(page__isnull=True) | ~Q(on="region") | _published(visitor, "page__")
        rule = Q(owner_id=visitor.user_id) | (may_read & parts & pictures)
        return self.annotate(
            may_quote=Case(When(rule, then=Value(True)), default=Value(False), output_field=models.BooleanField())
        )


def visible(visitor: Visitor, at: datetime | None = None) -> Q:
    """Give the query for notes the visitor may read."""
    place = findable(visitor, "document__", at) | Q(document__isnull=True)
    place &= findable(visitor, "volume__", at) | Q(volume__isnull=True)
    place &= _in_open_folder(visitor, at)
    shown = Q(hidden_at__isnull=True, withdrawn_at__isnull=True)
    opening = Q(thread__hidden_at__isnull=True, thread__withdrawn_at__isnull=True)
    opening &= public_or_shared(visitor, "thread__", at)
    if visitor.user_id is not None:
        opening |= Q(thread__owner_id=visitor.user_id)
    thread = Q(thread__isnull=True) | (Q(thread__deleted_at__isnull=True) & opening)
    rule = public_or_shared(visitor, "", at) & shown & place & thread
    if visitor.user_id is not None:
        rule |= Q(owner_id=visitor.user_id)
    return Q(deleted_at__isnull=True) & rule


def _in_open_folder(visitor: Visitor, at: datetime | None) -> Q:
    """Give the query for notes outside folders' discussions, and in those of folders the visitor may read."""
    open_folder = public_or_shared(visitor, "folder__", at)
    if visitor.user_id is not None:
        open_folder |= Q(folder__owner_id=visitor.user_id)
    return (Q(folder__isnull=True) & ~Q(on="folder")) | (open_folder & Q(folder__deleted_at__isnull=True))


def _published(visitor: Visitor, prefix: str) -> Q:
    return ~Q(pk=None) if visitor.is_curator else Q(**{f"{prefix}state": State.PUBLISHED})


def public_or_shared(visitor: Visitor, prefix: str = "", at: datetime | None = None) -> Q:
    """Give the query for notes open to everyone or shared with a group of the visitor; curators are no exception."""
    reader = Visitor(groups=visitor.groups)
    return readable(reader, prefix, at)


class Annotation(Guarded):
    """A note on words, a region, a page, a document or a volume, or a reply to another note.

    Offsets are code points into the canonical text of `version`, the version it was written on;
    where it stands in later versions is in `Anchor`. `region` is {"type": "rectangle", "xywh": [x, y, w, h]}
    or {"type": "polygon", "points": [[x, y], …]}, integer pixels of the master. `revision` counts edits
    and is the ETag. The owner is the creator; `audience` "owner" is the default.
    """

    class Motivation(models.TextChoices):
        """Those of the Web Annotation Vocabulary that readers here use."""

        HIGHLIGHTING = "highlighting", _("highlight")
        COMMENTING = "commenting", _("note")
        REPLYING = "replying", _("reply")
        TAGGING = "tagging", _("tag")
        BOOKMARKING = "bookmarking", _("bookmark")
        LINKING = "linking", _("link")

    class Target(models.TextChoices):
        """What the note is on."""

        WORDS = "words", _("words")
        REGION = "region", _("part of an image")
        PAGE = "page", _("page")
        DOCUMENT = "document", _("document")
        VOLUME = "volume", _("volume")
        NOTE = "note", _("another note")
        FOLDER = "folder", _("a folder")
        GROUP = "group", _("a reading group")

    class Format(models.TextChoices):
        """How its words are written."""

        MARKDOWN = "markdown", "Markdown"
        PLAIN = "plain", _("plain text")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    motivation = models.CharField(_("motivation"), max_length=14, choices=Motivation.choices)
    on = models.CharField(_("on"), max_length=8, choices=Target.choices)
    body = models.TextField(_("words"), blank=True, help_text=_("Markdown."), max_length=BODY)
    format = models.CharField(_("format"), max_length=8, choices=Format.choices, default=Format.MARKDOWN)
    language = models.CharField(_("language"), max_length=20, blank=True)
    tags = ArrayField(models.CharField(max_length=80), verbose_name=_("tags"), default=list, blank=True)
    link = models.CharField(_("link"), max_length=600, blank=True, help_text=_("Where a linking note leads."))
    volume = models.ForeignKey(
        Volume, verbose_name=_("volume"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        Document,
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="annotations",
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.ForeignKey(
        Text, verbose_name=_("text"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        TextVersion, verbose_name=_("text version"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    folder = models.ForeignKey(
        "annotations.Folder",
        verbose_name=_("folder"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="talk",
        help_text=_("In whose discussion it stands."),
    )
    reply_to = models.ForeignKey(
        "self", verbose_name=_("reply to"), null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    thread = models.ForeignKey(
        "self",
        verbose_name=_("thread"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    exact = models.TextField(_("quotation"), blank=True)
    prefix = models.CharField(_("words before"), max_length=100, blank=True)
    suffix = models.CharField(_("words after"), max_length=100, blank=True)
    region = models.JSONField(_("region"), null=True, blank=True)
    extra = models.JSONField(
        _("other properties"), default=dict, blank=True, help_text=_("What the model does not know, kept as it came.")
    )
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    modified_at = models.DateTimeField(_("changed"), default=timezone.now)
    hidden_at = models.DateTimeField(_("hidden by moderation"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(
        _("waiting for moderation"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Changed after hiding, or a group's rule asks for a look first."),
    )
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    search = SearchVectorField(_("index"), null=True, editable=False)

    objects: ClassVar[Any] = AnnotationQuerySet.as_manager()

    class Meta(Guarded.Meta):
        verbose_name = _("annotation")
        verbose_name_plural = _("annotations")
        ordering: ClassVar[list[str]] = ["-created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Guarded.Meta.constraints,
            # A note on words names the words and the version they were read in.
            models.CheckConstraint(
                condition=~Q(on="words")
                | Q(version__isnull=False, text__isnull=False, start__isnull=False, end__gt=F("start")),
                name="annotation_words_have_place",
            ),
            models.CheckConstraint(
                condition=~Q(on="region") | Q(page__isnull=False, region__isnull=False),
                name="annotation_region_has_page",
            ),
            models.CheckConstraint(
                condition=~Q(on="note") | Q(reply_to__isnull=False), name="annotation_reply_has_note"
            ),
            # Everything but a note on a volume, the talk of folders and groups, and replies there, is on a document.
            models.CheckConstraint(
                condition=Q(on__in=["volume", "note", "folder", "group"]) | Q(document__isnull=False),
                name="annotation_has_document",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | Q(volume__isnull=False) | Q(on__in=["note", "folder", "group"]),
                name="annotation_is_somewhere",
            ),
            # The talk of a group is for the group.
            models.CheckConstraint(condition=~Q(on="group") | Q(audience="group"), name="annotation_talk_is_for_group"),
            # A person bookmarks a thing once.
            models.UniqueConstraint(
                fields=["owner", "document"],
                condition=Q(motivation="bookmarking", on="document", deleted_at__isnull=True),
                name="annotation_document_bookmark_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "page"],
                condition=Q(motivation="bookmarking", on="page", deleted_at__isnull=True),
                name="annotation_page_bookmark_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "volume"],
                condition=Q(motivation="bookmarking", on="volume", deleted_at__isnull=True),
                name="annotation_volume_bookmark_once",
            ),
            # Notes are read by everyone, by a group or by their owner; licences are for documents.
            models.CheckConstraint(condition=~Q(audience="controlled"), name="annotation_is_not_licensed"),
            # A deleted note keeps no words; it only holds its place in a thread.
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(body="", exact="", prefix="", suffix="", tags=[]),
                name="annotation_deleted_is_empty",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["document", "created_at"], name="annotation_document", condition=Q(deleted_at__isnull=True)
            ),
            models.Index(fields=["created_at", "id"], name="annotation_in_order", condition=Q(deleted_at__isnull=True)),
            models.Index(fields=["owner", "-created_at"], name="annotation_owner"),
            models.Index(fields=["text"], name="annotation_of_text", condition=Q(on="words", deleted_at__isnull=True)),
            models.Index(fields=["group", "-created_at"], name="annotation_group", condition=Q(group__isnull=False)),
            models.Index(fields=["folder", "created_at"], name="annotation_folder", condition=Q(folder__isnull=False)),
            models.Index(fields=["thread", "created_at"], name="annotation_thread", condition=Q(thread__isnull=False)),
            GinIndex(fields=["tags"], name="annotation_tags"),
            GinIndex(fields=["search"], name="annotation_search"),
        ]

    def __str__(self) -> str:
        return f"{self.motivation} {self.id}"

    @property
    def etag(self) -> str:
        """Give the entity tag of this revision."""
        return f'"{self.revision}"'
