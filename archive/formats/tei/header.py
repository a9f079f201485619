"""Reads a teiHeader: titles, date, people, holdings, licence."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.dates import HistoricalDate, parse_attributes
from archive.formats.language import language_code
from archive.formats.tei.names import T, key_of, name_kind, pointer, words_of
from archive.formats.xml import XML_LANG, Element, line_of
from archive.records import NameRecord, NameRole, RoleRecord

_SENT = ("sent", "sending")
_RECEIVED = ("received", "receiving")
_SKIPPED_TITLES = ("main", "sub", "complete", "series", "subseries", "volume", "volumenumber", "bibl")
_STATEMENT = f"{T}fileDesc/{T}titleStmt"
_NAMES = (f"{T}persName", f"{T}orgName", f"{T}name")
_DATED_PATHS = (
    f"{T}profileDesc/{T}creation/{T}origDate",
    f"{T}profileDesc/{T}creation/{T}date",
    f".//{T}msDesc//{T}origDate",
    f".//{T}sourceDesc//{T}docDate",
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with the line it stands on."""

    date: HistoricalDate
    line: int


def header_of(tei: Element) -> Element:
    """Give the teiHeader, an empty element when there is none."""
    header = tei.find(f"{T}teiHeader")
    return tei.makeelement(f"{T}teiHeader") if header is None else header


def titles(header: Element) -> list[tuple[str, str]]:
    """Language and wording of each title, the one to show first.

    That is the complete title, or the main one with its subtitle, or the English one, or the first.
    """
    found = [title for title in header.findall(f"{_STATEMENT}/{T}title") if words_of(title)]
    by_type = {title.get("type") or "": title for title in reversed(found)}
    english = (title for title in found if language_of(title).partition("-")[0] == "en")
    first = by_type.get("complete", by_type.get("main", next(english, found[0] if found else None)))
    if first is None:
        return []
    wording = words_of(first)
    if first.get("type") == "main" and "sub" in by_type:
        subtitle = words_of(by_type["sub"])
        wording += subtitle if subtitle.startswith((",", ";", ":", ".")) else f". {subtitle}"
    others = [title for title in found if title is not first and title.get("type") not in _SKIPPED_TITLES]
    return [(language_of(first), wording), *((language_of(title), words_of(title)) for title in others)]


def language_of(element: Element | None) -> str:
    """Nearest xml:lang of an element, "" when none is declared around it."""
    while element is not None:
        language = element.get(XML_LANG)
        if language:
            return language_code(language)
        element = element.getparent()
    return ""


def declared_language(header: Element) -> str:
    """Language that the header gives for the source, "" when it gives none or several."""
    main = header.find(f".//{T}textLang")
    if main is not None and main.get("mainLang"):
        return language_code(main.get("mainLang") or "")
    used = [language.get("ident") or "" for language in header.iterfind(f"{T}profileDesc/{T}langUsage/{T}language")]
    return language_code(used[0]) if len(used) == 1 else ""


def date_of(element: Element, *, printed: str = "") -> HistoricalDate:
    """Read a date element with whichever of TEI's dating attributes it has."""

    def attribute(name: str) -> str | None:
        return element.get(name) or element.get(f"{name}-iso") or element.get(f"{name}-custom")

    is_julian = (element.get("calendar") or "").lstrip("#").casefold() in ("julian", "old-style", "oldstyle")
    return parse_attributes(
        when=attribute("when"),
        from_=attribute("from"),
        to=attribute("to"),
        not_before=attribute("notBefore"),
        not_after=attribute("notAfter"),
        printed=printed or words_of(element),
        calendar="julian" if is_julian else "gregorian",
    )


def created(header: Element) -> Dated:
    """Date of the source; for a letter that of its sending, else that of its creation."""
    candidates = [date for action in _actions(header, _SENT) for date in action.iter(f"{T}date")]
    candidates += [date for path in _DATED_PATHS for date in header.iterfind(path)]
    read = [Dated(date_of(candidate), line_of(candidate)) for candidate in candidates[:8]]
    best = next((dated for dated in read if dated.date.is_dated), read[0] if read else None)
    return best or Dated(parse_attributes(), line_of(header))


def roles(header: Element) -> tuple[RoleRecord, ...]:
    """People and bodies that the header names in a role on the document, each once."""
    found: dict[tuple[NameRole, str], RoleRecord] = {}
    for role, element in _role_elements(header):
        name = record_of(element)
        if name.name:
            found.setdefault((role, name.key or name.name), RoleRecord(role, name))
    return tuple(found.values())


