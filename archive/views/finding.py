"""What the script of a document's page asks for: where words stand in its texts, and where on its images."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.page_zones import PageZone, zones_of
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


@require_safe
@follow_moves
def zones(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """Tell where on the image of a page its words stand; 403 without a licence, 404 where there is no such page."""
    opened = open_document(request, identifier)
    if not opened.answer.may_read:
        response = JsonResponse({"zones": []}, status=403)
    else:
        found = zones_of(opened.visitor, opened.document, number)
        if found is None:
            raise Http404(_("This document has no such page."))
        response = JsonResponse({"zones": [_zone(zone) for zone in found]})
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _zone(zone: PageZone) -> dict[str, object]:
    return {"level": zone.level, "xywh": zone.xywh, "words": [words._asdict() for words in zone.words]}
