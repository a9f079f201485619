"""ALTO in: pages with the zones and words of a text recognition."""

from collections.abc import Iterator

from archive.formats import zones
from archive.formats.xml import Element, line_of, local_name, parse
from archive.records import FileRecord, Notice, PageRecord, Refused, ZoneRecord

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v"


def read(data: bytes, *, file: str) -> FileRecord:
    """Read an ALTO file of any version from 2 to 4; a page's image is the name of its source image."""
    root = parse(data, file)
    if NAMESPACE not in str(root.tag) or local_name(root) != "alto":
        message = f"the root element is {local_name(root)}, not alto in one of ALTO's namespaces; check the file"
        raise Refused(file, line_of(root), "not-alto", message)
    namespace = str(root.tag).rpartition("}")[0] + "}"
    found = root.findall(f"{namespace}Layout/{namespace}Page")
    notices = _unit(root, namespace, file)
    if not found:
        raise Refused(file, line_of(root), "no-page", "the file describes no page; add Layout with a Page")
    name = root.find(f".//{namespace}sourceImageInformation/{namespace}fileName")
    image = ((name.text or "") if name is not None else "").strip().replace("\\", "/").rpartition("/")[2]
    is_scaled = not notices
    pages = tuple(_page(order, page, namespace, image, is_scaled) for order, page in enumerate(found, 1))
    return FileRecord(file, "alto", pages=pages, notices=notices)


def _unit(root: Element, namespace: str, file: str) -> tuple[Notice, ...]:
    unit = root.find(f".//{namespace}MeasurementUnit")
    if unit is None or (unit.text or "").strip() in ("pixel", ""):
        return ()
    message = f"the unit is {(unit.text or '').strip()}, not pixel; the words came in, the regions did not"
    return (Notice(file, line_of(unit), "unit", message),)


def _page(order: int, page: Element, namespace: str, image: str, is_scaled: bool) -> PageRecord:
    found = tuple(_zones(page, namespace, is_scaled))
    return PageRecord(
        order=order,
        facs=image,
        label=page.get("PRINTED_IMG_NR") or "",
        image=image,
        width=zones.number(page.get("WIDTH")) if is_scaled else 0,
        height=zones.number(page.get("HEIGHT")) if is_scaled else 0,
        zones=found,
    )


def _zones(page: Element, namespace: str, is_scaled: bool) -> Iterator[ZoneRecord]:
    for block in page.iter(f"{namespace}TextBlock"):
        lines = block.findall(f"{namespace}TextLine")
        text = "\n".join(filter(None, (_line_words(line, namespace) for line in lines)))
        yield ZoneRecord("block", _polygon(block, namespace, is_scaled), text, key=block.get("ID") or "")
        for line in lines:
            polygon = _polygon(line, namespace, is_scaled)
            yield ZoneRecord("line", polygon, _line_words(line, namespace), key=line.get("ID") or "")
            strings = line.findall(f"{namespace}String")
            for string in strings if len(strings) > 1 else ():
                content = zones.words(string.get("CONTENT") or "")
                yield ZoneRecord("word", _polygon(string, namespace, is_scaled), content, key=string.get("ID") or "")


def _line_words(line: Element, namespace: str) -> str:
    """Words of a line; strings without SP between them are still words of their own."""
    parts = [child.get("CONTENT") or "" for child in line if child.tag in (f"{namespace}String", f"{namespace}HYP")]
    hyphen = line.find(f"{namespace}HYP")
    if hyphen is not None and len(parts) > 1:
        parts[-2:] = ["".join(parts[-2:])]
    return zones.words(" ".join(parts))


def _polygon(element: Element, namespace: str, is_scaled: bool) -> zones.Polygon:
    if not is_scaled:
        return ()
    shape = element.find(f"{namespace}Shape/{namespace}Polygon")
    corners = zones.polygon(shape.get("POINTS") or "") if shape is not None else ()
    left, top, width, height = (zones.number(element.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    return corners or zones.rectangle(left, top, width, height)
