"""Seeing the site as a member sees it: read-only, for a quarter of an hour, written down, without notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.audit import SAFE
from accounts.models import User
from accounts.visitor import Visitor

KEPT = "view_as"
SECONDS = 15 * 60
# Where one may look: never at notes, the administration, sign-in or a file of somebody's data.
ROOMS = frozenset({"archive", "accounts"})
CLOSED = frozenset({"export", "erase"})
STOP = "view_as_stop"


class ViewAsError(Exception):
    """A person whose place nobody may take."""


def start(request: HttpRequest, chosen: Sequence[User]) -> None:
    """Begin to see as the one member chosen; only members' eyes can be borrowed. Raises ViewAsError."""
    if len(chosen) != 1:
        raise ViewAsError
    member = chosen[0]
    if member.is_staff or member.is_superuser or not member.is_active or member.erased_at:
        raise ViewAsError
    request.session[KEPT] = {"user": member.pk, "until": time.time() + SECONDS}
    LogEntry.objects.create(
        user_id=request.user.pk or 0,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(member.pk),
        object_repr=f"№ {member.pk}",
        action_flag=CHANGE,
        change_message=_("Looked at the site as this person."),
    )


def stop(request: HttpRequest) -> None:
    """See as oneself again."""
    request.session.pop(KEPT, None)


def without_notes(visitor: Visitor) -> Visitor:
    """Give the member's access without the member's own and group things."""
    return replace(visitor, user_id=None, is_curator=False, groups={}, read_only_groups=frozenset())


class ViewAsMiddleware:
    """Puts the member in the place of the staff for one request at a time; `request.viewed_by` is who looks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Swap the user while the time lasts."""
        request.viewed_by = None  # type: ignore[attr-defined]
        kept: dict[str, Any] | None = request.session.get(KEPT)
        if kept is None:
            return self.get_response(request)
        member = User.objects.filter(pk=kept["user"], is_active=True, is_staff=False).first()
        if member is None or time.time() > kept["until"] or not getattr(request.user, "is_staff", False):
            stop(request)
            return self.get_response(request)
        request.viewed_by, request.viewed_as = request.user, member  # type: ignore[attr-defined]
        request.user = member
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Refuse whatever writes, and whatever is not for others' eyes."""
        match = request.resolver_match
        if request.viewed_by is None or match is None or match.url_name == STOP:  # type: ignore[attr-defined]
            return None
        if request.method in SAFE and match.app_name in ROOMS and match.url_name not in CLOSED:
            return None
        return render(request, "accounts/view_as_refused.html", status=403)
