"""Home, the list of volumes, a volume with its table of contents."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import answer
from accounts.visitor import Visitor
from archive.contents import contents, section_text
from archive.holdings import repositories
from archive.models import Document, Volume
from archive.volumes import summaries, years

NEWEST = 6
VOLUMES_A_PAGE = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what the archive is and show the ways in."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    volumes = Volume.objects.findable_by(visitor)
    documents = Document.objects.findable_by(visitor).proper().order_by()
    totals = documents.aggregate(documents=Count("pk"), first=Min("earliest"), last=Max("latest"))
    context: dict[str, Any] = {
        "place": "home",
        "volumes": summaries(visitor, volumes.order_by("-created_at", "-pk")[:NEWEST]),
        "volume_count": volumes.count(),
        "document_count": totals["documents"],
        "years": years(totals["first"], totals["last"]),
        "repositories": repositories(visitor),
    }
    return render(request, "archive/home.html", context)


@require_safe
def volumes(request: HttpRequest) -> HttpResponse:
    """List the volumes by title."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    found = Volume.objects.findable_by(visitor).order_by("sort_key", "slug")
    page = Paginator(found, VOLUMES_A_PAGE).get_page(request.GET.get("page"))
    context = {"place": "volumes", "page": page, "volumes": summaries(visitor, page.object_list)}
    return render(request, "archive/volume_list.html", context)


@require_safe
def volume(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a volume with everything in it that the visitor may find."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    found = get_object_or_404(Volume.objects.findable_by(visitor), slug=slug)
    context = {
        "place": "volumes",
        "volume": found,
        "answer": answer(visitor, found),
        "contents": contents(visitor, found, get_language() or "en"),
    }
    return render(request, "archive/volume_detail.html", context)


@require_safe
def section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Lead to the section's own text, or to its place in the table of contents."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    found = get_object_or_404(Volume.objects.findable_by(visitor), slug=slug)
    text = section_text(visitor, found, key)
    if text:
        return redirect("archive:document", text.identifier)
    branch = contents(visitor, found, get_language() or "en").find(key)
    if branch is None:
        raise Http404
    return redirect(f"{reverse('archive:volume', args=[found.slug])}#{branch.anchor}")
