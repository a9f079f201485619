"""IIIF Image API 3.0: every page image at level 2, under the rule at every request."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.formats.iiif_auth import CONTEXT_2, probe_service, services_1
from archive.formats.iiif_image import CONTEXT, TYPES, Extent, ImageRequest, NotServed, read_request, write_info
from archive.iiif_access import bearer_visitor, services
from archive.models import Image
from archive.page_images import PageImage, findable_image, readable_image
from archive.tile_cache import fetch, find
from archive.tiles import LIMITS, NoPyramid, levels_of, make
from archive.views.opening import follow_moves, open_document
from archive.views.sharing import linked_data, plain, shared

PROFILE = '<http://iiif.io/api/image/3/level2.json>;rel="profile"'


@require_safe
def base(_request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """Lead from the address of an image service to its description."""
    response = HttpResponseRedirect(reverse("archive:iiif-info", args=[identifier, number]))
    response.status_code = HTTPStatus.SEE_OTHER
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@shared
@follow_moves
def info(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """Describe an image; the answer is 401 with the same words for those who may not see it.

    The description gives no byte of the image, and says who may see it and how. Version 1 of the
    authentication wants the status, version 2 does not look at it.
    """
    visitor = bearer_visitor(request)
    found = findable_image(visitor, identifier, number)
    if found is None:
        open_document(request, identifier)
        raise Http404(_("There is no image of this page."))
    full = Extent(found.image.width, found.image.height)
    try:
        levels = levels_of(found.image)
    except NoPyramid:
        raise Http404(_("There is no image of this page.")) from None
    address = request.build_absolute_uri(reverse("archive:iiif-image", args=[identifier, number]))
    data = write_info(address, full, LIMITS, levels[0].tile, [Extent(it.width, it.height) for it in levels])
    if not found.is_open:
        probe = request.build_absolute_uri(reverse("archive:iiif-probe", args=[identifier, number]))
        ours = services(request)
        data |= {"@context": [CONTEXT_2, CONTEXT], "service": [probe_service(probe, ours), *services_1(ours)]}
    status = HTTPStatus.OK if found.is_readable else HTTPStatus.UNAUTHORIZED
    response = linked_data(request, data, CONTEXT, status=status)
    response.headers["Link"] = PROFILE
    return response


@require_safe
@follow_moves
def picture(
    request: HttpRequest, identifier: str, number: int, region: str, size: str, rotation: str, file: str
) -> HttpResponseBase:
    """Send what is asked for of a page's image: 403 without a licence, 404 for what is hidden or not there.

    One statement beside those that tell who is asking. No visit is counted: an image is a part of its page.
    """
    found = readable_image(request.visitor, identifier, number)  # type: ignore[attr-defined]
    if found is None:
        opened = open_document(request, identifier)
        if not opened.answer.may_read:
            return plain(_("This image is part of a licensed document."), HTTPStatus.FORBIDDEN)
        found = readable_image(opened.visitor, identifier, number) if opened.is_in_grace else None
    if found is None:
        raise Http404(_("There is no image of this page."))
    full = Extent(found.image.width, found.image.height)
    try:
        asked = read_request(region, size, rotation, file, full, LIMITS)
    except NotServed as refused:
        return plain(refused.reason, refused.status)
    return _answered(request, found, asked, full)


def _answered(request: HttpRequest, found: PageImage, asked: ImageRequest, full: Extent) -> HttpResponseBase:
    """Send the bytes, or 304 to a browser that has them; either way the rule has just said yes to this request."""
    canonical = asked.canonical(full)
    etag = f'"{found.image.sha256[:32]}-{canonical.replace(",", ".")}"'  # browsers send lists with commas
    response = get_conditional_response(request, etag=etag) or _bytes(found.image, asked)
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    address = request.build_absolute_uri(request.path.rsplit("/", 4)[0])
    response.headers["Link"] = f'{PROFILE},<{address}/{canonical}>;rel="canonical"'
    if found.is_open:
        # Licensed bytes that a network opens are never for another site's script to read.
        response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _bytes(image: Image, asked: ImageRequest) -> HttpResponse:
    """Give the image, or in production its name to the web server, which sends it."""
    kind = TYPES[asked.format]
    try:
        if settings.INTERNAL_REDIRECT:
            path = find(image, asked, lambda: make(image, asked))
            if path is not None:
                place = path.relative_to(settings.DERIVATIVES_ROOT).as_posix()
                redirect = f"{settings.INTERNAL_REDIRECT.rstrip('/')}/{place}"
                return HttpResponse(content_type=kind, headers={"X-Accel-Redirect": redirect})
        return HttpResponse(fetch(image, asked, lambda: make(image, asked))[0], content_type=kind)
    except NoPyramid:
        raise Http404(_("There is no image of this page.")) from None
