"""Volumes and their sections; publishing and withdrawing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.back_office import OfficeAdmin, ask_first, list_link
from archive.admin.forms import ProductChoice, SectionForm, WithdrawnToo
from archive.cataloguing import key_volume, place_section
from archive.editing import (
    BusyError,
    EditingError,
    count_documents,
    license_volume,
    open_volume,
    publish_volume,
    withdraw_volume,
)
from archive.models import Document, Section, Volume


@admin.register(Volume)
class VolumeAdmin(OfficeAdmin):
    """A published volume. Who may read it is changed by the actions of the list, for its documents too."""

    list_display = ("title", "slug", "state", "audience", "product", "year", "documents", "is_fictional")
    list_filter = (
        *("state", "audience", ("product", admin.RelatedOnlyFieldListFilter)),
        *("is_fictional", ("public_from", admin.EmptyFieldListFilter)),
    )
    list_select_related = ("product",)
    ordering = ("sort_key", "slug")
    search_fields = ("title", "subtitle", "slug", "series", "editors", "number", "year", "product__name", "description")
    search_help_text = _("Title, series, number, year, editor, product or a word of the description.")
    readonly_fields = ("state", "audience", "product", "documents", "created_at", "changed_at")
    autocomplete_fields = ("owner", "group")
    fieldsets = (
        (None, {"fields": ("title", "subtitle", "slug", "documents")}),
        (_("As published"), {"fields": ("series", "number", "year", "language", "editors", "description")}),
        (
            _("Who may read it"),
            {
                "fields": ("state", "audience", "product", "public_from"),
                "description": _(
                    "Changed by the actions of the list of volumes, so that the documents follow. "
                    "A day in “public from” holds for the volume's own page; documents have their own."
                ),
            },
        ),
        (_("Rights and origin"), {"fields": ("licence", "source", "is_fictional", "created_at", "changed_at")}),
    )
    actions = ("publish", "withdraw", "open_to_everyone", "set_product")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count the documents in the same breath."""
        documents = Document.objects.filter(volume=OuterRef("pk"), kind=Document.Kind.DOCUMENT).order_by()
        counted = documents.values("volume").annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).annotate(document_count=Coalesce(Subquery(counted), 0))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep the short name once it is part of addresses."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "slug") if obj else fields

    @admin.display(description=_("documents"), ordering="document_count")
    def documents(self, volume: Any) -> str:
        """Say how many and lead to them."""
        return list_link(Document, volume.document_count, volume__id__exact=volume.pk) if volume.pk else "–"

    def view_on_site(self, volume: Volume) -> str:
        """Lead to the page readers see."""
        return reverse("archive:volume", args=[volume.slug])

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with the sort key."""
        key_volume(obj)
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Publish these volumes and their documents"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Volume]) -> HttpResponse | None:
        """Ask, then publish."""
        counted = count_documents(queryset)
        effects = [
            ngettext("%d draft is published.", "%d drafts are published.", counted.draft) % counted.draft,
            ngettext("%d document is withdrawn.", "%d documents are withdrawn.", counted.withdrawn) % counted.withdrawn,
        ]
        return self._act(
            request,
            queryset,
            _("Publish volumes"),
            effects,
            lambda volume, choice: publish_volume(volume, with_withdrawn=choice["with_withdrawn"]),
            WithdrawnToo,
        )

    @admin.action(description=_("Withdraw these volumes and their documents"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Volume]) -> HttpResponse | None:
        """Ask, then withdraw."""
        counted = count_documents(queryset)
        text = ngettext("%d document is closed.", "%d documents are closed.", counted.published)
        effects = [text % counted.published, _("Only curators see them; their addresses stay theirs.")]
        return self._act(
            request, queryset, _("Withdraw volumes"), effects, lambda volume, _choice: withdraw_volume(volume)
        )

    @admin.action(description=_("Open these volumes and their documents to everyone"), permissions=["change"])
    def open_to_everyone(self, request: HttpRequest, queryset: QuerySet[Volume]) -> HttpResponse | None:
        """Ask, then open."""
        effects = [_reach(queryset), _("Everyone may read what is published, without a contract. Drafts stay drafts.")]
        return self._act(request, queryset, _("Open to everyone"), effects, lambda volume, _choice: open_volume(volume))

    @admin.action(description=_("Put these volumes and their documents under a product"), permissions=["change"])
    def set_product(self, request: HttpRequest, queryset: QuerySet[Volume]) -> HttpResponse | None:
        """Ask for the product, then set it."""
        effects = [_reach(queryset), _("Only those with a contract for the product may read them. Drafts stay drafts.")]
        return self._act(
            request,
            queryset,
            _("Put under a product"),
            effects,
            lambda volume, choice: license_volume(volume, choice["product"]),
            ProductChoice,
        )

    def _act(
        self,
        request: HttpRequest,
        queryset: QuerySet[Volume],
        title: Any,
        effects: Sequence[Any],
        act: Callable[[Volume, dict[str, Any]], int],
        choices: type[forms.Form] = forms.Form,
    ) -> HttpResponse | None:
        """Ask until the answer is whole, then act on each volume and say what came of it."""
        confirmed = "confirmed" in request.POST
        form = choices(request.POST if confirmed else None)
        if not confirmed or not form.is_valid():
            return ask_first(self, request, queryset, title=title, effects=effects, form=form)
        for volume in queryset:
            try:
                changed = act(volume, form.cleaned_data)
            except EditingError as error:
                messages.error(request, _refusal(volume, error))
                continue
            text = ngettext("%(volume)s: %(n)d document changed.", "%(volume)s: %(n)d documents changed.", changed)
            messages.success(request, text % {"volume": volume, "n": changed})
        return None


def _reach(volumes: QuerySet[Volume]) -> str:
    counted = count_documents(volumes)
    reached = counted.draft + counted.published + counted.withdrawn
    return ngettext("This changes %d document.", "This changes %d documents.", reached) % reached


def _refusal(volume: Volume, error: EditingError) -> str:
    if isinstance(error, BusyError):
        return gettext("%s is being loaded or changed just now. Try again in a minute.") % volume
    return gettext("%s is licensed but has no product. Put it under a product or open it to everyone first.") % volume


@admin.register(Section)
class SectionAdmin(OfficeAdmin):
    """A part, chapter or front matter, as the source has it."""

    form = SectionForm
    list_display = ("title", "volume", "kind", "order", "depth", "parent")
    list_select_related = ("volume", "parent")
    search_fields = ("title", "key", "volume__slug", "volume__title")
    search_help_text = _("Title or key of the section, title or short name of the volume.")
    autocomplete_fields = ("volume", "parent")
    readonly_fields = ("depth",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep what the next load finds the section by."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "volume", "key") if obj else fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with the depth."""
        place_section(obj)
        super().save_model(request, obj, form, change)
