import pytest

from archive.records import Refused
from tests.archive.formats.tei.samples import codes, document, file_of

SURFACE = "<facsimile><surface xml:id='s1' n='1'{more}><graphic url='{url}'/>{zones}</surface></facsimile>"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("../../../../etc/passwd", "path-traversal"),
        ("images/../../x.jpg", "path-traversal"),
        ("..\\x.jpg", "path-traversal"),
        ("/etc/passwd", "path-traversal"),
        ("file:///etc/passwd", "image-address"),
        ("javascript:alert(1)", "image-address"),
        ("C:\\x.jpg", "image-address"),
    ],
)
def test_image_outside_the_folder_is_refused(address: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        file_of("<p>\n<graphic url='" + address + "'/></p>")

    assert (refusal.value.notice.code, refusal.value.notice.line) == (code, 2)


@pytest.mark.parametrize("address", ["a.jpg", "images/d1/1..2.jpg", "https://a.example/x.jpg", "iiif:10.1/x", ""])
def test_image_inside_or_on_the_web_comes_in(address: str) -> None:
    assert document(f"<p>a<pb facs='{address}'/>b</p>").texts[0].breaks[0].facs == address


def test_break_that_points_at_no_surface_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        file_of("<pb n='1' facs='#nothere'/><p>x</p>")

    assert refusal.value.notice.code == "break-without-surface"
    assert 'n="1" points at the surface "#nothere"' in refusal.value.notice.message


def test_break_that_names_an_unlisted_image_is_told() -> None:
    record = file_of("<p><pb facs='b.jpg'/>x</p>", before=SURFACE.format(more="", url="a.jpg", zones=""))

    assert codes(record) == ["break-without-surface"]


def test_break_may_name_the_image_of_a_surface() -> None:
    record = file_of("<p><pb facs='a.jpg'/>x</p>", before=SURFACE.format(more="", url="a.jpg", zones=""))

    assert codes(record) == []


def test_zones_of_a_surface() -> None:
    zones = (
        "<zone xml:id='z1' points='1,2 3,4 5,6'/><zone type='line' ulx='1' uly='2' lrx='30' lry='40'>words</zone>"
        "<zone type='word' points='1 2 3.4 4 5 6'/><zone/>"
    )
    (page,) = document("<p>x</p>", before=SURFACE.format(more=" lrx='100' lry='200'", url="a.jpg", zones=zones)).pages

    assert (page.width, page.height) == (100, 200)
    assert [(zone.level, zone.polygon, zone.text, zone.key) for zone in page.zones] == [
        ("block", ((1, 2), (3, 4), (5, 6)), "", "z1"),
        ("line", ((1, 2), (30, 2), (30, 40), (1, 40)), "words", ""),
        ("word", ((1, 2), (3, 4), (5, 6)), "", ""),
    ]


def test_sizes_in_other_units_are_not_taken_for_pixels() -> None:
    before = "<facsimile><surface><graphic url='a.jpg' width='10cm' height='x'/></surface></facsimile>"

    (page,) = document("<p>x</p>", before=before).pages

    assert (page.facs, page.width, page.height) == ("a.jpg", 0, 0)
