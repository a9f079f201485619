"""Where on a page's image the words of its texts stand, for one visitor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import F

from accounts.access import own_state
from accounts.visitor import Visitor
from archive.models import Document, Page, Text, Zone, ZoneLink

Box = tuple[int, int, int, int]


class Words(NamedTuple):
    """A stretch of a text in its current version, code points of the canonical string."""

    text: str
    version: int
    start: int
    end: int


class PageZone(NamedTuple):
    """A region: x, y, width and height in pixels of the master, and which words stand in it."""

    level: str
    xywh: Box
    words: tuple[Words, ...]


def zones_of(visitor: Visitor, document: Document, number: int) -> list[PageZone] | None:
    """Give the regions of a page that have an outline, in order; None when there is no such page to be seen.

    The visitor's right to the document was asked when it was fetched; page and texts are asked for their own state.
    """
    pages = Page.objects.filter(own_state(visitor, Page), document_id=document.pk, order=number)
    page = pages.values_list("pk", flat=True).first()
    if page is None:
        return None
    words: dict[int, list[Words]] = {}
    texts = Text.objects.filter(own_state(visitor, Text), document_id=document.pk)
    links = ZoneLink.objects.filter(
        zone__page_id=page, version__text__in=texts, version=F("version__text__current")
    ).order_by("start")
    columns = ("zone_id", "version__text__slug", "version__number", "start", "end")
    for zone, *stretch in links.values_list(*columns):
        words.setdefault(zone, []).append(Words(*stretch))
    zones = Zone.objects.filter(page_id=page).exclude(polygon=[]).exclude(level=Zone.Level.WORD).order_by("order")
    rows = zones.values_list("pk", "level", "polygon")
    return [PageZone(level, _around(polygon), tuple(words.get(pk, ()))) for pk, level, polygon in rows]


def _around(polygon: Sequence[Sequence[float]]) -> Box:
    across, down = [round(x) for x, _ in polygon], [round(y) for _, y in polygon]
    return min(across), min(down), max(across) - min(across), max(down) - min(down)
