from io import BytesIO

import pytest
import pyvips
from PIL import Image as Pillow

from archive.images import PYRAMID, SIZES, derivative_path, derive, derive_waiting, retry_failed
from archive.masters import keep, master_path
from archive.models import Image
from tests.archive.ingest.samples import picture_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("image_folders")]


def kept(data: bytes) -> Image:
    return keep(BytesIO(data), "scan")


def extent(image: Image, name: str) -> tuple[int, int]:
    found = pyvips.Image.new_from_file(str(derivative_path(image, name)))
    return found.width, found.height


def test_a_master_gives_a_pyramid_and_the_fixed_sizes() -> None:
    image = kept(picture_bytes(1600, 2000))

    derive(image)

    image.refresh_from_db()
    assert (image.derived, image.failure) == ("ready", "")
    assert {name: extent(image, name) for name in (PYRAMID, *SIZES)} == {
        PYRAMID: (1600, 2000),
        "thumbnail.webp": (240, 300),
        "480.webp": (480, 600),
        "960.webp": (960, 1200),
        "1440.webp": (1440, 1800),
    }
    pyramid = pyvips.Image.new_from_file(str(derivative_path(image, PYRAMID)))
    assert (pyramid.get("n-pages"), pyramid.get("tile-width")) == (3, 512)
    folder = derivative_path(image, PYRAMID).parent
    assert sorted(path.name for path in folder.iterdir()) == sorted([PYRAMID, *SIZES])


def test_a_small_master_is_not_enlarged() -> None:
    image = kept(picture_bytes(300, 400))

    derive(image)

    assert extent(image, "960.webp") == (300, 400)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "1"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
        ("PNG", "I;16"),
        ("TIFF", "RGB"),
        ("WEBP", "RGB"),
        ("JPEG2000", "RGB"),
        ("JPEG2000", "L"),
    ],
)
def test_every_format_and_depth_can_be_derived(kind: str, mode: str) -> None:
    source = Pillow.linear_gradient("L").resize((120, 160))
    picture = source.convert("I").convert("I;16") if mode == "I;16" else source.convert("RGB").convert(mode)
    stream = BytesIO()
    picture.save(stream, kind)
    image = kept(stream.getvalue())

    derive(image)

    image.refresh_from_db()
    assert (image.derived, extent(image, PYRAMID)) == ("ready", (120, 160))


def test_an_image_lying_on_its_side_is_turned() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    stream = BytesIO()
    Pillow.new("L", (120, 160)).save(stream, "JPEG", exif=exif)
    image = kept(stream.getvalue())

    derive(image)

    assert (extent(image, PYRAMID), extent(image, "480.webp")) == ((160, 120), (160, 120))


def test_what_is_there_is_not_made_again_and_what_is_missing_is() -> None:
    image = kept(picture_bytes())
    derive(image)
    marked = derivative_path(image, "480.webp")
    marked.write_bytes(b"made before")
    derivative_path(image, "960.webp").unlink()

    derive(image)

    assert marked.read_bytes() == b"made before"
    assert extent(image, "960.webp") == (120, 160)


def test_a_master_that_does_not_decode_is_failed_with_its_reason_and_leaves_nothing() -> None:
    data = picture_bytes(800, 800, "PNG")
    image = kept(data[:200] + data[-12:])

    derive(image)

    image.refresh_from_db()
    assert image.derived == "failed"
    assert image.failure
    assert list(derivative_path(image, PYRAMID).parent.iterdir()) == []


def test_all_that_wait_are_derived_and_failed_ones_only_when_asked() -> None:
    whole, lost = kept(picture_bytes()), kept(picture_bytes(90, 90))
    data = master_path(lost).read_bytes()
    master_path(lost).unlink()
    told: list[tuple[int, int]] = []

    assert derive_waiting(lambda *step: told.append(step)) == 2

    assert told == [(1, 2), (2, 2)]
    assert dict(Image.objects.values_list("pk", "derived")) == {whole.pk: "ready", lost.pk: "failed"}
    assert derive_waiting() == 0
    master_path(lost).write_bytes(data)
    retry_failed()
    assert derive_waiting() == 1
    lost.refresh_from_db()
    assert (lost.derived, lost.failure) == ("ready", "")
