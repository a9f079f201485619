"""Plans, orders, their ledger, and codes printed in batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.back_office import (
    KeptAdmin,
    NamelessMixin,
    OfficeAdmin,
    ReadOnlyAdmin,
    ReadOnlyTable,
    ask_first,
    list_link,
)
from accounts.codes import make_batch
from accounts.ledger import LedgerError
from accounts.models import ActivationCode, CodeBatch, LedgerEvent, Order, Plan, Product
from accounts.money import written
from accounts.orders import cancel_order, mark_paid, refund_order, send_new_code

MOST_CODES = 500


@admin.register(Plan)
class PlanAdmin(OfficeAdmin):
    """What people can buy."""

    list_display = ("name", "price_in_words", "months", "is_offered", "orders_of")
    list_filter = ("is_offered", "currency")
    search_fields = ("name", "slug", "description", "products__name")
    search_help_text = _("Name, a word of the description, or a product.")
    ordering = ("order", "slug")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("products",)

    @admin.display(description=_("price"), ordering="price")
    def price_in_words(self, plan: Plan) -> str:
        """Write the price."""
        return written(plan.price, plan.currency)

    @admin.display(description=_("orders"))
    def orders_of(self, plan: Plan) -> str:
        """Lead to the orders of it."""
        return list_link(Order, gettext("Show orders"), plan__id__exact=plan.pk)


class LedgerTable(ReadOnlyTable):
    """What happened to an order."""

    model = LedgerEvent
    fields = ("at", "event", "amount", "months", "reference", "actor")
    readonly_fields = fields
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch who acted along."""
        return super().get_queryset(request).select_related("actor")


class ReferenceForm(forms.Form):
    """The paper behind a payment or a refund."""

    reference = forms.CharField(label=_("Number of the invoice, the transfer or the credit note"), max_length=200)


@admin.register(Order)
class OrderAdmin(NamelessMixin, KeptAdmin):
    """Orders: what is known of them, and the acts. Nothing is typed over, nothing deleted."""

    list_display = ("number", "plan", "buyer", "price_in_words", "state", "payment_reference", "created_at")
    list_filter = ("state", "is_gift", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan", "buyer")
    date_hierarchy = "created_at"
    search_fields = (
        *("number", "payment_reference", "billing_name", "billing_address", "recipient_email"),
        *("buyer__email", "buyer__name", "codes__hint", "note", "=id"),
    )
    search_help_text = _("Number, invoice, name, address, recipient, last letters of the code.")
    readonly_fields = (
        *("number", "plan", "buyer", "price_in_words", "months", "is_gift", "recipient_email", "state"),
        *("contract", "payment_reference", "created_at"),
    )
    fields = (*readonly_fields[:7], "billing_name", "billing_address", *readonly_fields[7:], "note")
    inlines = (LedgerTable,)
    actions = ("pay", "new_code", "cancel", "refund")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 the signature is Django's
        """Refuse: people order for themselves."""
        return False

    @admin.display(description=_("price"), ordering="price")
    def price_in_words(self, order: Order) -> str:
        """Write the price."""
        return written(order.price, order.currency)

    @admin.action(description=_("Mark as paid"), permissions=["change"])
    def pay(self, request: HttpRequest, queryset: QuerySet[Order]) -> HttpResponse | None:
        """Ask for the paper, then note the payment."""
        effects = [
            _("Known members run on at once; others get their code by mail."),
            _("The payment is noted in the ledger and cannot be taken out again, only refunded."),
        ]
        return self._with_reference(request, queryset, _("Mark orders as paid"), effects, mark_paid)

    @admin.action(description=_("Refund"), permissions=["change"])
    def refund(self, request: HttpRequest, queryset: QuerySet[Order]) -> HttpResponse | None:
        """Ask for the paper, then note the refund."""
        effects = [
            _("Access that the orders gave ends at once, their codes open nothing any more."),
            _("No money moves: send it back first, then note it here."),
        ]
        return self._with_reference(request, queryset, _("Refund orders"), effects, refund_order)

    @admin.action(description=_("Cancel"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Order]) -> HttpResponse | None:
        """Ask, then cancel."""
        if "confirmed" not in request.POST:
            effects = [_("Access that the orders gave ends at once, their codes open nothing any more.")]
            return ask_first(self, request, queryset, title=_("Cancel orders"), effects=effects)
        self._each(request, queryset, lambda order: cancel_order(order, request.user))  # type: ignore[arg-type]
        return None

    @admin.action(description=_("Send a new code"), permissions=["change"])
    def new_code(self, request: HttpRequest, queryset: QuerySet[Order]) -> HttpResponse | None:
        """Ask, then replace the codes."""
        if "confirmed" not in request.POST:
            effects = [_("Orders that are paid and not activated get a new code by mail; the old one is revoked.")]
            return ask_first(self, request, queryset, title=_("Send new codes"), effects=effects)
        self._each(request, queryset, send_new_code)
        return None

    def _with_reference(
        self, request: HttpRequest, queryset: QuerySet[Order], title: Any, effects: list[Any], act: Callable[..., Any]
    ) -> HttpResponse | None:
        form = ReferenceForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return ask_first(self, request, queryset, title=title, effects=effects, form=form)
        reference = form.cleaned_data["reference"]
        self._each(request, queryset, lambda order: act(order, reference, request.user))
        return None

    def _each(self, request: HttpRequest, queryset: QuerySet[Order], act: Callable[[Order], Any]) -> None:
        done = 0
        for order in queryset.order_by("pk"):
            try:
                act(order)
                done += 1
            except LedgerError as error:
                messages.error(request, f"{order.number}: {error}")
        messages.success(request, ngettext("%d order is done.", "%d orders are done.", done) % done)


@admin.register(LedgerEvent)
class LedgerEventAdmin(ReadOnlyAdmin):
    """The ledger."""

    list_display = ("at", "order", "event", "amount", "months", "reference", "actor")
    list_filter = ("event",)
    list_select_related = ("order", "actor")
    date_hierarchy = "at"
    search_fields = ("order__number", "reference", "order__buyer__email")
    search_help_text = _("Order, invoice or payment, buyer.")


class BatchForm(forms.ModelForm):
    """What is to be printed."""

    products = forms.ModelMultipleChoiceField(Product.objects.all(), label=_("Products"))
    months = forms.IntegerField(label=_("Months of access"), min_value=1, max_value=120, initial=12)
    count = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=MOST_CODES)
    valid_until = forms.DateField(label=_("Redeem until"), required=False, widget=admin.widgets.AdminDateWidget)

    class Meta:
        model = CodeBatch
        fields = ("label", "institution")


