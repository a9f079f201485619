import pytest

from archive.canonical import Builder
from archive.records import BlockRecord, BreakRecord, MarkRecord, TextRecord
from archive.strand import Strand

EMPTY = TextRecord("transcription", "en", "Latn", "", 0, ())


def _paragraph(builder: Builder, *words: str) -> None:
    builder.open_block(BlockRecord("paragraph", 0, 0))
    for chunk in words:
        builder.text(chunk)
    builder.close_block()


def _marks(text: TextRecord) -> list[tuple[str, str, str]]:
    return [(mark.kind, text.canonical[mark.start : mark.end], mark.value) for mark in text.marks]


def test_blocks_are_joined_by_one_line_feed() -> None:
    builder = Builder()
    _paragraph(builder, "\n  First\n ", "one. ")
    _paragraph(builder, "   ")
    builder.text("Loose words")
    _paragraph(builder, "Last")

    text = builder.finish(EMPTY)

    assert text.canonical == "First one.\nLoose words\nLast"
    assert [(block.start, block.end) for block in text.blocks] == [(0, 10), (11, 22), (23, 27)]
    assert text.main_end == 27


def test_marks_cover_words_without_the_space_around_them() -> None:
    builder = Builder()
    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.text("to ")
    builder.push("bold")
    builder.push("italic")
    builder.text(" be ")
    builder.pop()
    builder.pop()
    builder.push("add")
    builder.text("  ")
    builder.pop()
    builder.text("or")

    text = builder.finish(EMPTY)

    assert text.canonical == "to be or"
    assert _marks(text) == [("bold", "be", ""), ("italic", "be", "")]


def test_marks_are_cut_at_the_end_of_a_block_and_go_on_in_the_next() -> None:
    builder = Builder()
    builder.push("del")
    _paragraph(builder, "one")
    _paragraph(builder, "two")
    builder.pop()

    assert _marks(builder.finish(EMPTY)) == [("del", "one", ""), ("del", "two", "")]


def test_page_break_stands_at_the_first_character_of_its_page() -> None:
    builder = Builder()
    builder.page_break(BreakRecord(0, "1"))
    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.text("end ")
    builder.page_break(BreakRecord(0, "2"))
    builder.text(" begin")
    builder.close_block()
    builder.page_break(BreakRecord(0, "3"))
    _paragraph(builder, "next")
    builder.page_break(BreakRecord(0, "4"))

    text = builder.finish(EMPTY)

    assert text.canonical == "end begin\nnext"
    assert [(found.label, found.offset) for found in text.breaks] == [("1", 0), ("2", 4), ("3", 10), ("4", 14)]
    assert builder.glued_breaks == []


def test_page_break_between_letters_adds_nothing_and_is_told() -> None:
    builder = Builder()
    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.text("not so")
    builder.page_break(BreakRecord(0, "2", line=7))
    builder.text("sharp")

    assert builder.finish(EMPTY).canonical == "not sosharp"
    assert builder.glued_breaks == [7]


def test_page_break_inside_a_word_on_purpose_is_not_told() -> None:
    builder = Builder()
    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.text("sove ")
    builder.page_break(BreakRecord(0, "2", line=7), joins=True)
    builder.text(" reignty")

    text = builder.finish(EMPTY)

    assert (text.canonical, text.breaks[0].offset, builder.glued_breaks) == ("sovereignty", 4, [])


@pytest.mark.parametrize(
    ("before", "following", "known", "said", "left"),
    [
        ("certi-", "tude", (), "certitude", "-"),
        ("certi-\n", " tude", (), "certitude", "-"),
        ("pré", "parée", (), "préparée", ""),
        ("peut-", "être", ("peut-être",), "peut-être", ""),
        ("Peut-", "être là", ("peut-être",), "Peut-être là", ""),
        ("certi¬", "tude", (), "certitude", "¬"),
        ("1 -", "2", (), "1 -2", ""),
    ],
)
def test_lines_inside_words_are_joined(
    before: str, following: str, known: tuple[str, ...], said: str, left: str
) -> None:
    builder = Builder(hyphenated=frozenset(known))
    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.text(before)
    builder.join(following)
    builder.text(following)

    text = builder.finish(EMPTY)

    assert text.canonical == said
    assert [mark.value for mark in text.marks] == [left]


