import pytest

from tests.archive.formats.tei.samples import TITLE, codes, document, file_of


def _titles(*titles: str) -> str:
    return f"<fileDesc><titleStmt>{''.join(titles)}</titleStmt></fileDesc>"


@pytest.mark.parametrize(
    ("titles", "said", "others"),
    [
        (("<title xml:lang='en'>A</title>", "<title xml:lang='fr'>B</title>"), "A", (("fr", "B"),)),
        (
            ("<title>X. Digital</title>", "<title type='main'>Diary</title>", "<title type='sub'>, 1850</title>"),
            "Diary, 1850",
            (("", "X. Digital"),),
        ),
        (("<title type='main'>Diary</title>", "<title type='sub'>1850</title>"), "Diary. 1850", ()),
        (("<title type='series'>S</title>", "<title type='complete'>Whole</title>"), "Whole", ()),
        (("<title xml:lang='de'>A</title>", "<title xml:lang='en-GB'>B</title>"), "B", (("de", "A"),)),
        (("<title/>", "<title>  \n B </title>"), "B", ()),
    ],
)
def test_title(titles: tuple[str, ...], said: str, others: tuple[tuple[str, str], ...]) -> None:
    found = document("<p>a</p>", header=_titles(*titles))

    assert (found.title, found.other_titles) == (said, others)


LETTER = """<profileDesc><correspDesc>
<correspAction type="{sent}"><persName ref="http://v/1">Ann</persName><placeName>Riga</placeName>
<date when-iso="{date}"/></correspAction>
<correspAction type="{received}"><persName>Bob</persName></correspAction></correspDesc></profileDesc>"""


@pytest.mark.parametrize(("sent", "received"), [("sent", "received"), ("sending", "receiving")])
def test_letter_has_sender_recipient_place_and_date(sent: str, received: str) -> None:
    found = document("<p>a</p>", header=TITLE + LETTER.format(sent=sent, received=received, date="1914-08-15"))

    assert [(role.role, role.name.name, role.name.key) for role in found.roles] == [
        ("author", "Ann", "http://v/1"),
        ("recipient", "Bob", ""),
        ("place", "Riga", ""),
    ]
    assert (found.kind, found.place, found.date.edtf) == ("letter", "Riga", "1914-08-15")


def test_mistyped_date_is_told_where_it_stands() -> None:
    record = file_of("<p>a</p>", header=TITLE + LETTER.format(sent="sent", received="received", date="1920-01-12/13"))

    (notice,) = [notice for notice in record.notices if notice.code == "slash-date"]
    assert (notice.line, record.documents[0].date.edtf) == (3, "1920-01-12/1920-01-13")


@pytest.mark.parametrize(
    ("creation", "edtf", "code"),
    [
        ("<origDate when='1945-07'>VII. 1945</origDate>", "1945-07", ""),
        ("<date notBefore='1891' notAfter='1891'>1891</date>", "1891", ""),
        ("<date from='1915-06' to='1916'/>", "1915-06/1916", ""),
        ("<date when='1850-12-18' calendar='#julian'/>", "1850-12-18", ""),
        ("<date/>", "", "undated"),
        ("<date notBefore='fill date_not_before later' notAfter='fill date_not_after later'/>", "", "placeholder"),
        ("<date when='-06-09'/>", "XXXX-06-09", "no-year"),
        ("<date/><date when='1900'/>", "1900", ""),
    ],
)
def test_date_of_creation(creation: str, edtf: str, code: str) -> None:
    record = file_of("<p>a</p>", header=f"{TITLE}<profileDesc><creation>{creation}</creation></profileDesc>")

    assert record.documents[0].date.edtf == edtf
    assert [notice.code for notice in record.notices if notice.code != "language-guessed"] == ([code] if code else [])


def test_old_style_date_sorts_as_new_style() -> None:
    header = f"{TITLE}<profileDesc><creation><date when='1850-12-18' calendar='#julian'/></creation></profileDesc>"

    date = document("<p>a</p>", header=header).date

    assert (date.calendar, str(date.earliest)) == ("julian", "1850-12-30")


def test_holding_licence_and_description() -> None:
    header = """<fileDesc><titleStmt><title>T</title><author>Au</author><editor>Ed</editor>
<respStmt><resp>Translated by</resp><persName>Tr</persName></respStmt>
<respStmt><resp>Edited by</resp><persName>Ed2</persName></respStmt>
<respStmt><resp>Encoding</resp><persName>No</persName></respStmt></titleStmt>
<publicationStmt><availability><licence target="http://cc">CC</licence></availability></publicationStmt>
<seriesStmt><title type="genre">Letters</title><title>The Series</title></seriesStmt>
<sourceDesc><msDesc><msIdentifier><institution>
<orgName>The Archive</orgName><address><street>S</street></address></institution>
<repository>Private papers</repository><collection>Coll</collection><idno>12 J</idno>
</msIdentifier></msDesc></sourceDesc></fileDesc>
<profileDesc><langUsage><language ident="fr"/></langUsage>
<creation><persName>Cr</persName><origPlace>Rome</origPlace></creation>
<abstract><p>About.</p></abstract>
<textClass><keywords><term type="kind">report</term></keywords></textClass></profileDesc>"""

    record = file_of("<p>a</p>", header=header)

    (found,) = record.documents
    assert (found.repository, found.shelf_mark, found.shelf_marks) == ("The Archive", "12 J", ("12 J", "Coll"))
    assert (found.licence, found.description, found.kind, found.place) == ("CC <http://cc>", "About.", "report", "Rome")
    assert [(role.role, role.name.name) for role in found.roles] == [
        ("author", "Au"),
        ("author", "Cr"),
        ("editor", "Ed"),
        ("translator", "Tr"),
        ("editor", "Ed2"),
        ("place", "Rome"),
    ]
    assert (record.series, record.language, codes(record)) == ("The Series", "fr", [])


def test_repository_without_institution_and_licence_without_element() -> None:
    header = """<fileDesc><titleStmt><title>T</title></titleStmt>
<publicationStmt><availability><p>Free use</p></availability>
</publicationStmt><sourceDesc><biblStruct><monogr>
<title>Works. Vol. 29</title></monogr></biblStruct><msDesc><msIdentifier>
<repository>Test archive</repository><idno>f.1 op.1 d.4</idno></msIdentifier></msDesc></sourceDesc></fileDesc>
<profileDesc><textClass><catRef target="#essay" type="type"/></textClass></profileDesc>"""

    record = file_of("<p>a</p>", header=header)

    (found,) = record.documents
    assert (found.repository, found.shelf_mark, found.licence) == ("Test archive", "f.1 op.1 d.4", "Free use")
    assert (found.kind, record.series) == ("essay", "Works. Vol. 29")


def test_translator_is_named_on_the_translation() -> None:
    respond = "<respStmt><resp>Translator</resp><persName>Tr</persName></respStmt>"
    header = f"<fileDesc><titleStmt><title>T</title>{respond}</titleStmt></fileDesc>"

    found = document("<div type='original'><p>a</p></div><div type='translation'><p>b</p></div>", header=header)

    assert [text.translator for text in found.texts] == ["", "Tr"]
