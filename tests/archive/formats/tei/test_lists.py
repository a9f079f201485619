from tests.archive.formats.tei.samples import codes, file_of


def test_index_of_people() -> None:
    record = file_of(
        """<listPerson><person xml:id="p1"><persName>Ann</persName><persName>Anna</persName><persName>Ann</persName>
<birth><date when="1852"/></birth><death>1900</death><occupation>Writer</occupation><note>Kind</note>
<linkGrp><link target="http://x"/></linkGrp><idno type="VIAF">1</idno></person>
<person xml:id="p2"><persName/></person></listPerson>"""
    )

    (person,) = record.names
    assert (person.kind, person.name, person.key, person.variants) == ("person", "Ann", "p1", ("Anna",))
    assert (person.dates, person.note, person.links) == ("1852–", "Writer; Kind", ("http://x", "VIAF:1"))
    assert (record.documents, record.persons, codes(record)) == ((), 0, [])


def test_index_of_places_and_bodies() -> None:
    record = file_of(
        "<div><head>Index</head><listPlace><place xml:id='a'><placeName>Riga</placeName></place></listPlace></div>"
        "<listOrg><org xml:id='b'><orgName>Org</orgName></org></listOrg>"
    )

    assert [(name.kind, name.name, name.key) for name in record.names] == [
        ("place", "Riga", "a"),
        ("organisation", "Org", "b"),
    ]


def test_index_of_subjects() -> None:
    record = file_of(
        "<list><item xml:id='s1'><name>Law</name><linkGrp><link target='http://x'/></linkGrp></item>"
        "<item xml:id='s2'><name/></item><item>other</item></list>"
    )

    (subject,) = record.names
    assert (subject.kind, subject.name, subject.key, subject.links) == ("subject", "Law", "s1", ("http://x",))


def test_list_of_books_brings_nothing_and_is_told() -> None:
    record = file_of("<listBibl><biblStruct xml:id='w1'><monogr><title>T</title></monogr></biblStruct></listBibl>")

    assert (record.names, record.documents, codes(record)) == ((), (), ["no-names"])


def test_list_in_a_document_is_no_index() -> None:
    record = file_of("<list><item>one</item><item>two</item></list>")

    assert [document.texts[0].canonical for document in record.documents] == ["one\ntwo"]


def test_index_with_words_beside_it_is_a_document() -> None:
    record = file_of(
        "<div><note>Beside</note><listPerson><person xml:id='p'><persName>A</persName></person></listPerson></div>"
    )

    assert len(record.documents) == 1
