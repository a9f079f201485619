"""Repositories and their fonds, opisi and dela."""

from __future__ import annotations

from itertools import groupby
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.visitor import Visitor
from archive.entries import entries_with_volumes
from archive.holdings import ancestors, documents_in, repositories, units_below
from archive.models import ArchivalUnit, Repository
from archive.models.documents import DocumentQuerySet

DOCUMENTS_A_PAGE = 50


@require_safe
def holdings(request: HttpRequest) -> HttpResponse:
    """List the repositories, each with its fonds."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    fonds = groupby(
        sorted(units_below(visitor), key=lambda held: held.unit.repository_id), lambda held: held.unit.repository_id
    )
    by_repository = {repository: list(rows) for repository, rows in fonds}
    rows = [(repository, count, by_repository.get(repository.pk, [])) for repository, count in repositories(visitor)]
    return render(request, "archive/holdings.html", {"place": "holdings", "repositories": rows})


@require_safe
def unit(request: HttpRequest, path: str) -> HttpResponse:
    """Show a repository or a unit: what is below it and the documents kept directly in it."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    slug, _, rest = path.partition("/")
    found = get_object_or_404(ArchivalUnit.objects.select_related("repository"), path=path) if rest else None
    repository = found.repository if found else get_object_or_404(Repository, slug=slug)
    below = units_below(visitor, path)
    page = Paginator(documents_in(visitor, found, repository), DOCUMENTS_A_PAGE).get_page(request.GET.get("page"))
    if not below and not page.paginator.count:
        raise Http404
    context = {
        "place": "holdings",
        "repository": repository,
        "unit": found,
        "ancestors": ancestors(found) if found else [],
        "below": below,
        "page": page,
        "entries": entries_with_volumes(visitor, cast(DocumentQuerySet, page.object_list), get_language() or "en"),
    }
    return render(request, "archive/unit_detail.html", context)
