"""Selectors of the Web Annotation Data Model (4.2): which words of a text, which part of an image."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.shapes import BadShapeError, polygon_of

# Words around a quotation that are kept with it, code points.
CONTEXT = 32
MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
_XYWH = re.compile(r"(?:^|[&#])xywh=(?:(pixel|percent):)?([^&]*)")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,20})?")
_SPACE = re.compile(r"\s+")


class SelectorError(ValueError):
    """A selector that cannot be understood, or that selects nothing; the message is for people."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The words themselves with those before and after."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of an image in integer pixels of the master: a rectangle (x, y, width, height) or a polygon's corners."""

    xywh: tuple[int, int, int, int] | None = None
    points: tuple[tuple[int, int], ...] = ()

    @property
    def frame(self) -> tuple[int, int, int, int]:
        """Give the smallest rectangle around it, as x, y, width, height."""
        if self.xywh:
            return self.xywh
        across, down = zip(*self.points, strict=True)
        return min(across), min(down), max(across) - min(across), max(down) - min(down)

    def as_json(self) -> dict[str, Any]:
        """Give it as it is stored."""
        if self.xywh:
            return {"type": "rectangle", "xywh": list(self.xywh)}
        return {"type": "polygon", "points": [list(point) for point in self.points]}


def region_from_json(data: Mapping[str, Any]) -> Region:
    """Give a region as it was stored."""
    if data["type"] == "rectangle":
        x, y, width, height = data["xywh"]
        return Region(xywh=(x, y, width, height))
    return Region(points=tuple((x, y) for x, y in data["points"]))


def flatten(selectors: Any) -> list[Mapping[str, Any]]:
    """Give selectors in one list, with those that refine them and the ends of ranges left inside."""
    found: list[Mapping[str, Any]] = []
    for selector in selectors if isinstance(selectors, list) else [selectors]:
        if isinstance(selector, Mapping):
            found.append(selector)
            if "refinedBy" in selector:
                found += flatten(selector["refinedBy"])
            if selector.get("type") == "Choice":
                found += flatten(selector.get("items", []))
    return found


def quote_of(selectors: Iterable[Mapping[str, Any]]) -> Quote | None:
    """Give the first quotation among selectors."""
    for selector in selectors:
        if selector.get("type") == "TextQuoteSelector":
            return Quote(selector["exact"], selector.get("prefix", ""), selector.get("suffix", ""))
    return None


def position_of(selectors: Iterable[Mapping[str, Any]]) -> tuple[int, int] | None:
    """Give the first text position among selectors."""
    for selector in selectors:
        if selector.get("type") == "TextPositionSelector":
            return selector["start"], selector["end"]
    return None


def region_of(selectors: Iterable[Mapping[str, Any]], size: tuple[int, int]) -> Region | None:
    """Give the first region among selectors, in whole pixels within an image of `size`; 0 is an unknown size.

    Raises SelectorError for one that cannot be read or lies outside.
    """
    for selector in selectors:
        value = selector.get("value")
        if selector.get("type") == "FragmentSelector" and isinstance(value, str) and _XYWH.search(value):
            return rectangle(value, size)
        if selector.get("type") == "SvgSelector" and isinstance(value, str):
            return _polygon(value, size)
    return None


def rectangle(fragment: str, size: tuple[int, int] = (0, 0)) -> Region:
    """Read a media fragment xywh= in pixels, fractions rounded, or in per cent of a known size."""
    match = _XYWH.search(fragment)
    numbers = match[2].split(",") if match else []
    if match is None or len(numbers) != 4 or not all(_NUMBER.fullmatch(number) for number in numbers):
        raise SelectorError("A part of an image is written as xywh=left,top,width,height.")
    x, y, width, height = (float(number) for number in numbers)
    if match[1] == "percent":
        if not all(size):
            raise SelectorError("The size of this image is not known; give the part in pixels.")
        x, width = x * size[0] / 100, width * size[0] / 100
        y, height = y * size[1] / 100, height * size[1] / 100
    corners = _clipped([(x, y), (x + width, y + height)], size)
    (left, top), (right, bottom) = corners
    if right <= left or bottom <= top:
        raise SelectorError("This part of the image is empty, or outside it.")
    return Region(xywh=(left, top, right - left, bottom - top))


