"""Who comes with a request: the visitor of a person at the address the request came from."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest

from accounts.address import client_address, type_of_network
from accounts.models import User
from accounts.visitor import Visitor, visitor_for


def visitor_of(request: HttpRequest, user: User | None, proxies: Sequence[type_of_network] | None = None) -> Visitor:
    """Make the visitor; `proxies` are those whose word on the address is believed, without them the settings'."""
    trusted = tuple(settings.TRUSTED_PROXIES if proxies is None else proxies)
    peer = request.META.get("REMOTE_ADDR", "")
    return visitor_for(user, client_address(peer, request.META.get("HTTP_X_FORWARDED_FOR", ""), trusted))
