"""Reads the stored tiles of a pyramid as they lie in the file, without decoding them.

TIFF 6.0, BigTIFF and the JPEG-in-TIFF note: each level is a directory of tiles, each tile a JPEG without its tables.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

# Tags of a directory.
_WIDTH, _HEIGHT, _COMPRESSION = 256, 257, 259
_TILE_WIDTH, _TILE_HEIGHT, _OFFSETS, _COUNTS, _TABLES = 322, 323, 324, 325, 347
_JPEG = 7
_WANTED = frozenset({_WIDTH, _HEIGHT, _COMPRESSION, _TILE_WIDTH, _TILE_HEIGHT, _OFFSETS, _COUNTS, _TABLES})
# Bytes and struct codes of the types of TIFF: BYTE, SHORT, LONG, UNDEFINED, LONG8.
_TYPES = {1: (1, "B"), 3: (2, "H"), 4: (4, "I"), 7: (1, "B"), 16: (8, "Q")}
_START, _END = b"\xff\xd8", b"\xff\xd9"
_MOST_LEVELS = 32


class NotAPyramid(ValueError):  # noqa: N818 - it is what the file is
    """The file is no TIFF of JPEG tiles."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level: its extent, its tiles row by row, and the JPEG tables they share."""

    width: int
    height: int
    tile: int
    offsets: tuple[int, ...]
    counts: tuple[int, ...]
    tables: bytes

    def place(self, column: int, row: int) -> int | None:
        """Give the number of a tile that lies wholly inside; at the edge tiles are padded, and are not given."""
        if (column + 1) * self.tile > self.width or (row + 1) * self.tile > self.height:
            return None
        return row * -(-self.width // self.tile) + column


def read_levels(path: Path) -> tuple[Level, ...]:
    """Read the directories of a pyramid, the largest level first; raise NotAPyramid, or OSError."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            return tuple(_levels(data))
        except (struct.error, KeyError, IndexError) as error:
            message = f"{path.name} is no pyramid of JPEG tiles"
            raise NotAPyramid(message) from error


def read_tile(path: Path, level: Level, number: int) -> bytes:
    """Read a tile as a whole JPEG file: the shared tables, then what was stored."""
    with path.open("rb", buffering=0) as file:
        file.seek(level.offsets[number])
        stored = file.read(level.counts[number])
    if not stored.startswith(_START) or len(stored) != level.counts[number]:
        message = f"{path.name} is cut off"
        raise NotAPyramid(message)
    return level.tables + stored[len(_START) :]


def _levels(data: mmap.mmap) -> list[Level]:
    order = {b"II": "<", b"MM": ">"}[data[:2]]
    (magic,) = struct.unpack_from(f"{order}H", data, 2)
    big = {42: False, 43: True}[magic]
    (place,) = struct.unpack_from(f"{order}{'Q' if big else 'I'}", data, 8 if big else 4)
    levels: list[Level] = []
    while place and len(levels) < _MOST_LEVELS:
        tags, place = _directory(data, place, order, big=big)
        levels.append(_level(tags))
    return levels


def _directory(data: mmap.mmap, place: int, order: str, *, big: bool) -> tuple[dict[int, tuple[int, ...]], int]:
    """Read one directory's wanted tags, and where the next one stands, 0 after the last."""
    count_code, size, code = ("Q", 20, "Q") if big else ("H", 12, "I")
    (count,) = struct.unpack_from(f"{order}{count_code}", data, place)
    first = place + struct.calcsize(count_code)
    tags = {}
    for at in range(first, first + count * size, size):
        (tag,) = struct.unpack_from(f"{order}H", data, at)
        if tag in _WANTED:
            tags[tag] = _values(data, at, order, code)
    (after,) = struct.unpack_from(f"{order}{code}", data, first + count * size)
    return tags, after


def _values(data: mmap.mmap, at: int, order: str, code: str) -> tuple[int, ...]:
    kind, number = struct.unpack_from(f"{order}H{code}", data, at + 2)
    width, letter = _TYPES[kind]
    room = struct.calcsize(code)
    place = at + 4 + room
    if number * width > room:
        (place,) = struct.unpack_from(f"{order}{code}", data, place)
    return struct.unpack_from(f"{order}{number}{letter}", data, place)


def _level(tags: dict[int, tuple[int, ...]]) -> Level:
    if tags[_COMPRESSION][0] != _JPEG or tags[_TILE_WIDTH] != tags[_TILE_HEIGHT]:
        raise KeyError(_COMPRESSION)
    tables = bytes(tags.get(_TABLES, ())).removesuffix(_END) or _START
    return Level(tags[_WIDTH][0], tags[_HEIGHT][0], tags[_TILE_WIDTH][0], tags[_OFFSETS], tags[_COUNTS], tables)
