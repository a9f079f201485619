"""The list of people and the page of a name with its documents by role."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.visitor import Visitor
from archive.entries import entries_with_volumes
from archive.models import Name, NameMerge, NameRole
from archive.models.documents import DocumentQuerySet
from archive.names import document_counts, documents_of, initials, known_names, role_counts

NAMES_A_PAGE = 120
DOCUMENTS_A_PAGE = 50


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """List the names of a kind, by first letter."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    kind = request.GET.get("kind", "")
    kind = kind if kind in Name.Kind.values else Name.Kind.PERSON
    known = known_names(visitor, kind)
    letters = initials(known)
    letter = request.GET.get("letter", "")
    shown = known.filter(sort_key__startswith=letter) if letter in letters else known
    page = Paginator(shown, NAMES_A_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    counts = document_counts(visitor, listed)
    context = {
        "place": "names",
        "kinds": Name.Kind.choices,
        "kind": kind,
        "letters": letters,
        "letter": letter if letter in letters else "",
        "page": page,
        "names": [(name, counts.get(name.pk, 0)) for name in listed],
    }
    return render(request, "archive/name_list.html", context)


@require_safe
def name(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a name with its spellings and the documents on which it stands."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    merged = NameMerge.objects.filter(slug=slug, undone_at__isnull=True).values("kept")
    found = Name.objects.filter(slug=slug).first() or get_object_or_404(Name, pk__in=merged)
    counts = role_counts(visitor, found)
    if not counts:
        raise Http404
    if found.slug != slug:
        return redirect("archive:name", found.slug)
    role = request.GET.get("role", "")
    role = role if role in counts else next(iter(counts))
    page = Paginator(documents_of(visitor, found, role), DOCUMENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "place": "names",
        "name": found,
        "variants": found.variants.exclude(text=found.name).order_by("pk").values_list("text", flat=True),
        "roles": [(value, NameRole.Role(value).label, count) for value, count in counts.items()],
        "role": role,
        "page": page,
        "entries": entries_with_volumes(visitor, cast(DocumentQuerySet, page.object_list), get_language() or "en"),
    }
    return render(request, "archive/name_detail.html", context)