@admin.register(CodeBatch)
class CodeBatchAdmin(KeptAdmin):
    """Codes made together; they are shown once, to be printed, and kept nowhere."""

    list_display = ("label", "institution", "created_at", "codes_of")
    list_select_related = ("institution",)
    search_fields = ("label", "institution__name", "codes__hint")
    search_help_text = _("What it is for, the institution, last letters of a code.")
    autocomplete_fields = ("institution",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Ask for the codes only while they are made."""
        return super().get_form(request, obj, change, **kwargs if obj else {**kwargs, "form": BatchForm})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002 the signature is Django's
        """Show what was said of it."""
        return (
            ("label", "institution") if obj else ("label", "institution", "products", "months", "count", "valid_until")
        )

    @admin.display(description=_("codes"))
    def codes_of(self, batch: CodeBatch) -> str:
        """Lead to them."""
        return list_link(ActivationCode, gettext("Show codes"), batch__id__exact=batch.pk)

    def save_model(self, request: HttpRequest, obj: CodeBatch, form: Any, change: bool) -> None:
        """Make the codes."""
        if change:
            super().save_model(request, obj, form, change)
            return
        data = form.cleaned_data
        batch, texts = make_batch(
            data["label"],
            data["count"],
            data["products"],
            months=data["months"],
            valid_until=data["valid_until"],
            institution=data["institution"],
        )
        obj.pk, obj.created_at = batch.pk, batch.created_at
        obj._state.adding = False  # noqa: SLF001 it is saved, by the verb
        request.printed_codes = texts  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: CodeBatch, post_url_continue: Any = None) -> HttpResponse:  # noqa: ARG002
        """Show the codes, this once."""
        context = {
            **self.admin_site.each_context(request),
            "title": obj.label,
            "opts": self.model._meta,
            "codes": request.printed_codes,  # type: ignore[attr-defined]
            "batch": obj,
        }
        response = TemplateResponse(request, "admin/accounts/codebatch/printed.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response
