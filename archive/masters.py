"""Page images as they came: told by content, checked before anything is decoded, kept under their SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from PIL import Image as Pillow
from PIL import ImageFile, UnidentifiedImageError

from archive.models import Image
from archive.records import Refused

MAX_BYTES = 1 << 30
MAX_PIXELS = 400_000_000
MAX_SIDE = 60_000
EXTENSIONS = {"jpeg": "jpg", "png": "png", "tiff": "tif", "webp": "webp", "jp2": "jp2"}
# Formats whose Exif orientation counts.
ORIENTED = {"jpeg", "tiff", "webp"}
# Exif's orientations that lay the picture on its side.
_LYING = {5, 6, 7, 8}
_ORIENTATION = 0x0112
_CHUNK = 1 << 20
_MAGIC = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
)
_ENDS = {"jpeg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}
_PILLOW = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "webp": "WEBP", "jp2": "JPEG2000"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file turned out to be; width and height as a reader sees them, the orientation applied."""

    format: str
    width: int
    height: int


def master_path(image: Image) -> Path:
    """Give where the master of an image lies."""
    return _path(image.sha256, image.format)


def check(stream: BinaryIO, name: str, size: int) -> Checked:
    """Tell an image by its content and read its header; nothing is decoded.

    Raise Refused for an empty, unknown, cut off or mislabelled file, and for one with more pixels than we decode.
    """
    kind = _kind(stream.read(16), name, size)
    _check_end(stream, kind, name, size)
    stream.seek(0)
    width, height = _extent(stream, kind, name)
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        message = f"it has {width:,} × {height:,} pixels, more than the {MAX_PIXELS:,} allowed; scale it down"
        raise Refused(name, 0, "image-too-large", message)
    return Checked(kind, width, height)


def keep(stream: BinaryIO, name: str, *, fresh: list[Path] | None = None) -> Image:
    """Copy an image into the masters and give its row; the same bytes are kept once.

    The copy is written beside its place and moved there whole. `fresh` collects the files that were
    not there before, for a caller whose transaction may fail. Raise Refused as `check` does.
    """
    with _draft() as (draft, path):
        digest, size = _copy(stream, draft, name)
        draft.seek(0)
        checked = check(draft, name, size)
        kept = _path(digest, checked.format)
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, kept)
            if fresh is not None:
                fresh.append(kept)
    row, _ = Image.objects.get_or_create(
        sha256=digest,
        defaults={
            "name": name.rpartition("/")[2][:300],
            "format": checked.format,
            "size": size,
            "width": checked.width,
            "height": checked.height,
        },
    )
    return row


def _path(digest: str, kind: str) -> Path:
    return Path(settings.MASTERS_ROOT, digest[:2], digest[2:4], f"{digest}.{EXTENSIONS[kind]}")


@contextmanager
def _draft() -> Iterator[tuple[BinaryIO, Path]]:
    """Give a new file beside the masters, which is gone afterwards under this name."""
    folder = Path(settings.MASTERS_ROOT, "incoming")
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "w+b") as draft:
            yield draft, Path(name)
    finally:
        Path(name).unlink()


def _copy(stream: BinaryIO, draft: BinaryIO, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise Refused(name, 0, "too-big", f"the image has more than the {MAX_BYTES:,} bytes allowed")
        digest.update(chunk)
        draft.write(chunk)
    draft.flush()
    os.fsync(draft.fileno())
    return digest.hexdigest(), size


def _kind(head: bytes, name: str, size: int) -> str:
    if not size:
        raise Refused(name, 0, "empty", "the image is empty; copy it again")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    message = "its content is no JPEG, PNG, TIFF, WebP or JPEG 2000; convert it to one of these"
    raise Refused(name, 0, "not-an-image", message)


def _check_end(stream: BinaryIO, kind: str, name: str, size: int) -> None:
    """A JPEG or PNG that was cut off lacks its last word; scanners may add a little after it."""
    end = _ENDS.get(kind)
    if end:
        stream.seek(max(0, size - (64 << 10)))
        if end not in stream.read():
            raise Refused(name, 0, "image-cut-off", "the image is cut off; copy it again")


def _extent(stream: BinaryIO, kind: str, name: str) -> tuple[int, int]:
    """Read the size from the header. Pillow's own limit is ours to set: it warns where we refuse."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Pillow.open(stream, formats=[_PILLOW[kind]]) as picture:
                width, height = picture.size
                # Asked for a PNG's, Pillow would decode it.
                orientation = picture.getexif().get(_ORIENTATION, 1) if kind in ORIENTED else 1
        except Pillow.DecompressionBombError as error:
            message = f"it has more than the {MAX_PIXELS:,} pixels allowed; scale it down"
            raise Refused(name, 0, "image-too-large", message) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            raise Refused(name, 0, "image-broken", f"the image cannot be read ({error}); copy it again") from error
    return (height, width) if orientation in _LYING else (width, height)


# Its default stands at 89 megapixels, which a large map passes; ours is checked from the header, before decoding.
Pillow.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False
