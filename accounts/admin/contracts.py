"""What is sold and to whom: products, contracts, seats, activation codes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.forms import ContractForm, SeatForm
from accounts.admin.words import standing_in_words
from accounts.back_office import KeptAdmin, NamelessMixin, OfficeAdmin, ReadOnlyTable, ask_first, list_link
from accounts.contracts import ending_within, revoke_codes, running
from accounts.models import ActivationCode, Contract, ContractEvent, Product, Seat
from accounts.seats import assign_seat, release_seats


class ContractTable(ReadOnlyTable):
    """The contracts of an institution or a person."""

    model = Contract
    fields = ("today", "product_names", "kind", "seats", "starts_on", "ends_on", "reference")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the products along."""
        return super().get_queryset(request).select_related("institution", "person").prefetch_related("products")

    @admin.display(description=_("today"))
    def today(self, contract: Contract) -> str:
        """Say where it stands."""
        return standing_in_words(contract)

    @admin.display(description=_("products"))
    def product_names(self, contract: Contract) -> str:
        """Name what it opens."""
        return ", ".join(product.name for product in contract.products.all())


@admin.register(Product)
class ProductAdmin(OfficeAdmin):
    """What is sold."""

    list_display = ("name", "slug", "contracts_of")
    search_fields = ("name", "slug", "description")
    search_help_text = _("Name, short name or a word of the description.")
    ordering = ("slug",)
    prepopulated_fields = {"slug": ("name",)}

    @admin.display(description=_("contracts"))
    def contracts_of(self, product: Product) -> str:
        """Lead to the contracts that hold it."""
        return list_link(Contract, gettext("Show contracts"), products__id__exact=product.pk)


