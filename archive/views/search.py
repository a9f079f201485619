"""The search page with its facets, its lists to take away, the advanced form, and documents side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.visitor import Visitor
from archive import rates
from archive.forms import AdvancedSearchForm
from archive.query import Query, parse
from archive.search import SORTS, Found, Selection, TooLongError, all_found, read_selection, search
from archive.search.answers import answers
from archive.search.comparing import columns
from archive.search.examples import examples
from archive.search.facets import Facets
from archive.search.lists import FORMATS, MOST, items
from archive.search.returning import state_of
from archive.search.selection import address
from archive.search.suggestions import suggest

Door = Callable[..., HttpResponse]
SORT_NAMES = {
    "relevance": _("Relevance"),
    "date": _("Oldest first"),
    "latest": _("Latest first"),
    "archival": _("As kept"),
    "volume": _("As published"),
    "newest": _("Newly added"),
}


class Asked(NamedTuple):
    """What an address asks of search."""

    visitor: Visitor
    query: Query
    selection: Selection
    sort: str
    page: int


def asked(request: HttpRequest) -> Asked:
    """Read a request; nonsense is passed over."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    query = parse(request.GET.get("q", ""), is_exact=request.GET.get("exact") == "1")
    sort = request.GET.get("sort", "")
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 8 else 1
    return Asked(visitor, query, read_selection(request.GET.getlist), sort if sort in SORTS else "relevance", number)


def measured(door: Door) -> Door:
    """Refuse with 429 who asks too often, and explain with 503 when the database was stopped; keep nothing."""

    @wraps(door)
    def answered(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        wait = rates.seconds_to_wait(request) if request.GET else 0
        if wait:
            context = {"place": "search", "wait": wait}
            refused = render(request, "archive/search_too_often.html", context, status=429)
            refused.headers["Retry-After"] = str(wait)
            return refused
        try:
            response = door(request, *arguments, **named)
        except TooLongError:
            response = render(
                request, "archive/search_too_long.html", {"place": "search", "q": request.GET.get("q", "")}, status=503
            )
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return answered


@require_safe
@measured
def results(request: HttpRequest) -> HttpResponse:
    """Answer a query, or show the empty box."""
    it = asked(request)
    language = get_language() or "en"
    if not it.query.text and it.selection.is_empty:
        context = {"place": "search", "query": it.query, "examples": examples(it.visitor)}
        return render(request, "archive/search.html", context)
    found = search(it.visitor, it.query, it.selection, page=it.page, sort=it.sort, language=language)
    context = {
        "place": "search",
        "query": it.query,
        "selection": it.selection,
        "found": found,
        "state": state_of(request.GET),
        "suggestions": _suggestions(it) if not found.count else (),
        "answers": answers(it.visitor, it.query) if found.number == 1 and it.selection.is_empty else (),
        **_facets(it, found),
    }
    return render(request, "archive/search.html", context)


@require_safe
@measured
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give the first thousand results as a file."""
    if form not in FORMATS:
        raise Http404
    it = asked(request)
    written, media, ending = FORMATS[form]
    documents = all_found(it.visitor, it.query, it.selection, it.sort, MOST)
    body = written(items(it.visitor, documents, request.build_absolute_uri("/").rstrip("/")))
    headers = {"Content-Disposition": f'attachment; filename="search.{ending}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(body, content_type=media, headers=headers)


@require_safe
@measured
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Show the documents that were chosen beside each other."""
    it = asked(request)
    chosen = [value for value in request.GET.getlist("d") if len(value) <= 250 and "\x00" not in value]
    found = columns(it.visitor, chosen, it.query, get_language() or "en")
    context = {"place": "search", "query": it.query, "columns": found, "state": request.GET.get("s", "")}
    return render(request, "archive/side_by_side.html", context)


@require_safe
def advanced(request: HttpRequest) -> HttpResponse:
    """Show the form with a field for everything; when it is filled in, lead to its results."""
    form = AdvancedSearchForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect(f"{reverse('archive:search')}?{form.parameters().urlencode()}")
    return render(request, "archive/search_advanced.html", {"place": "search", "form": form})


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """Explain how to search, with examples that run."""
    return render(request, "archive/search_help.html", {"place": "search"})


def _facets(it: Asked, found: Found) -> dict[str, Any]:
    def addressed(pairs: list[tuple[str, str]]) -> str:
        return address(it.query.text, pairs, it.sort)

    chosen = it.selection.pairs()
    named = Facets(it.visitor, found.counts, it.selection, addressed)
    timeline = named.timeline()
    return {
        "facets": named.facets(),
        "chips": named.chips(),
        "timeline": timeline,
        "last_year": timeline[-1].last if timeline else 0,
        "sorts": [
            (name, label, address(it.query.text, it.selection.pairs(), name)) for name, label in SORT_NAMES.items()
        ],
        "sort": it.sort,
        "list_address": address(it.query.text, chosen, it.sort),
        "hidden": chosen,
    }


def _suggestions(it: Asked) -> list[tuple[str, str, int, str]]:
    found = suggest(it.visitor, it.query, it.selection)
    return [(row.reason, row.text, row.count, address(row.text, row.selection.pairs())) for row in found]
