import pytest

from tests.archive.formats.tei.samples import codes, document, file_of, marks_of, text_of


@pytest.mark.parametrize(
    ("body", "said", "marks"),
    [
        ("<p>a <hi rend='italic'>b</hi></p>", "a b", [("italic", "b", "")]),
        ("<p><hi rend='center underline strong'>b</hi></p>", "b", [("bold", "b", ""), ("underline", "b", "")]),
        ("<p><hi style='letter-spacing: 2px'>b</hi></p>", "b", [("spaced", "b", "")]),
        ("<p><hi rend='left'>b</hi><hi>c</hi></p>", "bc", []),
        (
            "<p><em>a</em><strong>b</strong><sup>c</sup><sub>d</sub><u>e</u></p>",
            "abcde",
            [
                ("italic", "a", ""),
                ("bold", "b", ""),
                ("superscript", "c", ""),
                ("subscript", "d", ""),
                ("underline", "e", ""),
            ],
        ),
        ("<p>d<subst>\n <del>i</del>\n <add>u</add>\n</subst> m</p>", "diu m", [("del", "i", ""), ("add", "u", "")]),
        ("<p>a<subst>x<del>b</del>y</subst></p>", "axby", [("del", "b", "")]),
        (
            "<p>a <unclear reason='faded'>b</unclear> <supplied>c</supplied></p>",
            "a b c",
            [
                ("unclear", "b", "faded"),
                ("supplied", "c", ""),
            ],
        ),
        (
            "<p>a<gap reason='illegible'/> <gap extent='2'>b</gap></p>",
            "a b",
            [("gap", "", "illegible"), ("gap", "b", "2")],
        ),
        ("<p>a <foreign xml:lang='fr'>b</foreign></p>", "a b", [("foreign", "b", "fr")]),
        ("<p><date when='1944'>b</date></p>", "b", [("date", "b", "1944")]),
        ("<p>a<choice><sic>b</sic><corr>c</corr></choice></p>", "ac", [("corrected", "c", "b")]),
        ("<p><choice><abbr>b</abbr><expan>c</expan></choice></p>", "c", [("expanded", "c", "b")]),
        ("<p>a<choice><corr>c</corr></choice><choice/><choice><seg>d</seg><seg>e</seg></choice></p>", "acd", []),
        ("<p><app><lem>a</lem><rdg>b</rdg><note>c</note></app></p>", "a\nc", [("note_ref", "", "0")]),
        ("<p><app><rdg>a</rdg><rdg>b</rdg></app></p>", "a", []),
        ("<p>a<lb/>b <lb/> c-<lb break='no'/>d</p>", "a b cd", [("line", "", ""), ("line", "", ""), ("line", "", "-")]),
        (
            "<p><persName ref='#p1 #p2'>A</persName> <rs type='place'>B</rs> <rs>C</rs></p>",
            "A B C",
            [
                ("person", "A", "p1"),
                ("place", "B", ""),
            ],
        ),
        ("<p><term ref='http://x'>a</term> <term>b</term></p>", "a b", [("subject", "a", "http://x")]),
        (
            "<p><ref target='#d1'>a</ref> <a href='http://x'>b</a> <ref>c</ref></p>",
            "a b c",
            [
                ("ref", "a", "#d1"),
                ("ref", "b", "http://x"),
            ],
        ),
        ("<p>a <gloss target='#t'>b</gloss></p>", "a b", [("ref", "b", "#t")]),
        ("<p>a<graphic url='x.png'/></p>", "a", [("figure", "", "x.png")]),
        ("<p>a <metamark function='x'/>b<metamark>*</metamark></p>", "a b*", []),
        ("<p><w>a</w> <space/><num>b</num></p>", "a b", []),
    ],
)
def test_phrases(body: str, said: str, marks: list[tuple[str, str, str]]) -> None:
    text = text_of(body)

    assert (text.canonical, marks_of(text)) == (said, marks)


