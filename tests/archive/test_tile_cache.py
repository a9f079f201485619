import fcntl
import os
import time
from pathlib import Path
from typing import Any

import pytest

from archive import tile_cache
from archive.formats.iiif_image import ImageRequest
from archive.models import Image

IMAGE = Image(sha256="ab" + "0" * 62, width=1000, height=1000)
KIB = 1024


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DERIVATIVES_ROOT, settings.TILE_CACHE_MB = tmp_path, 1
    return tmp_path / "tiles"


def tile(left: int) -> ImageRequest:
    return ImageRequest(left, 0, 10, 10, 10, 10)


def never() -> bytes:
    raise AssertionError("it is kept already")


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.jpg"))


def test_tile_is_made_once(folder: Path) -> None:
    first = tile_cache.fetch(IMAGE, tile(0), lambda: b"made")
    again = tile_cache.fetch(IMAGE, tile(0), never)

    place = folder / "ab" / IMAGE.sha256 / "0,0,10,10_max_0_default.jpg"
    assert first == again == (b"made", place)
    assert place.stat().st_mode & 0o777 == 0o640


def test_place_is_given_to_a_web_server() -> None:
    made = tile_cache.find(IMAGE, tile(0), lambda: b"made")
    again = tile_cache.find(IMAGE, tile(0), never)

    assert made == again
    assert made is not None
    assert made.read_bytes() == b"made"


def test_nothing_is_kept_without_room(settings: Any, folder: Path) -> None:
    settings.TILE_CACHE_MB = 0

    assert tile_cache.fetch(IMAGE, tile(0), lambda: b"made") == (b"made", None)
    assert tile_cache.find(IMAGE, tile(0), lambda: b"made") is None
    assert not folder.exists()


def test_disk_that_takes_nothing_stops_nobody(folder: Path) -> None:
    folder.write_bytes(b"a file where the folder should be")

    assert tile_cache.fetch(IMAGE, ImageRequest(0, 0, 10, 10, 5, 5), lambda: b"made")[0] == b"made"


def test_cache_keeps_to_its_bound_and_to_what_was_used_last(folder: Path) -> None:
    for number in range(40):
        path = tile_cache.fetch(IMAGE, tile(number), lambda: b"x" * (40 * KIB))[1]
        if path and path.exists():
            used = time.time() - 10_000 + number
            os.utime(path, (used, used))
    tile_cache.sweep()

    names = kept(folder)
    assert 15 < len(names) <= 25
    assert "39,0,10,10_max_0_default.jpg" in names
    assert "0,0,10,10_max_0_default.jpg" not in names


def test_tile_in_use_is_marked_and_outlives_others(folder: Path) -> None:
    paths = [tile_cache.fetch(IMAGE, tile(number), lambda: b"x" * (250 * KIB))[1] for number in range(3)]
    for path in paths:
        assert path is not None
        os.utime(path, (0, 0))
    tile_cache.fetch(IMAGE, tile(1), never)
    tile_cache.fetch(IMAGE, tile(3), lambda: b"x" * (250 * KIB))

    assert "1,0,10,10_max_0_default.jpg" in kept(folder)
    assert "3,0,10,10_max_0_default.jpg" in kept(folder)
    assert len(kept(folder)) == 3


def test_sweep_is_left_to_the_process_that_does_it(folder: Path) -> None:
    tile_cache.fetch(IMAGE, tile(0), lambda: b"x" * (2 * KIB))
    (folder / "ab" / "big.jpg").write_bytes(b"x" * (3 << 20))
    with (folder / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tile_cache.sweep()
        during = kept(folder)
    tile_cache.sweep()

    assert len(during) == 2
    assert "big.jpg" not in kept(folder)
