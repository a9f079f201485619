"""IIIF Image API 3.0: reads what follows the identifier in an address, and writes info.json.

https://iiif.io/api/image/3.0/ ; compliance level 2, with mirroring, enlarging and two-tone images beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

CONTEXT = "http://iiif.io/api/image/3/context.json"
PROTOCOL = "http://iiif.io/api/image"
LEVEL = "level2"
QUALITIES = ("default", "color", "gray", "bitonal")
TYPES = {"jpg": "image/jpeg", "png": "image/png"}
# Formats that the specification names and this service does not make: each tile would take tenths of a second.
NOT_MADE = frozenset({"tif", "gif", "jp2", "pdf", "webp"})
FEATURES = ("mirroring", "sizeUpscaling")

_NUMBER = r"(?:[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})"
_PIXELS = re.compile(r"([0-9]{1,9}),([0-9]{1,9}),([0-9]{1,9}),([0-9]{1,9})")
_PERCENT = re.compile(rf"pct:({_NUMBER}),({_NUMBER}),({_NUMBER}),({_NUMBER})")
_SIZE = re.compile(r"(!?)([0-9]{1,9})?,([0-9]{1,9})?")
_SCALE = re.compile(rf"pct:({_NUMBER})")
_ROTATION = re.compile(rf"(!?)({_NUMBER})")


class NotServed(ValueError):  # noqa: N818 - it is the answer
    """A request that is answered with a status (400 or 501) and a reason."""

    def __init__(self, reason: str, status: int = 400) -> None:
        """Keep both, so that a door can answer."""
        super().__init__(reason)
        self.reason, self.status = reason, status


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest image that is made: pixels of a side, pixels in all."""

    side: int
    area: int

    def largest(self, width: float, height: float) -> float:
        """Give the greatest factor by which such an extent may be scaled."""
        by_area = sqrt(self.area / (width * height))
        return min(self.side / width, self.side / height, by_area)


