"""Bytes of page images in their fixed sizes, under the rule, from the archive's own address."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.images import THUMBNAIL, derivative_path
from archive.models import Image
from archive.page_images import image_for
from archive.views.opening import follow_moves, open_document

FILES = {"thumb": THUMBNAIL, "480": "480.webp", "960": "960.webp", "1440": "1440.webp"}


@require_safe
@follow_moves
def image(request: HttpRequest, identifier: str, number: int, size: str) -> HttpResponseBase:
    """Send one size of the image of a page: 403 without a licence, 404 for what is hidden or not there.

    Two statements: who is asking, and whether the page is readable. No visit is counted, for an image is a part of
    the page on which it stands.
    """
    if size not in FILES:
        raise Http404(_("There is no such size."))
    found = image_for(request.visitor, identifier, number)  # type: ignore[attr-defined]
    if found is None:
        opened = open_document(request, identifier)
        if not opened.answer.may_read:
            return _refused()
        found = image_for(opened.visitor, identifier, number) if opened.is_in_grace else None
    if found is None:
        raise Http404(_("There is no image of this page."))
    return _answered(request, found, size)


def _refused() -> HttpResponse:
    text = _("This image is part of a licensed document.")
    response = HttpResponse(text, status=HTTPStatus.FORBIDDEN, content_type="text/plain; charset=utf-8")
    patch_cache_control(response, private=True, no_store=True)
    return response


def _answered(request: HttpRequest, found: Image, size: str) -> HttpResponseBase:
    """Send the bytes, or 304 to a browser that has them; either way the rule has just said yes to this request."""
    etag = f'"{found.sha256}-{size}"'
    response = get_conditional_response(request, etag=etag) or _bytes(derivative_path(found, FILES[size]))
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _bytes(path: Path) -> HttpResponseBase:
    """Give the file, or in production its name to the web server, which sends it."""
    if settings.INTERNAL_REDIRECT:
        place = path.relative_to(settings.DERIVATIVES_ROOT).as_posix()
        response: HttpResponseBase = HttpResponse(content_type="image/webp")
        response.headers["X-Accel-Redirect"] = f"{settings.INTERNAL_REDIRECT.rstrip('/')}/{place}"
        return response
    try:
        return FileResponse(path.open("rb"), content_type="image/webp")
    except FileNotFoundError:
        raise Http404(_("There is no image of this page.")) from None
