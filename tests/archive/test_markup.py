import pytest

from archive.markup import Writer, is_local, is_web_address
from archive.records import MarkRecord, NoteRecord


def _html(canonical: str, *marks: MarkRecord, language: str = "en") -> str:
    notes = (NoteRecord("footnote", "*", 0, 0, 0, 0, 0), NoteRecord("source", "", 0, 0, 0, 0, 0))
    return Writer(canonical, notes, language).write(0, len(canonical), marks)


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (MarkRecord("del", 1, 2), "a<del>b</del>c"),
        (MarkRecord("smallcaps", 1, 2), 'a<span class="smallcaps">b</span>c'),
        (MarkRecord("foreign", 1, 2, "de"), 'a<span lang="de">b</span>c'),
        (MarkRecord("foreign", 1, 2, 'x" y'), "a<span>b</span>c"),
        (MarkRecord("subject", 1, 2, "s"), "abc"),
        (MarkRecord("person", 1, 2, "p1"), 'a<span class="person" data-key="p1">b</span>c'),
        (MarkRecord("place", 1, 2), 'a<span class="place">b</span>c'),
        (MarkRecord("corrected", 1, 2, '"<'), 'a<span class="corrected" data-was="&quot;&lt;">b</span>c'),
        (
            MarkRecord("ref", 1, 2, "https://a.example/?b&c"),
            'a<a href="https://a.example/?b&amp;c" rel="noopener noreferrer">b</a>c',
        ),
        (MarkRecord("ref", 1, 2, "#d12"), 'a<a data-ref="#d12">b</a>c'),
        (MarkRecord("ref", 1, 2, "javascript:alert(1)"), "abc"),
        (MarkRecord("ref", 1, 2, "JavaScript&colon;alert(1)"), 'a<a data-ref="JavaScript&amp;colon;alert(1)">b</a>c'),
        (MarkRecord("line", 1, 1, "-"), 'a<span class="lb" data-hyphen="-"></span>bc'),
        (MarkRecord("line", 1, 1), 'a<span class="lb"></span>bc'),
        (MarkRecord("figure", 1, 1, '"x'), 'a<span class="figure" data-skip data-figure="&quot;x">[figure]</span>bc'),
        (MarkRecord("gap", 1, 1), 'a<span class="gap" data-skip>[illegible]</span>bc'),
        (
            MarkRecord("gap", 1, 1, "1 character"),
            'a<span class="gap" data-skip title="1 character">[illegible]</span>bc',
        ),
        (MarkRecord("gap", 1, 1, "omitted"), 'a<span class="gap" data-skip title="omitted">[…]</span>bc'),
        (MarkRecord("note_ref", 1, 1, "0"), 'a<a class="note-ref" role="doc-noteref" data-skip data-note="0">*</a>bc'),
        (MarkRecord("note_ref", 1, 1, "1"), "abc"),
        (MarkRecord("unclear", 1, 1), "abc"),
    ],
)
def test_mark_as_html(mark: MarkRecord, said: str) -> None:
    assert _html("abc", mark) == said


@pytest.mark.parametrize(
    ("text", "at", "shown"),
    [
        ("и рублей", 1, "и[ [illegible]] рублей"),
        ("и рублей", 2, "и [[illegible] ]рублей"),
        ("рублей", 3, "руб[[illegible]]лей"),
        ("рублей", 6, "рублей[ [illegible]]"),
    ],
)
def test_gap_stands_apart_between_words_and_close_inside_one(text: str, at: int, shown: str) -> None:
    html = _html(text, MarkRecord("gap", at, at))

    assert html.replace('<span class="gap" data-skip>', "[").replace("</span>", "]") == shown


def test_gap_speaks_the_language_of_its_text() -> None:
    assert _html("абв", MarkRecord("gap", 1, 1), language="ru") == 'а<span class="gap" data-skip>[нрзб.]</span>бв'


def test_words_are_escaped() -> None:
    assert _html("<b>&\"'", MarkRecord("bold", 0, 3)) == "<b>&lt;b&gt;</b>&amp;\"'"


def test_overlapping_marks_are_cut_to_nest() -> None:
    found = _html("abcdef", MarkRecord("del", 0, 4), MarkRecord("add", 2, 6), MarkRecord("italic", 3, 5))

    assert found == "<del>ab<ins>c<i>d</i></ins></del><ins><i>e</i>f</ins>"


def test_link_within_a_link_is_one_link() -> None:
    found = _html("abc", MarkRecord("ref", 0, 3, "#a"), MarkRecord("bold", 0, 3), MarkRecord("ref", 1, 2, "#b"))

    assert found == '<a data-ref="#a"><b>abc</b></a>'


def test_marks_are_clipped_to_the_stretch() -> None:
    writer = Writer("abcdef")

    assert writer.write(2, 4, (MarkRecord("bold", 0, 3), MarkRecord("add", 3, 6))) == "<b>c</b><ins>d</ins>"


@pytest.mark.parametrize("target", ["http://a", "HTTPS://a.example/x#y"])
def test_web_address(target: str) -> None:
    assert is_web_address(target)


@pytest.mark.parametrize("target", ["", "ftp://a", "https://a b", "https://\x00", "javascript:x", "//a", 'http://"'])
def test_no_web_address(target: str) -> None:
    assert not is_web_address(target)


@pytest.mark.parametrize(
    ("target", "answer"), [("#d1", True), ("a.xml#d1", True), ("#", False), ("a:b", False), ("", False)]
)
def test_local_address(target: str, answer: bool) -> None:
    assert is_local(target) is answer
