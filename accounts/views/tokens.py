"""A person's own keys to the API: made, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import ApiToken, User
from accounts.tokens import make_token, revoke_token

# As many running tokens as a person may have.
MOST = 20


class TokenForm(forms.Form):
    """What a token is for, what it may do, and how long."""

    name = forms.CharField(label=gettext_lazy("What is it for?"), max_length=80)
    scope = forms.ChoiceField(label=gettext_lazy("It may"), choices=ApiToken.Scope.choices)
    days = forms.IntegerField(
        label=gettext_lazy("For how many days?"),
        min_value=1,
        max_value=366,
        initial=90,
        help_text=gettext_lazy("Up to 366."),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List a person's tokens; make one, which is shown this once, or revoke one."""
    user: User = request.user  # type: ignore[assignment]
    number = request.POST.get("revoke", "")
    if number.isdecimal() and len(number) < 12:
        if revoke_token(user, int(number)):
            messages.success(request, _("The token is revoked."))
        return redirect("accounts:tokens")
    form, made = TokenForm(request.POST or None), ""
    running = ApiToken.objects.filter(user=user, revoked_at__isnull=True)
    if request.method == "POST" and form.is_valid():
        if running.count() >= MOST:
            form.add_error(None, _("You have twenty tokens; revoke one first."))
        else:
            said = form.cleaned_data
            ends = timezone.now() + timedelta(days=said["days"])
            _row, made = make_token(user, said["name"], scope=said["scope"], expires_at=ends)
            form = TokenForm()
    return render(request, "accounts/tokens.html", {"form": form, "made": made, "tokens": running})
