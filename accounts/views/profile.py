"""The profile: name, language, time zone, which mails; and the code that verifies an address."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import ProfileForm
from accounts.throttle import Limit, refuse, seconds_to_wait
from accounts.verification import verify_by_code
from accounts.visits import address_of

VERIFICATIONS = Limit("verification", 30, 60 * 60)


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own profile."""
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        messages.success(request, _("Your profile is saved."))
        response = redirect("accounts:profile")
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, secure=secure, httponly=True, samesite="Lax")
        return response
    return render(request, "accounts/profile.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Take the code from the mail; the answer is the same whether the address has an account or not."""
    wait = seconds_to_wait(VERIFICATIONS, str(address_of(request)))
    if wait:
        return refuse(request, wait)
    if verify_by_code(request.session, request.POST.get("code", "")):
        messages.success(request, _("Your address is verified. Sign in to go on."))
        return redirect("account_login")
    messages.error(
        request, _("This code is not right, or it is too old. Use the link in the mail, or ask for a new one.")
    )
    return redirect("account_email_verification_sent")
