"""Take my data; delete my account, after a look at what goes and a time to think again."""

from __future__ import annotations

import json

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.erasure import Fate
from accounts.leaving import GRACE, StillNeededError, ask_for_erasure, cancel_erasure, effects, obstacles
from accounts.leaving import export as export_person
from accounts.throttle import Limit, refuse, seconds_to_wait

EXPORTS = Limit("export", 10, 60 * 60)


@login_required
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Explain what one gets; on a POST, give it as a file."""
    if request.method == "GET":
        return render(request, "accounts/export.html")
    wait = seconds_to_wait(EXPORTS, str(request.user.pk))
    if wait:
        return refuse(request, wait)
    text = json.dumps(export_person(request.user), ensure_ascii=False, indent=1)  # type: ignore[arg-type]
    name = f"my-data-{timezone.now():%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(text, content_type="application/json", headers=headers)


@login_required
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Show what would go and stay; on a POST, begin the time to think again."""
    return _begin(request) if request.method == "POST" else _show(request)


def _show(request: HttpRequest, status: int = 200) -> HttpResponse:
    found = effects(request.user)  # type: ignore[arg-type]
    context = {
        "goes": [effect for effect in found if effect.reference.fate is Fate.DELETE],
        "stays": [effect for effect in found if effect.reference.fate is Fate.NAMELESS],
        "obstacles": obstacles(request.user),  # type: ignore[arg-type]
        "days": GRACE.days,
    }
    return render(request, "accounts/erase.html", context, status=status)


@reauthentication_required
def _begin(request: HttpRequest) -> HttpResponse:
    if "sure" not in request.POST:
        messages.error(request, _("Tick the box to say that you are sure."))
        return _show(request, 400)
    try:
        ask_for_erasure(request.user)  # type: ignore[arg-type]
    except StillNeededError:
        return _show(request, 409)
    return redirect("accounts:erase")


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Cancel the erasure."""
    if cancel_erasure(request.user):  # type: ignore[arg-type]
        messages.success(request, _("Your account stays as it is."))
    return redirect("accounts:erase")
