import pytest

from archive.formats.page_xml import read
from archive.formats.zones import line_text
from archive.records import Refused

PAGE = b"""<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Page imageFilename="dir/a_001.jpg" imageWidth="1723" imageHeight="2197">
<TextRegion id="r"><Coords points="1,2 3,4 5,6"/>
<TextLine id="l1"><Coords points="1,2 3,4"/><TextEquiv><Unicode>Lettre N\xc2\xb0 1 </Unicode></TextEquiv></TextLine>
<TextLine id="l2"><Word id="w1"><TextEquiv><Unicode>le</Unicode></TextEquiv></Word>
<Word id="w2"><TextEquiv><Unicode>soir</Unicode></TextEquiv></Word></TextLine></TextRegion></Page></PcGts>"""


def test_page_has_image_size_and_zones() -> None:
    record = read(PAGE, file="a.xml")

    (page,) = record.pages
    assert (record.format, page.image, page.width, page.height) == ("page-xml", "a_001.jpg", 1723, 2197)
    assert [(zone.level, zone.key, zone.text, zone.polygon) for zone in page.zones] == [
        ("block", "r", "Lettre N° 1\nle soir", ((1, 2), (3, 4), (5, 6))),
        ("line", "l1", "Lettre N° 1", ()),
        ("line", "l2", "le soir", ()),
        ("word", "w1", "le", ()),
        ("word", "w2", "soir", ()),
    ]
    assert line_text(page) == "Lettre N° 1\nle soir"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<PcGts/>", "not-page-xml"),
        (b"<PcGts xmlns='http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15'/>", "no-page"),
        (b"<Page xmlns='http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15'/>", "not-page-xml"),
    ],
)
def test_what_is_no_page_xml_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(data, file="a.xml")

    assert refusal.value.notice.code == code
