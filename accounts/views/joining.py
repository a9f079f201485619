"""Joining a reading group: by a link from a mail, or by typing its code. Looking changes nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.invitations import InvitationError, Standing, accept, decline, find, standing_for
from accounts.models import Invitation
from accounts.throttle import Limit, refuse, seconds_to_wait
from accounts.visits import address_of

TOKENS = Limit("join", 300, 60 * 60)


def _who(request: HttpRequest) -> str:
    """Count by account where there is one: a whole lecture hall comes from one address."""
    return f"account {request.user.pk}" if request.user.is_authenticated else str(address_of(request))


@require_http_methods(["GET", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Take a typed code and lead to its page."""
    code = request.POST.get("code", "").strip()
    if request.method == "POST" and code:
        wait = seconds_to_wait(TOKENS, _who(request))
        if wait:
            return refuse(request, wait)
        found = find(code)
        if found is not None:
            return redirect("accounts:join", token=code.replace("/", ""))
        context = {"error": _("No group has this code. Check it, or ask who gave it to you for a new one.")}
        return render(request, "accounts/join_code.html", {**context, "code": code}, status=400)
    return render(request, "accounts/join_code.html")


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation as it stands; on a POST, accept or decline it."""
    wait = seconds_to_wait(TOKENS, _who(request))
    if wait:
        return refuse(request, wait)
    invitation = find(token)
    if invitation is None:
        return render(request, "accounts/join_unknown.html", status=404)
    if request.method == "POST":
        return _answer(request, invitation, token)
    return _page(request, invitation)


def _page(request: HttpRequest, invitation: Invitation, status: int = 200) -> HttpResponse:
    user = request.user if request.user.is_authenticated else None
    context = {"invitation": invitation, "group": invitation.group, "standing": standing_for(invitation, user).value}
    return render(request, "accounts/join.html", context, status=status)


def _answer(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    if "decline" in request.POST:
        decline(invitation)
        return _page(request, invitation.__class__.objects.select_related("group", "invited_by").get(pk=invitation.pk))
    if not request.user.is_authenticated:
        here = reverse("accounts:join", args=[token])
        return redirect(f"{reverse('account_login')}?next={here}")
    try:
        is_in = accept(invitation, request.user)
    except InvitationError as error:
        return _page(request, invitation, 403 if error.standing is Standing.ADDRESS else 409)
    if is_in:
        messages.success(request, _("You are in the group."))
        return redirect("annotations:group_page", slug=invitation.group.slug)
    messages.warning(request, _("All places are taken: you are on the waiting list and get a mail when one is free."))
    return redirect("accounts:groups")
