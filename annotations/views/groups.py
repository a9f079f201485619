"""The page of a reading group: who is in it, and what it shares."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.groups import is_read_only
from accounts.models import Membership, ReadingGroup
from accounts.visitor import Visitor
from annotations import fetching, folder_pages
from annotations.models import Annotation
from annotations.views.panels import shown
from annotations.views.talk import talk_of_group

# As many of the latest notes as the page of a group shows.
LATEST = 10


def _membership(request: HttpRequest, group: ReadingGroup | None) -> Membership | None:
    if group is None or not request.user.is_authenticated:
        return None
    return group.memberships.filter(user_id=request.user.pk).first()


def _is_open(group: ReadingGroup) -> bool:
    return bool(settings.PUBLIC_GROUPS and group.is_public and group.archived_at is None)


@require_GET
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the group to its members, and a public one to everybody; to others it does not exist."""
    found = ReadingGroup.objects.select_related("institution").filter(slug=slug).first()
    own = _membership(request, found)
    if found is None or (own is None and not _is_open(found)):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    context = {
        "group": found,
        "own": own,
        "is_read_only": is_read_only(found),
        "may_contribute": may(request.visitor, "contribute", found),  # type: ignore[attr-defined]
        "moderates": may(request.visitor, "moderate", found),  # type: ignore[attr-defined]
        "leads": own is not None and own.role in {Membership.Role.OWNER, Membership.Role.MANAGER},
        "members": found.memberships.select_related("user").order_by("role", "user__name", "user__pk") if own else [],
    }
    visitor = request.visitor  # type: ignore[attr-defined]
    if own is not None:
        context |= talk_of_group(visitor, found) | _kept(visitor, found)
    return render(request, "annotations/group_detail.html", context)


def _kept(visitor: Visitor, group: ReadingGroup) -> dict[str, Any]:
    """Give the group's folders, and the latest that its members wrote on documents."""
    shared = Annotation.objects.readable_by(visitor).filter(audience="group", group=group)
    latest = fetching.fetch(visitor, shared.filter(document__isnull=False).order_by("-created_at", "-pk"), LATEST)
    branches = [it for it in folder_pages.flat(folder_pages.trees(visitor)) if it.folder.group_id == group.pk]
    return {
        "branches": branches,
        "latest": [shown(note, visitor) for note in latest],
        "may_talk": may(visitor, "contribute", group),
        "talk_address": reverse("annotations:talk_group", args=[group.slug]),
    }
