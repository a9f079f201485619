"""PAGE XML in: pages with the regions, lines and words of a transcription."""

from collections.abc import Iterator

from archive.formats import zones
from archive.formats.xml import Element, line_of, local_name, parse
from archive.records import FileRecord, PageRecord, Refused, ZoneLevel, ZoneRecord

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/"

_LEVELS: dict[str, ZoneLevel] = {"TextRegion": "block", "TextLine": "line", "Word": "word"}


def read(data: bytes, *, file: str) -> FileRecord:
    """Read a PAGE file of any version; a page's image is its imageFilename."""
    root = parse(data, file)
    if NAMESPACE not in str(root.tag) or local_name(root) != "PcGts":
        message = f"the root element is {local_name(root)}, not PcGts in one of PAGE's namespaces; check the file"
        raise Refused(file, line_of(root), "not-page-xml", message)
    namespace = str(root.tag).rpartition("}")[0] + "}"
    found = root.findall(f"{namespace}Page")
    if not found:
        raise Refused(file, line_of(root), "no-page", "the file describes no page; add a Page")
    pages = tuple(_page(order, page, namespace) for order, page in enumerate(found, 1))
    return FileRecord(file, "page-xml", pages=pages)


def _page(order: int, page: Element, namespace: str) -> PageRecord:
    image = (page.get("imageFilename") or "").strip().replace("\\", "/").rpartition("/")[2]
    return PageRecord(
        order=order,
        facs=image,
        image=image,
        width=zones.number(page.get("imageWidth")),
        height=zones.number(page.get("imageHeight")),
        zones=tuple(_zones(page, namespace)),
    )


def _zones(page: Element, namespace: str) -> Iterator[ZoneRecord]:
    for element in page.iter(*(namespace + name for name in _LEVELS)):
        coordinates = element.find(f"{namespace}Coords")
        corners = zones.polygon(coordinates.get("points") or "") if coordinates is not None else ()
        text = _words(element, namespace)
        yield ZoneRecord(_LEVELS[local_name(element)], corners, text, key=element.get("id") or "")


def _words(element: Element, namespace: str) -> str:
    """Words of a region, line or word: its own, else those of what it holds."""
    said = element.find(f"{namespace}TextEquiv/{namespace}Unicode")
    if said is not None and (said.text or "").strip():
        return "\n".join(zones.words(line) for line in (said.text or "").strip().splitlines())
    inner = [child for child in element if child.tag in (f"{namespace}TextLine", f"{namespace}Word")]
    joint = "\n" if local_name(element) == "TextRegion" else " "
    return joint.join(filter(None, (_words(child, namespace) for child in inner)))
