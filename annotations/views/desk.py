"""My archive: notes searched and filtered, tags, notes that lost their place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import ReadingGroup
from accounts.visitor import Visitor
from annotations import bookmarks, fetching
from annotations import desk as acts
from annotations.annotate import AnnotateError
from annotations.fetching import titles
from annotations.models import Annotation
from annotations.pagers import page_of
from annotations.views.panels import shown


def _visitor(request: HttpRequest) -> Visitor:
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    bookmarks.merge_bookmarks(visitor, request.session)
    return visitor


def _drawn(request: HttpRequest, listed: Any) -> tuple[Any, list[dict[str, Any]]]:
    """Cut a list into pages and draw one; six statements at any number of notes."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    page = page_of(request, listed.values_list("pk", flat=True))
    wanted = list(page.object_list)
    found = {note.pk: note for note in fetching.fetch(visitor, Annotation.objects.filter(pk__in=wanted))}
    named = titles(visitor, list(found.values()))
    return page, [shown(found[pk], visitor) | {"title": named[pk]} for pk in wanted if pk in found]


@login_required
@require_GET
def notes(request: HttpRequest) -> HttpResponse:
    """Show all of mine and my groups', as far as the filter lets through."""
    visitor = _visitor(request)
    wanted = acts.read_filter(request.GET)
    page, drawn = _drawn(request, acts.notes_for(visitor, wanted))
    context = {
        "tab": "notes",
        "page": page,
        "notes": drawn,
        "filter": wanted,
        "visitor": visitor,
        "motivations": Annotation.Motivation.choices,
        "groups": ReadingGroup.objects.filter(pk__in=list(visitor.groups)).order_by("name"),
        "query": request.GET.urlencode(),
    }
    return render(request, "annotations/desk_notes.html", context)


@login_required
@require_GET
def unattached(request: HttpRequest) -> HttpResponse:
    """Show notes whose words are gone or were changed, with the old quotation, page and version."""
    visitor = _visitor(request)
    page, drawn = _drawn(request, acts.unattached(visitor))
    context = {"tab": "unattached", "page": page, "notes": drawn, "visitor": visitor}
    return render(request, "annotations/desk_unattached.html", context)


@login_required
@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """Show what was begun in this browser and not saved; it has never left the device."""
    return render(request, "annotations/desk_drafts.html", {"tab": "drafts"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: HttpRequest) -> HttpResponse:
    """List my tags; on a POST, rename one, which merges it with one of that name, or drop it."""
    visitor = _visitor(request)
    if request.method == "POST":
        old = request.POST.get("tag", "")
        try:
            drops = request.POST.get("act") == "drop"
            count = acts.drop_tag(visitor, old) if drops else acts.rename_tag(visitor, old, request.POST.get("new", ""))
            messages.success(request, ngettext("%d note changed.", "%d notes changed.", count) % count)
        except AnnotateError as error:
            messages.error(request, str(error))
        return redirect("annotations:tags")
    return render(request, "annotations/desk_tags.html", {"tab": "tags", "tags": acts.tags_of(visitor)})
