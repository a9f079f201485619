"""Where the words of a page stand on its image, for the reader's script."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.page_zones import page_zones
from archive.views.opening import follow_moves, open_document
from archive.views.sharing import plain


@require_safe
@follow_moves
def zones(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """Give the regions of a page with the stretches of text in them: 403 without a licence, 404 without a page."""
    opened = open_document(request, identifier)
    if not opened.answer.may_read:
        return plain(_("These words are part of a licensed document."), HTTPStatus.FORBIDDEN)
    found = page_zones(opened.visitor, opened.document, number)
    if found is None:
        raise Http404(_("This document has no such page."))
    response = JsonResponse(found)
    patch_cache_control(response, private=True, no_cache=True)
    return response