@dataclass(frozen=True, slots=True)
class Extent:
    """Width and height in pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """An image asked for, made certain: a region in pixels of the full image, the pixels it is scaled to, and so on.

    `rotation` is 0, 90, 180 or 270 degrees clockwise, after mirroring and scaling.
    """

    left: int
    top: int
    width: int
    height: int
    to_width: int
    to_height: int
    rotation: int = 0
    mirrored: bool = False
    quality: str = "default"
    format: str = "jpg"

    def canonical(self, full: Extent) -> str:
        """Write the canonical path (section 4.7): one spelling for each image."""
        whole = (self.left, self.top, self.width, self.height) == (0, 0, full.width, full.height)
        region = "full" if whole else f"{self.left},{self.top},{self.width},{self.height}"
        enlarged = self.to_width > self.width or self.to_height > self.height
        same = (self.to_width, self.to_height) == (self.width, self.height)
        size = "max" if same else f"{'^' if enlarged else ''}{self.to_width},{self.to_height}"
        return f"{region}/{size}/{'!' if self.mirrored else ''}{self.rotation}/{self.quality}.{self.format}"


def read_request(region: str, size: str, rotation: str, name: str, full: Extent, limits: Limits) -> ImageRequest:
    """Read the four parts of an address; `name` is quality and format. Raise NotServed for what is refused."""
    quality, _, kind = name.rpartition(".")
    if quality not in QUALITIES:
        raise NotServed(f"The quality is one of {', '.join(QUALITIES)}.")
    if kind not in TYPES:
        raise NotServed("The format is jpg or png.", 501 if kind in NOT_MADE else 400)
    left, top, width, height = _region(region, full)
    to = _size(size, Extent(width, height), limits)
    mirrored, turned = _rotation(rotation)
    return ImageRequest(left, top, width, height, to.width, to.height, turned, mirrored, quality, kind)


def write_info(address: str, full: Extent, limits: Limits, tile: int, levels: Sequence[Extent]) -> dict[str, Any]:
    """Write info.json (section 5); `levels` are the extents of the stored pyramid, the largest first."""
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "ImageService3",
        "protocol": PROTOCOL,
        "profile": LEVEL,
        "width": full.width,
        "height": full.height,
        "maxWidth": limits.side,
        "maxHeight": limits.side,
        "maxArea": limits.area,
        "sizes": [{"width": it.width, "height": it.height} for it in sizes(full, limits, len(levels))],
        "tiles": [{"width": tile, "height": tile, "scaleFactors": [1 << number for number in range(len(levels))]}],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFeatures": list(FEATURES),
    }


def sizes(full: Extent, limits: Limits, levels: int) -> list[Extent]:
    """Give the sizes at which the whole image is made from one level of the pyramid, the smallest first."""
    factors = (1 << number for number in reversed(range(levels)))
    extents = [Extent(max(1, round(full.width / factor)), max(1, round(full.height / factor))) for factor in factors]
    return [it for it in extents if limits.largest(it.width, it.height) >= 1]


def _region(text: str, full: Extent) -> tuple[int, int, int, int]:
    """Section 4.1; a region that reaches beyond the image is cut at its edge."""
    if text == "full":
        return 0, 0, full.width, full.height
    if text == "square":
        side = min(full.width, full.height)
        return (full.width - side) // 2, (full.height - side) // 2, side, side
    left, top, width, height = _numbers(text, full)
    right, bottom = min(left + width, full.width), min(top + height, full.height)
    if left >= right or top >= bottom:
        raise NotServed("The region has no pixel inside the image.")
    return left, top, right - left, bottom - top


def _numbers(text: str, full: Extent) -> tuple[int, int, int, int]:
    if found := _PIXELS.fullmatch(text):
        left, top, width, height = map(int, found.groups())
        return left, top, width, height
    if found := _PERCENT.fullmatch(text):
        x, y, w, h = (float(part) / 100 for part in found.groups())
        across, down = full.width, full.height
        return round(x * across), round(y * down), round(w * across), round(h * down)
    raise NotServed("The region is full, square, x,y,w,h or pct:x,y,w,h.")


def _size(text: str, region: Extent, limits: Limits) -> Extent:
    """Section 4.2; without ^ nothing is made larger than its region."""
    may_enlarge = text.startswith("^")
    plain = text.removeprefix("^")
    most = limits.largest(region.width, region.height)
    most = most if may_enlarge else min(1.0, most)
    if plain == "max":
        return _scaled(region, most)
    if found := _SCALE.fullmatch(plain):
        return _allowed(_scaled(region, float(found[1]) / 100), region, limits, may_enlarge=may_enlarge)
    found = _SIZE.fullmatch(plain)
    if found is None or not (found[2] or found[3]):
        raise NotServed("The size is max, w, or ,h or w,h or !w,h or pct:n, with ^ before it to enlarge.")
    if found[1]:
        return _within(found, region, most, may_enlarge=may_enlarge)
    return _allowed(_sides(found, region), region, limits, may_enlarge=may_enlarge)


def _sides(found: re.Match[str], region: Extent) -> Extent:
    """Give both sides, the one that was left out in proportion."""
    if not found[3]:
        width = int(found[2])
        return Extent(width, max(1, round(region.height * width / region.width)))
    height = int(found[3])
    return Extent(int(found[2]) if found[2] else max(1, round(region.width * height / region.height)), height)


def _within(found: re.Match[str], region: Extent, most: float, *, may_enlarge: bool) -> Extent:
    """Fit into a box, as large as possible.

    Without ^ a box larger than the region on both sides is refused, as the public validator wants; the
    words of the specification would also allow the region as it is.
    """
    if not (found[2] and found[3]) or not int(found[2]) or not int(found[3]):
        raise NotServed("The size !w,h has a width and a height of at least one pixel.")
    wide, high = int(found[2]), int(found[3])
    if not may_enlarge and wide > region.width and high > region.height:
        raise NotServed("The box is larger than the region; write ^ before it to enlarge, or max.")
    fitted = _scaled(region, min(wide / region.width, high / region.height, most))
    return Extent(min(fitted.width, wide), min(fitted.height, high))


def _scaled(region: Extent, factor: float) -> Extent:
    """Scale; a narrow side keeps one pixel."""
    if factor * max(region.width, region.height) < 0.5:
        raise NotServed("The size has no pixel.")
    return Extent(max(1, round(region.width * factor)), max(1, round(region.height * factor)))


def _allowed(asked: Extent, region: Extent, limits: Limits, *, may_enlarge: bool) -> Extent:
    if not asked.width or not asked.height:
        raise NotServed("The size has no pixel.")
    if not may_enlarge and (asked.width > region.width or asked.height > region.height):
        raise NotServed("The size is larger than the region; write ^ before it to enlarge.")
    if max(asked.width, asked.height) > limits.side or asked.width * asked.height > limits.area:
        raise NotServed("The size is larger than this service makes; see maxWidth and maxArea.")
    return asked


def _rotation(text: str) -> tuple[bool, int]:
    """Section 4.3."""
    found = _ROTATION.fullmatch(text)
    if found is None or float(found[2]) > 360:
        raise NotServed("The rotation is 0 to 360 degrees, with ! before it to mirror.")
    turned = float(found[2]) % 360
    if turned not in {0, 90, 180, 270}:
        raise NotServed("The rotation is 0, 90, 180 or 270 degrees.", 501)
    return bool(found[1]), int(turned)
