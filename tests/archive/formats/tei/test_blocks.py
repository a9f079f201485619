import pytest

from tests.archive.formats.tei.samples import document, marks_of, text_of


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>one</p>\n  <p> two\n   three </p><p/>", [("paragraph", "one"), ("paragraph", "two three")]),
        ("<div><head>H</head><div><head>I</head></div></div>", [("heading", "H"), ("heading", "I")]),
        ("<h3>H</h3>", [("heading", "H")]),
        ("<p>a <list><item>b</item></list> c</p>", [("paragraph", "a"), ("list_item", "b"), ("paragraph", "c")]),
        ("<lg><l>x</l><l>y</l></lg>", [("verse", "x"), ("verse", "y")]),
        ("<list><label>1.</label> <item>b</item></list>", [("list_item", "1. b")]),
        ("<list><label>1.</label><pb n='2'/><item>b</item></list>", [("list_item", "1. b")]),
        ("<list><label>odd</label><head>h</head></list>", [("heading", "h"), ("paragraph", "odd")]),
        ("<list><item>a<list><item>b</item></list></item></list>", [("paragraph", "a"), ("list_item", "b")]),
        (
            "<list><label>A</label><item>a<list><item>b</item></list>c</item></list>",
            [("paragraph", "A a"), ("list_item", "b"), ("paragraph", "c")],
        ),
        ("<postscript><label>P.S.</label><p>x</p></postscript>", [("paragraph", "P.S."), ("paragraph", "x")]),
        ("<quote>loose</quote><p>a <quote>b</quote> c</p>", [("paragraph", "loose"), ("paragraph", "a b c")]),
        ("<p>a <quote rend='blockquote'>b</quote></p>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<cit><quote>b</quote><bibl>c</bibl></cit>", [("paragraph", "b"), ("paragraph", "c")]),
        ("<p><cit><quote>b</quote> <bibl>c</bibl></cit></p>", [("paragraph", "b c")]),
        ("<p>a <del>b <p>c</p></del> d</p>", [("paragraph", "a b c d")]),
        ("<del><p>a</p><p>b</p></del>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<opener>To <name>X</name>. <salute>Dear</salute></opener>", [("paragraph", "To X."), ("paragraph", "Dear")]),
        (
            "<opener><dateline>Here</dateline><seg>Secret</seg><lb/><seg>No. 1</seg></opener>",
            [("paragraph", "Here"), ("paragraph", "Secret"), ("paragraph", "No. 1")],
        ),
        (
            "<closer><signed>A</signed><lb/><hi>Director</hi><lb/>Bureau</closer>",
            [("paragraph", "A"), ("paragraph", "Director Bureau")],
        ),
        ("<p>a <seg>b</seg> <title>c</title> <signed>d</signed></p>", [("paragraph", "a b c d")]),
        ("<p>a<address><addrLine>b</addrLine></address></p>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<fw type='letterhead'>SENAT</fw><fw type='pageNum'>3</fw>", [("paragraph", "SENAT"), ("note", "3")]),
        ("<figure><graphic url='a.png'/><head>Cap</head></figure>", [("paragraph", ""), ("heading", "Cap")]),
    ],
)
def test_blocks_of_a_body(body: str, said: list[tuple[str, str]]) -> None:
    text = text_of(body)

    assert [(block.kind, text.canonical[block.start : block.end]) for block in text.blocks] == said


def test_headings_know_their_depth() -> None:
    text = text_of("<div><head>a</head><div><head>b</head></div></div><h4>c</h4><head>d</head>")

    assert [block.level for block in text.blocks] == [1, 2, 4, 1]


def test_table_keeps_empty_cells_spans_and_labels() -> None:
    text = text_of(
        "<table><head>T</head><row><cell role='label' cols='2'>a</cell><cell rows='3'/></row>"
        "<row><cell rend='colspan:2'><p>b</p></cell><cell><p>c</p><p>d</p></cell></row></table>"
    )

    assert text.canonical == "T\na\n\nb\nc\nd"
    assert [container.kind for container in text.containers] == ["table", "row", "row", "cell"]
    cells = [block for block in text.blocks if block.kind == "table_cell"]
    assert [(cell.level, cell.columns, cell.rows) for cell in cells] == [(1, 2, 1), (0, 1, 3), (0, 2, 1)]


def test_html_table_and_list_are_read_too() -> None:
    text = text_of("<table><tr><th>a</th><td colspan='9999999'>b</td></tr></table><ul><li>c</li></ul><br/>")

    assert [container.kind for container in text.containers] == ["table", "row", "list"]
    assert [(block.level, block.columns) for block in text.blocks] == [(1, 1), (0, 1000), (0, 1)]


def test_attachments_are_containers_with_a_key() -> None:
    found = document(
        "<frus:attachment><head>Enclosure<note>n</note></head><p>a</p></frus:attachment>"
        "<frus:attachment xml:id='x'><p>b</p></frus:attachment><div type='annexe'><head>Annexe</head></div>"
    )

    assert found.attachments == 3
    containers = found.texts[0].containers
    assert [(container.kind, container.key, container.label) for container in containers] == [
        ("attachment", "attachment-1", "Enclosure"),
        ("attachment", "x", ""),
        ("attachment", "attachment-3", "Annexe"),
    ]


def test_notes_of_every_kind() -> None:
    found = document(
        "<note type='source'>Papers</note><p>a<note n='*' xml:id='k'>star</note> b<note> first</note>"
        "<pb n='2'/><note type='foliation'>- 2 -</note> c<note><p>second</p><p>more</p></note></p>"
    )

    text = found.texts[0]
    assert text.canonical == "a b c\nPapers\nstar\nfirst\n- 2 -\nsecond\nmore"
    assert [(note.kind, note.label, note.key) for note in text.notes] == [
        ("source", "", ""),
        ("footnote", "*", "k"),
        ("footnote", "1", ""),
        ("foliation", "", ""),
        ("footnote", "2", ""),
    ]
    assert [note.anchor for note in text.notes] == [0, 1, 3, 4, 5]
    assert (found.footnotes, found.source_notes, found.page_breaks) == (3, 1, 1)


def test_number_printed_at_the_head_of_a_note_is_its_label() -> None:
    text = text_of("<p>a<note n='n42'><div><head><ref target='#backn42'>42</ref></head><p>Words</p></div></note></p>")

    assert (text.canonical, text.notes[0].label) == ("a\nWords", "42")


def test_quotation_marks_are_added_only_where_the_source_has_none() -> None:
    text = text_of("<p>a <q>b</q> «<q>c</q>» <q>“d”</q></p><q><p>e</p></q>")

    assert marks_of(text) == [("quote", "b", "")]
    assert [container.kind for container in text.containers] == ["quote"]


def test_block_carries_key_partner_language_and_zone() -> None:
    text = text_of("<div xml:lang='ru'><p xml:id='p1' corresp='#t1 #t2' facs='#z1'>а</p></div><p xml:lang='de'>b</p>")

    block = text.blocks[0]
    assert (block.key, block.corresp, block.language, block.zone) == ("p1", ("t1", "t2"), "ru", "z1")
    assert text.blocks[1].language == "de"
