"""Buying and keeping a subscription of one's own: plans, order, payment, code, what I have."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.codes import CodeError, Trouble, redeem
from accounts.forms import OrderForm, RedeemForm
from accounts.ledger import LedgerError, OrderState
from accounts.models import Order, Plan
from accounts.notices import site_address
from accounts.orders import cancel_order, mark_paid, may_cancel, place_order
from accounts.payments import Payment, PaymentError, adapter
from accounts.subscriptions import overview
from accounts.throttle import Limit, refuse, seconds_to_wait
from accounts.visits import address_of

# By account, and far more for an address, because a whole campus may share one.
CODES_BY_ACCOUNT = Limit("code-account", 10, 15 * 60)
CODES_BY_ADDRESS = Limit("code-address", 200, 60 * 60)


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """Show what can be bought, to everybody."""
    offered = Plan.objects.filter(is_offered=True).prefetch_related("products")
    return render(request, "accounts/plans.html", {"plans": offered})


@login_required
@require_http_methods(["GET", "POST"])
def order_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the name on the invoice, then order."""
    plan = get_object_or_404(Plan.objects.filter(is_offered=True), slug=slug)
    form = OrderForm(request.POST if request.method == "POST" else None, initial={"billing_name": request.user.name})  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        order = place_order(plan, request.user, form.wishes())  # type: ignore[arg-type]
        return redirect("accounts:order", number=order.number)
    return render(request, "accounts/order_form.html", {"plan": plan, "form": form}, status=400 if form.errors else 200)


def _own_order(request: HttpRequest, number: str) -> Order:
    return get_object_or_404(Order.objects.select_related("plan"), number=number, buyer=request.user)


def _order_page(request: HttpRequest, order: Order, status: int = 200, **more: str) -> HttpResponse:
    context = {"order": order, "may_cancel": may_cancel(order), "by_card": adapter() is not None, **more}
    return render(request, "accounts/order_detail.html", context, status=status)


@login_required
@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show an order of one's own: where it stands and what to do."""
    return _order_page(request, _own_order(request, number))


@login_required
@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel an order that is not paid."""
    own = _own_order(request, number)
    if may_cancel(own):
        cancel_order(own, request.user)  # type: ignore[arg-type]
        messages.success(request, _("The order is cancelled."))
    return redirect("accounts:order", number=number)


@login_required
@require_POST
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Prepare payment by card and show the way there: a link, since forms lead nowhere outside."""
    own = _own_order(request, number)
    service = adapter()
    if service is None or own.state != OrderState.PENDING.value:
        return redirect("accounts:order", number=number)
    try:
        address = service.begin(own, site_address(f"orders/{own.number}/"))
    except PaymentError:
        sorry = _("The payment service does not answer. Try again in a moment; the order is kept.")
        return _order_page(request, own, status=502, payment_trouble=sorry)
    return _order_page(request, own, payment_address=address)


# The service has no cookie and no token of ours; its signature is checked instead.
@csrf_exempt
@require_POST
def payment_told(request: HttpRequest) -> HttpResponse:
    """Take the payment service's word that an order is paid; the same word twice changes nothing."""
    service = adapter()
    if service is None:
        return HttpResponse(status=404)
    try:
        payment = service.read(request.body, request.headers)
    except PaymentError:
        return HttpResponse(status=400)
    return HttpResponse(status=200 if payment is None else _take(payment))


def _take(payment: Payment) -> int:
    own = Order.objects.filter(number=payment.number).first()
    if own is None or (payment.amount, payment.currency) != (own.price, own.currency):
        return 400
    try:
        mark_paid(own, payment.reference)
    except LedgerError:
        return 409
    return 200


@login_required
@require_GET
def subscription(request: HttpRequest) -> HttpResponse:
    """Show what I have, until when, what happened and what to do."""
    return render(request, "accounts/subscription.html", {"overview": overview(request.user)})  # type: ignore[arg-type]


@login_required
@require_http_methods(["GET", "POST"])
def redeem_code(request: HttpRequest) -> HttpResponse:
    """Take a code and open what it opens."""
    form = RedeemForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "accounts/redeem.html", {"form": form}, status=400 if form.errors else 200)
    wait = max(
        seconds_to_wait(CODES_BY_ACCOUNT, str(request.user.pk)),
        seconds_to_wait(CODES_BY_ADDRESS, str(address_of(request))),
    )
    if wait:
        return refuse(request, wait)
    try:
        contract = redeem(form.cleaned_data["code"], request.user)  # type: ignore[arg-type]
    except CodeError as error:
        form.add_error("code", _late() if error.trouble is Trouble.LATE else _unusable())
        return render(request, "accounts/redeem.html", {"form": form}, status=400)
    messages.success(request, _("The code is redeemed: access until %(day)s.") % {"day": contract.ends_on})
    return redirect("accounts:subscription")


def _unusable() -> str:
    return _(
        "This code opens nothing: it may be mistyped, used by somebody else, or withdrawn. Check it, or write to us."
    )


def _late() -> str:
    return _("This code was to be redeemed earlier. Write to us and we look for a way.")
