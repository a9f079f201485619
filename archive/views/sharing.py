"""What other sites' viewers need to read our JSON: CORS on every answer, errors too, and JSON-LD's media type.

No answer to another site is made with this visitor's cookies: browsers send none where the origin is given as *.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

Door = Callable[..., HttpResponseBase]
_METHODS = "GET, HEAD, OPTIONS"


def shared(door: Door) -> Door:
    """Let scripts of any site read the answer, and ask first whether they may (a preflight)."""

    @wraps(door)
    def opened(request: HttpRequest, *arguments: Any, **others: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=HTTPStatus.NO_CONTENT)
            response.headers["Access-Control-Allow-Methods"] = _METHODS
            response.headers["Access-Control-Allow-Headers"] = "Authorization"
            response.headers["Access-Control-Max-Age"] = "86400"
        elif request.method not in {"GET", "HEAD"}:
            response = HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": _METHODS})
        else:
            try:
                response = door(request, *arguments, **others)
            except Http404:
                response = plain(_("There is nothing at this address."), HTTPStatus.NOT_FOUND)
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
        return response

    return opened


def plain(text: str, status: int) -> HttpResponse:
    """Give a refusal in plain words that nobody keeps."""
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


def linked_data(request: HttpRequest, data: Mapping[str, Any], context: str, *, status: int = 200) -> HttpResponse:
    """Give JSON as JSON-LD of a context, or as plain JSON to those who ask for no JSON-LD."""
    accepted = request.headers.get("Accept", "*/*")
    wants_plain = "application/json" in accepted and "ld+json" not in accepted
    kind = "application/json" if wants_plain else f'application/ld+json;profile="{context}"'
    response = HttpResponse(json.dumps(data, ensure_ascii=False), status=status, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ["Accept", "Cookie"])
    patch_cache_control(response, private=True, no_cache=True)
    return response
