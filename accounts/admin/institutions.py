"""Institutions, their networks and sign-in services; and the test of access."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Subquery, TextField
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.contracts import ContractTable
from accounts.admin.forms import InstitutionForm, NetworkRangeForm, QuestionForm
from accounts.admin.words import grant_in_words, standing_in_words
from accounts.back_office import OfficeAdmin, ReadOnlyTable, SmallTable, lines, list_link, page_link
from accounts.diagnosis import Finding, diagnose
from accounts.models import Contract, IdentityProvider, Institution, InstitutionEvent, NetworkRange, NetworkRangeEvent
from accounts.ranges import file_ranges


class NetworkTable(ReadOnlyTable):
    """The networks on file; new ones are pasted, wrong ones deleted on their own page."""

    model = NetworkRange
    fields = ("network", "note")
    readonly_fields = fields


class ProviderTable(SmallTable):
    """The sign-in services."""

    model = IdentityProvider
    fields = ("protocol", "entity_id", "is_active")


@admin.register(Institution)
class InstitutionAdmin(OfficeAdmin):
    """A university or library: who it is, its networks, its contracts, and what that opens."""

    form = InstitutionForm
    change_form_template = "admin/accounts/institution/change_form.html"
    change_list_template = "admin/accounts/institution/change_list.html"
    network_path = "networks__network"
    list_display = ("name", "slug", "country", "consortium", "is_active", "ranges", "contracts_of")
    list_filter = ("is_active", ("consortium", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("consortium",)
    ordering = ("slug",)
    search_fields = (
        "name",
        "slug",
        "contact_email",
        "email_domains",
        "contracts__reference",
        "consortium__name",
        "networks__note",
        "note",
        "=country",
        "=id",
    )
    search_help_text = _(
        "Name, country, contact, e-mail domain, network address, order or invoice, a word of the note."
    )
    autocomplete_fields = ("consortium",)
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("today", "changes")
    inlines = (ContractTable, NetworkTable, ProviderTable)
    fieldsets = (
        (None, {"fields": ("name", "slug", "today", "is_active", "consortium")}),
        (_("Reaching them"), {"fields": ("contact_email", "email_domains", "country", "time_zone")}),
        (_("Networks"), {"fields": ("paste", "keep_flagged")}),
        (_("For us"), {"fields": ("note", "changes")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count ranges and contracts in the same breath."""
        counts = {
            name: Coalesce(Subquery(rows.values("institution").annotate(n=Count("pk")).values("n")), 0)
            for name, rows in {
                "range_count": NetworkRange.objects.filter(institution=OuterRef("pk")).order_by(),
                "contract_count": Contract.objects.filter(institution=OuterRef("pk")).order_by(),
            }.items()
        }
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=_("networks"), ordering="range_count")
    def ranges(self, institution: Any) -> str:
        """Say how many and lead to them."""
        return list_link(NetworkRange, institution.range_count, institution__id__exact=institution.pk)

    @admin.display(description=_("contracts"), ordering="contract_count")
    def contracts_of(self, institution: Any) -> str:
        """Say how many and lead to them."""
        return list_link(Contract, institution.contract_count, institution__id__exact=institution.pk)

    @admin.display(description=_("today"))
    def today(self, institution: Institution) -> str:
        """Say in a line or two what its people can read, and by which contract."""
        if not institution.pk:
            return "–"
        if not institution.is_active:
            return gettext("Switched off: its networks and contracts open nothing.")
        holders = [number for number in (institution.pk, institution.consortium_id) if number]
        rows = Contract.objects.filter(institution__in=holders).select_related("institution")
        return lines(f"{contract}: {standing_in_words(contract)}" for contract in rows)

    @admin.display(description=_("changes"))
    def changes(self, institution: Institution) -> str:
        """Lead to the trails."""
        if not institution.pk:
            return "–"
        return lines(
            [
                list_link(InstitutionEvent, gettext("Audit trail of this page"), id=institution.pk),
                list_link(NetworkRangeEvent, gettext("Audit trail of its networks"), institution=institution.pk),
            ]
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Put the pasted networks on file with the rest."""
        super().save_related(request, form, formsets, change)
        reading = form.cleaned_data.get("paste")
        if reading is None or not reading.ranges:
            return
        filed = file_ranges(form.instance, reading.ranges)
        text = ngettext("%d network added", "%d networks added", filed.added) % filed.added
        rest = gettext("%(already)d on file already, %(replaced)d replaced by wider ones, %(repeated)d repeated")
        counts = {"already": filed.already, "replaced": filed.replaced, "repeated": reading.repeated}
        messages.info(request, f"{text}; {rest % counts}.")

    def get_urls(self) -> list[Any]:
        """Add the test of access."""
        door = self.admin_site.admin_view(self.test_access)
        return [path("test-access/", door, name="accounts_institution_test_access"), *super().get_urls()]

    def test_access(self, request: HttpRequest) -> HttpResponse:
        """Say what an address, a person or a domain can read, and by which contract."""
        if not all(request.user.has_perm(f"accounts.view_{name}") for name in ("institution", "contract", "user")):
            return HttpResponse(gettext("You may not see contracts and people."), status=403, content_type="text/plain")
        form = QuestionForm(request.GET if "asked" in request.GET else None)
        finding = diagnose(form.cleaned_data["asked"]) if form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Test access"),
            "opts": self.opts,
            "form": form,
            "finding": finding,
            "rows": _rows(finding) if finding else [],
        }
        return TemplateResponse(request, "admin/accounts/institution/test_access.html", context)


def _rows(finding: Finding) -> list[dict[str, Any]]:
    return [
        {
            "opens": grant.refused is None,
            "contract": page_link(contract),
            "products": ", ".join(product.name for product in contract.products.all()),
            "why": grant_in_words(grant),
        }
        for grant, contract in finding.explained()
    ]


@admin.register(NetworkRange)
class NetworkRangeAdmin(OfficeAdmin):
    """One network; many are pasted on the institution's page."""

    form = NetworkRangeForm
    network_path = "network"
    list_display = ("network", "institution", "note")
    list_select_related = ("institution",)
    search_fields = ("institution__name", "institution__slug", "note", "network_text")
    search_help_text = _("An address, the beginning of a network, an institution or a word of the note.")
    autocomplete_fields = ("institution",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Give the network as text too, so that a part of it can be searched for."""
        return super().get_queryset(request).annotate(network_text=Cast("network", TextField()))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and say what is odd about it."""
        super().save_model(request, obj, form, change)
        for warning in form.warnings():
            messages.warning(request, f"{obj.network}: {warning}.")


@admin.register(IdentityProvider)
class IdentityProviderAdmin(OfficeAdmin):
    """A sign-in service of an institution."""

    list_display = ("entity_id", "institution", "protocol", "is_active")
    list_filter = ("protocol", "is_active")
    list_select_related = ("institution",)
    search_fields = ("entity_id", "institution__name", "institution__slug")
    search_help_text = _("Entity identifier or institution.")
    autocomplete_fields = ("institution",)
