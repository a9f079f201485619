"""Shapes drawn in SVG, as image annotators send them, read as polygons; nothing but their geometry is looked at."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from lxml import etree

Point = tuple[float, float]

MOST_BYTES = 100_000
MOST_POINTS = 2_000
# A curve becomes so many corners.
STEPS = 12
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")
_PART = re.compile(r"[MmLlHhVvZzCcSsQqTtAa]|" + _NUMBER.pattern)
# How many numbers each command of a path takes (SVG 2, 9.3).
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


class BadShapeError(ValueError):
    """A drawing without a shape that can be read; the message is for people."""


def polygon_of(svg: str) -> list[Point]:
    """Give the corners of the first shape of a drawing: path, polygon, polyline, rect, circle or ellipse.

    Raises BadShapeError when there is none, or when the drawing is too big or is not well-formed.
    """
    if len(svg) > MOST_BYTES:
        raise BadShapeError("This drawing is too big.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise BadShapeError("This drawing is not well-formed SVG.") from error
    if root.getroottree().docinfo.doctype:
        raise BadShapeError("A drawing may not have a DOCTYPE.")
    for element in root.iter(etree.Element):
        read = _SHAPES.get(etree.QName(element).localname)
        if read is not None:
            points = read(dict(element.attrib))
            if len(points) > MOST_POINTS:
                raise BadShapeError("This shape has too many corners.")
            return points
    raise BadShapeError("There is no shape in this drawing.")


def _number(attributes: dict[str, str], name: str) -> float:
    value = attributes.get(name, "0").strip().removesuffix("px")
    if not _NUMBER.fullmatch(value):
        raise BadShapeError(f"The {name} of this shape is not a number.")
    return float(value)


def _points(attributes: dict[str, str]) -> list[Point]:
    numbers = [float(number) for number in _NUMBER.findall(attributes.get("points", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _rect(attributes: dict[str, str]) -> list[Point]:
    x, y, width, height = (_number(attributes, name) for name in ("x", "y", "width", "height"))
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def _ellipse(attributes: dict[str, str]) -> list[Point]:
    x, y = _number(attributes, "cx"), _number(attributes, "cy")
    across = _number(attributes, "rx") or _number(attributes, "r")
    down = _number(attributes, "ry") or _number(attributes, "r")
    angles = [2 * math.pi * step / (4 * STEPS) for step in range(4 * STEPS)]
    return [(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]


def _path(attributes: dict[str, str]) -> list[Point]:
    """Follow the first closed line of a path; curves become corners, arcs the line between their ends."""
    points: list[Point] = []
    here: Point = (0.0, 0.0)
    control: Point | None = None
    for command, numbers in _commands(attributes.get("d", "")):
        if command in "Mm" and len(points) > 2:
            break
        if command in "Zz":
            continue
        corners, control = _drawn(command, numbers, here, control)
        points += corners
        here = corners[-1]
        if len(points) > MOST_POINTS:
            break
    return points


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Give commands with their numbers, those left out because they repeat included."""
    command, numbers = "", list[float]()
    for part in _PART.findall(path):
        if part.isalpha():
            command, numbers = part, []
            if part in "Zz":
                yield part, []
            continue
        if not command:
            raise BadShapeError("This path does not begin with a command.")
        numbers.append(float(part))
        if len(numbers) == _TAKES[command.upper()]:
            yield command, numbers
            numbers = []
            command = {"M": "L", "m": "l"}.get(command, command)


def _drawn(command: str, numbers: list[float], here: Point, control: Point | None) -> tuple[list[Point], Point | None]:
    """Give the corners one command adds, and the control point the next curve may mirror."""
    kind = command.upper()
    base = here if command.islower() else (0.0, 0.0)
    if kind == "H":
        return [(base[0] + numbers[0], here[1])], None
    if kind == "V":
        return [(here[0], base[1] + numbers[0])], None
    if kind == "A":
        numbers = numbers[-2:]
    pairs = [(base[0] + x, base[1] + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    if kind in "ST":
        mirrored = (2 * here[0] - control[0], 2 * here[1] - control[1]) if control else here
        pairs = [mirrored, *pairs]
    if kind not in "CSQT":
        return pairs, None
    return _curve([here, *pairs]), pairs[-2]


def _curve(controls: list[Point]) -> list[Point]:
    """Give corners of a Bézier curve by de Casteljau's construction."""
    found = []
    for step in range(1, STEPS + 1):
        part, points = step / STEPS, controls
        while len(points) > 1:
            points = [(a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part) for a, b in pairwise(points)]
        found.append(points[0])
    return found


_SHAPES: dict[str, Callable[[dict[str, str]], list[Point]]] = {
    "path": _path,
    "polygon": _points,
    "polyline": _points,
    "rect": _rect,
    "circle": _ellipse,
    "ellipse": _ellipse,
}
