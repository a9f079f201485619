import pytest

from archive.formats.tei import read
from archive.records import Refused
from tests.archive.formats.tei.samples import TITLE, codes, document, file_of, tei

LAYERS = (
    "<div type='transcription'><div type='original' xml:lang='de'><p><pb n='1' facs='a.jpg'/>{original}</p></div>"
    "<div type='translation' xml:lang='en'><p><pb n='1' facs='b.jpg'/>{translation}</p></div></div>"
)
LONG = " ".join(["word"] * 21)


def test_document_is_known_by_its_file() -> None:
    record = file_of("<p>words</p>", file="folder/Letter_1.xml")

    (found,) = record.documents
    assert (record.format, record.is_volume, record.key) == ("tei", False, "Letter_1")
    assert (found.key, found.title, found.words, found.line) == ("Letter_1", "Title", 1, 1)


def test_layers_become_texts_on_the_same_leaves() -> None:
    found = document(LAYERS.format(original=LONG, translation=LONG))

    assert [(text.kind, text.language) for text in found.texts] == [("transcription", "de"), ("translation", "en")]
    assert [(page.facs, page.label) for page in found.pages] == [("a.jpg", "1")]
    assert (found.has_both_layers, found.words, found.page_breaks) == (True, 42, 2)


@pytest.mark.parametrize("filler", ["No translation is available.", "", "To be translated"])
def test_placeholder_counts_as_no_layer(filler: str) -> None:
    record = file_of(LAYERS.format(original=LONG, translation=filler))

    (found,) = record.documents
    assert [text.kind for text in found.texts] == ["transcription"]
    assert (found.has_both_layers, found.words) == (False, 21)
    assert codes(record) == ["layer-absent"]


def test_images_of_an_absent_original_are_still_leaves() -> None:
    found = document(
        "<div type='original'><p><pb n='1' facs='a.jpg'/></p></div><div type='translation'><p>Short words</p></div>"
    )

    assert [text.kind for text in found.texts] == ["translation"]
    assert [page.facs for page in found.pages] == ["a.jpg"]


def test_words_beside_the_layers_are_a_text_of_their_own() -> None:
    found = document("<p>Beside</p><div type='original'><p>a</p></div><div type='translation'><p>b</p></div>")

    assert [(text.kind, text.canonical) for text in found.texts] == [
        ("transcription", "a"),
        ("transcription", "Beside"),
        ("translation", "b"),
    ]


def test_two_translations_are_two_texts() -> None:
    found = document(
        "<div type='original'><p>a</p></div><div type='translation' xml:lang='cs'><p>b</p></div>"
        "<div type='translation' xml:lang='en'><p>c</p></div>"
    )

    assert [text.language for text in found.texts] == ["und", "cs", "en"]


def test_texts_of_a_group_are_layers_over_the_facsimile() -> None:
    found = document(
        "<text><group><text type='transcription' xml:lang='ru'><body><div><head>Письмо</head>"
        "<pb n='1' facs='#s1'/><p>а</p>"
        "<pb n='2' facs='#s2'/><p>б</p></div></body></text>"
        "<text type='translation' xml:lang='en'><body><p><pb n='1' facs='#s1'/>a</p></body></text></group></text>",
        before="<facsimile><surface xml:id='s1' n='1'><graphic url='i/1.jpg' width='10px' height='20px'/></surface>"
        "<surface xml:id='s2' n='2'/></facsimile>",
    )

    assert [(text.kind, text.language, text.canonical) for text in found.texts] == [
        ("transcription", "ru", "Письмо\nа\nб"),
        ("translation", "en", "a"),
    ]
    assert [(page.facs, page.image, page.width, page.height) for page in found.pages] == [
        ("#s1", "i/1.jpg", 10, 20),
        ("#s2", "", 0, 0),
    ]


def test_two_spellings_are_two_texts_block_by_block() -> None:
    found = document(
        "<p>Вотъ <choice><reg>в</reg><orig>въ</orig></choice> "
        "<choice><sic>дме</sic><corr>доме</corr></choice></p><p>да</p>"
    )

    modern, original = found.texts
    assert (modern.spelling, modern.canonical, modern.aligned_with) == ("modern", "Вотъ в доме\nда", -1)
    assert (original.spelling, original.canonical, original.aligned_with) == ("original", "Вотъ въ дме\nда", 0)
    assert [(mark.kind, mark.value) for mark in modern.marks] == [("corrected", "дме")]


def test_spellings_that_do_not_match_are_told() -> None:
    record = file_of("<p><choice><reg>a</reg><orig>b</orig></choice></p><p><choice><reg/><orig>c</orig></choice></p>")

    assert [text.aligned_with for text in record.documents[0].texts] == [-1, -1]
    assert codes(record) == ["spellings-differ"]


def test_text_without_body_and_with_texts_in_it_is_read() -> None:
    found = document(
        "<text><text><div type='section'><head>\n   Г\n  </head>"
        "<p>\n   слово\n   <hi>\n   а\n  </hi>\n  .\n  </p></div></text></text>"
    )

    assert found.texts[0].canonical == "Г\nслово а."


def test_file_without_text_comes_in_with_what_its_header_says() -> None:
    record = read(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', file="a.xml")

    assert record.documents[0].texts == ()
    assert (record.title, record.language, codes(record)) == ("a", "", ["no-title", "no-text"])


def test_title_is_taken_from_the_heading_when_the_header_has_none() -> None:
    record = file_of("<head>Heading<note>n</note></head>", header="")

    assert (record.title, codes(record)) == ("Heading", ["no-title"])


def test_surfaces_of_a_source_document_are_read() -> None:
    record = read(
        tei("<text/>", header=TITLE).replace(
            b"<text/>", b"<sourceDoc><surface><zone><line>one</line> <line>two</line></zone></surface></sourceDoc>"
        ),
        file="a.xml",
    )

    assert record.documents[0].texts[0].canonical == "one two"


def test_right_to_left_blocks_are_told_by_their_letters() -> None:
    found = document(
        "<div type='original' xml:lang='yi'><p>אויטא</p><p>abc</p></div><div type='translation'><p>x</p></div>"
    )

    text = found.texts[0]
    assert [block.direction for block in text.blocks] == ["rtl", ""]
    assert text.script == "Hebr"


def test_text_outside_tei_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        read(b"<TEI><text/></TEI>", file="a.xml")

    assert (refusal.value.notice.code, refusal.value.notice.line) == ("not-tei", 1)
    assert 'add xmlns="http://www.tei-c.org/ns/1.0"' in refusal.value.notice.message


def test_header_elements_of_a_projects_own_are_told() -> None:
    record = file_of("<p>a</p>", header=TITLE + "<xenoData><isEdited/></xenoData>")

    (notice,) = [notice for notice in record.notices if notice.code == "unknown-in-header"]
    assert "isEdited" in notice.message
