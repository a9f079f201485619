"""The regions of a page and the stretches of the current texts that stand in them."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from accounts.visitor import Visitor
from archive.formats.iiif import box
from archive.models import Document, Page, Text, Zone, ZoneLink


def page_zones(visitor: Visitor, document: Document, number: int) -> dict[str, Any] | None:
    """Give the regions in pixels of the image, None when there is no such page; three statements.

    `{"width", "height", "zones": [{"n": order, "level", "box": [x, y, w, h], "polygon", "links": [{"text": slug,
    "version", "start", "end"}]}]}`; start and end are code points of the canonical text. No words are in it.
    """
    pages = Page.objects.readable_by(visitor).filter(document=document, order=number)
    page = pages.values_list("pk", "width", "height", "image__width", "image__height").first()
    if page is None:
        return None
    pk, width, height, image_width, image_height = page
    zones = list(Zone.objects.filter(page_id=pk).order_by("order").values_list("pk", "order", "level", "polygon"))
    texts = Text.objects.readable_by(visitor).filter(document=document)
    links = ZoneLink.objects.filter(zone__page_id=pk, version__text__in=texts, version__text__current=F("version"))
    tied: dict[int, list[dict[str, Any]]] = {}
    columns = ("zone_id", "version__text__slug", "version__number", "start", "end")
    for zone, slug, version, start, end in links.order_by("version__text__order", "start").values_list(*columns):
        tied.setdefault(zone, []).append({"text": slug, "version": version, "start": start, "end": end})
    return {
        "width": image_width or width,
        "height": image_height or height,
        "zones": [
            {"n": order, "level": level, "box": box([polygon]), "polygon": polygon, "links": tied.get(pk, [])}
            for pk, order, level, polygon in zones
        ],
    }
