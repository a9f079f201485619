"""Writes where each line stands as ALTO 4, one file beside each image."""

from __future__ import annotations

from itertools import groupby

from lxml import etree

from archive.demo.drawing.ink import DrawnLine
from archive.demo.drawing.sheet import Placed

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"


def write_alto(name: str, placed: Placed, lines: list[DrawnLine]) -> bytes:
    """Give the ALTO file of an image: a TextBlock for each block of the source, its TextLines with polygons."""
    width, height = placed.extent
    root = etree.Element("alto", nsmap={None: NAMESPACE})
    description = etree.SubElement(root, "Description")
    etree.SubElement(description, "MeasurementUnit").text = "pixel"
    etree.SubElement(etree.SubElement(description, "sourceImageInformation"), "fileName").text = f"{name}.webp"
    page = etree.SubElement(
        etree.SubElement(root, "Layout"), "Page", ID=name, PHYSICAL_IMG_NR="1", WIDTH=str(width), HEIGHT=str(height)
    )
    space = etree.SubElement(page, "PrintSpace", HPOS="0", VPOS="0", WIDTH=str(width), HEIGHT=str(height))
    for key, group in groupby(lines, key=lambda line: line.key):
        block = etree.SubElement(space, "TextBlock", ID=f"{name}-{key}" if key else f"{name}-table")
        for number, line in enumerate(group, 1):
            _write_line(block, f"{block.get('ID')}-{number}", placed.polygon(line.box), line.text)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _write_line(block: etree._Element, key: str, polygon: list[tuple[int, int]], text: str) -> None:
    left, top = min(x for x, _ in polygon), min(y for _, y in polygon)
    box = {
        "HPOS": str(left),
        "VPOS": str(top),
        "WIDTH": str(max(x for x, _ in polygon) - left),
        "HEIGHT": str(max(y for _, y in polygon) - top),
    }
    line = etree.SubElement(block, "TextLine", attrib=box, ID=key)
    shape = etree.SubElement(etree.SubElement(line, "Shape"), "Polygon")
    shape.set("POINTS", " ".join(f"{x} {y}" for x, y in polygon))
    etree.SubElement(line, "String", attrib=box, CONTENT=text)
