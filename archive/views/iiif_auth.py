"""IIIF Authorization Flow 2.0 and, for older viewers, Authentication 1.0: probe, access and token."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from archive.formats.iiif_auth import CONTEXT_2, probe_result, token_message, token_refusal
from archive.iiif_access import SECONDS, bearer_visitor, issue_token, services
from archive.page_images import findable_image
from archive.views.opening import follow_moves, open_document
from archive.views.sharing import linked_data, shared


@shared
@follow_moves
def probe(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """Tell whether the image would be sent to this visitor, or to the one whose token is sent along."""
    found = findable_image(bearer_visitor(request), identifier, number)
    if found is None:
        open_document(request, identifier)
        raise Http404(_("There is no image of this page."))
    return linked_data(request, probe_result(200 if found.is_readable else 401, services(request)), CONTEXT_2)


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """Say in the window that a viewer opened how to sign in, or that it may be closed.

    The viewer waits until this window is closed, so it must stay tied to it.
    """
    response = render(request, "archive/iiif_access.html")
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def token(request: HttpRequest, version: int = 2) -> HttpResponse:
    """Give a frame that posts a token, or why there is none, to the viewer that opened it.

    Version 1 gives plain JSON to a program that has no frame and sends no message's number.
    """
    message, origin = request.GET.get("messageId", ""), request.GET.get("origin", "")
    if version == 1 and not message:
        data = {key: value for key, value in _message(request, version, "").items() if key != "messageId"}
        response: HttpResponse = JsonResponse(data, status=200 if "accessToken" in data else 401)
    elif _is_origin(origin):
        data = _message(request, version, message)
        response = render(request, "archive/iiif_token.html", {"message": json.dumps(data), "origin": origin})
    else:
        data = token_refusal(version, "invalidRequest", message, services(request))
        response = render(request, "archive/iiif_token.html", {"message": json.dumps(data), "origin": ""})
    patch_cache_control(response, private=True, no_store=True)
    return response


def _message(request: HttpRequest, version: int, message: str) -> dict[str, Any]:
    given = issue_token(request)
    if given is None:
        return token_refusal(version, "missingAspect", message, services(request))
    return token_message(version, given, SECONDS, message)


def _is_origin(text: str) -> bool:
    """Tell an origin from anything else: scheme, host, perhaps a port, and nothing after."""
    try:
        parts = urlsplit(text)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return known and text == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc
