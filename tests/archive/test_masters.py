import hashlib
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow

from archive import masters
from archive.masters import Checked, check, keep, master_path
from archive.models import Image
from archive.records import Refused
from tests.archive.ingest.samples import picture_bytes


@pytest.fixture
def store(tmp_path: Path, settings) -> Path:  # noqa: ANN001
    settings.MASTERS_ROOT = tmp_path / "masters"
    return tmp_path / "masters"


def look(data: bytes, name: str = "a.jpg") -> Checked:
    return check(BytesIO(data), name, len(data))


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        look(data)
    return caught.value.notice.code


def png(width: int, height: int) -> bytes:
    """A header that says much and data that end at once."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "told"), [("JPEG", "jpeg"), ("PNG", "png"), ("TIFF", "tiff"), ("WEBP", "webp"), ("JPEG2000", "jp2")]
)
def test_an_image_is_told_by_its_content(kind: str, told: str) -> None:
    assert look(picture_bytes(kind=kind), "misleading.png") == Checked(told, 120, 160)


def test_an_image_lying_on_its_side_is_measured_upright() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    stream = BytesIO()
    Pillow.new("L", (120, 160)).save(stream, "JPEG", exif=exif)

    assert look(stream.getvalue()) == Checked("jpeg", 160, 120)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0", "image-cut-off"),
        (b"GIF89a<script>alert(1)</script>", "not-an-image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-an-image"),
        (picture_bytes()[:-40], "image-cut-off"),
        (picture_bytes(kind="PNG")[:-12], "image-cut-off"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9", "image-broken"),
        (png(30_000, 30_000), "image-too-large"),
        (png(65_535, 65_535), "image-too-large"),
        (png(70_000, 2), "image-too-large"),
    ],
)
def test_what_is_no_sound_image_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


@pytest.mark.django_db
def test_a_master_is_kept_once_under_its_digest(store: Path) -> None:
    data = picture_bytes()
    digest = hashlib.sha256(data).hexdigest()
    fresh: list[Path] = []

    first, second = (keep(BytesIO(data), f"scans/{name}", fresh=fresh) for name in ("a.jpg", "b.jpg"))

    assert first == second
    assert (first.name, first.format, first.size, first.width) == ("a.jpg", "jpeg", len(data), 120)
    assert master_path(first) == store / digest[:2] / digest[2:4] / f"{digest}.jpg"
    assert master_path(first).read_bytes() == data
    assert fresh == [master_path(first)]
    assert [path for path in store.rglob("*") if path.is_file()] == [master_path(first)]


@pytest.mark.django_db
def test_a_refused_image_leaves_nothing(store: Path) -> None:
    with pytest.raises(Refused):
        keep(BytesIO(b"GIF89a"), "a.jpg")

    assert [path for path in store.rglob("*") if path.is_file()] == []
    assert Image.objects.count() == 0


@pytest.mark.django_db
def test_an_image_of_too_many_bytes_is_refused_while_it_is_copied(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masters, "MAX_BYTES", 100)

    with pytest.raises(Refused, match="allowed"):
        keep(BytesIO(picture_bytes()), "a.jpg")

    assert [path for path in store.rglob("*") if path.is_file()] == []
