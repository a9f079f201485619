"""Reads a TEI file that is a volume: many documents in divisions, with front matter and chapter text as sections."""

import re
from dataclasses import dataclass, field, replace

from archive.alignment import leaves_of_part
from archive.dates import HistoricalDate, parse_attributes
from archive.formats.language import guess_language
from archive.formats.tei import header as headers
from archive.formats.tei.documents import (
    PAGE_BREAK,
    count_breaks,
    count_notes,
    mentions,
    tell_date,
    tell_header,
    tell_text,
)
from archive.formats.tei.facsimile import check_breaks, surfaces
from archive.formats.tei.layers import count_words
from archive.formats.tei.lists import persons
from archive.formats.tei.names import T, key_of, pointer, words_of
from archive.formats.tei.text import Source, read_text
from archive.formats.xml import XML_ID, Element, line_of, local_name
from archive.records import (
    BreakRecord,
    DocumentRecord,
    FileRecord,
    NameRecord,
    NameRole,
    PageRecord,
    RoleRecord,
    SectionRecord,
    TextRecord,
)

_DIV = f"{T}div"
_NOTE = frozenset((f"{T}note",))
_EDITORIAL_NOTE = re.compile(r"(?:\d+\.?\s*)?editorial note", re.IGNORECASE)
_LATER_FRUS = "{http://history.state.gov/frus/ns/1.0}doc-dateTime-"
_PARTS = (_DIV, f"{T}titlePage", f"{T}front", f"{T}body", f"{T}back", f"{T}group", f"{T}text")
_ROLES: tuple[tuple[str, NameRole], ...] = (("from", "author"), ("to", "recipient"))


@dataclass(slots=True)
class _Volume:
    """A volume on its way: where each document begins, and what has been read."""

    source: Source
    language: str
    begins: dict[Element, BreakRecord]
    surfaces: tuple[PageRecord, ...]
    sections: list[SectionRecord] = field(default_factory=list)
    documents: list[DocumentRecord] = field(default_factory=list)
    order: int = 0


def is_volume(tei: Element) -> bool:
    """Whether a file holds documents in divisions of their own."""
    return any(division.get("type") == "document" for division in tei.iter(_DIV))


def read_volume(source: Source, tei: Element) -> FileRecord:
    """Read every document and section of a volume."""
    header = headers.header_of(tei)
    text = tei.find(f"{T}text")
    body = tei if text is None else text
    pages = surfaces(source)
    check_breaks(source, pages)
    language = headers.language_of(text) or headers.declared_language(header)
    if not language:
        language = guess_language(words_of(body)[20_000:40_000])
        source.guessed[language] += 1
    volume = _Volume(source, language, _beginnings(body), pages)
    _descend(volume, body, "")
    found = persons(tei)
    tell_header(source, header)
    tell_text(source)
    titles = headers.titles(header)
    return FileRecord(
        source.file,
        "tei",
        is_volume=True,
        key=tei.get(XML_ID) or source.file.rpartition("/")[2].removesuffix(".xml"),
        title=titles[0][1] if titles else "",
        language=language,
        year=words_of(header.find(f"{T}fileDesc/{T}publicationStmt/{T}date")),
        editors=tuple(role.name.name for role in headers.roles(header) if role.role == "editor"),
        description=words_of(header.find(f"{T}fileDesc/{T}sourceDesc")),
        licence=headers.licence(header),
        sections=tuple(volume.sections),
        documents=tuple(volume.documents),
        names=found,
        persons=len(found),
        page_breaks=count_breaks(tei),
        ids=source.ids,
        notices=tuple(source.notices),
    )


def _beginnings(body: Element) -> dict[Element, BreakRecord]:
    """Page break before the heading of each division: the page that it begins on."""
    found: dict[Element, BreakRecord] = {}
    last: BreakRecord | None = None
    for element in body.iter(PAGE_BREAK, _DIV, f"{T}titlePage"):
        if element.tag == PAGE_BREAK:
            label, facs = element.get("n") or "", element.get("facs") or ""
            last = BreakRecord(0, label, facs, line=line_of(element), key=element.get(XML_ID) or "")
        elif last is not None:
            found[element] = last
    return found


def _descend(volume: _Volume, element: Element, parent: str) -> None:
    if element.tag == _DIV and element.get("type") == "document":
        volume.documents.append(_document(volume, element, parent))
    elif _is_part(element):
        key = _section(volume, element, parent)
        for child in element:
            _descend(volume, child, key)


def _is_part(element: Element) -> bool:
    """Whether an element is a part of the volume, or holds its documents under whatever name."""
    return element.tag in _PARTS or any(division.get("type") == "document" for division in element.iter(_DIV))


def _section(volume: _Volume, element: Element, parent: str) -> str:
    """Read a part that is no document; one without name and words of its own makes no section."""
    inner = [child for child in element if _is_part(child)]
    has_words = _has_own_words(element, inner)
    if element.tag not in (_DIV, f"{T}titlePage") and not has_words:
        return parent
    volume.order += 1
    key = element.get(XML_ID) or f"{element.get('type') or local_name(element)}-{volume.order}"
    texts, references = _own_text(volume, element, inner) if has_words else ((), ())
    section = SectionRecord(
        key=key,
        kind=element.get("type") or local_name(element),
        title=words_of(element.find(f"{T}head"), without=_NOTE) or _title(element),
        order=volume.order,
        parent=parent,
        texts=texts,
        file=volume.source.file,
        line=line_of(element),
        references=references,
    )
    volume.sections.append(section)
    return key


