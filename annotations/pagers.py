"""Lists cut into pages for people."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ON_A_PAGE = 30


def page_of(request: HttpRequest, rows: Any, size: int = ON_A_PAGE) -> Page[Any]:
    """Give the page that the address asks for; nonsense gives the first or the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
