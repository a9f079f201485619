"""The way back from seeing the site as a member."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.view_as import stop


@require_POST
def view_as_stop(request: HttpRequest) -> HttpResponse:
    """See as oneself again."""
    stop(request)
    return redirect("admin:accounts_user_changelist")