def _polygon(svg: str, size: tuple[int, int]) -> Region:
    try:
        points = _clipped(polygon_of(svg), size)
    except BadShapeError as error:
        raise SelectorError(str(error)) from error
    corners = [point for index, point in enumerate(points) if point != points[index - 1]]
    if len(set(corners)) < 3:
        raise SelectorError("A shape needs three corners within the image.")
    return Region(points=tuple(corners))


def _clipped(points: Iterable[tuple[float, float]], size: tuple[int, int]) -> list[tuple[int, int]]:
    """Round to whole pixels and keep within the image."""
    width, height = size
    return [
        (
            min(max(round(x), 0), width) if width else max(round(x), 0),
            min(max(round(y), 0), height) if height else max(round(y), 0),
        )
        for x, y in points
    ]


def region_selector(region: Region) -> dict[str, str]:
    """Write a region: a rectangle as a media fragment, a polygon as a path, the one shape every viewer draws."""
    if region.xywh:
        value = "xywh=pixel:" + ",".join(map(str, region.xywh))
        return {"type": "FragmentSelector", "conformsTo": MEDIA_FRAGMENTS, "value": value}
    path = "L".join(f"{x},{y}" for x, y in region.points)
    return {"type": "SvgSelector", "value": f'<svg xmlns="http://www.w3.org/2000/svg"><path d="M{path}Z"/></svg>'}


def text_selectors(quote: Quote, start: int, end: int) -> list[dict[str, Any]]:
    """Write words as quotation and position; offsets are code points."""
    return [
        {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def quote_at(text: str, start: int, end: int) -> Quote:
    """Take the quotation of text[start:end] with its surroundings."""
    return Quote(text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT])


def locate(text: str, quote: Quote | None, position: tuple[int, int] | None) -> tuple[int, int]:
    """Find the words that selectors mean, code points without white space at the ends.

    The quotation decides; the position, in code points or in UTF-16 units, says which of several places is meant.
    Raises SelectorError when the words are not there, or are there more than once and nothing says which.
    """
    if quote is None or not quote.exact.strip():
        if position is None:
            raise SelectorError("Say which words are meant, by quotation or by position.")
        return _trimmed(text, *position)
    places = _places(text, quote.exact)
    if not places:
        raise SelectorError("These words are not in this version of the text.")
    if position is not None:
        start = position[0] + len(quote.exact) - len(quote.exact.lstrip())
        meant = [place for place in places if start in (place[0], _utf16(text, place[0]))]
        if meant:
            return _trimmed(text, *meant[0])
    near = [place for place in places if _fits(text, quote, place)] or places
    if len(near) > 1:
        raise SelectorError("These words stand in several places; give their position or the words around them.")
    return _trimmed(text, *near[0])


def _places(text: str, exact: str) -> Sequence[tuple[int, int]]:
    """Give every place of a quotation; white space in it stands for any white space."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in _SPACE.split(exact.strip())))
    found, at = [], pattern.search(text)
    while at is not None:
        found.append(at.span())
        at = pattern.search(text, at.start() + 1)
    return found


def _fits(text: str, quote: Quote, place: tuple[int, int]) -> bool:
    """Tell whether the words around a place are those the quotation gives; white space is taken as one blank."""
    before = _SPACE.sub(" ", text[max(place[0] - 2 * len(quote.prefix) - 2, 0) : place[0]]).rstrip()
    after = _SPACE.sub(" ", text[place[1] : place[1] + 2 * len(quote.suffix) + 2]).lstrip()
    return before.endswith(_SPACE.sub(" ", quote.prefix).strip()) and after.startswith(
        _SPACE.sub(" ", quote.suffix).strip()
    )


def _utf16(text: str, place: int) -> int:
    """Give a place as browsers count it."""
    return place + sum(1 for sign in text[:place] if sign > "\uffff")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start < end <= len(text):
        raise SelectorError("This position is outside the text.")
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise SelectorError("There are no words at this position.")
    return start, end
