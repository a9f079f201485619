"""Folders in which readers keep documents, pages, passages and notes: personal, shared, or a group's own."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Guarded, GuardedQuerySet
from accounts.visitor import Visitor
from annotations.models.annotations import Annotation, public_or_shared
from archive.models import Document, Page, Text, TextVersion


class FolderQuerySet(GuardedQuerySet):
    """Folders; curators are no exception, and a deleted one exists for nobody."""

    def readable_by(self, visitor: Visitor, at: Any = None) -> Self:
        """Keep one's own, those shared with a group of the visitor, and open ones."""
        rule = public_or_shared(visitor, "", at)
        if visitor.user_id is not None:
            rule |= Q(owner_id=visitor.user_id)
        return self.filter(rule, deleted_at__isnull=True)

    def findable_by(self, visitor: Visitor, at: Any = None) -> Self:
        """Keep the same: a folder that may not be read does not exist."""
        return self.readable_by(visitor, at)

    def writable_by(self, visitor: Visitor) -> Self:
        """Keep those the visitor may put things into and take things out of."""
        open_groups = [pk for pk in visitor.groups if pk not in visitor.read_only_groups]
        led = [pk for pk in open_groups if visitor.groups[pk] in ("owner", "manager")]
        shared = Q(audience="group", owner__isnull=False, members_write=True, group_id__in=open_groups)
        of_group = Q(owner__isnull=True, group_id__in=open_groups, group__folder_access="read_write")
        rule = shared | of_group | Q(owner__isnull=True, group_id__in=led)
        if visitor.user_id is not None:
            rule |= Q(owner_id=visitor.user_id)
        return self.filter(rule, deleted_at__isnull=True, group__archived_at__isnull=True)


class Folder(Guarded):
    """A folder of a person, or, without an owner, of a group.

    All folders of one tree have one owner or group; the lock of a folder holds for everything below it, so that what
    is put in later is shared as well. `order` is its place among its neighbours.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True, max_length=4_000)
    parent = models.ForeignKey(
        "self", verbose_name=_("inside"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    members_write = models.BooleanField(_("members may change it"), default=False)
    order = models.PositiveIntegerField(_("order"), default=0)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    modified_at = models.DateTimeField(_("changed"), default=timezone.now)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects: ClassVar[Any] = FolderQuerySet.as_manager()

    class Meta(Guarded.Meta):
        verbose_name = _("folder")
        verbose_name_plural = _("folders")
        ordering: ClassVar[list[str]] = ["order", "created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Guarded.Meta.constraints,
            models.CheckConstraint(condition=~Q(parent=F("id")), name="folder_is_not_in_itself"),
            # A group's folder is the group's; licences are for documents.
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(audience="group"), name="folder_has_somebody_to_keep_it"
            ),
            models.CheckConstraint(condition=~Q(audience="controlled"), name="folder_is_not_licensed"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "parent", "order"], name="folder_of_person"),
            models.Index(fields=["group", "parent", "order"], name="folder_of_group"),
        ]

    def __str__(self) -> str:
        return self.title


class FolderItem(models.Model):
    """One thing in a folder: a document, one of its pages, a passage of a text, or a note.

    A passage is words in one version of a text, offsets in code points; that version stays citable for good.
    """

    folder = models.ForeignKey(Folder, verbose_name=_("folder"), on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField(_("order"))
    document = models.ForeignKey(
        Document, verbose_name=_("document"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    text = models.ForeignKey(
        Text, verbose_name=_("text"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        TextVersion, verbose_name=_("text version"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    exact = models.TextField(_("passage"), blank=True)
    annotation = models.ForeignKey(
        Annotation, verbose_name=_("note"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("thing in a folder")
        verbose_name_plural = _("things in folders")
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, annotation__isnull=True)
                | Q(document__isnull=True, page__isnull=True, version__isnull=True, annotation__isnull=False),
                name="item_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True, text__isnull=True, exact="")
                | Q(page__isnull=True, text__isnull=False, version__isnull=False, end__gt=F("start")),
                name="item_passage_has_place",
            ),
            # A thing lies in a folder once.
            models.UniqueConstraint(
                fields=["folder", "document", "page", "version", "start", "end", "annotation"],
                nulls_distinct=False,
                name="item_once",
            ),
            # Places are told apart at the end of the transaction that moves them.
            models.UniqueConstraint(
                fields=["folder", "order"], deferrable=models.Deferrable.DEFERRED, name="item_has_own_place"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"


class FolderChange(models.Model):
    """What somebody did to a folder, with what it takes to undo it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    folder = models.ForeignKey(Folder, verbose_name=_("folder"), on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(_("what was done"), max_length=10)
    data = models.JSONField(_("how it was"), default=dict)
    made_at = models.DateTimeField(_("at"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of a folder")
        verbose_name_plural = _("changes of folders")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"№ {self.pk}: {self.verb}"
