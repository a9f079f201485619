"""Reads the facsimile of a TEI file: its surfaces as pages, their zones, and what page breaks point at."""

import re

from archive.formats.tei.names import T, words_of
from archive.formats.tei.text import Source
from archive.formats.xml import XML_ID, Element, line_of
from archive.records import PageRecord, Refused, ZoneLevel, ZoneRecord

_POINTS = re.compile(r"(-?\d+(?:\.\d+)?)[,\s]+(-?\d+(?:\.\d+)?)")
_NUMBER = re.compile(r"\d+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LEVELS: dict[str, ZoneLevel] = {"line": "line", "textline": "line", "word": "word"}


def surfaces(source: Source) -> tuple[PageRecord, ...]:
    """Give the pages that the file's facsimile describes, in order; refuse an image outside the volume's folder."""
    for graphic in source.root.iter(f"{T}graphic", f"{T}media"):
        _check_address(source, graphic, graphic.get("url") or "")
    for page_break in source.root.iter(f"{T}pb"):
        _check_address(source, page_break, page_break.get("facs") or "")
    found = [surface for facsimile in source.root.iter(f"{T}facsimile") for surface in facsimile.iter(f"{T}surface")]
    return tuple(_page(order, surface) for order, surface in enumerate(found, 1))


def check_breaks(source: Source, pages: tuple[PageRecord, ...]) -> None:
    """Refuse a page break that points inside the file at no surface; report one that names none of its images."""
    names = {page.facs for page in pages} | {page.image for page in pages}
    for page_break in source.root.iter(f"{T}pb"):
        facs = (page_break.get("facs") or "").strip()
        if not facs or facs in names:
            continue
        if facs.startswith("#"):
            message = (
                f'the page break n="{page_break.get("n") or ""}" points at the surface "{facs}", which the file does '
                "not have; correct @facs or add the surface to the facsimile"
            )
            raise Refused(source.file, line_of(page_break), "break-without-surface", message)
        if pages:
            message = f'the page break names the image "{facs}", which the facsimile does not list; check @facs'
            source.tell(line_of(page_break), "break-without-surface", message)


def _check_address(source: Source, element: Element, address: str) -> None:
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].casefold() not in ("http", "https", "iiif", "urn", "ark", "doi", "hdl"):
        message = f'the image address "{address[:80]}" is no file name and no web address; give one of the two'
        raise Refused(source.file, line_of(element), "image-address", message)
    path = address.replace("\\", "/")
    if not scheme and (path.startswith("/") or ".." in path.split("/")):
        message = f'the image path "{address[:80]}" leaves the folder of the volume; name a file inside it'
        raise Refused(source.file, line_of(element), "path-traversal", message)


def _page(order: int, surface: Element) -> PageRecord:
    key = surface.get(XML_ID) or ""
    graphic = surface.find(f"{T}graphic")
    image = graphic.get("url") or "" if graphic is not None else ""
    width, height = (_pixels(graphic, name) for name in ("width", "height"))
    label = surface.get("n") or ""
    zones = tuple(_zone(zone) for zone in surface.iter(f"{T}zone"))
    return PageRecord(
        order=order,
        facs=f"#{key}" if key else image,
        label=label,
        image=image,
        width=width or _extent(surface, "lrx"),
        height=height or _extent(surface, "lry"),
        zones=tuple(zone for zone in zones if zone.polygon),
    )


def _pixels(graphic: Element | None, name: str) -> int:
    said = (graphic.get(name) or "") if graphic is not None else ""
    number = _NUMBER.match(said)
    return int(number[0][:6]) if number and said[number.end() :].strip() in ("", "px") else 0


def _extent(element: Element, name: str) -> int:
    said = element.get(name) or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def _zone(zone: Element) -> ZoneRecord:
    points = zone.get("points") or ""
    polygon = tuple((round(float(x)), round(float(y))) for x, y in _POINTS.findall(points))
    if not polygon and zone.get("lrx"):
        left, top, right, bottom = (_extent(zone, name) for name in ("ulx", "uly", "lrx", "lry"))
        polygon = ((left, top), (right, top), (right, bottom), (left, bottom))
    level = _LEVELS.get((zone.get("type") or zone.get("rendition") or "").casefold(), "block")
    return ZoneRecord(level, polygon, words_of(zone), key=zone.get(XML_ID) or "")
