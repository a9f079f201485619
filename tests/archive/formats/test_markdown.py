import pytest

from archive.formats.markdown import MAX_BYTES, MAX_FRONT_MATTER, read
from archive.records import DocumentRecord, FileRecord, Refused
from tests.archive.html_text import check

FRONT = """---
doc_date: '1939-01-25'
doc_num: 10
doc_order: 10
naa_refs:
- naa_series: A1608
  reference: '[AA: A1608, A41/1/1,i]'
title: Mr A to Mr B,
  Minister
vol_full_title: 'Volume 2: 1939'
---
"""


def _file(body: str, front: str = FRONT) -> FileRecord:
    return read((front + body).encode(), file="v/10-mr-a.md")


def _document(body: str) -> DocumentRecord:
    (found,) = _file(body).documents
    check(found.texts[0])
    return found


def test_front_matter_describes_the_document() -> None:
    record = _file("\nWords here.\n")

    (found,) = record.documents
    assert (record.format, record.series, record.is_volume) == ("markdown", "Volume 2: 1939", False)
    assert (found.key, found.title, found.number, found.order) == ("10-mr-a", "Mr A to Mr B, Minister", "10", 10)
    assert (found.date.edtf, found.shelf_marks, found.words) == ("1939-01-25", ("AA: A1608, A41/1/1,i",), 2)
    assert [notice.code for notice in record.notices] == ["language-guessed"]


@pytest.mark.parametrize(
    "body",
    [
        "One [2], two. [1]\n\n _\n\n1 First\nnote.\n\nMore.\n\n2 Second.\n\n_\n\n _\n\n[AA: X]\n\n_\n",
        "One [2], two. [1]\n\n _1 First\nnote.\n\nMore.\n\n2 Second.\n\n_\n\n _[AA: X]_",
        "One [2], two. [1]\n\n1 First\nnote.\n\n2 Second.\n\n[AA: X]",
    ],
)
def test_footnotes_and_source_are_told_apart(body: str) -> None:
    found = _document(body)

    text = found.texts[0]
    notes = {(n.kind, n.label): text.canonical[n.start : n.end].replace("\nMore.", "") for n in text.notes}
    assert text.canonical[: text.main_end] == "One, two."
    assert notes == {("source", ""): "[AA: X]", ("footnote", "2"): "Second.", ("footnote", "1"): "First note."}
    assert [n.anchor for n in text.notes] == [0, 3, 9]
    assert (found.footnotes, found.source_notes) == (2, 1)


def test_shelf_mark_is_the_printed_source_where_the_front_matter_has_none() -> None:
    record = _file("Words.\n\n_\n\n[PRO: FO 372]\n", front="---\ntitle: T\n---\n")

    assert (record.documents[0].shelf_mark, record.documents[0].shelf_marks) == ("PRO: FO 372", ())


def test_marks_and_notes_without_each_other_are_told() -> None:
    record = _file("A [1] b [7].\n\n_\n\n1 One.\n\n2 Two.\n\n_")

    text = record.documents[0].texts[0]
    assert text.canonical == "A b [7].\nOne.\nTwo."
    assert [notice.code for notice in record.notices] == ["note-without-mark", "mark-without-note", "language-guessed"]


def test_second_mark_of_a_note_points_at_the_same_words() -> None:
    text = _document("A [1] b [1].\n\n_\n\n1 One.\n\n_").texts[0]

    assert text.canonical == "A b.\nOne."
    assert [(mark.start, mark.value) for mark in text.marks] == [(1, "0"), (3, "0")]


def test_blocks_of_markdown() -> None:
    text = _document(
        "## Head\n\n> quoted\n> words\n\n* one\n* two\n\n***\n\n2\\. Escaped\n\n1. Numbered\n\nLast\nline\n\n#### \n"
    ).texts[0]

    assert [(block.kind, text.canonical[block.start : block.end]) for block in text.blocks] == [
        ("heading", "Head"),
        ("paragraph", "quoted words"),
        ("list_item", "* one"),
        ("list_item", "* two"),
        ("paragraph", "2. Escaped"),
        ("list_item", "1. Numbered"),
        ("paragraph", "Last line"),
    ]


def test_emphasis_and_links() -> None:
    text = _document("a *b* **c *d*** _e_ snake_case_name [f](http://x) ![g](javascript:alert) 2 * 3 <b>").texts[0]

    assert text.canonical == "a b c d e snake_case_name f g 2 * 3 <b>"
    assert [(mark.kind, text.canonical[mark.start : mark.end], mark.value) for mark in text.marks] == [
        ("italic", "b", ""),
        ("bold", "c d", ""),
        ("italic", "d", ""),
        ("italic", "e", ""),
        ("ref", "f", "http://x"),
        ("ref", "g", "javascript:alert"),
    ]


def test_file_without_title_is_known_by_its_first_words() -> None:
    record = _file("First words.\n", front="---\ndoc_order: x\nodd: 1\nlanguage: en\n---\n")

    assert (record.title, record.documents[0].order) == ("First words.", 0)
    assert [notice.code for notice in record.notices] == ["undated", "unknown-key"]


def test_empty_file_with_front_matter_comes_in() -> None:
    record = _file("", front="---\nlanguage: en\n---")

    assert (record.title, record.documents[0].texts[0].canonical) == ("10-mr-a", "")


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"No front matter", "no-front-matter", 1),
        (b"---\ntitle: [x\n---\n", "front-matter", 2),
        (b"---\n- x\n---\n", "front-matter", 1),
        (b"---\na: &x 1\nb: *x\n---\n", "alias", 1),
        (b"---\ntitle: x\n---\n\xcf\xf0", "encoding", 4),
        (b"---\ntitle: " + b"x" * MAX_FRONT_MATTER + b"\n---\n", "too-big", 1),
        (b"x" * (MAX_BYTES + 1), "too-big", 0),
        (b"---\ntitle: !!python/object:os.system x\n---\n", "front-matter", 2),
    ],
)
def test_file_is_refused(data: bytes, code: str, line: int) -> None:
    with pytest.raises(Refused) as refusal:
        read(data, file="a.md")

    assert (refusal.value.notice.code, refusal.value.notice.line) == (code, line)