def _title(element: Element) -> str:
    return "Title page" if element.tag == f"{T}titlePage" else element.get("n") or ""


def _has_own_words(element: Element, inner: list[Element]) -> bool:
    """Whether a section says anything beside its heading and the parts in it."""
    own = [child for child in element if child not in inner and child.tag not in (f"{T}head", PAGE_BREAK)]
    return any(words_of(child) or child.find(f".//{T}graphic") is not None for child in own)


def _own_text(
    volume: _Volume, element: Element, inner: list[Element]
) -> tuple[tuple[TextRecord, ...], tuple[tuple[str, int], ...]]:
    """Read the words of a section that belong to none of the parts in it."""
    reading = read_text(volume.source, element, language=volume.language, skip=inner, begins=volume.begins.get(element))
    return tuple(_last_breaks(text) for text in reading.texts), tuple(reading.found.references)


def _last_breaks(text: TextRecord) -> TextRecord:
    """Of page breaks with no words of the section between them keep the last."""
    by_offset = {found.offset: found for found in text.breaks if found.offset < text.main_end}
    return replace(text, breaks=tuple(by_offset.values()))


def _document(volume: _Volume, element: Element, section: str) -> DocumentRecord:
    source = volume.source
    volume.order += 1
    head = element.find(f"{T}head")
    title = words_of(head, without=_NOTE) or element.get("n") or ""
    date, line = _date(element)
    reading = read_text(source, element, language=volume.language, begins=volume.begins.get(element))
    roles = (*_correspondents(head), *_written_at(element))
    is_editorial = element.get("subtype") == "editorial-note" or bool(_EDITORIAL_NOTE.fullmatch(title))
    footnotes, sources = count_notes((element,))
    if date.warnings or not (date.is_dated or is_editorial):
        tell_date(source, date, line, title)
    return DocumentRecord(
        key=element.get(XML_ID) or f"document-{len(volume.documents) + 1}",
        title=title,
        date=date,
        file=source.file,
        line=line_of(element),
        number=element.get("n") or "",
        order=volume.order,
        section=section,
        kind=element.get("subtype") or "",
        place=next((role.name.name for role in roles if role.role == "place"), ""),
        texts=tuple(reading.texts),
        pages=leaves_of_part((text.breaks for text in reading.texts), volume.surfaces),
        roles=(*roles, *mentions((reading.found,), roles)),
        attachments=reading.found.attachments,
        page_breaks=count_breaks(element),
        footnotes=footnotes,
        source_notes=sources,
        words=count_words(element),
        is_editorial_note=is_editorial,
        references=tuple(reading.found.references),
    )


def _is_apart(element: Element, document: Element) -> bool:
    """Whether an element stands in a note or an attachment of a document."""
    for ancestor in element.iterancestors():
        if ancestor is document:
            return False
        if local_name(ancestor) in ("note", "attachment"):
            return True
    return False


def _date(document: Element) -> tuple[HistoricalDate, int]:
    """Date of a document: the range that later volumes state, else the first date of its own that says when."""
    earliest, latest = ((document.get(_LATER_FRUS + end) or "")[:10] for end in ("min", "max"))
    printed = next((date for date in document.iter(f"{T}date") if not _is_apart(date, document)), None)
    if earliest:
        wording = words_of(printed)
        if latest in ("", earliest):
            return parse_attributes(when=earliest, printed=wording), line_of(document)
        return parse_attributes(not_before=earliest, not_after=latest, printed=wording), line_of(document)
    for date in document.iter(f"{T}date"):
        if (date.get("when") or date.get("from") or date.get("notBefore")) and not _is_apart(date, document):
            return headers.date_of(date), line_of(date)
    return parse_attributes(printed=words_of(printed)), line_of(document)


def _written_at(document: Element) -> list[RoleRecord]:
    """Give the place of the first dateline; other places of the text are only mentioned."""
    for place in document.iterfind(f".//{T}dateline//{T}placeName"):
        if words_of(place) and not _is_apart(place, document):
            return [RoleRecord("place", NameRecord("place", words_of(place), key_of(pointer(place))))]
    return []


def _correspondents(head: Element | None) -> tuple[RoleRecord, ...]:
    """Sender and recipient as the heading of a document names them."""
    if head is None:
        return ()
    found = []
    for kind, role in _ROLES:
        for element in head.iter(f"{T}persName", f"{T}orgName", f"{T}gloss"):
            if element.get("type") == kind and not _is_apart(element, head):
                is_person = element.tag == f"{T}persName"
                key = key_of(pointer(element)) if element.tag != f"{T}gloss" else ""
                name = NameRecord("person" if is_person else "organisation", words_of(element), key)
                found.append(RoleRecord(role, name))
    return tuple(dict.fromkeys(found))