def record_of(element: Element) -> NameRecord:
    """Name, kind and key of a naming element."""
    inner = element.find(f"{T}persName")
    named = element if inner is None else inner
    return NameRecord(name_kind(named) or "person", words_of(named), key_of(pointer(named)))


def places(header: Element) -> list[NameRecord]:
    """Places of sending, origin and creation, the most telling first."""
    elements = [place for action in _actions(header, _SENT) for place in action.findall(f"{T}placeName")]
    creation = header.find(f"{T}profileDesc/{T}creation")
    if creation is not None:
        elements += [*creation.iter(f"{T}origPlace"), *creation.iter(f"{T}placeName")]
    found = [NameRecord("place", words_of(place), key_of(pointer(place))) for place in elements]
    return [place for place in found if place.name]


def is_letter(header: Element) -> bool:
    """Whether the header describes a correspondence."""
    return header.find(f".//{T}correspDesc") is not None


def kind_of(header: Element) -> str:
    """What sort of document it is, in the source's own word."""
    for term in header.iterfind(f"{T}profileDesc/{T}textClass/{T}keywords/{T}term"):
        if term.get("type") in (None, "kind", "genre") and words_of(term):
            return words_of(term)
    if is_letter(header):
        return "letter"
    for category in header.iterfind(f"{T}profileDesc/{T}textClass/{T}catRef"):
        if "type" in (category.get("type"), category.get("target")):
            return key_of(category.get("ana") or category.get("target") or "")
    return ""


def holding(header: Element) -> tuple[str, tuple[str, ...]]:
    """Repository and shelf-marks of the source."""
    identifier = header.find(f".//{T}msIdentifier")
    if identifier is None:
        return "", ()
    repository = identifier.find(f"{T}institution")
    if repository is None or not words_of(repository):
        repository = identifier.find(f"{T}repository")
    organisation = repository.find(f"{T}orgName") if repository is not None else None
    name = words_of(organisation if organisation is not None else repository)
    marks = [words_of(mark) for mark in (*identifier.iter(f"{T}idno"), *identifier.findall(f"{T}collection"))]
    return name, tuple(mark for mark in marks if mark)


def licence(header: Element) -> str:
    """Licence in the source's words, with its address where it gives one."""
    availability = header.find(f".//{T}availability")
    if availability is None:
        return ""
    element = availability.find(f".//{T}licence")
    if element is None:
        return words_of(availability)
    words, target = words_of(element), element.get("target") or ""
    return f"{words} <{target}>" if words and target else words or target


def series(header: Element) -> str:
    """Title of the edition that a document says it belongs to."""
    for path in (f"{T}fileDesc/{T}seriesStmt/{T}title", f".//{T}biblStruct/{T}monogr/{T}title"):
        for title in header.iterfind(path):
            if title.get("type") in (None, "main") and words_of(title):
                return words_of(title)
    return ""


def description(header: Element) -> str:
    """Abstract of the document, or the note on it."""
    abstract = header.find(f".//{T}abstract")
    return words_of(abstract if abstract is not None else header.find(f".//{T}notesStmt/{T}note"))


def _actions(header: Element, types: tuple[str, ...]) -> list[Element]:
    return [action for action in header.iter(f"{T}correspAction") if action.get("type") in types]


def _role_elements(header: Element) -> Iterator[tuple[NameRole, Element]]:
    for action in _actions(header, _SENT):
        yield from (("author", child) for child in action.iterchildren(*_NAMES))
    for action in _actions(header, _RECEIVED):
        yield from (("recipient", child) for child in action.iterchildren(*_NAMES))
    for path in (f"{_STATEMENT}/{T}author", f"{T}profileDesc/{T}creation/{T}persName"):
        yield from (("author", element) for element in header.iterfind(path))
    yield from (("editor", editor) for editor in header.iterfind(f"{_STATEMENT}/{T}editor"))
    for statement in header.iterfind(f"{_STATEMENT}/{T}respStmt"):
        responsibility = words_of(statement.find(f"{T}resp")).casefold()
        role: NameRole = "translator" if "translat" in responsibility else "editor"
        if role == "translator" or "edit" in responsibility:
            yield from ((role, person) for person in statement.findall(f"{T}persName"))
