"""What is made from a master: one pyramid for deep zoom, and a few fixed sizes for lists and reading."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyvips
from django.conf import settings
from django.db.models import QuerySet
from PIL import Image as Pillow

from archive.masters import ORIENTED, master_path
from archive.models import Image

PYRAMID = "pyramid.tif"
THUMBNAIL = "thumbnail.webp"
# Widths in pixels; a smaller master gives smaller files, never enlarged ones.
SIZES = {THUMBNAIL: 240, "480.webp": 480, "960.webp": 960, "1440.webp": 1440}
TILE = 512
BATCH = 100
QUALITY = 82

# A page is read once: what libvips keeps of it would only grow.
pyvips.cache_set_max(0)


class DeriveError(Exception):
    """A master cannot be decoded; the message says why."""


def derivative_path(image: Image, name: str) -> Path:
    """Give where a derivative of an image lies; `name` is PYRAMID or a key of SIZES."""
    return Path(settings.DERIVATIVES_ROOT, image.sha256[:2], image.sha256[2:4], image.sha256, name)


def waiting() -> QuerySet[Image]:
    """Give the images whose derivatives are still to be made, oldest first."""
    return Image.objects.filter(derived=Image.Derived.WAITING).order_by("pk")


def derive_waiting(progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Derive every image that waits, also those that come meanwhile, one at a time; gives how many there were."""
    done = 0
    while batch := list(waiting()[:BATCH]):
        total = done + waiting().count()
        for image in batch:
            derive(image)
            done += 1
            progress(done, total)
    return done


def retry_failed() -> None:
    """Let images that could not be derived wait again."""
    Image.objects.filter(derived=Image.Derived.FAILED).update(derived=Image.Derived.WAITING, failure="")


def derive(image: Image) -> None:
    """Make what is missing of an image's derivatives and note the outcome on its row.

    Each file is written beside its place and moved there whole, so that a killed run leaves nothing half
    made and the next one goes on. A master that cannot be decoded is marked failed; that raises nothing.
    """
    try:
        for name in (PYRAMID, *SIZES):
            path = derivative_path(image, name)
            if not path.exists():
                _write_whole(path, _maker(image, name))
    except (pyvips.Error, DeriveError, OSError) as error:
        reason = " ".join(str(error).split())[:500]
        Image.objects.filter(pk=image.pk).update(derived=Image.Derived.FAILED, failure=reason or "unknown")
        return
    Image.objects.filter(pk=image.pk).update(derived=Image.Derived.READY, failure="")


def _maker(image: Image, name: str) -> Callable[[str], None]:
    if name == PYRAMID:
        return lambda target: _make_pyramid(image, target)
    return lambda target: _make_size(image, SIZES[name], target)


def _make_pyramid(image: Image, target: str) -> None:
    picture = _opened(image)
    # Of a picture smaller than a tile libvips reads no tile of the usual size; tiles come in sixteens.
    tile = min(TILE, -(-min(picture.width, picture.height) // 16) * 16)
    picture.colourspace("b-w" if picture.bands < 3 else "srgb").tiffsave(
        target,
        tile=True,
        pyramid=True,
        compression="jpeg",
        Q=QUALITY,
        tile_width=tile,
        tile_height=tile,
        keep="none",
    )


def _make_size(image: Image, width: int, target: str) -> None:
    """Scale from the pyramid, whose upper levels are small already: the master is decoded once."""
    source = str(derivative_path(image, PYRAMID))
    shown = pyvips.Image.thumbnail(source, min(width, image.width), height=10_000_000, size="down")
    shown.webpsave(target, Q=QUALITY, keep="none")


def _opened(image: Image) -> pyvips.Image:
    """Open a master by the loader of its checked format, never by what libvips would guess; upright, 8 bits, opaque."""
    path = str(master_path(image))
    picture = _jpeg_2000(path) if image.format == "jp2" else _load(image.format, path, "sequential")
    is_turned = image.format in ORIENTED and picture.get_typeof("orientation") and picture.get("orientation") > 1
    if is_turned:
        # Turning reads the rows out of order.
        picture = _load(image.format, path, "random").autorot()
    if picture.hasalpha():
        picture = picture.flatten(background=255)
    if picture.format != "uchar":
        picture = picture.colourspace("b-w" if picture.bands < 3 else "srgb").cast("uchar")
    return picture


def _load(kind: str, path: str, access: str) -> pyvips.Image:
    loaders = {
        "jpeg": pyvips.Image.jpegload,
        "png": pyvips.Image.pngload,
        "tiff": pyvips.Image.tiffload,
        "webp": pyvips.Image.webpload,
    }
    return loaders[kind](path, access=access, fail_on="truncated")


def _jpeg_2000(path: str) -> pyvips.Image:
    with Pillow.open(path, formats=["JPEG2000"]) as picture:
        plain = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
        data = plain.tobytes()
        width, height = plain.size
        bands = 1 if plain.mode == "L" else 3
    return pyvips.Image.new_from_memory(data, width, height, bands, "uchar")


def _write_whole(path: Path, make: Callable[[str], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    try:
        make(draft)
        Path(draft).chmod(0o640)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
