"""Repositories and their fonds, opisi and dela."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.back_office import OfficeAdmin, list_link
from archive.admin.forms import UnitForm
from archive.cataloguing import place_unit
from archive.models import ArchivalUnit, Document, Repository


@admin.register(Repository)
class RepositoryAdmin(OfficeAdmin):
    """An archive that holds originals."""

    list_display = ("name", "code", "slug", "place", "units")
    ordering = ("slug",)
    search_fields = ("name", "code", "slug", "place")
    search_help_text = _("Name, abbreviation or place.")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002
        """Offer the abbreviation as short name while it can still be chosen."""
        return {} if obj else {"slug": ("code",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002
        """Keep the short name once paths are made of it."""
        return ("slug",) if obj else ()

    @admin.display(description=_("holdings"))
    def units(self, repository: Repository) -> str:
        """Lead to its units."""
        return list_link(ArchivalUnit, gettext("Show holdings"), repository__id__exact=repository.pk)


@admin.register(ArchivalUnit)
class ArchivalUnitAdmin(OfficeAdmin):
    """A fond, opis or delo; its place is permanent, because addresses are made of it."""

    form = UnitForm
    list_display = ("path", "level", "title", "dates", "repository", "documents")
    list_filter = ("level", ("repository", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("repository",)
    ordering = ("sort_key",)
    search_fields = ("path", "title", "number", "repository__name", "repository__code")
    search_help_text = _("Path (rgaspi/558/11), number, title or repository.")
    autocomplete_fields = ("repository", "parent")
    readonly_fields = ("path", "documents")
    fields = ("repository", "parent", "level", "number", "path", "title", "dates", "documents")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep what the path is made of."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "repository", "parent", "level", "number") if obj else fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with path and sort key."""
        place_unit(obj)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("documents"))
    def documents(self, unit: ArchivalUnit) -> str:
        """Lead to the documents kept in it."""
        return list_link(Document, gettext("Show documents"), unit__id__exact=unit.pk) if unit.pk else "–"

    def view_on_site(self, unit: ArchivalUnit) -> str:
        """Lead to the page readers see."""
        return reverse("archive:unit", args=[unit.path])
