"""Documents, their leaves and the identifiers they had."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.back_office import KeptAdmin, ReadOnlyAdmin, ReadOnlyTable, SmallTable, ask_first, list_link
from archive.admin.forms import DocumentForm, EarlierIdentifierForm
from archive.cataloguing import index_documents
from archive.editing import NoProductError, publish_documents, withdraw_documents
from archive.models import Anchor, Document, EarlierIdentifier, NameRole, Page, Text


class TextTable(ReadOnlyTable):
    """The layers of a document."""

    model = Text
    fk_name = "document"
    fields = ("slug", "kind", "language", "script", "spelling", "state", "current")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the numbers of the current versions along, not their words."""
        rows = super().get_queryset(request).select_related("current")
        return rows.defer("current__canonical", "current__blocks", "current__containers", "current__marks")


class RoleTable(SmallTable):
    """Who wrote, received and is named."""

    model = NameRole
    fields = ("name", "role", "order")
    autocomplete_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the names along."""
        return super().get_queryset(request).select_related("name")


class EarlierTable(SmallTable):
    """Identifiers that lead here for ever."""

    model = EarlierIdentifier
    form = EarlierIdentifierForm
    fields = ("value",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse: somewhere it is in print."""
        return False


@admin.register(Document)
class DocumentAdmin(KeptAdmin):
    """A document's record and lock. It is withdrawn, never deleted: its address stays its own."""

    form = DocumentForm
    list_display = (
        "title",
        "identifier",
        "date_edtf",
        "number",
        "state",
        "audience",
        "product",
        "volume",
        "page_count",
    )
    list_filter = (
        *("kind", "state", "audience", ("product", admin.RelatedOnlyFieldListFilter), "is_editorial_note"),
        *(("earliest", admin.EmptyFieldListFilter), ("unit", admin.EmptyFieldListFilter), "calendar"),
    )
    list_select_related = ("volume", "product")
    search_fields = (
        "title",
        "identifier",
        "shelf_mark",
        "number",
        "place",
        "date_edtf",
        "date_printed",
        "unit__path",
        "roles__name__variants__text",
        "earlier_identifiers__value",
        "volume__title",
        "volume__slug",
    )
    search_help_text = _(
        "Title, identifier (also an old one), shelf-mark, number, date, place, a person's name in any spelling, volume."
    )
    autocomplete_fields = ("volume", "section", "unit", "repository", "product", "owner", "group")
    readonly_fields = ("earliest", "latest", "page_count", "pages", "source", "created_at", "changed_at")
    inlines = (TextTable, RoleTable, EarlierTable)
    fieldsets = (
        (None, {"fields": ("title", "identifier", "kind", "other_titles", "genre", "description")}),
        (_("When and where"), {"fields": ("date_edtf", "calendar", "date_printed", "earliest", "latest", "place")}),
        (_("In the volume"), {"fields": ("volume", "key", "section", "number", "order", "is_editorial_note")}),
        (_("The original"), {"fields": ("repository", "unit", "shelf_mark", "folios")}),
        (
            _("Who may read it"),
            {
                "fields": ("state", "audience", "product", "public_from", "group", "owner", "licence"),
                "description": _("For this document alone. For a whole volume use the actions of the list of volumes."),
            },
        ),
        (
            _("From the source"),
            {
                "fields": ("page_count", "pages", "source", "created_at", "changed_at"),
                "description": _(
                    "When the source file changes and is loaded again, what it says replaces what was typed here."
                ),
            },
        ),
    )
    actions = ("publish", "withdraw")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep what addresses and the next load are made of."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "identifier", "volume", "key") if obj else fields

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:  # noqa: ARG002 the signature is Django's
        """Show nothing beside a document that is only being made."""
        return self.inlines if obj else ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save roles, then index the record."""
        super().save_related(request, form, formsets, change)
        index_documents([form.instance.pk])

    @admin.display(description=_("leaves"))
    def pages(self, document: Document) -> str:
        """Lead to the leaves."""
        return list_link(Page, gettext("Show the leaves"), document__id__exact=document.pk) if document.pk else "–"

    @admin.display(description=_("source"))
    def source(self, document: Document) -> str:
        """Name the file and line."""
        if not document.source_file:
            return "–"
        return gettext("%(file)s, line %(line)d") % {"file": document.source_file, "line": document.source_line}

    def view_on_site(self, document: Document) -> str:
        """Lead to the page readers see."""
        return reverse("archive:document", args=[document.identifier])

    @admin.action(description=_("Publish these documents"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask, then publish."""
        if "confirmed" not in request.POST:
            count = queryset.exclude(state="published").count()
            effects = [ngettext("%d document is published.", "%d documents are published.", count) % count]
            return ask_first(self, request, queryset, title=_("Publish documents"), effects=effects)
        try:
            done = publish_documents(queryset)
        except NoProductError as error:
            text = gettext("Nothing was published: “%s” is licensed but has no product. Give it one first.")
            messages.error(request, text % error)
            return None
        messages.success(request, ngettext("%d document is published.", "%d documents are published.", done) % done)
        return None

    @admin.action(description=_("Withdraw these documents"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask, then withdraw."""
        if "confirmed" not in request.POST:
            count = queryset.filter(state="published").count()
            text = ngettext("%d document is closed.", "%d documents are closed.", count) % count
            effects = [text, _("Only curators see them; their addresses stay theirs.")]
            return ask_first(self, request, queryset, title=_("Withdraw documents"), effects=effects)
        done = withdraw_documents(queryset)
        messages.success(request, ngettext("%d document is withdrawn.", "%d documents are withdrawn.", done) % done)
        return None


@admin.register(Page)
class PageAdmin(KeptAdmin):
    """A leaf: what is printed on it, its folio, and whether its image is shown."""

    list_display = ("document", "order", "label", "folio", "is_verso", "image", "state")
    list_filter = ("state", ("image", admin.EmptyFieldListFilter))
    list_select_related = ("document", "image")
    search_fields = ("document__identifier", "document__title", "facs", "image__name", "=label", "=folio")
    search_help_text = _("Identifier or title of the document, name of the image, printed number, folio.")
    readonly_fields = ("document", "order", "facs", "image", "width", "height")
    fields = ("document", "order", "label", "folio", "is_verso", "state", "facs", "image", "width", "height")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 the signature is Django's
        """Refuse: leaves come with the source or with images."""
        return False


@admin.register(EarlierIdentifier)
class EarlierIdentifierAdmin(KeptAdmin):
    """An identifier that leads to a document for ever."""

    form = EarlierIdentifierForm
    list_display = ("value", "document")
    list_select_related = ("document",)
    search_fields = ("value", "document__identifier", "document__title")
    search_help_text = _("The old identifier, or identifier or title of the document.")
    autocomplete_fields = ("document",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002
        """Keep what is in print."""
        return ("value",) if obj else ()


@admin.register(Anchor)
class AnchorAdmin(ReadOnlyAdmin):
    """Where links of the source lead."""

    list_display = ("key", "document", "leaf", "fragment")
    list_select_related = ("document",)
    search_fields = ("=key", "document__identifier", "document__title")
    search_help_text = _("The whole id of the source, or identifier or title of the document.")
