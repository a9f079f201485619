"""The table of formats, and files made to harm: each has the outcome that its kind deserves."""

import pytest

from archive.formats import FORMATS, read_file
from archive.records import Refused
from archive.rendering import render
from tests.archive.formats.tei.samples import tei

XSS = (
    "<p>&lt;script&gt;alert(1)&lt;/script&gt; <ref target='javascript:alert(1)'>x</ref> "
    "<ref target='data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;'>y</ref> "
    "<hi rend='&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'>z</hi> <persName ref='&quot;onclick=&quot;a'>n</persName>"
    "<graphic url='x&quot; onerror=&quot;alert(1)'/></p><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>"
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
)


@pytest.mark.parametrize(
    ("file", "data", "name"),
    [
        ("a.xml", tei("<p>a</p>"), "tei"),
        ("a", tei("<p>a</p>"), "tei"),
        ("a.xml", b'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"/>', "tei"),
        ("a.xml", b"<alto xmlns='http://www.loc.gov/standards/alto/ns-v3#'><Layout><Page/></Layout></alto>", "alto"),
        (
            "a.xml",
            b"<PcGts xmlns='http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15'><Page/></PcGts>",
            "page-xml",
        ),
        ("a.md", b"---\ntitle: x\n---\n", "markdown"),
    ],
)
def test_format_is_told_by_its_root_or_its_name(file: str, data: bytes, name: str) -> None:
    assert read_file(data, file).format == name
    assert name in [known.name for known in FORMATS]


@pytest.mark.parametrize(
    ("file", "data", "code"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0", "unknown-format"),
        ("a.txt", b"words", "unknown-format"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "unknown-format"),
        ("a.xml", b"<TEI><text><body><p>x</p></body></text></TEI>", "not-tei"),
        ("a.xml", b"", "unknown-format"),
        ("a.xml", b"<1a>", "not-well-formed"),
        ("a.md", b"<!DOCTYPE a><a/>", "doctype"),
        ("a.xml", tei("<p>" + "<hi>" * 100_000 + "x" + "</hi>" * 100_000 + "</p>"), "too-deep"),
        ("a.xml", tei("<div xml:id='a'/><div xml:id='a'/>"), "duplicate-id"),
        ("a.xml", tei("<pb n='1' facs='#nothere'/><p>x</p>"), "break-without-surface"),
    ],
)
def test_file_is_refused(file: str, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_file(data, file)

    assert refusal.value.notice.code == code


def test_active_content_becomes_inert() -> None:
    record = read_file(
        tei(XSS, header="<fileDesc><titleStmt><title>&lt;img src=x&gt;</title></titleStmt></fileDesc>"), "a.xml"
    )

    (text,) = record.documents[0].texts
    (piece,) = render(text)[0].pieces
    assert record.title == "<img src=x>"
    assert piece.html == (
        '<p data-o="0" data-n="1">&lt;script&gt;alert(1)&lt;/script&gt; x y z '
        '<span class="person" data-key="&quot;onclick=&quot;a">n</span>'
        '<span class="figure" data-skip data-figure="x&quot; onerror=&quot;alert(1)">[figure]</span></p>'
    )


def test_element_with_very_many_attributes_comes_in() -> None:
    attributes = " ".join(f'a{n}="v"' for n in range(50_000))

    record = read_file(tei(f"<p {attributes}>x</p>"), "a.xml")

    assert record.documents[0].texts[0].canonical == "x"


def test_utf_16_is_read() -> None:
    words = '<?xml version="1.0" encoding="UTF-16"?>' + tei("<p>Привет</p>").decode()

    assert read_file(words.encode("utf-16"), "a.xml").documents[0].texts[0].canonical == "Привет"
