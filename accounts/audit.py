"""Who did it: names the person behind a request to the database's audit trail, by surrogate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.http import HttpRequest, HttpResponse

from accounts.models import Surrogate, User

# RFC 9110 §9.2.1: these methods promise to change nothing.
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def surrogate_for(user: User) -> Surrogate:
    """Give the person's stand-in, made at the first need."""
    return Surrogate.objects.get_or_create(user=user)[0]


class AuditMiddleware:
    """Gives the triggers `{"surrogate", "door"}` for every request that may change something.

    The door is the view's name and never the path, which may hold somebody's invitation.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open a context for the request."""
        if request.method in SAFE:
            return self.get_response(request)
        with pghistory.context():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        """Say who is acting, once it is known where."""
        if request.method in SAFE or not isinstance(request.user, User):
            return
        match = request.resolver_match
        pghistory.context(surrogate=str(surrogate_for(request.user).pk), door=match.view_name if match else "")
