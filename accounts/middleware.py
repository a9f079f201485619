"""Puts a lazy `request.visitor` on every request; keeps staff without a second factor out; answers strangers evenly."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.view_as import without_notes
from accounts.visitor import Visitor, visitor_for
from accounts.visits import address_of, campuses_of, note_visit

SEEN = "on_campus"
# Addresses of the package where anybody may type an e-mail address.
EVEN = {"account_login", "account_signup", "account_reset_password", "account_request_login_code"}


class VisitorMiddleware:
    """Asks who is there when a door first wants to know, once per request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the visitor and go on."""
        request.visitor = SimpleLazyObject(lambda: _visitor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _visitor(request: HttpRequest) -> Visitor:
    user = request.user if request.user.is_authenticated else None
    if getattr(request, "viewed_by", None) is not None:
        return without_notes(visitor_for(user, address=None))
    visitor = visitor_for(user, address_of(request))
    if user is not None:
        _remember(request, user, visitor)
    return visitor


def _remember(request: HttpRequest, user: User, visitor: Visitor) -> None:
    """Note a visit on campus; the session keeps from asking the database more than once a day."""
    campuses = campuses_of(visitor)
    seen = [timezone.now().date().isoformat(), campuses]
    if campuses and request.session.get(SEEN) != seen:
        note_visit(user, campuses)
        request.session[SEEN] = seen


class StaffMiddleware:
    """Keeps staff out of the administration until they have a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the view decides."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Lead to the page of second factors."""
        match = request.resolver_match
        is_office = match is not None and "admin" in match.namespaces and match.url_name not in {"login", "logout"}
        if not (settings.STAFF_NEEDS_MFA and is_office and isinstance(request.user, User) and request.user.is_staff):
            return None
        if is_mfa_enabled(request.user):
            return None
        messages.warning(request, _("Set up a second factor first: the administration opens only with one."))
        return redirect("mfa_index")


class EvenMiddleware:
    """Answers a typed e-mail address no sooner than after EVEN_SECONDS, so that time does not tell who has an account.

    With and without an account different things are looked up and mailed; beside that time they are nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, and wait for what is left of the time."""
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match is not None and match.url_name in EVEN:
            time.sleep(max(0, began + settings.EVEN_SECONDS - time.monotonic()))
        return response
