"""Puts a lazy `request.visitor` on every request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.arrival import visitor_of
from accounts.visitor import Visitor


class VisitorMiddleware:
    """Asks who is there when a door first wants to know, once per request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the trusted proxies, networks already, from the settings."""
        self.get_response = get_response
        self.proxies = tuple(settings.TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the visitor and go on."""
        request.visitor = SimpleLazyObject(lambda: self._visitor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def _visitor(self, request: HttpRequest) -> Visitor:
        return visitor_of(request, request.user if request.user.is_authenticated else None, self.proxies)
