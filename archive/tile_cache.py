"""Keeps tiles that were made, on disk and within a bound; the rule is asked before, never here."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from archive.formats.iiif_image import Extent, ImageRequest
from archive.models import Image

# A process looks through the cache after it has written this part of the bound, and empties it to the other.
_SWEEP_AFTER, _SWEEP_TO = 1 / 16, 7 / 8
# A tile in use is marked so at most this often, in seconds.
_MARK_AFTER = 3600

_written = {"bytes": 0}


def root() -> Path:
    """Give the folder of the cache, inside the derivatives, so that the web server may send from it."""
    return Path(settings.DERIVATIVES_ROOT, "tiles")


def bound() -> int:
    """Give how many bytes the cache may hold; 0 keeps nothing."""
    return settings.TILE_CACHE_MB << 20


def place(image: Image, asked: ImageRequest) -> Path:
    """Give where a tile is kept: its master's digest and its canonical spelling."""
    name = asked.canonical(Extent(image.width, image.height)).replace("/", "_")
    return root() / image.sha256[:2] / image.sha256 / name


def fetch(image: Image, asked: ImageRequest, make: Callable[[], bytes]) -> tuple[bytes, Path | None]:
    """Give the bytes, made when they are not kept, and where they lie; None when they could not be kept."""
    path = place(image, asked)
    if not bound():
        return make(), None
    try:
        data = path.read_bytes()
    except OSError:
        data = make()
        return data, path if _keep(path, data) else None
    _mark_used(path)
    return data, path


def find(image: Image, asked: ImageRequest, make: Callable[[], bytes]) -> Path | None:
    """Give where a tile lies, made when it is not kept, for a web server that sends it; None as in `fetch`."""
    path = place(image, asked)
    if bound() and path.exists():
        _mark_used(path)
        return path
    return fetch(image, asked, make)[1]


def sweep() -> None:
    """Remove what was used longest ago until there is room again; one process at a time does it."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        kept = sorted((status.st_mtime, status.st_size, path) for path, status in _files())
        total = sum(size for _when, size, _path in kept)
        for _when, size, path in kept if total > bound() * (1 - _SWEEP_AFTER) else ():
            if total <= bound() * _SWEEP_TO:
                break
            Path(path).unlink(missing_ok=True)
            total -= size


def _keep(path: Path, data: bytes) -> bool:
    """Write beside the place and move there whole; a full disk keeps nothing and stops nobody."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(draft).chmod(0o640)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError:
        return False
    _written["bytes"] += len(data)
    if _written["bytes"] > bound() * _SWEEP_AFTER:
        _written["bytes"] = 0
        sweep()
    return path.exists()


def _mark_used(path: Path) -> None:
    try:
        if time.time() - path.stat().st_mtime > _MARK_AFTER:
            os.utime(path)
    except FileNotFoundError:
        return


def _files() -> Iterator[tuple[str, os.stat_result]]:
    """Give every kept file; what another process removes meanwhile is left out."""
    folders = [str(root())]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.name != ".lock":
                    yield entry.path, entry.stat(follow_symlinks=False)
