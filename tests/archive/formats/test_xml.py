import pytest

from archive.formats import xml
from archive.records import Refused

ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def _refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as refusal:
        xml.parse(data, "a.xml")
    return refusal.value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (f'<!DOCTYPE a [<!ENTITY l0 "lol">{ENTITIES}]><a>&l9;</a>'.encode(), "doctype"),
        (b'<?xml version="1.0"?>\n<!-- x --><!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>', "doctype"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "doctype"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "doctype"),
        (b"<a>" * 101 + b"</a>" * 101, "too-deep"),
        (b"<a>" * 300 + b"</a>" * 300, "too-deep"),
        (b"<a " + b" ".join(b'a%d=""' % n for n in range(65_537)) + b"/>", "too-many-attributes"),
        (b"<a><b xml:id='x'/><c xml:id='x'/></a>", "duplicate-id"),
        (b"<a>open", "not-well-formed"),
        (b"<a>&undefined;</a>", "not-well-formed"),
        ('<?xml version="1.0" encoding="UTF-8"?><a>Привет</a>'.encode("cp1251"), "encoding"),
        (b" \n", "empty"),
        (b"", "empty"),
        (b"words", "not-well-formed"),
    ],
)
def test_file_is_refused(data: bytes, code: str) -> None:
    assert _refusal(data).notice.code == code


def test_refusal_says_where_and_what_to_do() -> None:
    refusal = _refusal(b"<a>\n<b>open</a>")

    assert refusal.notice.line == 2
    assert str(refusal).startswith("a.xml:2: column ")
    assert str(refusal).endswith("; correct this place")


def test_twin_is_told_with_its_first_place() -> None:
    refusal = _refusal(b"<a>\n<b xml:id='x'/>\n<c xml:id='x'/></a>")

    assert (refusal.notice.line, 'xml:id "x" is used twice, first on line 2' in str(refusal)) == (3, True)


def test_big_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_BYTES", 10)

    assert _refusal(b"<a>0123456789</a>").notice.code == "too-big"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_are_read(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><a>Привет</a>'.encode(encoding)

    assert xml.parse(data, "a.xml").text == "Привет"
    assert xml.is_xml(data)


def test_many_attributes_and_a_depth_of_a_hundred_come_in() -> None:
    attributes = b" ".join(b'a%d=""' % n for n in range(50_000))

    assert len(xml.parse(b"<a " + attributes + b"/>", "a.xml").attrib) == 50_000
    assert xml.parse(b"<a>" * 100 + b"</a>" * 100, "a.xml").tag == "a"


def test_comments_and_instructions_part_no_words() -> None:
    root = xml.parse(b"<a>x<!-- c -->y<?p q?>z<![CDATA[<w>]]></a>", "a.xml")

    assert (root.text, len(root)) == ("xyz<w>", 0)


def test_root_is_known_without_the_rest() -> None:
    assert xml.root_name(b'<a xmlns="urn:x"><b>', "a.xml") == ("urn:x", "a")
    assert xml.root_name(b"<a/>", "a.xml") == ("", "a")


def test_root_of_no_xml_is_refused() -> None:
    with pytest.raises(Refused):
        xml.root_name(b"<", "a.xml")


def test_what_is_no_xml_is_told() -> None:
    assert not xml.is_xml(b"\xff\xd8\xff\xe0")
    assert not xml.is_xml(b"---\ntitle: x\n---\n")


def test_ids_of_a_document() -> None:
    assert xml.ids(xml.parse(b"<a xml:id='x'><b xml:id='y'/></a>", "a.xml")) == {"x", "y"}
