"""IIIF authorization: a token says who asked for it; what they may read is asked each time."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.address import client_address
from accounts.models import User
from accounts.visitor import Visitor, visitor_for
from archive.formats.iiif_auth import Services

SECONDS = 300
_KEY = "iiif-token:{}"


def services(request: HttpRequest) -> Services:
    """Give the addresses and words of the services for this request."""
    names = {"access": "iiif-access", "token": "iiif-token", "token_1": "iiif-token-1"}
    addresses = {key: request.build_absolute_uri(reverse(f"archive:{name}")) for key, name in names.items()}
    words = {
        "label": _("Sign in to %(site)s") % {"site": settings.SITE_NAME},
        "heading": _("This document is licensed"),
        "note": _("Its images open on the network of a library that subscribes, or with an account that has access."),
        "confirm": _("Sign in"),
        "logout": _("Sign out of %(site)s") % {"site": settings.SITE_NAME},
    }
    logout = request.build_absolute_uri(reverse("account_logout"))
    return Services(**addresses, logout=logout, language=get_language() or "en", words=words)


def issue_token(request: HttpRequest) -> str | None:
    """Give a token for the visitor of a request, None to one who has nothing that could open anything."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    if visitor.is_plain:
        return None
    token = secrets.token_urlsafe(24)
    cache.set(_KEY.format(token), visitor.user_id or 0, SECONDS)
    return token


def bearer_visitor(request: HttpRequest) -> Visitor:
    """Give the visitor: of the token when one is sent, as the rule knows them now and from where they ask now.

    A token that is unknown or past its time makes nobody of them.
    """
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        visitor: Visitor = request.visitor  # type: ignore[attr-defined]
        return visitor
    number = cache.get(_KEY.format(token)) if token.isascii() and 0 < len(token) < 100 else None
    if number is None:
        return Visitor.anonymous()
    user = User.objects.filter(pk=number, is_active=True).first() if number else None
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    address = client_address(request.META.get("REMOTE_ADDR", ""), forwarded, tuple(settings.TRUSTED_PROXIES))
    return visitor_for(user, address)
