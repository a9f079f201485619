"""Finding words within one document, for the script of its page; without it the page itself marks them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from archive.panes import layers_of
from archive.query import parse
from archive.search.within import MOST, occurrences
from archive.views.opening import follow_moves, open_document


@require_safe
@follow_moves
def find(request: HttpRequest, identifier: str) -> HttpResponse:
    """Tell every place of the words `q` in the texts named by `texts` (slugs with commas; without it, in all).

    403 with no places for those who may not read the document. Offsets are code points of the canonical text.
    """
    opened = open_document(request, identifier)
    if not opened.answer.may_read:
        response = JsonResponse({"count": 0, "places": []}, status=403)
    else:
        asked = request.GET.get("texts", "")
        layers = layers_of(opened.visitor, opened.document)
        wanted = [layer for layer in layers if not asked or layer.slug in asked.split(",")]
        found = occurrences(wanted, parse(request.GET.get("q", "")))
        response = JsonResponse(
            {"count": len(found), "is_cut": len(found) == MOST, "places": [at._asdict() for at in found]}
        )
    patch_cache_control(response, private=True, no_cache=True)
    return response
