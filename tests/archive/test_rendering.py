from hypothesis import given
from hypothesis import strategies as st

from archive.canonical import Builder
from archive.records import BlockRecord, BreakRecord, TextRecord
from archive.rendering import internal_targets, link, render
from tests.archive.html_text import check

EMPTY = TextRecord("transcription", "en", "Latn", "", 0, ())
PARAGRAPH = BlockRecord("paragraph", 0, 0)


def _paragraph(builder: Builder, words: str, pattern: BlockRecord = PARAGRAPH) -> None:
    builder.open_block(pattern)
    builder.text(words)
    builder.close_block()


def _html(text: TextRecord) -> list[str]:
    return ["".join(piece.html for piece in part.pieces) for part in render(text)]


def test_text_without_breaks_is_one_implied_slice() -> None:
    builder = Builder()
    _paragraph(builder, "one", BlockRecord("heading", 0, 0, level=1))
    _paragraph(builder, "two", BlockRecord("paragraph", 0, 0, key="k", language="ru", direction="rtl"))

    (part,) = render(builder.finish(EMPTY))

    assert (part.start, part.end, part.label, part.is_implied, part.break_index) == (0, 7, "", True, -1)
    assert [(piece.kind, piece.key, piece.number) for piece in part.pieces] == [
        ("heading", "", 0),
        ("paragraph", "k", 1),
    ]
    assert [piece.html for piece in part.pieces] == [
        '<h3 data-o="0">one</h3>',
        '<p data-o="4" data-n="1" lang="ru" dir="rtl">two</p>',
    ]


def test_paragraph_across_a_break_continues_under_its_number() -> None:
    builder = Builder()
    builder.open_block(PARAGRAPH)
    builder.push("italic")
    builder.text("one ")
    builder.page_break(BreakRecord(0, "2", "f2"))
    builder.text("two")
    builder.pop()

    first, second = render(builder.finish(EMPTY))

    assert first.pieces[0].html == '<p data-o="0" data-n="1"><i>one </i></p>'
    assert second.pieces[0].html == '<p data-o="4" class="continues" data-n="1"><i>two</i></p>'
    assert (first.pieces[0].continues, second.pieces[0].continues) == (False, True)
    assert (second.label, second.facs, second.is_implied, second.break_index) == ("2", "f2", False, 0)


def test_list_across_a_break_is_opened_again() -> None:
    builder = Builder()
    builder.open_container("list", key="l")
    _paragraph(builder, "a", BlockRecord("list_item", 0, 0))
    builder.page_break(BreakRecord(0, "2"))
    builder.open_container("item")
    _paragraph(builder, "b")
    builder.open_container("list")
    _paragraph(builder, "c", BlockRecord("list_item", 0, 0))

    first, second = _html(builder.finish(EMPTY))
    assert first == '<ul data-key="l"><li data-o="0" data-n="1">a</li></ul>'
    assert second == (
        '<ul class="continues" data-key="l"><li><p data-o="2" data-n="2">b</p>'
        '<ul><li data-o="4" data-n="3">c</li></ul></li></ul>'
    )


def test_table_is_a_table_and_strangers_in_it_are_wrapped() -> None:
    builder = Builder()
    builder.open_container("table")
    builder.open_container("row")
    builder.open_block(BlockRecord("table_cell", 0, 0, level=1, columns=2, rows=3), keep=True)
    builder.close_block()
    _paragraph(builder, "loose")
    builder.close_container()
    _paragraph(builder, "note")
    builder.open_container("list")
    _paragraph(builder, "x")

    (html,) = _html(builder.finish(EMPTY))
    assert html == (
        '<table><tr><th data-o="0" colspan="2" rowspan="3"></th><td><p data-o="1" data-n="1">loose</p></td></tr>'
        '<tr><td><p data-o="7" data-n="2">note</p></td></tr>'
        '<tr><td><ul><li class="bare"><p data-o="12" data-n="3">x</p></li></ul></td></tr></table>'
    )


def test_items_cells_and_rows_away_from_home_are_plain() -> None:
    builder = Builder()
    _paragraph(builder, "item", BlockRecord("list_item", 0, 0))
    _paragraph(builder, "cell", BlockRecord("table_cell", 0, 0))
    builder.open_container("row")
    _paragraph(builder, "in row", BlockRecord("table_cell", 0, 0))
    builder.close_container()
    builder.open_container("attachment", key="attachment-1")
    _paragraph(builder, "verse", BlockRecord("verse", 0, 0))

    (html,) = _html(builder.finish(EMPTY))
    assert html == (
        '<p data-o="0" class="item" data-n="1">item</p><p data-o="5" class="cell">cell</p>'
        '<table><tr><td data-o="10">in row</td></tr></table>'
        '<section class="attachment" data-key="attachment-1"><p data-o="17" class="verse" data-n="2">verse</p>'
        "</section>"
    )


