"""Page images and regions, to be looked up; they come with loads and are derived by jobs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.back_office import ReadOnlyAdmin, lines, page_link
from archive.admin.texts import HEAVY
from archive.models import Image, Zone, ZoneLink


@admin.register(Image)
class ImageAdmin(ReadOnlyAdmin):
    """A master, kept under its digest."""

    list_display = ("name", "format", "width", "height", "size", "derived", "failure", "created_at")
    list_filter = ("derived", "format")
    date_hierarchy = "created_at"
    search_fields = ("name", "=sha256", "pages__document__identifier", "failure")
    search_help_text = _("File name, the whole SHA-256, identifier of a document, or what failed.")
    fields = ("name", "sha256", "format", "width", "height", "size", "derived", "failure", "created_at", "shown_on")

    @admin.display(description=_("shown on"))
    def shown_on(self, image: Image) -> str:
        """Lead to the leaves that show it."""
        return lines(page_link(page) for page in image.pages.all()[:50])


@admin.register(Zone)
class ZoneAdmin(ReadOnlyAdmin):
    """A region of a page that carries words."""

    list_display = ("place", "order", "level", "text", "key")
    list_filter = ("level",)
    list_select_related = ("page__document",)
    search_fields = ("page__document__identifier", "text", "=key")
    search_help_text = _("Identifier of the document, words of the region, its key.")

    @admin.display(description=_("page"))
    def place(self, zone: Zone) -> str:
        """Name document and leaf."""
        return f"{zone.page.document.identifier} · {zone.page.order}"


@admin.register(ZoneLink)
class ZoneLinkAdmin(ReadOnlyAdmin):
    """Which words of a version stand in a region."""

    list_display = ("place", "zone", "start", "end")
    search_fields = ("version__text__document__identifier", "=zone__key")
    search_help_text = _("Identifier of the document, key of the region.")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the document's name along, leave the words in the database."""
        rows = super().get_queryset(request).select_related("zone", "version__text__document")
        return rows.defer(*(f"version__{name}" for name in HEAVY))

    @admin.display(description=_("text"))
    def place(self, link: ZoneLink) -> str:
        """Name document, text and version."""
        text = link.version.text
        return f"{text.document.identifier} · {text.slug} v{link.version.number}"
