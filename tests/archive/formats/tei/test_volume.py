from archive.formats.tei import read
from archive.records import FileRecord
from tests.archive.formats.tei.samples import codes, file_of, tei

HEADER = """<fileDesc><titleStmt><title type="complete">Whole</title><editor>Ed</editor></titleStmt>
<publicationStmt><date>1972</date></publicationStmt><sourceDesc><p>Printed book</p></sourceDesc></fileDesc>"""
VOLUME = """<text><front><pb n="I" facs="1"/><titlePage><docTitle><titlePart>Whole</titlePart></docTitle></titlePage>
<div type="section" xml:id="preface"><head>Preface</head><p>Words of the preface, <ref target="#d1">see</ref>.</p></div>
<div type="section" xml:id="persons"><head>Persons</head><list type="names">
<item><hi><persName xml:id="p_K">Kennedy, John</persName>,</hi> President</item>
<item>see above</item></list></div></front>
<body><div type="compilation" xml:id="comp"><head>Compilation<note n="1">n</note></head>
<pb n="3" facs="5"/><div type="chapter" xml:id="ch1"><head>Chapter</head><p>Of the chapter</p>
<div type="document" xml:id="d1" n="1"><note type="source">Papers</note>
<head>1. Message From <persName corresp="#p_K" type="from">Kennedy</persName> to the
<gloss type="to" target="#t">Embassy</gloss>
<note n="0" xml:id="d1fn0">Source: <persName type="to">Nobody</persName></note></head>
<opener><dateline><placeName>Washington</placeName>,
<date when="1961-01-20T13:00:00">January 20</date></dateline></opener>
<p>One <pb n="4" facs="6" xml:id="pg_4"/>two</p>
<frus:attachment><head>Enclosure</head>
<opener><dateline><date when="1950">1950</date></dateline></opener></frus:attachment></div>
<pb n="5" facs="7"/>
<div type="document" xml:id="d2" n="2"><head>2. Editorial Note</head><p>Words</p></div>
<div type="document" xml:id="d3" n="3"><head>3. Letter</head><p>No date</p></div><p>After</p></div></div></body>
<back><pb n="9" facs="9"/><div type="section" xml:id="index"><head>Index</head></div></back></text>"""


def _volume(text: str = VOLUME) -> FileRecord:
    return read(tei(text, header=HEADER, attributes=' xml:id="vol1"'), file="vol1.xml")


def test_volume_says_what_it_is() -> None:
    record = _volume()

    assert (record.is_volume, record.key, record.title, record.year) == (True, "vol1", "Whole", "1972")
    assert (record.editors, record.description, record.page_breaks, record.persons) == (("Ed",), "Printed book", 5, 1)
    assert "pg_4" in record.ids
    assert codes(record) == []


def test_sections_hold_their_own_words_only() -> None:
    record = _volume()

    said = [(s.key, s.kind, s.title, s.parent, [t.canonical for t in s.texts]) for s in record.sections]
    assert said == [
        ("titlePage-1", "titlePage", "Title page", "", ["Whole"]),
        ("preface", "section", "Preface", "", ["Preface\nWords of the preface, see."]),
        ("persons", "section", "Persons", "", ["Persons\nKennedy, John, President\nsee above"]),
        ("comp", "compilation", "Compilation", "", []),
        ("ch1", "chapter", "Chapter", "comp", ["Chapter\nOf the chapter\nAfter"]),
        ("index", "section", "Index", "", []),
    ]
    assert record.sections[1].references == (("#d1", 3),)
    assert [(b.label, b.offset, b.is_implied) for b in record.sections[4].texts[0].breaks] == [
        ("3", 0, True),
        ("5", 23, False),
    ]


def test_documents_know_their_place_and_page() -> None:
    first, second, third = _volume().documents

    assert [(d.key, d.number, d.section, d.order) for d in (first, second, third)] == [
        ("d1", "1", "ch1", 6),
        ("d2", "2", "ch1", 7),
        ("d3", "3", "ch1", 8),
    ]
    assert [(b.label, b.offset, b.is_implied) for b in first.texts[0].breaks] == [("3", 0, True), ("4", 66, False)]
    assert [(page.facs, page.label) for page in first.pages] == [("5", "3"), ("6", "4")]
    assert [(b.label, b.is_implied) for b in second.texts[0].breaks] == [("5", True)]


