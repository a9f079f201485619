"""Folders: mine and my groups', one with what is in it, putting things in, undoing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import ReadingGroup
from accounts.visitor import Visitor
from annotations import folder_items, folder_pages, folders
from annotations.folder_acts import ACTS, Acting
from annotations.folders import FolderError, NoFolderError
from annotations.forms import FolderForm
from annotations.models import Folder, FolderChange
from annotations.selectors import SelectorError
from annotations.targets import TargetError
from annotations.undoing import undo
from annotations.views.talk import talk_of_folder
from archive.query import parse
from archive.search import SORTS, TooLongError, all_found, read_selection
from archive.search.lists import MOST


def _visitor(request: HttpRequest) -> Visitor:
    found: Visitor = request.visitor  # type: ignore[attr-defined]
    return found


def base_of(request: HttpRequest) -> str:
    """Give scheme and host of this archive."""
    return request.build_absolute_uri("/").removesuffix("/")


def _say(request: HttpRequest, words: str, change: FolderChange | None) -> None:
    """Tell what was done, with the way to undo it."""
    if change is None:
        messages.success(request, words)
        return
    link = format_html(
        '{} <a class="b" href="{}">{}</a>', words, reverse("annotations:undo", args=[change.pk]), _("Undo")
    )
    messages.success(request, link)


def _groups(visitor: Visitor) -> Any:
    return ReadingGroup.objects.filter(pk__in=list(visitor.groups), archived_at=None).order_by("name")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Show all folders as a tree; on a POST, make one at the top, of one's own or of a group."""
    visitor = _visitor(request)
    form = FolderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = request.POST.get("group", "")
        group = _groups(visitor).filter(pk=number).first() if number.isdecimal() and len(number) < 12 else None
        try:
            said = form.cleaned_data
            made = folders.new_folder(visitor, said["title"], group=group, description=said["description"])
            return redirect("annotations:folder", key=made.pk)
        except FolderError as error:
            form.add_error(None, str(error))
    context = {
        "tab": "folders",
        "branches": folder_pages.flat(folder_pages.trees(visitor)),
        "groups": _groups(visitor),
        "form": form,
    }
    return render(request, "annotations/desk_folders.html", context, status=422 if form.errors else 200)


@require_GET
def folder(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a folder with what is in it, as far as the visitor may know of it."""
    visitor = _visitor(request)
    found = get_object_or_404(Folder.objects.readable_by(visitor).select_related("group", "owner"), pk=key)
    may_write = Folder.objects.writable_by(visitor).filter(pk=key).exists()
    context = {
        "tab": "folders",
        "folder": found,
        "way": folder_pages.way_to(visitor, found),
        "children": Folder.objects.readable_by(visitor).filter(parent=found).order_by("order", "created_at"),
        "items": folder_items.full_items(visitor, found),
        "audience": folder_pages.audience_sentence(found),
        "may_write": may_write,
        "is_own": visitor.user_id is not None and found.owner_id == visitor.user_id,
        "goals": [it for it in folder_pages.choices(visitor) if it[0] != str(key)] if may_write else [],
        "groups": _groups(visitor) if may_write else [],
        "may_talk": visitor.user_id is not None,
        "talk_address": reverse("annotations:talk_folder", args=[key]),
        **talk_of_folder(visitor, found),
    }
    return render(request, "annotations/folder_detail.html", context)


@login_required
@require_POST
def act(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    """Do something to a folder; what cannot be done is said on its page and changes nothing."""
    found = get_object_or_404(Folder.objects.readable_by(_visitor(request)), pk=key)
    if verb not in ACTS:
        raise Http404
    try:
        _say(request, *ACTS[verb](Acting(_visitor(request), found, request.POST, base_of(request))))
    except NoFolderError as error:
        raise Http404 from error
    except FolderError as error:
        messages.error(request, str(error))
    return redirect("annotations:folders") if verb == "delete" else redirect("annotations:folder", key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undone(request: HttpRequest, number: int) -> HttpResponse:
    """Ask, then undo one's own act."""
    rows = FolderChange.objects.filter(person_id=request.user.pk or 0).select_related("folder")
    change = get_object_or_404(rows, pk=number)
    if request.method != "POST":
        return render(request, "annotations/undo.html", {"change": change})
    try:
        found = undo(_visitor(request), number)
    except NoFolderError as error:
        raise Http404 from error
    except FolderError as error:
        messages.error(request, str(error))
        return redirect("annotations:folders")
    messages.success(request, _("It is undone."))
    return redirect("annotations:folders") if change.verb == "new" else redirect("annotations:folder", key=found.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Choose a folder for a document, a page, a passage or a note, named by its address."""
    try:
        thing = folder_items.thing_of(_visitor(request), _target(request), base_of(request))
    except (TargetError, SelectorError, FolderError) as error:
        raise Http404(str(error)) from error
    return _choose(request, lambda pk: folder_items.put_in(_visitor(request), pk, [thing]), request.GET.get("on", ""))


def _target(request: HttpRequest) -> Any:
    """Give what the address asks to be kept: a path of ours, and for a passage its words."""
    source = f"{base_of(request)}{request.GET.get('on', '')}"
    if not request.GET.get("exact"):
        return source
    return {"source": source, "selector": {"type": "TextQuoteSelector", "exact": request.GET["exact"]}}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_results(request: HttpRequest) -> HttpResponse:
    """Choose a folder for a whole list of results, the first thousand of them."""
    visitor = _visitor(request)
    query, selection = parse(request.GET.get("q", "")), read_selection(request.GET.getlist)
    sort = request.GET.get("sort", "")
    try:
        found = all_found(visitor, query, selection, sort if sort in SORTS else "relevance", MOST)
    except TooLongError as error:
        raise Http404 from error
    back = f"{reverse('archive:search')}?{request.GET.urlencode()}"
    return _choose(request, lambda pk: folder_items.put_documents_in(visitor, pk, found), back, len(found))


def _choose(request: HttpRequest, put: Any, back: str, count: int = 1) -> HttpResponse:
    visitor = _visitor(request)
    error = ""
    if request.method == "POST":
        try:
            goal = _goal(request)
            change, new = put(goal)
            words = _("%(new)d new, %(old)d were there already.") % {"new": new, "old": count - new}
            _say(request, words, change if new else None)
            return redirect("annotations:folder", key=goal)
        except FolderError as problem:
            error = str(problem)
    context = {"choices": folder_pages.choices(visitor), "back": back, "count": count, "error": error}
    return render(request, "annotations/keep.html", context, status=422 if error else 200)


def _goal(request: HttpRequest) -> str:
    """Give the folder that was chosen, or make the new one that was named; raises FolderError."""
    visitor, title, goal = _visitor(request), request.POST.get("title", ""), request.POST.get("folder", "")
    if title.strip():
        return str(folders.new_folder(visitor, title).pk)
    if goal not in dict(folder_pages.choices(visitor)):
        raise FolderError(_("Choose a folder, or give a new one a name."))
    return goal
