"""Images as a viewer asks for them, made from the pyramid: a stored tile as it lies there, or libvips."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pyvips

from archive.formats.iiif_image import Extent, ImageRequest, Limits
from archive.formats.pyramid import Level, NotAPyramid, read_levels, read_tile
from archive.images import PYRAMID, QUALITY, derivative_path
from archive.models import Image

# The largest image that is made; a viewer sees every pixel of a larger page in tiles.
LIMITS = Limits(side=8192, area=1 << 24)
# Directories are small; an open level keeps two rows of decoded tiles.
_KEPT_DIRECTORIES, _KEPT_LEVELS = 1024, 32

# Many tiles at once, each on one core: threads within a tile would only wait for each other.
pyvips.concurrency_set(1)


class NoPyramid(Exception):  # noqa: N818 - it is what is wrong
    """The pyramid of an image is not there or cannot be read."""


def levels_of(image: Image) -> tuple[Level, ...]:
    """Give the levels of an image's pyramid, the largest first; raise NoPyramid."""
    try:
        return _directory(str(derivative_path(image, PYRAMID)))
    except (OSError, ValueError) as error:
        raise NoPyramid(str(error)) from error


def make(image: Image, asked: ImageRequest) -> bytes:
    """Give the bytes of what is asked for; raise NoPyramid."""
    path = derivative_path(image, PYRAMID)
    levels = levels_of(image)
    stored = stored_tile(asked, Extent(image.width, image.height), levels)
    try:
        if stored:
            return read_tile(path, *stored)
        return _drawn(str(path), levels, asked)
    except (OSError, NotAPyramid, pyvips.Error) as error:
        raise NoPyramid(str(error)) from error


def stored_tile(asked: ImageRequest, full: Extent, levels: tuple[Level, ...]) -> tuple[Level, int] | None:
    """Give the level and number of the tile that is exactly what is asked for, None when there is none."""
    plain = asked.format == "jpg" and asked.quality == "default" and not asked.rotation and not asked.mirrored
    if not plain or asked.width != asked.height or not asked.to_width == asked.to_height == levels[0].tile:
        return None
    factor, rest = divmod(asked.width, levels[0].tile)
    number = factor.bit_length() - 1
    if rest or factor != 1 << number or number >= len(levels):
        return None
    column, beside = divmod(asked.left, asked.width)
    row, below = divmod(asked.top, asked.height)
    if beside or below or asked.left + asked.width > full.width or asked.top + asked.height > full.height:
        return None
    place = levels[number].place(column, row)
    return None if place is None else (levels[number], place)


def _drawn(path: str, levels: tuple[Level, ...], asked: ImageRequest) -> bytes:
    number = _level_for(asked, len(levels))
    picture = _opened(path, number)
    factor = 1 << number
    left = min(asked.left // factor, picture.width - 1)
    top = min(asked.top // factor, picture.height - 1)
    width = min(-(-(asked.left + asked.width) // factor), picture.width) - left
    height = min(-(-(asked.top + asked.height) // factor), picture.height) - top
    picture = picture.crop(left, top, width, height)
    if (width, height) != (asked.to_width, asked.to_height):
        picture = picture.resize(asked.to_width / width, vscale=asked.to_height / height)
    return _saved(_turned(picture, asked), asked.format)


def _level_for(asked: ImageRequest, levels: int) -> int:
    """Give the smallest level that has all the pixels wanted."""
    number = 0
    while number + 1 < levels:
        factor = 2 << number
        if -(-asked.width // factor) < asked.to_width or -(-asked.height // factor) < asked.to_height:
            break
        number += 1
    return number


def _turned(picture: Any, asked: ImageRequest) -> Any:
    if asked.mirrored:
        picture = picture.fliphor()
    if asked.rotation:
        picture = picture.rot(f"d{asked.rotation}")
    if asked.quality in {"gray", "bitonal"} and picture.bands > 1:
        picture = picture.colourspace("b-w")
    return picture > 127 if asked.quality == "bitonal" else picture


def _saved(picture: Any, kind: str) -> bytes:
    if kind == "png":
        return bytes(picture.pngsave_buffer(compression=6, keep="none"))
    return bytes(picture.jpegsave_buffer(Q=QUALITY, keep="none"))


@lru_cache(maxsize=_KEPT_DIRECTORIES)
def _directory(path: str) -> tuple[Level, ...]:
    return read_levels(Path(path))


@lru_cache(maxsize=_KEPT_LEVELS)
def _opened(path: str, level: int) -> Any:
    return pyvips.Image.tiffload(path, page=level)
