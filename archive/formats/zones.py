"""Regions of a page image: polygons and the words in them, as ALTO and PAGE XML have them."""

import re

from archive.records import PageRecord
from archive.strand import plain

Polygon = tuple[tuple[int, int], ...]

_PAIR = re.compile(r"(-?\d{1,7}(?:\.\d+)?)[,\s]+(-?\d{1,7}(?:\.\d+)?)")
_NUMBER = re.compile(r"\d{1,7}(?:\.\d+)?")


def polygon(points: str) -> Polygon:
    """Read "x,y x,y" or "x y x y" in pixels; fewer than three corners are no region."""
    corners = tuple((max(round(float(x)), 0), max(round(float(y)), 0)) for x, y in _PAIR.findall(points))
    return corners if len(corners) > 2 else ()


def rectangle(left: int, top: int, width: int, height: int) -> Polygon:
    """Give a box as a polygon, none when it has no extent."""
    if width <= 0 or height <= 0:
        return ()
    return ((left, top), (left + width, top), (left + width, top + height), (left, top + height))


def number(said: str | None) -> int:
    """Read a measure in pixels, 0 when there is none."""
    match = _NUMBER.fullmatch((said or "").strip())
    return round(float(match[0])) if match else 0


def words(said: str) -> str:
    """Give the words of a line as the archive keeps text: one line, NFC, nothing that acts."""
    return plain(said)


def line_text(page: PageRecord) -> str:
    """Give the page's words line by line, as they stand on the image."""
    return "\n".join(zone.text for zone in page.zones if zone.level == "line" and zone.text)
