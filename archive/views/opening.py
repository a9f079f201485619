"""How every door to a document begins: it is found for the visitor, or its earlier identifier is followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts.access import Answer, answer
from accounts.visitor import Visitor
from archive.grace import in_grace
from archive.models import Document
from archive.particulars import find, successor

Door = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that may be found, what the rule says of it, and the visitor as whom its parts are read."""

    document: Document
    answer: Answer
    visitor: Visitor
    is_in_grace: bool = False


def follow_moves(door: Door) -> Door:
    """Send earlier identifiers on to today's for ever, under the same kind of address; 404 for what is not there."""

    @wraps(door)
    def followed(request: HttpRequest, identifier: str, **others: Any) -> HttpResponseBase:
        try:
            return door(request, identifier, **others)
        except Document.DoesNotExist:
            today = successor(request.visitor, identifier)  # type: ignore[attr-defined]
            if today is None:
                raise Http404 from None
            address = reverse(request.resolver_match.view_name, kwargs={"identifier": today, **others})  # type: ignore[union-attr]
            return HttpResponsePermanentRedirect(with_query(address, request.GET.urlencode()))

    return followed


def open_document(request: HttpRequest, identifier: str) -> Opened:
    """Find a document for the visitor of a request; raises Document.DoesNotExist for what is hidden."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    found = find(visitor, identifier)
    said = answer(visitor, found)
    graced = None if said.may_read else in_grace(request, visitor, found, said)
    return Opened(found, graced[1], graced[0], is_in_grace=True) if graced else Opened(found, said, visitor)


def with_query(address: str, query: str) -> str:
    """Add a query to an address when there is one."""
    return f"{address}?{query}" if query else address
