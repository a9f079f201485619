"""Notes in the administration: public ones, to be looked at; private and group notes are nobody else's business."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import Audience
from accounts.back_office import OfficeAdmin, ReadOnlyAdmin, ReadOnlyTable
from annotations.models import (
    Alert,
    Anchor,
    Annotation,
    Case,
    Decision,
    Delivery,
    Folder,
    FolderChange,
    FolderItem,
    IdempotencyKey,
    Notification,
    PassageAnchor,
    Profile,
    Report,
    Rules,
    SavedSearch,
    Watch,
)


@admin.register(Annotation)
class AnnotationAdmin(ReadOnlyAdmin):
    """A public note; what is done about it is done at the moderators' desk."""

    list_display = ("motivation", "on", "document", "volume", "writer", "created_at", "hidden_at", "deleted_at")
    list_filter = ("motivation", "on", ("hidden_at", admin.EmptyFieldListFilter))
    list_select_related = ("document", "volume", "owner")
    date_hierarchy = "created_at"
    search_fields = ("=id", "document__identifier", "document__title", "body")
    search_help_text = _("Number of the note, identifier or title of the document, words of the note.")
    fields = (
        *("id", "motivation", "on", "document", "volume", "page", "exact", "body", "tags", "link", "writer"),
        *("created_at", "modified_at", "revision", "hidden_at", "withdrawn_at", "deleted_at"),
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Keep what everybody may read, or could before it was hidden."""
        rows = super().get_queryset(request).filter(audience=Audience.OPEN)
        return rows.filter(thread__isnull=True) | rows.filter(thread__audience=Audience.OPEN)

    @admin.display(description=_("writer"), ordering="owner__name")
    def writer(self, note: Annotation) -> str:
        """Name the writer as readers see them."""
        return note.owner.name or str(_("A reader")) if note.owner else "–"

    def view_on_site(self, note: Annotation) -> str:
        """Lead to where readers see it."""
        return reverse("annotations:note", args=[note.pk])


@admin.register(Anchor)
class AnchorAdmin(ReadOnlyAdmin):
    """Where public notes came to stand."""

    list_display = ("annotation", "version", "finding", "is_confirmed", "created_at")
    list_filter = ("finding", "is_confirmed")
    list_select_related = ("annotation", "version")
    fields = ("annotation", "version", "finding", "start", "end", "exact", "is_confirmed", "created_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Keep those of public notes, and leave the words of the versions in the database."""
        rows = super().get_queryset(request).filter(annotation__audience=Audience.OPEN)
        heavy = ("canonical", "blocks", "containers", "marks")
        return rows.defer(*(f"version__{name}" for name in heavy))


@admin.register(PassageAnchor)
class PassageAnchorAdmin(ReadOnlyAdmin):
    """Where passages in public folders came to stand."""

    list_display = ("item", "version", "finding", "created_at")
    list_filter = ("finding",)
    list_select_related = ("item", "version")
    fields = ("item", "version", "finding", "start", "end", "created_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Keep those in public folders, and leave the words of the versions in the database."""
        rows = super().get_queryset(request).filter(item__folder__audience=Audience.OPEN)
        heavy = ("canonical", "blocks", "containers", "marks")
        return rows.defer(*(f"version__{name}" for name in heavy))


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnlyAdmin):
    """Requests that must not be carried out twice."""

    list_display = ("key", "created_at")
    fields = ("key", "created_at")
    readonly_fields = fields
    date_hierarchy = "created_at"


@admin.register(SavedSearch, Watch)
class AlertAdmin(ReadOnlyAdmin):
    """That mails go and went; what a reader looks for and watches is nobody else's business."""

    list_display = ("number", "rhythm", "created_at", "mailed_at")
    list_filter = ("rhythm",)
    fields = ("number", "rhythm", "created_at", "asked_on", "mailed_at")
    readonly_fields = fields
    date_hierarchy = "created_at"
    ordering = ("pk",)

    @admin.display(description=_("number"), ordering="pk")
    def number(self, alert: Alert) -> int:
        """Give what mails and logs call it."""
        return int(alert.pk)


class DecisionTable(ReadOnlyTable):
    """The trail of a case."""

    model = Decision
    fields = ("made_at", "act", "role", "rule", "reasons")
    readonly_fields = fields
    show_change_link = False


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """Cases of the archive's own moderators; those of groups are their moderators' business."""

    list_display = ("__str__", "state", "outcome", "cause", "opened_at", "decided_at", "appeal_until")
    list_filter = ("state", "outcome", "cause")
    date_hierarchy = "opened_at"
    search_fields = ("=id",)
    search_help_text = _("Number of the case.")
    fields = ("desk", "state", "outcome", "cause", "opened_at", "decided_at", "appeal_until", "appealed_at", "appeal")
    readonly_fields = fields
    inlines = (DecisionTable,)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out what is before the moderators of a group."""
        return super().get_queryset(request).filter(desk=Case.Desk.SITE)

    def view_on_site(self, case: Case) -> str:
        """Lead to where it is decided."""
        return reverse("annotations:case", args=[case.pk])


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Reports on public notes; who reported is not shown."""

    list_display = ("case", "reason", "created_at")
    list_filter = ("reason",)
    list_select_related = ("case",)
    fields = ("case", "reason", "words", "revision", "created_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out what is before the moderators of a group."""
        return super().get_queryset(request).filter(case__desk=Case.Desk.SITE)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """What was done; the rows can be neither changed nor deleted, here or anywhere."""

    list_display = ("case", "act", "role", "rule", "made_at")
    list_filter = ("act", "role", "rule")
    list_select_related = ("case",)
    date_hierarchy = "made_at"
    fields = ("case", "act", "role", "rule", "reasons", "revision", "made_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out what is before the moderators of a group."""
        return super().get_queryset(request).filter(case__desk=Case.Desk.SITE)


@admin.register(Rules)
class RulesAdmin(OfficeAdmin):
    """The rules for notes of the whole archive; groups write their own."""

    list_display = ("__str__", "looks_first", "rate")
    fields = ("policy", "looks_first", "words", "rate")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Keep the archive's."""
        return super().get_queryset(request).filter(group__isnull=True)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse a second set."""
        return super().has_add_permission(request) and not Rules.objects.filter(group__isnull=True).exists()


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """That people were told, not of what."""

    list_display = ("kind", "created_at", "read_at", "is_due")
    list_filter = ("kind", "is_due")
    fields = list_display
    readonly_fields = fields


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """How people want to be told."""

    list_display = ("kind", "way")
    list_filter = ("kind", "way")
    fields = list_display
    readonly_fields = fields


@admin.register(Folder)
class FolderAdmin(ReadOnlyAdmin):
    """Folders that everybody sees; others are nobody else's business."""

    list_display = ("title", "created_at", "modified_at", "deleted_at")
    search_fields = ("title",)
    fields = ("title", "description", "created_at", "modified_at", "deleted_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Keep the public ones."""
        return super().get_queryset(request).filter(audience=Audience.OPEN)


@admin.register(FolderItem)
class FolderItemAdmin(ReadOnlyAdmin):
    """What lies in public folders."""

    list_display = ("folder", "order", "document", "added_at")
    list_select_related = ("folder", "document")
    fields = ("folder", "order", "document", "added_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Keep documents in public ones."""
        return super().get_queryset(request).filter(folder__audience=Audience.OPEN, annotation__isnull=True)


@admin.register(FolderChange)
class FolderChangeAdmin(ReadOnlyAdmin):
    """That folders were changed, not how."""

    list_display = ("verb", "made_at", "undone_at")
    list_filter = ("verb",)
    fields = list_display
    readonly_fields = fields


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    """Public profiles."""

    list_display = ("handle", "is_public")
    search_fields = ("handle",)
    fields = ("handle", "is_public", "about")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Keep those that everybody sees."""
        return super().get_queryset(request).filter(is_public=True)
