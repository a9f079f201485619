from collections.abc import Sequence

from archive.pagination import LONGEST, STRETCH, paginate
from archive.records import BlockRecord, BreakRecord, PageRecord, TextRecord


def text(*paragraphs: str, breaks: Sequence[BreakRecord] = ()) -> TextRecord:
    canonical, blocks = "\n".join(paragraphs), []
    start = 0
    for words in paragraphs:
        blocks.append(BlockRecord("paragraph", start, start + len(words)))
        start += len(words) + 1
    return TextRecord("transcription", "en", "Latn", canonical, len(canonical), tuple(blocks), breaks=tuple(breaks))


def at(offset: int, label: str = "", facs: str = "") -> BreakRecord:
    return BreakRecord(offset, label, facs)


def pages(*names: str) -> list[PageRecord]:
    return [PageRecord(order, facs=name, label=str(order)) for order, name in enumerate(names, 1)]


def offsets(found: TextRecord) -> list[int]:
    return [it.offset for it in found.breaks]


def test_breaks_stand_on_the_pages_they_name_and_strays_on_the_page_before() -> None:
    [laid], total = paginate([text("a" * 40, breaks=[at(0, "1", "x"), at(10, "?"), at(20, "2", "y")])], pages("x", "y"))

    assert (laid.leaves, laid.pages, total) == ((1, 1, 2), (1, 0, 2), 2)


def test_what_stands_before_the_first_break_is_opened_by_an_implied_one() -> None:
    [laid], _ = paginate([text("a" * 40, breaks=[at(10, "7", "y")])], pages("x", "y"))

    assert laid.text.breaks[0] == BreakRecord(0, is_implied=True)
    assert (laid.leaves, laid.pages) == ((2, 2), (0, 2))


def test_breaks_without_images_are_leaves_of_their_own() -> None:
    [laid], total = paginate([text("a" * 40, breaks=[at(0, "279"), at(20, "280")])], [])

    assert (laid.leaves, laid.pages, total) == ((1, 2), (0, 0), 2)


def test_texts_without_images_meet_by_label_or_by_count() -> None:
    original = text("a" * 40, breaks=[at(0, "1"), at(10, "2"), at(20, "3")])
    fewer = text("b" * 40, breaks=[at(0, "1"), at(10, "3")])
    same = text("c" * 40, breaks=[at(0, "i"), at(10, "ii"), at(20, "iii")])

    laid, total = paginate([original, fewer, same], [])

    assert [it.leaves for it in laid] == [(1, 2, 3), (1, 3), (1, 2, 3)]
    assert total == 3


def test_a_short_text_without_breaks_is_one_stretch() -> None:
    [laid], total = paginate([text("Words.", "More.")], [])

    assert (offsets(laid.text), laid.leaves, total) == ([0], (1,), 1)


def test_a_long_text_without_breaks_is_cut_between_paragraphs() -> None:
    paragraph = "a" * 999
    [laid], total = paginate([text(*[paragraph] * 10)], [])

    assert LONGEST < 10_000
    assert offsets(laid.text) == [0, STRETCH, 2 * STRETCH, 3 * STRETCH]
    assert (laid.leaves, total) == ((1, 2, 3, 4), 4)
    assert all(it.is_implied for it in laid.text.breaks)


def test_a_second_spelling_is_cut_at_the_same_paragraphs() -> None:
    modern, old = text(*["a" * 999] * 10), text(*["b" * 1099] * 10)

    laid, total = paginate([modern, old], [])

    assert [it.leaves for it in laid] == [(1, 2, 3, 4), (1, 2, 3, 4)]
    assert [offset // 1100 for offset in offsets(laid[1].text)] == [offset // 1100 for offset in offsets(laid[1].text)]
    assert offsets(laid[0].text) == [1000 * offset // 1100 for offset in offsets(laid[1].text)]
    assert total == 4


def test_a_translation_without_breaks_follows_the_pages_of_the_original_paragraph_by_paragraph() -> None:
    original = text("One.", "Two.", "Three.", breaks=[at(0, "1", "x"), at(10, "2", "y")])
    translation = text("Uno uno.", "Due due.", "Tre tre.")

    laid, _ = paginate([original, translation], pages("x", "y"))

    assert (offsets(laid[1].text), laid[1].leaves, laid[1].pages) == ([0, 18], (1, 2), (0, 0))


def test_a_long_translation_of_other_paragraphs_is_cut_evenly() -> None:
    original = text(*["a" * 99] * 100, breaks=[at(0, "1", "x"), at(5_000, "2", "y")])
    translation = text(*["b" * 399] * 25)

    laid, _ = paginate([original, translation], pages("x", "y"))

    assert (offsets(laid[1].text), laid[1].leaves) == ([0, 4_800], (1, 2))


def test_a_document_without_texts_has_its_pages_or_one_leaf() -> None:
    assert paginate([], pages("x", "y")) == ([], 2)
    assert paginate([], []) == ([], 1)


def test_an_empty_text_is_one_stretch() -> None:
    [laid], total = paginate([text()], [])

    assert (offsets(laid.text), total) == ([0], 1)
