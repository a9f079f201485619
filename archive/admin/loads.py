"""Loads: upload, look at what the check says, load."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.back_office import KeptAdmin, page_link
from archive.admin.forms import LoadForm
from archive.loads import start_load, submit_load
from archive.models import Load, Volume

# More than this nobody reads on a page; the whole report is what `ingest --json` gives.
WARNINGS = 200
COLUMNS = {
    "documents": _("documents"),
    "dated": _("dated"),
    "undated": _("undated"),
    "words": _("words"),
    "page_breaks": _("page breaks"),
    "footnotes": _("footnotes"),
    "editorial_notes": _("editorial notes"),
    "source_notes": _("source notes"),
    "attachments": _("attachments"),
    "persons": _("persons"),
    "both_layers": _("with both layers"),
    "images_matched": _("images matched"),
    "created": _("new"),
    "updated": _("changed"),
    "unchanged": _("the same"),
    "removed": _("removed"),
}
STATUSES = {
    "success": _("Everything is in order."),
    "partial": _("Part of it is refused; the rest is in order."),
    "refused": _("It is refused: nothing comes in. Correct what is named below and upload it again."),
}


@admin.register(Load)
class LoadAdmin(KeptAdmin):
    """A file on its way into the archive."""

    form = LoadForm
    change_form_template = "admin/archive/load/change_form.html"
    list_display = ("name", "step", "volume_slug", "product", "is_open", "uploaded_by", "created_at")
    list_filter = ("step", "is_open", ("product", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("product", "by__user")
    date_hierarchy = "created_at"
    search_fields = ("file", "volume_slug", "product__name", "by__user__email", "by__user__name")
    search_help_text = _("File name, short name of the volume, product, or who uploaded it.")
    autocomplete_fields = ("product",)
    fields = ("file", "volume_slug", "product", "is_open")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002 the signature is Django's
        """Show a load that is under way by its name and step; the file itself is not for download."""
        if obj is None:
            return self.fields
        return ("name", "step", "volume_slug", "product", "is_open", "uploaded_by", "created_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave what was checked as it was checked."""
        return obj is None and super().has_change_permission(request, obj)

    @admin.display(description=_("file"), ordering="file")
    def name(self, load: Load) -> str:
        """Give the file's name without its folder."""
        return str(load).rpartition("/")[2]

    @admin.display(description=_("uploaded by"))
    def uploaded_by(self, load: Load) -> str:
        """Name the person while there is one."""
        return str((load.by and (load.by.user or load.by)) or "–")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ARG002
        """Save and have it checked."""
        if request.user.is_authenticated:
            submit_load(obj, request.user)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:  # noqa: ARG002
        """Go to the page where the report will be."""
        messages.success(request, _("Uploaded. It is being checked; reload this page to see the report."))
        return HttpResponseRedirect(reverse("admin:archive_load_change", args=[obj.pk]))

    def get_urls(self) -> list[Any]:
        """Add the button's address."""
        door = self.admin_site.admin_view(require_POST(self.start))
        return [path("<int:number>/start/", door, name="archive_load_start"), *super().get_urls()]

    def start(self, request: HttpRequest, number: int) -> HttpResponse:
        """Have a checked load loaded."""
        if not self.has_add_permission(request):
            return HttpResponse(gettext("You may not load."), status=403, content_type="text/plain")
        load = self.get_object(request, str(number))
        if load is not None and start_load(load):
            messages.success(request, _("It is being loaded; reload this page to see how it went."))
        else:
            messages.warning(request, _("This is not waiting to be loaded; perhaps somebody has started it already."))
        return HttpResponseRedirect(reverse("admin:archive_load_change", args=[number]))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Add the report."""
        load = kwargs.get("obj")
        if load is not None:
            may_start = load.step == Load.Step.CHECKED and self.has_add_permission(request)
            context |= {"load": load, "may_start": may_start, **report_in_words(load.report)}
        return super().render_change_form(request, context, *args, **kwargs)


def report_in_words(report: dict[str, Any]) -> dict[str, Any]:
    """Turn a report into what the page shows; an empty one gives no sources."""
    sources = report.get("sources", [])
    warnings = [warning for source in sources for warning in source.get("warnings", [])]
    volumes = {
        row.slug: row for row in Volume.objects.filter(slug__in=[source.get("volume", "") for source in sources])
    }
    return {
        "status": STATUSES.get(report.get("status", ""), ""),
        "sources": [
            {
                "path": source.get("path", ""),
                "format": source.get("format", ""),
                "volume": page_link(volumes.get(source["volume"]))
                if source.get("volume") in volumes
                else source.get("volume"),
                "counts": [(title, source.get(name, 0)) for name, title in COLUMNS.items()],
            }
            for source in sources
        ],
        "warnings": warnings[:WARNINGS],
        "more_warnings": max(len(warnings) - WARNINGS, 0),
    }
