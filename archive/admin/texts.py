"""Texts, their versions, page breaks and notes: read here, changed by loading a corrected source."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.back_office import KeptAdmin, ReadOnlyAdmin, ReadOnlyTable, ask_first
from archive.editing import BusyError
from archive.models import EditorialNote, PageBreak, Text, TextVersion
from archive.reverting import FirstVersionError, effects, roll_back

# What makes a row of a version heavy; no list needs it.
HEAVY = ("canonical", "blocks", "containers", "marks")
SHOWN = 20_000
# Comparing two versions takes up to a second: so many texts are rolled back at once.
AT_ONCE = 50


class VersionTable(ReadOnlyTable):
    """The versions of a text, newest first."""

    model = TextVersion
    fields = ("number", "created_at", "words", "note")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the words in the database."""
        return super().get_queryset(request).defer(*HEAVY)


@admin.register(Text)
class TextAdmin(KeptAdmin):
    """A layer of a document; its words are in its versions."""

    list_display = ("document", "slug", "kind", "language", "script", "spelling", "state", "version")
    list_filter = (
        *("kind", "state", "language", "script", "current__created_at"),
        ("document__volume", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("document", "current")
    actions = ("roll_back",)
    search_fields = ("document__identifier", "document__title", "slug", "translator")
    search_help_text = _("Identifier or title of the document, translator.")
    readonly_fields = ("document", "slug", "kind", "aligned_with", "current")
    fields = (
        *("document", "slug", "kind", "language", "script", "spelling"),
        *("translator", "order", "state", "aligned_with", "current"),
    )
    inlines = (VersionTable,)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the words in the database."""
        return super().get_queryset(request).defer(*(f"current__{name}" for name in HEAVY))

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 the signature is Django's
        """Refuse: texts come with the source."""
        return False

    @admin.action(description=_("Roll these texts back to the version before"), permissions=["change"])
    def roll_back(self, request: HttpRequest, queryset: QuerySet[Text]) -> HttpResponse | None:
        """Say what becomes of the texts and of the notes on them, then roll back."""
        if queryset.count() > AT_ONCE:
            messages.error(request, gettext("Roll back %d texts at a time at most.") % AT_ONCE)
            return None
        if "confirmed" not in request.POST:
            said = [*effects(queryset), _("The newer versions keep their addresses and can be loaded again.")]
            return ask_first(self, request, queryset, title=_("Roll back texts"), effects=said)
        for text in queryset.select_related("document"):
            name = f"{text.document.identifier} {text.slug}"
            try:
                former = roll_back(text)
            except FirstVersionError:
                messages.warning(request, gettext("%s has no version before this one.") % name)
            except BusyError:
                messages.error(request, gettext("%s is being loaded just now. Try again in a minute.") % name)
            else:
                done = gettext("%(text)s is version %(number)d again.")
                messages.success(request, done % {"text": name, "number": former.number})
        return None

    @admin.display(description=_("version"))
    def version(self, text: Text) -> str:
        """Give the number of the current version."""
        return f"v{text.current.number}" if text.current else "–"

    def view_on_site(self, text: Text) -> str:
        """Lead to the document readers see."""
        return reverse("archive:document", args=[text.document.identifier])


@admin.register(TextVersion)
class TextVersionAdmin(ReadOnlyAdmin):
    """The words of a text at one time; what is cited does not change."""

    list_display = ("document", "slug", "number", "words", "created_at", "note")
    list_display_links = ("document",)
    date_hierarchy = "created_at"
    search_fields = ("text__document__identifier", "text__document__title", "note", "=digest")
    search_help_text = _("Identifier or title of the document, what changed, or the whole digest.")
    fields = ("document", "slug", "number", "created_at", "note", "words", "length", "digest", "form_digest", "reading")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave blocks and marks in the database, on lists the words too."""
        is_one = request.resolver_match is not None and "object_id" in request.resolver_match.kwargs
        rows = super().get_queryset(request).select_related("text__document")
        return rows.defer(*HEAVY[1:]) if is_one else rows.defer(*HEAVY)

    @admin.display(description=_("document"))
    def document(self, version: TextVersion) -> Any:
        """Name the document."""
        return version.text.document

    @admin.display(description=_("text"))
    def slug(self, version: TextVersion) -> str:
        """Name the text."""
        return version.text.slug

    @admin.display(description=_("canonical text"))
    def reading(self, version: TextVersion) -> str:
        """Show the words, the first of a long text."""
        return format_html("<pre>{}{}</pre>", version.canonical[:SHOWN], " […]" if version.length > SHOWN else "")

    def view_on_site(self, version: TextVersion) -> str:
        """Lead to the version's permanent address."""
        text = version.text
        return reverse("archive:text-version", args=[text.document.identifier, text.slug, version.number])


class OfVersionAdmin(ReadOnlyAdmin):
    """A row that hangs on a version."""

    search_help_text = _("Identifier or title of the document, printed number.")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the document's name along, leave the words in the database."""
        rows = super().get_queryset(request).select_related("version__text__document")
        return rows.defer(*(f"version__{name}" for name in HEAVY))

    @admin.display(description=_("text"))
    def place(self, row: Any) -> str:
        """Name document, text and version."""
        text = row.version.text
        return f"{text.document.identifier} · {text.slug} v{row.version.number}"


@admin.register(PageBreak)
class PageBreakAdmin(OfVersionAdmin):
    """Where a page begins in a version, and which leaf it is."""

    list_display = ("place", "order", "label", "leaf", "facs", "page", "is_implied")
    list_filter = ("is_implied", ("page", admin.EmptyFieldListFilter))
    search_fields = ("version__text__document__identifier", "version__text__document__title", "=label", "=facs")
    fields = ("place", "order", "label", "leaf", "facs", "page", "is_implied", "start", "end")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the rendered pages in the database."""
        return super().get_queryset(request).select_related("page").defer("pieces", "notes")


@admin.register(EditorialNote)
class EditorialNoteAdmin(OfVersionAdmin):
    """An editor's note, as part of a version."""

    list_display = ("place", "order", "kind", "label", "key")
    list_filter = ("kind",)
    search_fields = ("version__text__document__identifier", "version__text__document__title", "=label", "=key")
    fields = ("place", "order", "kind", "label", "key", "anchor", "start", "end", "words")

    @admin.display(description=_("words"))
    def words(self, note: EditorialNote) -> str:
        """Show the note itself."""
        return note.version.canonical[note.start : note.end]