class EndsSoon(admin.SimpleListFilter):
    """Running contracts that end soon."""

    title = _("ends within")
    parameter_name = "ends_within"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:  # noqa: ARG002 the signature is Django's
        """Offer the usual warnings."""
        return [(str(days), ngettext("%d day", "%d days", days) % days) for days in (7, 30, 60, 90)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ARG002
        """Keep them."""
        value = self.value() or ""
        return queryset.filter(ending_within(int(value))) if value.isdecimal() else queryset


class Today(admin.SimpleListFilter):
    """Contracts by whether they run."""

    title = _("today")
    parameter_name = "today"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:  # noqa: ARG002 the signature is Django's
        """Offer both."""
        return [("running", _("running")), ("not", _("not running")), ("full", _("all seats taken"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ARG002
        """Keep them."""
        match self.value():
            case "running":
                return queryset.filter(running())
            case "not":
                return queryset.exclude(running())
            case "full":
                return queryset.filter(running(), seats__isnull=False, seats_taken__gte=F("seats"))
        return queryset


@admin.register(Contract)
class ContractAdmin(NamelessMixin, OfficeAdmin):
    """Who may read what, from when to when."""

    form = ContractForm
    list_display = ("__str__", "today", "product_names", "kind", "seats_used", "reference")
    list_filter = (Today, EndsSoon, "kind", "state", ("products", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("institution", "person")
    date_hierarchy = "ends_on"
    search_fields = (
        "reference",
        "institution__name",
        "institution__slug",
        "institution__contact_email",
        "person__email",
        "person__name",
        "assigned_seats__user__email",
        "code__hint",
        "note",
        "=id",
    )
    search_help_text = _("Order or invoice, institution, contact, person, someone with a seat, a word of the note.")
    autocomplete_fields = ("institution", "person", "products")
    readonly_fields = ("today", "seats_used", "created_at", "changes")
    fieldsets = (
        (_("Who"), {"fields": ("institution", "person")}),
        (_("What"), {"fields": ("products", "kind", "state")}),
        (_("When"), {"fields": ("today", "starts_on", "ends_on", "time_zone", "grace_minutes")}),
        (_("How many"), {"fields": ("seats", "seats_used", "off_campus_days")}),
        (_("Papers"), {"fields": ("reference", "note", "created_at", "changes")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch products and count seats in the same breath."""
        seats = Seat.objects.filter(contract=OuterRef("pk"), released_at__isnull=True).order_by().values("contract")
        taken = seats.annotate(n=Count("pk", filter=Q(is_queued=False))).values("n")
        waiting = seats.annotate(n=Count("pk", filter=Q(is_queued=True))).values("n")
        rows = super().get_queryset(request).prefetch_related("products")
        return rows.annotate(seats_taken=Coalesce(Subquery(taken), 0), seats_queued=Coalesce(Subquery(waiting), 0))

    @admin.display(description=_("today"))
    def today(self, contract: Contract) -> str:
        """Say where it stands."""
        return standing_in_words(contract) if contract.pk else "–"

    @admin.display(description=_("products"))
    def product_names(self, contract: Contract) -> str:
        """Name what it opens."""
        return ", ".join(product.name for product in contract.products.all())

    @admin.display(description=_("seats taken"))
    def seats_used(self, contract: Contract) -> str:
        """Say how many seats are taken and lead to them."""
        if not contract.pk:
            return "–"
        if contract.seats is None:
            return gettext("no limit")
        taken, waiting = contract.seats_taken, contract.seats_queued  # type: ignore[attr-defined]
        words = gettext("%(taken)d of %(seats)d") % {"taken": taken, "seats": contract.seats}
        words += gettext(" (+%d waiting)") % waiting if waiting else ""
        return list_link(Seat, words, contract__id__exact=contract.pk)

    @admin.display(description=_("changes"))
    def changes(self, contract: Contract) -> str:
        """Lead to the trail."""
        return list_link(ContractEvent, gettext("Show the audit trail"), id=contract.pk) if contract.pk else "–"


@admin.register(Seat)
class SeatAdmin(KeptAdmin):
    """A person under a contract with named people; seats are released, not deleted."""

    form = SeatForm
    list_display = ("user", "contract", "assigned_at", "released_at", "is_queued")
    list_filter = ("is_queued", ("released_at", admin.EmptyFieldListFilter))
    list_select_related = ("user", "contract__institution", "contract__person")
    search_fields = ("user__email", "user__name", "contract__institution__name", "contract__reference")
    search_help_text = _("Person, institution, order or invoice.")
    autocomplete_fields = ("contract", "user")
    readonly_fields = ("assigned_at", "released_at", "is_queued")
    actions = ("release",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave a seat given as it is; the list keeps its actions."""
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Seat, form: Any, change: bool) -> None:  # noqa: ARG002
        """Give the seat under the contract's lock."""
        seat = assign_seat(obj.contract, obj.user)
        obj.pk, obj.is_queued, obj.assigned_at = seat.pk, seat.is_queued, seat.assigned_at
        obj._state.adding = False  # noqa: SLF001 it is saved, by the verb
        if seat.is_queued:
            messages.warning(request, _("All seats are taken: the person waits for the next one."))

    @admin.action(description=_("Release these seats"), permissions=["change"])
    def release(self, request: HttpRequest, queryset: QuerySet[Seat]) -> HttpResponse | None:
        """Ask, then free the seats for whoever waits."""
        if "confirmed" not in request.POST:
            held = queryset.filter(released_at__isnull=True).count()
            effect = ngettext("%d person loses a seat.", "%d people lose their seats.", held) % held
            effects = [effect, _("Those who wait longest move up. Nothing is deleted.")]
            return ask_first(self, request, queryset, title=_("Release seats"), effects=effects)
        freed = release_seats(queryset)
        messages.success(request, ngettext("%d seat is free.", "%d seats are free.", freed) % freed)
        return None


@admin.register(ActivationCode)
class ActivationCodeAdmin(KeptAdmin):
    """A code, known by its last letters; the code itself is not kept."""

    list_display = (
        "__str__",
        "product_names",
        "months",
        "days",
        "valid_until",
        "redeemed_by",
        "redeemed_at",
        "revoked_at",
    )
    list_filter = (
        ("redeemed_at", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
        ("products", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("redeemed_by",)
    search_fields = (
        *("hint", "redeemed_by__email", "redeemed_by__name", "contract__reference"),
        *("order__number", "order__buyer__email", "batch__label"),
    )
    search_help_text = _("The last letters of the code, who redeemed it, order or invoice.")
    readonly_fields = (
        *("hint", "product_names", "order", "batch", "redeemed_by", "redeemed_at", "revoked_at"),
        *("contract", "created_at"),
    )
    fields = (*readonly_fields[:2], "months", "days", "valid_until", *readonly_fields[2:])
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the products along."""
        return super().get_queryset(request).prefetch_related("products")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 the signature is Django's
        """Refuse: a code is shown once, when it is made, and a page of fields has nowhere to show it."""
        return False

    @admin.display(description=_("products"))
    def product_names(self, code: ActivationCode) -> str:
        """Name what it opens."""
        return ", ".join(product.name for product in code.products.all())

    @admin.action(description=_("Revoke these codes"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ActivationCode]) -> HttpResponse | None:
        """Ask, then make the codes useless."""
        if "confirmed" not in request.POST:
            effects = [
                _("Codes that nobody has redeemed open nothing any more."),
                _("Redeemed codes stay as they are."),
            ]
            return ask_first(self, request, queryset, title=_("Revoke codes"), effects=effects)
        revoked = revoke_codes(queryset)
        messages.success(request, ngettext("%d code is revoked.", "%d codes are revoked.", revoked) % revoked)
        return None