def test_notes_stand_on_the_page_of_their_marks() -> None:
    builder = Builder()
    builder.open_block(PARAGRAPH)
    builder.text("end.")
    builder.note("footnote", "1", "k1", lambda: builder.text("First."))
    builder.page_break(BreakRecord(0, "2"))
    builder.text("Next ")
    builder.note("footnote", "2", "", lambda: builder.text("Second."))
    builder.page_break(BreakRecord(0, "3"))
    builder.note("foliation", "", "", lambda: builder.text("- 3 -"))
    builder.text(" last")

    parts = check(builder.finish(EMPTY))

    assert [[(note.label, note.html) for note in part.notes] for part in parts] == [
        [("1", '<p data-o="14" class="note">First.</p>')],
        [("2", '<p data-o="21" class="note">Second.</p>')],
        [("", '<p data-o="29" class="note">- 3 -</p>')],
    ]
    assert [part.pieces[0].html.count("data-note") for part in parts] == [1, 1, 0]


def test_break_at_the_very_end_is_a_page_without_words() -> None:
    builder = Builder()
    _paragraph(builder, "one")
    builder.page_break(BreakRecord(0, "2"))
    builder.page_break(BreakRecord(0, "3"))

    parts = check(builder.finish(EMPTY))

    assert [(part.label, len(part.pieces)) for part in parts] == [("", 1), ("2", 0), ("3", 0)]


def test_empty_text_is_one_empty_slice() -> None:
    (part,) = render(Builder().finish(EMPTY))

    assert (part.start, part.end, part.pieces, part.notes) == (0, 0, (), ())


def test_links_get_their_addresses_later() -> None:
    builder = Builder()
    builder.open_block(PARAGRAPH)
    for target in ("#d1", "#gone", "a&b#c", "https://a.example/"):
        builder.push("ref", target)
        builder.text(target)
        builder.pop()
    builder.note("footnote", "7", "", lambda: builder.text("Note."))
    text = builder.finish(EMPTY)
    html = render(text)[0].pieces[0].html

    found = link(html, prefix="transcription", targets={"#d1": "/documents/d1/", "a&b#c": '/x?a&"'})

    assert internal_targets(text) == ("#d1", "#gone", "a&b#c")
    assert '<a data-ref="#d1" href="/documents/d1/">#d1</a>' in found
    assert '<a data-ref="#gone">#gone</a>' in found
    assert '<a data-ref="a&amp;b#c" href="/x?a&amp;&quot;">' in found
    assert 'data-note="0" id="transcription-ref-0" href="#transcription-note-0">7</a>' in found


WORDS = st.text(alphabet='ab <&\n"é\u0301\u05d0\u202e-', max_size=8)
KINDS = st.sampled_from(["paragraph", "heading", "list_item", "table_cell", "verse"])
CONTAINERS = st.sampled_from(
    ["list", "item", "table", "row", "cell", "quote", "attachment", "verses", "opener", "closer"]
)
MARKS = st.sampled_from(["del", "italic", "ref", "person", "foreign", "corrected", "subject", "quote"])
EVENTS = st.one_of(
    st.tuples(st.just("text"), WORDS),
    st.tuples(st.just("open_block"), KINDS),
    st.tuples(st.just("open_container"), CONTAINERS),
    st.tuples(st.just("push"), MARKS),
    st.tuples(st.just("point"), st.sampled_from(["gap", "figure"])),
    st.tuples(st.just("note"), st.sampled_from(["footnote", "source", "foliation"])),
    st.tuples(
        st.sampled_from(["close_block", "close_container", "pop", "line", "join", "break", "joining break"]),
        st.just(""),
    ),
)


def _play(events: list[tuple[str, str]]) -> TextRecord:  # noqa: C901 - one line for each event
    builder, marks, containers = Builder(), 0, 0
    for event, value in events:
        if event == "open_block":
            builder.open_block(BlockRecord(value, 0, 0), keep=value == "table_cell")  # type: ignore[arg-type]
        elif event in ("break", "joining break"):
            builder.page_break(BreakRecord(0, "n"), joins=event != "break")
        elif event == "note":
            builder.note(value, "1" * (value == "footnote"), "", lambda: builder.text("note <x>"))  # type: ignore[arg-type]
        elif event == "open_container":
            containers += 1
            builder.open_container(value)  # type: ignore[arg-type]
        elif event == "push":
            marks += 1
            builder.push(value, "#x")  # type: ignore[arg-type]
        elif event == "pop":
            if marks:
                marks -= 1
                builder.pop()
        elif event == "close_container":
            if containers:
                containers -= 1
                builder.close_container()
        elif event == "join":
            builder.join("b")
        else:
            getattr(builder, event)(*([value] if value else []))
    return builder.finish(EMPTY)


@given(st.lists(EVENTS, max_size=40))
def test_html_says_what_the_canonical_text_says(events: list[tuple[str, str]]) -> None:
    check(_play([event for event in events if event != ("text", "")]))
