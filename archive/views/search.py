"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.visitor import Visitor
from archive.query import parse
from archive.search import search


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Answer a query, or show the empty box."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    query = parse(request.GET.get("q", ""))
    found = search(visitor, query, page=_number(request.GET.get("page", "1")), language=get_language() or "en")
    context = {"place": "search", "query": query, "found": found}
    response = render(request, "archive/search.html", context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 1
