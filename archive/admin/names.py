"""The authority file: names, their spellings, what they are called elsewhere, their roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.back_office import OfficeAdmin, ReadOnlyAdmin, SmallTable, ask_first, list_link
from archive.cataloguing import documents_with, index_documents, save_name, spell_variant
from archive.merging import MergingError, merge_names, undo_merge
from archive.models import Name, NameIdentifier, NameMerge, NameRole, NameVariant


class NameChoice(forms.ModelChoiceField):
    """A choice among names that two of one name cannot confuse."""

    def label_from_instance(self, obj: Any) -> str:
        """Say what tells it apart."""
        return " · ".join(part for part in (obj.name, obj.dates, obj.disambiguation, obj.slug) if part)


class VariantTable(SmallTable):
    """Other spellings."""

    model = NameVariant
    fields = ("text", "script")


class IdentifierTable(SmallTable):
    """What the name is called elsewhere."""

    model = NameIdentifier
    fields = ("scheme", "value")


class IndexedAdmin(OfficeAdmin):
    """A row that documents are found by: when it changes, so does the index of their records."""

    # What a row hangs on; another would leave the old one's index behind.
    fixed = ""

    def documents_of(self, rows: Iterable[Any]) -> list[int]:
        """Give the documents found by these rows."""
        return documents_with(row.name_id for row in rows)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep what the row hangs on."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, self.fixed) if obj else fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, then index."""
        super().save_model(request, obj, form, change)
        index_documents(self.documents_of([obj]))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, then index."""
        found = self.documents_of([obj])
        super().delete_model(request, obj)
        index_documents(found)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete many, then index."""
        found = self.documents_of(queryset)
        super().delete_queryset(request, queryset)
        index_documents(found)


@admin.register(Name)
class NameAdmin(OfficeAdmin):
    """A person, place, organisation or subject."""

    list_display = ("name", "kind", "disambiguation", "dates", "documents")
    list_filter = ("kind",)
    ordering = ("sort_key", "pk")
    search_fields = ("name", "variants__text", "identifiers__value", "disambiguation", "slug")
    search_help_text = _("The name in any of its spellings, what tells it apart, an identifier elsewhere.")
    fields = ("kind", "name", "slug", "disambiguation", "dates", "documents")
    readonly_fields = ("documents",)
    inlines = (VariantTable, IdentifierTable)
    actions = ("merge",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count the documents in the same breath."""
        return super().get_queryset(request).annotate(document_count=Count("roles__document", distinct=True))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002
        """Offer a short name while it can still be chosen."""
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep the short name once it is an address."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "slug") if obj else fields

    @admin.display(description=_("documents"), ordering="document_count")
    def documents(self, name: Any) -> str:
        """Say on how many it stands and lead to its roles."""
        return list_link(NameRole, name.document_count, name__id__exact=name.pk) if name.pk else "–"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ARG002
        """Save with the sort key and the shown form among the spellings."""
        save_name(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save spellings with what search finds them by."""
        for variant in formset.save(commit=False):
            if isinstance(variant, NameVariant):
                spell_variant(variant)
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save spellings, then index the documents the name stands on."""
        super().save_related(request, form, formsets, change)
        index_documents(documents_with([form.instance.pk]))

    @admin.action(description=_("Merge these names into one"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Name]) -> HttpResponse | None:
        """Ask which one is kept, then merge the others into it."""
        confirmed = "confirmed" in request.POST
        form = KeptName(request.POST if confirmed else None)
        form.fields["kept"].queryset = queryset.order_by("sort_key", "pk")  # type: ignore[attr-defined]
        if not confirmed or not form.is_valid():
            effects = [
                _("Spellings, identifiers and documents of the others become those of the one that is kept."),
                _("Their addresses lead on to it. It can be undone under “Merges of names”."),
            ]
            return ask_first(self, request, queryset, title=_("Merge names"), effects=effects, form=form)
        kept = form.cleaned_data["kept"]
        try:
            merges = merge_names(kept, list(queryset.exclude(pk=kept.pk)))
        except MergingError as error:
            messages.error(request, str(error))
        else:
            text = ngettext("%(n)d name is %(kept)s now.", "%(n)d names are %(kept)s now.", len(merges))
            messages.success(request, text % {"n": len(merges), "kept": kept})
        return None

    def view_on_site(self, name: Name) -> str:
        """Lead to the page readers see."""
        return reverse("archive:name", args=[name.slug])


class KeptName(forms.Form):
    """Which of the chosen names stays."""

    kept = NameChoice(label=_("Keep"), queryset=Name.objects.none(), empty_label=None)


@admin.register(NameMerge)
class NameMergeAdmin(ReadOnlyAdmin):
    """What was merged, and the way back."""

    list_display = ("name", "kept", "created_at", "undone_at")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    list_select_related = ("kept",)
    search_fields = ("name", "slug", "kept__name")
    search_help_text = _("The merged name, its short name, or the name that was kept.")
    fields = ("name", "slug", "kept", "created_at", "undone_at")
    readonly_fields = fields
    actions = ("undo",)

    def has_undo_permission(self, request: HttpRequest) -> bool:
        """Allow it to those who may change names."""
        return request.user.has_perm("archive.change_name")

    @admin.action(description=_("Undo these merges"), permissions=["undo"])
    def undo(self, request: HttpRequest, queryset: QuerySet[NameMerge]) -> None:
        """Part them again, the latest first."""
        for merge in queryset.order_by("-pk"):
            try:
                name = undo_merge(merge)
            except MergingError as error:
                messages.error(request, f"{merge.name}: {error}")
            else:
                messages.success(request, gettext("%s stands by itself again.") % name)


@admin.register(NameVariant)
class NameVariantAdmin(IndexedAdmin):
    """A spelling of a name."""

    fixed = "name"

    list_display = ("text", "name", "script", "skeleton")
    list_filter = ("script",)
    list_select_related = ("name",)
    search_fields = ("text", "name__name", "=skeleton")
    search_help_text = _("The spelling, the name as shown, or the whole skeleton.")
    autocomplete_fields = ("name",)
    readonly_fields = ("skeleton",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with what search finds it by."""
        spell_variant(obj)
        super().save_model(request, obj, form, change)


@admin.register(NameIdentifier)
class NameIdentifierAdmin(OfficeAdmin):
    """What a name is called in a volume's own list or by an authority."""

    list_display = ("scheme", "value", "name")
    list_select_related = ("name",)
    search_fields = ("value", "scheme", "name__name")
    search_help_text = _("Identifier, scheme or name.")
    autocomplete_fields = ("name",)


@admin.register(NameRole)
class NameRoleAdmin(IndexedAdmin):
    """A name on a document."""

    fixed = "document"

    list_display = ("name", "role", "document", "order")
    list_filter = ("role",)
    list_select_related = ("name", "document")
    search_fields = ("name__name", "document__identifier", "document__title")
    search_help_text = _("Name, or identifier or title of the document.")
    autocomplete_fields = ("name", "document")

    def documents_of(self, rows: Iterable[Any]) -> list[int]:
        """Give the documents of the roles."""
        return [row.document_id for row in rows]