def test_document_is_described_by_its_heading_and_dateline() -> None:
    first, second, third = _volume().documents

    assert first.title == "1. Message From Kennedy to the Embassy"
    assert (first.date.edtf, first.date.printed, first.place) == ("1961-01-20T13:00:00", "January 20", "Washington")
    assert [(role.role, role.name.kind, role.name.name, role.name.key) for role in first.roles] == [
        ("author", "person", "Kennedy", "p_K"),
        ("recipient", "organisation", "Embassy", ""),
        ("place", "place", "Washington", ""),
        ("mentioned", "person", "Nobody", ""),
    ]
    assert (first.footnotes, first.source_notes, first.attachments, first.page_breaks) == (1, 1, 1, 1)
    assert (second.is_editorial_note, third.is_editorial_note) == (True, False)


def test_undated_document_is_told_but_not_an_editorial_note() -> None:
    assert [notice.message for notice in _volume().notices if notice.code == "undated"] == [
        "“3. Letter” has no date; give one where it is known"
    ]


def test_people_of_a_volumes_list_are_names() -> None:
    (person,) = _volume().names

    assert (person.name, person.key, person.note) == ("Kennedy, John", "p_K", "President")


def test_dates_of_later_volumes_are_taken() -> None:
    record = file_of(
        "<div type='document' subtype='editorial-note' frus:doc-dateTime-min='1961-01-20T00:00:00-05:00' "
        "frus:doc-dateTime-max='1961-01-20T23:59:59-05:00'><head>A</head></div>"
        "<div type='document' frus:doc-dateTime-min='1961-01-01' frus:doc-dateTime-max='1961-03-31'><head>B</head>"
        "<p><date>then</date></p></div>"
    )

    first, second = record.documents
    assert (first.key, first.date.edtf, first.is_editorial_note, first.kind) == (
        "document-1",
        "1961-01-20",
        True,
        "editorial-note",
    )
    assert (second.date.edtf, second.date.printed) == ("[1961-01-01..1961-03-31]", "then")


def test_words_around_the_divisions_are_a_section() -> None:
    record = file_of("<p>Loose</p><wrap><div type='document' xml:id='d1'><head>A</head></div></wrap>", file="v/vol.xml")

    assert [(section.kind, section.texts[0].canonical) for section in record.sections] == [("body", "Loose")]
    assert [document.key for document in record.documents] == ["d1"]
    assert record.key == "vol"


def test_volume_without_words_to_guess_by_is_told() -> None:
    record = file_of("<div type='document'><p>x</p></div>")

    assert record.documents[0].texts[0].language == "und"
    assert "could not be guessed" in record.notices[-1].message


def test_document_has_the_surfaces_from_its_first_page_to_its_last() -> None:
    surfaces = "".join(f'<surface xml:id="s{n}" n="{n}"><graphic url="{n}.jpg"/></surface>' for n in range(1, 7))
    divisions = """<text><body><pb facs="#s1"/><div type="document" xml:id="d1"><p>One.</p></div>
<div type="document" xml:id="d2"><pb facs="#s2"/><p>Two <pb facs="#s4"/>three.</p></div>
<div type="document" xml:id="d3"><p>On page 4.</p></div></body></text>"""

    record = read(tei(divisions, before=f"<facsimile>{surfaces}</facsimile>"), file="v.xml")

    assert [[(page.order, page.image) for page in found.pages] for found in record.documents] == [
        [(1, "1.jpg")],
        [(1, "2.jpg"), (2, "3.jpg"), (3, "4.jpg")],
        [(1, "4.jpg")],
    ]


def test_document_on_no_surface_has_the_pages_it_names() -> None:
    surfaces = '<surface n="1"><graphic url="1.jpg"/></surface>'
    divisions = '<text><body><div type="document" xml:id="d1"><pb n="iv"/><p>One.</p></div></body></text>'

    record = read(tei(divisions, before=f"<facsimile>{surfaces}</facsimile>"), file="v.xml")

    assert [found.pages for found in record.documents] == [()]
