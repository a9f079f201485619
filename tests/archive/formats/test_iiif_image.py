import pytest

from archive.formats.iiif_image import Extent, ImageRequest, Limits, NotServed, read_request, sizes, write_info

FULL = Extent(600, 400)
LIMITS = Limits(side=2000, area=1_000_000)


def read(
    region: str = "full", size: str = "max", rotation: str = "0", name: str = "default.jpg", full: Extent = FULL
) -> ImageRequest:
    return read_request(region, size, rotation, name, full, LIMITS)


def region_of(asked: ImageRequest) -> tuple[int, int, int, int]:
    return asked.left, asked.top, asked.width, asked.height


def size_of(asked: ImageRequest) -> tuple[int, int]:
    return asked.to_width, asked.to_height


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("full", (0, 0, 600, 400)),
        ("square", (100, 0, 400, 400)),
        ("125,15,120,140", (125, 15, 120, 140)),
        ("pct:41.6,7.5,40,70", (250, 30, 240, 280)),
        ("pct:.5,0,50,50", (3, 0, 300, 200)),
        ("500,300,200,200", (500, 300, 100, 100)),
        ("0,0,1,1", (0, 0, 1, 1)),
    ],
)
def test_region_is_read(text: str, region: tuple[int, int, int, int]) -> None:
    assert region_of(read(region=text)) == region


@pytest.mark.parametrize(
    "text",
    [
        "",
        "all",
        "600,0,10,10",
        "0,400,10,10",
        "0,0,0,10",
        "-1,0,10,10",
        "0,0,10",
        "1.5,0,10,10",
        "pct:0,0,0,50",
        "pct:100,0,10,10",
        "pct:a,0,1,1",
        "0,0,10,10,10",
        "1e3,0,1,1",
        "٣,0,1,1",
        "9999999999,0,1,1",
    ],
)
def test_region_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotServed) as refused:
        read(region=text)

    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("max", (600, 400)),
        ("^max", (1225, 816)),
        ("150,", (150, 100)),
        ("^900,", (900, 600)),
        (",100", (150, 100)),
        ("^,800", (1200, 800)),
        ("pct:50", (300, 200)),
        ("^pct:120", (720, 480)),
        ("225,100", (225, 100)),
        ("^700,300", (700, 300)),
        ("!225,100", (150, 100)),
        ("!1000,400", (600, 400)),
        ("^!900,900", (900, 600)),
        ("^!9000,9000", (1225, 816)),
        ("1,", (1, 1)),
    ],
)
def test_size_is_read(text: str, size: tuple[int, int]) -> None:
    assert size_of(read(size=text)) == size


@pytest.mark.parametrize(
    "text",
    [
        "",
        "full",
        ",",
        "0,",
        ",0",
        "0,0",
        "601,",
        ",401",
        "600,401",
        "pct:101",
        "pct:0",
        "!,100",
        "!0,0",
        "^2001,",
        "^1500,1500",
        "^pct:900",
        "150.5,",
        "-1,",
        "best",
        "^",
        "!",
        "٣,",
    ],
)
def test_size_that_is_none_or_too_large_is_refused(text: str) -> None:
    with pytest.raises(NotServed) as refused:
        read(size=text)

    assert refused.value.status == 400


def test_size_max_of_a_large_image_keeps_to_the_limits() -> None:
    assert size_of(read(full=Extent(5000, 7000))) == (845, 1183)
    assert size_of(read(full=Extent(9000, 100))) == (2000, 22)


@pytest.mark.parametrize(
    ("text", "rotation"),
    [("0", (0, False)), ("90", (90, False)), ("!180", (180, True)), ("270.0", (270, False)), ("360", (0, False))],
)
def test_rotation_is_read(text: str, rotation: tuple[int, bool]) -> None:
    asked = read(rotation=text)

    assert (asked.rotation, asked.mirrored) == rotation


@pytest.mark.parametrize(("text", "status"), [("22.5", 501), ("361", 400), ("-90", 400), ("", 400), ("right", 400)])
def test_rotation_that_is_not_served_is_refused(text: str, status: int) -> None:
    with pytest.raises(NotServed) as refused:
        read(rotation=text)

    assert refused.value.status == status


@pytest.mark.parametrize("name", ["default.jpg", "color.png", "gray.jpg", "bitonal.png"])
def test_quality_and_format_are_read(name: str) -> None:
    asked = read(name=name)

    assert f"{asked.quality}.{asked.format}" == name


@pytest.mark.parametrize(
    ("name", "status"),
    [("native.jpg", 400), ("default.tif", 501), ("default.webp", 501), ("default.exe", 400), ("default", 400)],
)
def test_quality_or_format_that_is_not_served_is_refused(name: str, status: int) -> None:
    with pytest.raises(NotServed) as refused:
        read(name=name)

    assert refused.value.status == status


@pytest.mark.parametrize(
    ("region", "size", "canonical"),
    [
        ("full", "max", "full/max/0/default.jpg"),
        ("0,0,600,400", "600,", "full/max/0/default.jpg"),
        ("pct:0,0,50,50", "150,", "0,0,300,200/150,100/0/default.jpg"),
        ("square", "^800,800", "100,0,400,400/^800,800/0/default.jpg"),
    ],
)
def test_canonical_path_is_the_same_for_every_spelling(region: str, size: str, canonical: str) -> None:
    assert read(region=region, size=size).canonical(FULL) == canonical


def test_canonical_path_says_how_it_is_turned() -> None:
    assert read(rotation="!90.0", name="gray.png").canonical(FULL) == "full/max/!90/gray.png"


def test_sizes_leave_out_what_is_not_made() -> None:
    assert sizes(Extent(4000, 2000), LIMITS, 3) == [Extent(1000, 500)]


def test_info_describes_the_image() -> None:
    levels = [Extent(600, 400), Extent(300, 200)]

    info = write_info("https://archive.example.org/iiif/image/a/1", FULL, LIMITS, 512, levels)

    assert info == {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": "https://archive.example.org/iiif/image/a/1",
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": 600,
        "height": 400,
        "maxWidth": 2000,
        "maxHeight": 2000,
        "maxArea": 1_000_000,
        "sizes": [{"width": 300, "height": 200}, {"width": 600, "height": 400}],
        "tiles": [{"width": 512, "height": 512, "scaleFactors": [1, 2]}],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFeatures": ["mirroring", "sizeUpscaling"],
    }
