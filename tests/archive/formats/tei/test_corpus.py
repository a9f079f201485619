from archive.formats.tei import read
from archive.records import FileRecord

HEADER = "<teiHeader><fileDesc><titleStmt><title xml:lang='en'>{title}</title>{more}</titleStmt></fileDesc></teiHeader>"
DOCUMENT = (
    "<TEI{key}>"
    + HEADER.format(title="{title}", more="")
    + "<text xml:lang='en'><body><pb n='1'/><p>{words}</p></body></text></TEI>"
)


def _corpus(inner: str, *, more: str = "", attributes: str = "") -> FileRecord:
    header = HEADER.format(title="Papers", more=more)
    text = f"<teiCorpus xmlns='http://www.tei-c.org/ns/1.0'{attributes}>{header}{inner}</teiCorpus>"
    return read(text.encode(), file="folder/papers.xml")


def _document(key: str, words: str = "words") -> str:
    return DOCUMENT.format(key=f" xml:id='{key}'" if key else "", title=f"Title {key}".strip(), words=words)


def test_corpus_is_a_volume_of_its_documents_in_order() -> None:
    record = _corpus(_document("b") + _document("") + _document("a"))

    assert (record.is_volume, record.key, record.title, record.page_breaks) == (True, "papers", "Papers", 3)
    assert [(found.key, found.title, found.order, found.section) for found in record.documents] == [
        ("b", "Title b", 1, ""),
        ("document-2", "Title", 2, ""),
        ("a", "Title a", 3, ""),
    ]


def test_corpus_says_who_edited_it_and_is_known_by_its_id() -> None:
    record = _corpus(_document("a"), more="<editor>A. Editor</editor>", attributes=" xml:id='kp'")

    assert (record.key, record.editors, record.language) == ("kp", ("A. Editor",), "en")


def test_inner_corpora_are_parts_with_their_introductions() -> None:
    introduction = "<text xml:lang='en'><body><div><p>On this part.</p></div></body></text>"
    part = (
        f"<teiCorpus xml:id='one'>{HEADER.format(title='Part One', more='')}{introduction}{_document('a')}</teiCorpus>"
    )
    inner = f"<teiCorpus>{HEADER.format(title='Inner', more='')}{_document('b')}</teiCorpus>"

    record = _corpus(part.replace("</teiCorpus>", f"{inner}</teiCorpus>"))

    assert [(it.key, it.kind, it.title, it.order, it.parent) for it in record.sections] == [
        ("one", "part", "Part One", 1, ""),
        ("part-3", "part", "Inner", 3, "one"),
    ]
    assert [text.canonical for text in record.sections[0].texts] == ["On this part."]
    assert record.sections[1].texts == ()
    assert [(found.key, found.order, found.section) for found in record.documents] == [
        ("a", 2, "one"),
        ("b", 4, "part-3"),
    ]


def test_text_of_the_corpus_is_front_matter() -> None:
    divisions = (
        "<div type='preface' xml:id='preface'><head>Preface<note>cut</note></head><p>Read this.</p></div>"
        "<div><p>And <ref target='#a'>this</ref>.</p></div>"
    )
    record = _corpus(f"<text xml:lang='en'><body>{divisions}</body></text>{_document('a')}")

    assert [(it.key, it.kind, it.title, it.order) for it in record.sections] == [
        ("preface", "preface", "Preface", 1),
        ("section-2", "section", "", 2),
    ]
    assert record.sections[1].references == (("#a", 1),)


def test_names_of_the_corpus_are_its_list_of_people_and_places() -> None:
    names = (
        "<standOff><listPerson><person xml:id='p1'><persName>Ozerova, N. P.</persName></person></listPerson>"
        "<listPlace><place xml:id='l1'><placeName>Kolva</placeName></place></listPlace></standOff>"
    )
    record = _corpus(names + _document("a"))

    assert [(name.kind, name.key, name.name) for name in record.names] == [
        ("person", "p1", "Ozerova, N. P."),
        ("place", "l1", "Kolva"),
    ]
    assert record.persons == 1


def test_translation_has_the_translator_its_resp_points_at() -> None:
    translators = "".join(
        f"<respStmt><resp>Translated by</resp><persName xml:id='{key}'>{name}</persName></respStmt>"
        for key, name in (("t1", "First Hand"), ("t2", "Second Hand"))
    )
    layers = (
        "<div type='original' xml:lang='ru'><p>слова</p></div>"
        "<div type='translation' xml:lang='en' resp='#t2'><p>words</p></div>"
        "<div type='translation' xml:lang='en'><p>other words</p></div>"
    )
    document = f"<TEI xml:id='a'>{HEADER.format(title='T', more=translators)}<text><body>{layers}</body></text></TEI>"

    (found,) = _corpus(document).documents

    assert [(text.kind, text.translator) for text in found.texts] == [
        ("transcription", ""),
        ("translation", "Second Hand"),
        ("translation", "First Hand, Second Hand"),
    ]
