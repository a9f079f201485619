"""The discussions of folders and groups: notes on the folder or group itself, and replies to them."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import Audience
from accounts.models import ReadingGroup
from accounts.visitor import Visitor
from annotations import fetching
from annotations.annotate import AnnotateError, Draft, Request, write
from annotations.forms import TalkForm
from annotations.models import Annotation, Folder
from annotations.reporting import is_reported_by
from annotations.targets import Place
from annotations.views.panels import threads

# As many notes of one discussion as one page shows, the latest.
MOST = 200


def talk_of(visitor: Visitor, rows: Any) -> dict[str, Any]:
    """Give a discussion as its page shows it; three statements at any number of notes."""
    found = fetching.fetch(visitor, rows.order_by("-created_at", "-pk"), MOST + 1)
    shown = list(reversed(found[:MOST]))
    return {
        "threads": threads(shown, visitor, is_reported_by(visitor, [note.pk for note in shown])),
        "has_more_talk": len(found) > MOST,
        "talk_form": TalkForm(initial={"key": uuid4().hex}),
        "visitor": visitor,
    }


def talk_of_folder(visitor: Visitor, folder: Folder) -> dict[str, Any]:
    """Give what is said about a folder."""
    return talk_of(visitor, Annotation.objects.readable_by(visitor).filter(folder=folder))


def talk_of_group(visitor: Visitor, group: ReadingGroup) -> dict[str, Any]:
    """Give what is said in a group about no document."""
    shared = Annotation.objects.readable_by(visitor).filter(audience=Audience.GROUP, group=group)
    return talk_of(visitor, shared.filter(folder=None, document=None, volume=None))


@login_required
@require_POST
def in_folder(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say something about a folder, to those who see it."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    folder = get_object_or_404(Folder.objects.readable_by(visitor), pk=key)
    lock = {"audience": folder.audience, "group_id": folder.group_id}
    if folder.audience == Audience.OPEN:
        lock["group_id"] = None
    _say(request, Place("folder", folder_id=folder.pk), lock)
    return redirect(f"{reverse('annotations:folder', args=[key])}#talk")


@login_required
@require_POST
def in_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Say something to a group."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    group = ReadingGroup.objects.filter(slug=slug, pk__in=list(visitor.groups)).first()
    if group is None:
        raise Http404
    _say(request, Place("group"), {"audience": Audience.GROUP, "group_id": group.pk})
    return redirect(f"{reverse('annotations:group_page', args=[slug])}#talk")


def _say(request: HttpRequest, place: Place, lock: dict[str, Any]) -> None:
    form = TalkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "; ".join(str(error) for errors in form.errors.values() for error in errors))
        return
    key = form.cleaned_data["key"]
    named = Request(f"form-{key}", hashlib.sha256(request.path.encode()).hexdigest()) if key else None
    draft = Draft(body=form.cleaned_data["body"].replace("\r\n", "\n"), **lock)
    try:
        write(request.visitor, draft, place, named)  # type: ignore[attr-defined]
    except AnnotateError as error:
        messages.error(request, str(error))
