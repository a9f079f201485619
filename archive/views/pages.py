"""Pages about the archive itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the archive is and who may read what."""
    return render(request, "archive/about.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say how to read, search and cite."""
    return render(request, "archive/help.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where there is nothing for them."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask without reading the page to the icon."""
    return redirect(static("img/favicon.svg"))
