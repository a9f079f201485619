"""Regions of page images: kept as the source has them, and tied to the words of each current text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F

from archive.models import PageBreak, TextVersion, Zone, ZoneLink
from archive.records import ZoneRecord
from archive.zone_links import link_zones


def write_zones(page: int, records: Sequence[ZoneRecord]) -> bool:
    """Keep the regions of a page in reading order; False when they are there already, and nothing is written."""
    kept = Zone.objects.filter(page_id=page).order_by("order")
    columns = ("level", "polygon", "text", "key", "block_key")
    wanted = [
        (it.level, [list(point) for point in it.polygon], it.text, it.key[:160], it.block_key[:160]) for it in records
    ]
    if [*kept.values_list(*columns)] == wanted:
        return False
    kept.delete()
    Zone.objects.bulk_create(
        Zone(page_id=page, order=order, **dict(zip(columns, row, strict=True))) for order, row in enumerate(wanted, 1)
    )
    return True


def link_pages(pages: Iterable[int]) -> None:
    """Tie the regions of pages to the words of the current texts that stand on them; links of old versions stay."""
    for page in pages:
        zones = list(Zone.objects.filter(page_id=page).order_by("order"))
        breaks = PageBreak.objects.filter(page_id=page, version__text__current=F("version"))
        for found in breaks.select_related("version").order_by("pk"):
            _link(zones, found)


def _link(zones: Sequence[Zone], found: PageBreak) -> None:
    version = found.version
    by_key, by_zone = _blocks(version, "key"), _blocks(version, "zone")
    spans = {
        zone.pk: span for zone in zones if (span := by_key.get(zone.block_key) or by_zone.get(zone.key)) is not None
    }
    lines = [zone for zone in zones if zone.level == Zone.Level.LINE and zone.text and zone.pk not in spans]
    linked = link_zones(version.canonical, (found.start, found.end), [zone.text for zone in lines])
    spans |= {zone.pk: span for zone, span in zip(lines, linked, strict=True) if span}
    ZoneLink.objects.filter(zone__in=zones, version=version).delete()
    ZoneLink.objects.bulk_create(
        ZoneLink(zone_id=zone, version=version, start=start, end=end) for zone, (start, end) in sorted(spans.items())
    )


def _blocks(version: TextVersion, name: str) -> Mapping[str, tuple[int, int]]:
    """Give the stretch of every block by its own key, or by the region the source ties it to."""
    found: dict[str, tuple[int, int]] = {}
    block: dict[str, Any]
    for block in version.blocks:
        if block.get(name):
            found.setdefault(block[name].removeprefix("#"), (block["start"], block["end"]))
    return found
