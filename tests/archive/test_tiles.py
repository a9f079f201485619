from pathlib import Path
from typing import Any

import pytest
import pyvips

from archive.formats.iiif_image import Extent, ImageRequest, read_request
from archive.images import PYRAMID, derivative_path
from archive.models import Image
from archive.tiles import LIMITS, NoPyramid, levels_of, make, stored_tile
from tests.factories.archive import make_image
from tests.factories.pictures import keep_gradient

pytestmark = pytest.mark.django_db
FULL = Extent(1300, 900)


@pytest.fixture
def image(settings: Any, tmp_path: Path) -> Image:
    settings.MASTERS_ROOT, settings.DERIVATIVES_ROOT = tmp_path / "masters", tmp_path / "derivatives"
    return keep_gradient(FULL.width, FULL.height)


def asked(text: str) -> ImageRequest:
    region, size, rotation, name = text.split("/")
    return read_request(region, size, rotation, name, FULL, LIMITS)


def drawn(image: Image, text: str) -> Any:
    return pyvips.Image.new_from_buffer(make(image, asked(text)), "")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("0,0,512,512/max/0/default.jpg", 0),
        ("512,0,512,512/512,512/0/default.jpg", 0),
        ("0,0,512,512/max/0/color.jpg", None),
        ("0,0,512,512/max/0/default.png", None),
        ("0,0,512,512/max/90/default.jpg", None),
        ("0,0,512,512/max/!0/default.jpg", None),
        ("1,0,512,512/max/0/default.jpg", None),
        ("0,0,512,512/511,511/0/default.jpg", None),
        ("0,0,1024,1024/512,/0/default.jpg", None),
        ("1024,0,512,512/max/0/default.jpg", None),
        ("0,512,512,512/max/0/default.jpg", None),
        ("0,0,600,600/512,512/0/default.jpg", None),
    ],
)
def test_only_what_equals_a_stored_tile_is_passed_through(image: Image, text: str, level: int | None) -> None:
    levels = levels_of(image)

    found = stored_tile(asked(text), FULL, levels)

    assert (levels.index(found[0]) if found else None) == level


def test_stored_tile_is_what_libvips_would_draw(image: Image) -> None:
    passed = drawn(image, "512,0,512,512/max/0/default.jpg")
    made = drawn(image, "512,0,512,512/max/0/default.png")

    assert (passed - made).abs().max() == 0


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("full/max/0/default.jpg", (1300, 900)),
        ("full/650,/0/default.jpg", (650, 450)),
        ("full/100,/0/default.jpg", (100, 69)),
        ("full/100,100/0/default.jpg", (100, 100)),
        ("1024,512,276,388/max/0/default.jpg", (276, 388)),
        ("1024,0,276,900/138,/0/default.jpg", (138, 450)),
        ("full/^2600,/0/default.jpg", (2600, 1800)),
        ("0,0,1,1/max/0/default.jpg", (1, 1)),
        ("1299,899,1,1/max/0/default.png", (1, 1)),
        ("full/130,/90/default.jpg", (90, 130)),
        ("full/130,/270/default.jpg", (90, 130)),
    ],
)
def test_picture_has_the_size_asked_for(image: Image, text: str, size: tuple[int, int]) -> None:
    picture = drawn(image, text)

    assert (picture.width, picture.height) == size


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("650,450,100,100/10,10/0/default.png", (700, 500)),
        ("0,0,1300,900/13,9/0/default.png", (650, 450)),
        ("1000,800,200,100/2,1/0/default.png", (1100, 850)),
    ],
)
def test_picture_shows_the_region_asked_for(image: Image, text: str, place: tuple[int, int]) -> None:
    whole = drawn(image, "full/max/0/default.png")

    picture = drawn(image, text)

    wanted, found = whole(*place), [band.avg() for band in picture.bandsplit()]
    assert max(abs(one - other) for one, other in zip(wanted, found, strict=True)) < 8


def test_picture_is_mirrored_before_it_is_turned(image: Image) -> None:
    plain = drawn(image, "full/130,/0/default.png")

    turned = drawn(image, "full/130,/!90/default.png")

    assert (turned - plain.fliphor().rot90()).abs().max() == 0


def test_qualities_have_their_colours(image: Image) -> None:
    bands = {name: drawn(image, f"full/130,/0/{name}.png").bands for name in ("default", "color", "gray", "bitonal")}
    values = set(bytes(drawn(image, "full/130,/0/bitonal.png").write_to_memory()))

    assert bands == {"default": 3, "color": 3, "gray": 1, "bitonal": 1}
    assert values == {0, 255}


def test_image_without_a_pyramid_is_told(settings: Any, tmp_path: Path) -> None:
    settings.DERIVATIVES_ROOT = tmp_path

    with pytest.raises(NoPyramid):
        make(make_image(), asked("full/max/0/default.jpg"))


@pytest.mark.parametrize("text", ["full/130,/0/default.jpg", "0,0,512,512/max/0/default.jpg"])
def test_image_whose_pyramid_is_lost_later_is_told(image: Image, text: str) -> None:
    levels_of(image)
    derivative_path(image, PYRAMID).unlink()

    with pytest.raises(NoPyramid):
        make(image, asked(text))
