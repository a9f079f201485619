from typing import Any

from archive.columns import SPANS, Stretch, draw, targets_of
from tests.archive.layers import make_layer

RU, EN = make_layer(1, "transcription"), make_layer(2, "translation-en", "en")


def piece(html: str, key: str = "", corresp: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"o": 0, "e": 1, "k": "paragraph", "id": key, "c": list(corresp), "h": html, "x": False}


def paragraph(number: int, words: str = "w", **more: Any) -> dict[str, Any]:
    return piece(f'<p data-o="{number}" data-n="{number}">{words}</p>', **more)


def note(index: int, label: str, html: str = "<p>words</p>", kind: str = "footnote") -> dict[str, Any]:
    return {"o": 0, "e": 1, "n": label, "k": kind, "a": 0, "i": index, "h": html}


def stretch(version: int, *pieces: dict[str, Any], leaf: int = 1, label: str = "", notes: Any = ()) -> Stretch:
    return Stretch(version, leaf, label, False, list(pieces), list(notes))


def test_draw_lays_texts_of_equal_counts_in_rows() -> None:
    words = draw([RU, EN], [stretch(10, paragraph(1), paragraph(2)), stretch(20, paragraph(1), paragraph(2))])

    assert words[1].layers.count('<div class="layer') == 2
    assert "<div></div>" not in words[1].layers
    assert words[1].span == SPANS[0]


def test_draw_keeps_all_of_one_text_before_all_of_the_next() -> None:
    html = draw([RU, EN], [stretch(10, paragraph(1, "один")), stretch(20, paragraph(1, "one"))])[1].layers

    assert html.index("один") < html.index('lang="en"') < html.index("one")


def test_draw_puts_unequal_counts_into_one_row() -> None:
    html = draw([RU, EN], [stretch(10, paragraph(1), paragraph(2)), stretch(20, paragraph(1))])[1].layers

    assert html.count('data-version="1"><div><p') == 1


def test_draw_follows_correspondence_and_keeps_the_place_of_what_has_none() -> None:
    left = stretch(10, paragraph(1, key="a"), paragraph(2, key="b"))
    right = stretch(20, paragraph(1, corresp=("b",)))

    html = draw([RU, EN], [left, right])[1].layers

    assert html.split('lang="en"')[1].split(">", 1)[1].startswith("<div></div><p")


def test_draw_gives_anchors_named_after_the_text() -> None:
    html = draw([RU], [stretch(10, paragraph(12, "words"))])[1].layers

    assert (
        '<p data-o="12" data-n="12" id="transcription-p12"><a class="no" href="#transcription-p12" '
        'aria-label="Paragraph 12" data-skip>12</a>words</p>' in html
    )


def test_draw_gives_no_second_anchor_to_what_continues() -> None:
    html = draw([RU], [stretch(10, piece('<p data-o="9" class="verse continues" data-n="3">words</p>'))])[1].layers

    assert "id=" not in html
    assert 'class="no"' not in html


def test_draw_says_a_page_break_inside_a_leaf() -> None:
    html = draw([RU], [stretch(10, paragraph(1), label="12"), stretch(10, paragraph(2), label="13")])[1].layers

    assert '<p class="brk">Page 13</p>' in html
    assert "Page 12" not in html


def test_draw_links_notes_both_ways_by_text_and_index() -> None:
    mark = '<a class="note-ref" role="doc-noteref" data-skip data-note="4">1</a>'
    words = draw([RU], [stretch(10, paragraph(1, mark), notes=[note(4, "1")])])[1]

    assert 'id="transcription-ref-4" href="#transcription-note-4"' in words.layers
    assert '<li id="transcription-note-4"><a class="back" href="#transcription-ref-4"' in words.notes


def test_draw_names_a_note_without_a_mark() -> None:
    notes = draw([RU], [stretch(10, paragraph(1), notes=[note(0, "", kind="source")])])[1].notes

    assert '<b class="back">Source</b>' in notes


def test_draw_escapes_what_it_adds() -> None:
    hostile = make_layer(1, "transcription", 'x"><script>', script="")

    words = draw([hostile], [stretch(10, paragraph(1), notes=[note(0, "<b>")]), stretch(10, label="<i>")])[1]

    assert "<script>" not in words.layers + words.notes
    assert ("<i>" in words.layers, "<b>" in words.notes.replace('<b class="back">', "")) == (False, False)


def test_draw_resolves_links_that_have_an_address() -> None:
    html = '<p data-o="1"><a data-ref="#pg_1">p. 1</a> <a data-ref="#pg_2">p. 2</a></p>'

    drawn = draw([RU], [stretch(10, piece(html))], {"#pg_1": "/documents/d/?page=3#page-3"})[1].layers

    assert '<a data-ref="#pg_1" href="/documents/d/?page=3#page-3">' in drawn
    assert '<a data-ref="#pg_2">p. 2</a>' in drawn


def test_draw_gives_long_leaves_a_longer_span_and_endless_ones_a_single_row() -> None:
    texts = [[paragraph(number) for number in range(count)] for count in (41, 201, 1001)]

    spans = [draw([RU], [stretch(10, *pieces)])[1] for pieces in texts]

    assert [words.span for words in spans] == [200, 1000, 40]
    assert spans[2].layers.count("<div><p") == 1


def test_targets_of_finds_them_in_words_and_notes() -> None:
    found = targets_of([stretch(10, piece('<a data-ref="#a&amp;b">'), notes=[note(0, "1", '<a data-ref="c.xml#d">')])])

    assert found == {"#a&b", "c.xml#d"}
