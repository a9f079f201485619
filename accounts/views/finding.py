"""Find your institution: how the place where one studies or works opens licensed pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from accounts.finding import find_subscribers
from accounts.throttle import Limit, refuse, seconds_to_wait
from accounts.visits import address_of

# Enough for a reading room behind one address, too few to draw a list of all subscribers.
SEARCHES = Limit("institutions", 300, 60 * 60)
LONGEST = 200


@require_GET
def institutions(request: HttpRequest) -> HttpResponse:
    """Ask for a name, an e-mail address or a domain, and say how each institution found lets its people in."""
    typed = request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()
    if typed:
        wait = seconds_to_wait(SEARCHES, str(address_of(request)))
        if wait:
            return refuse(request, wait)
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    context = {"typed": typed, "found": find_subscribers(typed), "back": wanted if is_ours else ""}
    return render(request, "accounts/institutions.html", context)