def test_page_break_keeps_what_it_says() -> None:
    text = text_of("<p>a <pb n='5 об.' facs='b.jpg' xml:id='pg5'/>b</p>")

    (found,) = text.breaks
    assert (found.offset, found.label, found.facs, found.folio, found.key) == (2, "5 об.", "b.jpg", "5 об.", "pg5")


def test_page_break_inside_a_word() -> None:
    text = text_of("<p>sove-<pb n='2' break='no'/>\n reignty, not so<pb n='3'/>sharp</p>")

    assert text.canonical == "sovereignty, not sosharp"
    assert [(found.label, found.offset) for found in text.breaks] == [("2", 4), ("3", 19)]


def test_printed_page_number_in_a_span_begins_a_page() -> None:
    found = document(
        "<p>a <span class='opnumber'>1</span> <span class='npnumber'>2</span><span class='Razradka'>b</span></p>"
    )

    text = found.texts[0]
    assert (text.canonical, text.breaks[0].label, text.breaks[0].offset) == ("a b", "2", 2)
    assert marks_of(text) == [("spaced", "b", "")]
    assert found.page_breaks == 0


def test_printed_mark_of_a_note_is_left_out() -> None:
    text = text_of(
        "<p>a<ref type='note' target='#n1'>[1]</ref><note xml:id='n1'>N</note>"
        " b<ref type='note' target='#n2'>[2]</ref></p>"
    )

    assert text.canonical == "a b[2]\nN"


def test_links_that_lead_nowhere_are_told() -> None:
    record = file_of("<p><ref target='javascript:alert(1)'>x</ref> <ref target='mailto:a@b'>y</ref></p>")

    assert codes(record) == ["link-left-out", "link-left-out"]
    assert record.documents[0].references == ()
    assert record.documents[0].texts[0].marks == ()


def test_references_are_kept_with_their_lines() -> None:
    record = file_of("<p>\n<ref target='#d1'>x</ref>\n<ptr target='#d2'/></p>")

    assert record.documents[0].references == (("#d1", 2), ("#d2", 3))


def test_ids_inside_blocks_are_anchors() -> None:
    text = text_of("<p>a <term xml:id='t1'>b</term> <anchor xml:id='x'/>c</p>")

    assert text.anchors == (("t1", 2), ("x", 4))


def test_scripts_pictures_and_includes_are_left_out_and_told() -> None:
    record = file_of(
        "<p>a</p><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script><svg xmlns='http://www.w3.org/2000/svg'/>"
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/hostname' parse='text'/>"
    )

    assert record.documents[0].texts[0].canonical == "a"
    assert codes(record) == ["element-left-out"] * 3


def test_unknown_elements_keep_their_words_and_are_told_once() -> None:
    record = file_of("<box>loose</box><p>a <box>b</box></p><box><p>c</p></box><p><box/></p>")

    assert record.documents[0].texts[0].canonical == "loose\na b\nc"
    (notice,) = [notice for notice in record.notices if notice.code == "unknown-element"]
    assert "box is not known here (4 times)" in notice.message


def test_active_characters_are_left_out_and_told() -> None:
    record = file_of("<p>a\u202egnp.exe\u200b</p>")

    assert record.documents[0].texts[0].canonical == "agnp.exe"
    assert codes(record) == ["active-character", "active-character"]


def test_names_become_roles_once_by_key() -> None:
    found = document(
        "<p><persName ref='#p'>Ann</persName> <persName ref='#p'>Anna</persName> <placeName>Kiev</placeName>"
        "<orgName key='o'>Org</orgName> <term ref='#s'>law</term></p>"
    )

    assert [(role.role, role.name.kind, role.name.name, role.name.key) for role in found.roles] == [
        ("mentioned", "person", "Ann", "p"),
        ("mentioned", "place", "Kiev", ""),
        ("mentioned", "organisation", "Org", "o"),
        ("subject", "subject", "law", "s"),
    ]
