"""Usage and the search index, to be looked at: both are written by the archive itself."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.back_office import ReadOnlyAdmin
from archive.models import ActorKey, DocumentIndex, FrequentWords, MonthlyUsage, PageIndex, UsageEvent, WordForm


@admin.register(UsageEvent)
class UsageEventAdmin(ReadOnlyAdmin):
    """One visit as COUNTER counts it; it names no person."""

    list_display = ("at", "kind", "item", "volume", "access_type", "institutions", "is_robot")
    list_filter = ("kind", "access_type", "is_robot")
    list_select_related = ("volume",)
    date_hierarchy = "at"
    search_fields = ("item", "volume__title", "volume__slug")
    search_help_text = _("Identifier of the document, title or short name of the volume.")
    fields = ("at", "kind", "item", "document", "volume", "institutions", "access_type", "is_robot")


@admin.register(MonthlyUsage)
class MonthlyUsageAdmin(ReadOnlyAdmin):
    """A sum of a month, which stays when the visits are forgotten."""

    list_display = ("month", "metric", "institution", "volume", "item", "access_type", "count")
    list_filter = ("metric", "access_type")
    list_select_related = ("volume",)
    date_hierarchy = "month"
    search_fields = ("item", "volume__title", "volume__slug", "=institution")
    search_help_text = _("Identifier of the document, title or short name of the volume, number of the institution.")


@admin.register(ActorKey)
class ActorKeyAdmin(ReadOnlyAdmin):
    """That there is a key for a month; the key itself is never shown."""

    list_display = ("month",)
    fields = ("month",)
    search_fields = ("month",)
    search_help_text = _("A month, like 2026-01.")


@admin.register(DocumentIndex)
class DocumentIndexAdmin(ReadOnlyAdmin):
    """What finds a document as a record."""

    list_display = ("document", "analyser")
    list_filter = ("analyser",)
    list_select_related = ("document",)
    ordering = ("-pk",)
    search_fields = ("document__identifier", "document__title")
    search_help_text = _("Identifier or title of the document.")
    fields = ("document", "analyser", "record")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave all the words in the database."""
        return super().get_queryset(request).defer("words")


@admin.register(PageIndex)
class PageIndexAdmin(ReadOnlyAdmin):
    """The words of a page."""

    list_display = ("document", "page", "analyser")
    list_filter = ("analyser",)
    search_fields = ("document__identifier", "document__title")
    search_help_text = _("Identifier or title of the document.")
    fields = ("document", "page", "analyser", "words")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the rendered page in the database."""
        rows = super().get_queryset(request).select_related("document", "page_break")
        return rows.defer("page_break__pieces", "page_break__notes")

    @admin.display(description=_("page"))
    def page(self, row: PageIndex) -> str:
        """Name the break."""
        return row.page_break.label or str(row.page_break.order)


@admin.register(FrequentWords)
class FrequentWordsAdmin(ReadOnlyAdmin):
    """Words so frequent that pages tell which of them are neighbours; chosen when the whole index is built."""

    list_display = ("chosen_at", "is_ready", "number")
    ordering = ("-pk",)
    search_fields = ("lexemes",)
    search_help_text = _("A word that was chosen, or a part of it.")
    fields = ("chosen_at", "is_ready", "number", "lexemes")

    @admin.display(description=_("words"))
    def number(self, row: FrequentWords) -> int:
        """Count the words of the choice."""
        return len(row.lexemes)


@admin.register(WordForm)
class WordFormAdmin(ReadOnlyAdmin):
    """A form of a word as search knows it: under which lexemes, and with which other spellings it is one."""

    list_display = ("word", "lexemes", "keys", "is_capital", "is_small")
    list_filter = ("is_capital",)
    search_fields = ("word__startswith",)
    search_help_text = _("Beginning of the word, in small letters.")
