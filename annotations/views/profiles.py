"""A reader's handle and public page; without the person's wish there is no page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Audience
from accounts.visitor import Visitor
from annotations import fetching, presentation
from annotations.forms import ReaderForm
from annotations.models import Annotation, Folder, Profile
from annotations.pagers import page_of
from annotations.views.panels import shown

M = Annotation.Motivation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Change my handle, and whether others see a page of mine."""
    row = Profile.objects.filter(user_id=request.user.pk or 0).first() or Profile(user_id=request.user.pk or 0)
    form = ReaderForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("annotations:profile")
    kept = Profile.objects.filter(user_id=request.user.pk or 0).first()
    context = {"tab": "profile", "form": form, "kept": kept}
    return render(request, "annotations/desk_profile.html", context, status=422 if form.errors else 200)


@require_GET
def reader(request: HttpRequest, handle: str) -> HttpResponse:
    """Show a public profile with public notes and folders, as far as this visitor may read them."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    rows = Profile.objects.filter(is_public=True, user__is_active=True, user__erased_at=None).select_related("user")
    found = get_object_or_404(rows, handle=handle.lower())
    notes = Annotation.objects.readable_by(visitor).filter(owner=found.user, audience=Audience.OPEN, hidden_at=None)
    said = notes.filter(withdrawn_at=None).exclude(motivation__in=(M.BOOKMARKING, M.TAGGING))
    page = page_of(request, said.order_by("-created_at", "-pk").values_list("pk", flat=True))
    keys = list(page.object_list)
    drawn = fetching.fetch(visitor, presentation.readable_of(visitor, keys).order_by("-created_at", "-pk"))
    named = fetching.titles(visitor, drawn)
    context = {
        "profile": found,
        "page": page,
        "notes": [shown(note, visitor) | {"title": named[note.pk]} for note in drawn],
        "folders": Folder.objects.readable_by(visitor).filter(owner=found.user, audience=Audience.OPEN, parent=None),
        "visitor": visitor,
    }
    return render(request, "annotations/reader.html", context)
