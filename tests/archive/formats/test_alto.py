import pytest

from archive.formats.alto import read
from archive.formats.zones import line_text
from archive.records import Refused

ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>{unit}</MeasurementUnit>
<sourceImageInformation><fileName>scans\\a_01.jpg</fileName></sourceImageInformation></Description>
<Layout>{layout}</Layout></alto>"""
PAGE = """<Page WIDTH="100" HEIGHT="200" PRINTED_IMG_NR="3"><PrintSpace>
<TextBlock ID="b" HPOS="1" VPOS="2" WIDTH="30" HEIGHT="40">
<TextLine ID="l1"><Shape><Polygon POINTS="1 2 3 4 5 6"/></Shape><String CONTENT="V Praze,  24."/></TextLine>
<TextLine ID="l2" HPOS="1" VPOS="2" WIDTH="3" HEIGHT="4">
<String ID="s1" CONTENT="pro" HPOS="1" VPOS="1" WIDTH="1" HEIGHT="1"/>
<SP/><String CONTENT="to"/><HYP CONTENT="-"/></TextLine><TextLine/></TextBlock></PrintSpace></Page>"""


def _alto(layout: str = PAGE, unit: str = "pixel") -> bytes:
    return ALTO.format(layout=layout, unit=unit).encode()


def test_page_has_image_size_and_zones() -> None:
    record = read(_alto(), file="a.xml")

    (page,) = record.pages
    assert (record.format, page.image, page.facs, page.width, page.height) == ("alto", "a_01.jpg", "a_01.jpg", 100, 200)
    assert page.label == "3"
    assert [(zone.level, zone.key, zone.text, zone.polygon) for zone in page.zones] == [
        ("block", "b", "V Praze, 24.\npro to-", ((1, 2), (31, 2), (31, 42), (1, 42))),
        ("line", "l1", "V Praze, 24.", ((1, 2), (3, 4), (5, 6))),
        ("line", "l2", "pro to-", ((1, 2), (4, 2), (4, 6), (1, 6))),
        ("word", "s1", "pro", ((1, 1), (2, 1), (2, 2), (1, 2))),
        ("word", "", "to", ()),
        ("line", "", "", ()),
    ]
    assert line_text(page) == "V Praze, 24.\npro to-"


def test_other_units_bring_words_without_regions() -> None:
    record = read(_alto(unit="mm10"), file="a.xml")

    assert {zone.polygon for zone in record.pages[0].zones} == {()}
    assert (record.pages[0].width, [notice.code for notice in record.notices]) == (0, ["unit"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_alto(layout=""), "no-page"),
        (b"<alto/>", "not-alto"),
        (b"<x xmlns='http://www.loc.gov/standards/alto/ns-v4#'/>", "not-alto"),
    ],
)
def test_what_is_no_alto_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(data, file="a.xml")

    assert refusal.value.notice.code == code


def test_alto_without_image_name_or_unit_comes_in() -> None:
    data = b"<alto xmlns='http://www.loc.gov/standards/alto/ns-v2#'><Layout><Page/></Layout></alto>"

    (page,) = read(data, file="a.xml").pages

    assert (page.image, page.width, page.zones) == ("", 0, ())
