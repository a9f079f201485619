import json
from dataclasses import replace

import pytest

from archive.dates import from_edtf
from archive.formats import read_file
from archive.ingest.prepare import UNDATED, Preparer, matter, text_slugs
from archive.ingest.prepared import PreparedDocument
from archive.ingest.reading import file_key, is_file_name, is_local
from archive.records import (
    BlockRecord,
    BreakRecord,
    DocumentRecord,
    NameRecord,
    PageRecord,
    RoleRecord,
    SectionRecord,
    TextRecord,
)
from tests.archive.ingest.samples import tei, volume


def text(words: str = "Words.", kind: str = "transcription", language: str = "en", **fields: object) -> TextRecord:
    blocks = (BlockRecord("paragraph", 0, len(words)),)
    return TextRecord(kind, language, "Latn", words, len(words), blocks, **fields)  # type: ignore[arg-type]


RECORD = DocumentRecord("d1", "Letter", from_edtf("1939"), "a.xml", 3, texts=(text(),))


def prepared(record: DocumentRecord = RECORD, **known: str) -> PreparedDocument:
    return Preparer().prepare(record, known)


def read(words: str) -> DocumentRecord:
    return read_file(words.encode(), "v.xml").documents[0]


def test_texts_are_named_by_kind_and_language_and_numbered_from_two() -> None:
    texts = [
        text(),
        text(spelling="original", aligned_with=0),
        text(),
        text(kind="translation"),
        text(kind="translation"),
        text(kind="translation", language=""),
        text(kind="translation", language="sr-Latn"),
        text(kind="translation", language="x/<b> y" * 20),
    ]

    slugs = text_slugs(texts)

    assert slugs[:7] == [
        "transcription",
        "transcription-original",
        "transcription-2",
        "translation-en",
        "translation-en-2",
        "translation-und",
        "translation-sr-latn",
    ]
    assert slugs[7].startswith("translation-x-b-y")
    assert len(slugs[7]) <= 50


def test_what_is_known_comes_without_texts() -> None:
    first = prepared()

    again = prepared(d1=first.digest)

    assert (again.digest, again.texts, again.anchors) == (first.digest, (), ())
    assert [it.slug for it in first.texts] == ["transcription"]


@pytest.mark.parametrize("change", [{"line": 9}, {"file": "b.xml"}, {"words": 12}, {"page_breaks": 2}])
def test_what_is_not_kept_does_not_change_the_digest(change: dict[str, object]) -> None:
    assert prepared(replace(RECORD, **change)).digest == prepared().digest  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Note"},
        {"date": UNDATED},
        {"order": 2},
        {"shelf_mark": "f. 1"},
        {"roles": (RoleRecord("author", NameRecord("person", "Orlov")),)},
        {"pages": (PageRecord(1, "a.jpg"),)},
        {"texts": (text("Other."),)},
        {"texts": (text(translator="Rybin"),)},
        {"texts": (text(language="fr"),)},
        {"texts": (text(breaks=(BreakRecord(0, "1"),)),)},
    ],
)
def test_what_is_kept_changes_the_digest(change: dict[str, object]) -> None:
    assert prepared(replace(RECORD, **change)).digest != prepared().digest  # type: ignore[arg-type]


def test_words_and_form_have_digests_of_their_own() -> None:
    plain = prepared().texts[0]
    broken = prepared(replace(RECORD, texts=(text(breaks=(BreakRecord(0, "1"),)),))).texts[0]
    moved = prepared(replace(RECORD, texts=(text(breaks=(BreakRecord(0, "1", line=7),)),))).texts[0]

    assert plain.digest == broken.digest
    assert plain.form_digest != broken.form_digest == moved.form_digest


def test_a_stretch_holds_its_html_its_notes_and_the_terms_of_both() -> None:
    record = read(tei('<pb n="1"/><p>Red tape.</p><pb n="2"/><p>Blue<note n="1">A colour.</note> sky.</p>'))

    found = prepared(record).texts[0]
    (first, second), (red, blue) = found.breaks, found.terms()

    assert (first.label, red.words) == ("1", "'red':1 'tape':2 '#0'")
    assert set(blue.words.split()) == {"'blue':1", "'sky':2", "'a':3B", "'colour':4B", "'#0'"}
    assert [note["n"] for note in json.loads(second.notes)] == ["1"]
    assert json.loads(first.pieces)[0]["k"] == "paragraph"


def test_ids_inside_attachments_and_paragraphs_are_anchors_and_the_documents_own_is_none() -> None:
    attachment = (
        '<frus:attachment xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="att1">'
        '<head>Enclosure</head><p>Words <anchor xml:id="here"/>inside.</p></frus:attachment>'
    )
    record = read(volume(("d1", f'<pb n="1"/><p xml:id="p1">One.</p><pb n="2"/>{attachment}')))

    anchors = {key: (leaf, fragment) for key, leaf, fragment in prepared(record).anchors}

    assert anchors.keys() == {"p1", "att1", "here"}
    assert anchors["p1"] == (1, "transcription-p1")
    assert anchors["att1"][0] == anchors["here"][0] == 2
    assert anchors["here"][1].startswith("transcription-p")


def test_the_text_of_a_section_is_a_document_under_its_key() -> None:
    section = SectionRecord(
        "ch1", "chapter", "", 4, texts=(text(breaks=(BreakRecord(0, "1", "a.jpg"),)),), file="v.xml"
    )

    record = matter(section)

    assert (record.key, record.title, record.order, record.section) == ("ch1", "chapter", 4, "ch1")
    assert [page.facs for page in record.pages] == ["a.jpg"]
    assert not record.date.is_dated


def test_targets_and_names_are_told_apart() -> None:
    assert [is_local(it) for it in ("d1.xml#p", "#p", "https://example.org/#p", "mailto:a@example.org")] == [
        True,
        True,
        False,
        False,
    ]
    assert [is_file_name(it) for it in ("a/b.jpg", "iiif:10.1/x", "https://example.org/a.jpg")] == [True, False, False]
    assert file_key("../x/d1.xml") == "d1"