def test_hyphen_at_the_end_of_a_mark_stays() -> None:
    builder = Builder()
    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.push("place")
    builder.text("Clermont-")
    builder.pop()
    builder.join("Créans")
    builder.text("Créans")

    text = builder.finish(EMPTY)

    assert text.canonical == "Clermont-Créans"
    assert _marks(text) == [("place", "Clermont-", ""), ("line", "", "")]


def test_lines_are_marked_where_they_begin_and_not_at_the_edges() -> None:
    builder = Builder()
    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.line()
    builder.text("one")
    builder.line()
    builder.text("two")
    builder.line()
    builder.close_block()
    builder.join("x")
    _paragraph(builder, "three")

    text = builder.finish(EMPTY)

    assert text.canonical == "one two\nthree"
    assert text.marks == (MarkRecord("line", 4, 4),)


def test_notes_follow_the_main_text_and_are_marked_after_the_word() -> None:
    builder = Builder()
    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.text("these ")
    builder.note("footnote", "1", "n1", lambda: builder.text("A note."))
    builder.text(" words")
    builder.close_block()

    text = builder.finish(EMPTY)

    assert text.canonical == "these words\nA note."
    assert (text.main_end, text.blocks[1].kind) == (11, "note")
    note = text.notes[0]
    assert (note.label, note.key, note.anchor, note.start, note.end) == ("1", "n1", 5, 12, 19)
    assert (note.first_block, note.last_block) == (1, 2)
    assert text.marks == (MarkRecord("note_ref", 5, 5, "0"),)


def test_note_after_a_page_break_belongs_to_the_new_page() -> None:
    builder = Builder()
    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.text("here")
    builder.page_break(BreakRecord(0, "2"))
    builder.note("foliation", "", "", lambda: builder.text("- 2 -"))
    builder.text(" there")

    text = builder.finish(EMPTY)

    assert (text.breaks[0].offset, text.notes[0].anchor) == (5, 5)


def test_note_between_blocks_clings_to_the_one_before() -> None:
    builder = Builder()
    builder.note("source", "", "", lambda: builder.text("Source."))
    _paragraph(builder, "one")
    builder.note("footnote", "1", "", lambda: None)
    _paragraph(builder, "two")

    text = builder.finish(EMPTY)

    assert [(note.kind, note.anchor) for note in text.notes] == [("source", 0), ("footnote", 3)]
    assert text.canonical == "one\ntwo\nSource.\n"


def test_note_within_a_note_follows_it() -> None:
    builder = Builder()

    def outer() -> None:
        builder.text("Outer")
        builder.note("footnote", "2", "", lambda: builder.text("Inner"))
        builder.page_break(BreakRecord(0, "9"))

    _paragraph(builder, "word")
    builder.note("footnote", "1", "", outer)

    text = builder.finish(EMPTY)

    assert text.canonical == "word\nOuter\nInner"
    assert [note.anchor for note in text.notes] == [4, 10]
    assert text.breaks == (BreakRecord(4, "9"),)


def test_empty_cells_are_kept_and_empty_paragraphs_dropped() -> None:
    builder = Builder()
    builder.open_container("table")
    builder.open_container("row")
    for words in ("a", "", "c"):
        builder.open_block(BlockRecord("table_cell", 0, 0), keep=True)
        builder.text(words)
        builder.close_block()
    builder.close_container()
    builder.close_container()
    _paragraph(builder, "")

    text = builder.finish(EMPTY)

    assert text.canonical == "a\n\nc"
    assert [block.container for block in text.blocks] == [1, 1, 1]
    assert [container.parent for container in text.containers] == [-1, 0]


def test_point_marks_keep_an_empty_block() -> None:
    builder = Builder()
    builder.point("figure", "a.png")
    builder.close_block()
    _paragraph(builder, "Caption")

    text = builder.finish(EMPTY)

    assert text.canonical == "\nCaption"
    assert text.marks == (MarkRecord("figure", 0, 0, "a.png"),)


def test_anchor_waits_for_the_next_character() -> None:
    builder = Builder()
    _paragraph(builder, "one")
    builder.anchor("x")
    _paragraph(builder, "two")

    assert builder.finish(EMPTY).anchors == (("x", 4),)


def test_builder_tells_where_it_stands() -> None:
    builder = Builder(Strand())

    assert (builder.in_block, builder.in_note, builder.has_words, builder.last_character) == (False, False, False, "")

    builder.open_block(BlockRecord("paragraph", 0, 0))
    builder.text("«")
    builder.space()

    assert (builder.in_block, builder.has_words, builder.last_character) == (True, True, "«")
