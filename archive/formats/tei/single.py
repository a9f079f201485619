"""Reads a TEI file that is one document, with its text in one or more layers."""

from dataclasses import replace
from pathlib import PurePosixPath

from archive.alignment import leaves
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
from archive.formats.tei.layers import Layer, layers_of
from archive.formats.tei.names import T, words_of
from archive.formats.tei.text import Reading, Source, read_text
from archive.formats.xml import XML_ID, Element, line_of
from archive.records import BreakRecord, DocumentRecord, FileRecord, RoleRecord, TextRecord

BOTH_LAYERS = 20


def read_document(source: Source, tei: Element, *, key: str = "") -> DocumentRecord:
    """Read one TEI element as a document; its key is the file's name without ending unless one is given."""
    header = headers.header_of(tei)
    texts = [element for element in tei if element.tag in (f"{T}text", f"{T}sourceDoc")]
    pages = surfaces(source)
    check_breaks(source, pages)
    layers, missing = _layers(texts, headers.declared_language(header))
    roles = (*headers.roles(header), *(RoleRecord("place", place) for place in headers.places(header)[:1]))
    readings = [_read(source, layer, roles) for layer in layers]
    records = _joined(readings)
    titles = headers.titles(header)
    document = _described(source, tei, header, key or PurePosixPath(source.file).stem, titles)
    footnotes, sources = count_notes(texts)
    tell_header(source, header)
    _tell_missing(source, tei, texts, missing)
    return replace(
        document,
        texts=records,
        pages=leaves((*(text.breaks for text in records), *_breaks_of(missing)), pages),
        roles=(*roles, *mentions((reading.found for reading in readings), roles)),
        attachments=sum(reading.found.attachments for reading in readings),
        page_breaks=count_breaks(tei),
        footnotes=footnotes,
        source_notes=sources,
        words=sum(layer.words for layer in layers),
        has_both_layers=_has_both(layers),
        references=tuple(reference for reading in readings for reference in reading.found.references),
    )


def file_record(source: Source, tei: Element, document: DocumentRecord) -> FileRecord:
    """Give the record of a file that is one document."""
    tell_text(source)
    return FileRecord(
        source.file,
        "tei",
        key=document.key,
        title=document.title,
        series=headers.series(headers.header_of(tei)),
        language=document.texts[0].language if document.texts else "",
        year=str(document.date.earliest.year) if document.date.earliest else "",
        licence=document.licence,
        documents=(document,),
        page_breaks=document.page_breaks,
        ids=source.ids,
        notices=tuple(source.notices),
    )


def _described(
    source: Source, tei: Element, header: Element, key: str, titles: list[tuple[str, str]]
) -> DocumentRecord:
    """Give what the header says of a document."""
    dated = headers.created(header)
    title = titles[0][1] if titles else ""
    if not title:
        head = next(tei.iter(f"{T}head"), None)
        title = words_of(head, without=frozenset((f"{T}note",))) or key
        source.tell(line_of(tei), "no-title", f"the header has no title; “{title[:80]}” is used instead")
    tell_date(source, dated.date, dated.line, title)
    repository, marks = headers.holding(header)
    places = headers.places(header)
    return DocumentRecord(
        key=key,
        title=title,
        date=dated.date,
        file=source.file,
        line=line_of(tei),
        number=_number(tei),
        kind=headers.kind_of(header),
        other_titles=tuple(titles[1:]),
        description=headers.description(header),
        repository=repository,
        shelf_mark=marks[0] if marks else "",
        shelf_marks=marks,
        place=places[0].name if places else "",
        licence=headers.licence(header),
    )


def _layers(texts: list[Element], declared: str) -> tuple[list[Layer], list[Element]]:
    found: list[Layer] = []
    missing: list[Element] = []
    for text in texts:
        layers, absent = layers_of(text, declared)
        found += layers
        missing += absent
    return found, missing


def _read(source: Source, layer: Layer, roles: tuple[RoleRecord, ...]) -> Reading:
    return read_text(
        source,
        layer.element,
        kind=layer.kind,
        language=layer.language,
        skip=layer.skip,
        translator=_translator(source, layer.element, roles) if layer.kind == "translation" else "",
    )


def _translator(source: Source, element: Element, roles: tuple[RoleRecord, ...]) -> str:
    """Name whoever the translation's @resp points at, else all translators of the document."""
    wanted = [target.removeprefix("#") for target in (element.get("resp") or "").split()]
    named = [words_of(found) for found in source.root.iter(f"{T}persName") if found.get(XML_ID) in wanted]
    return ", ".join(named or [role.name.name for role in roles if role.role == "translator"])


def _joined(readings: list[Reading]) -> tuple[TextRecord, ...]:
    """Put the texts in one row, a second spelling after its first, its pointer set right; empty ones are left out."""
    texts: list[TextRecord] = []
    for reading in readings:
        if any(text.canonical for text in reading.texts):
            first = len(texts)
            texts += [replace(t, aligned_with=first) if t.aligned_with >= 0 else t for t in reading.texts]
    return tuple(texts)


def _breaks_of(missing: list[Element]) -> list[list[BreakRecord]]:
    """Page breaks of layers that hold no words: their images are still leaves of the document."""
    return [
        [BreakRecord(0, found.get("n") or "", found.get("facs") or "") for found in element.iter(PAGE_BREAK)]
        for element in missing
    ]


def _has_both(layers: list[Layer]) -> bool:
    kinds = {kind: max((layer.words for layer in layers if layer.kind == kind), default=0) for kind in _KINDS}
    return all(words > BOTH_LAYERS for words in kinds.values())


def _number(tei: Element) -> str:
    return words_of(tei.find(f"{T}xenoData/{T}number")) or tei.get("n") or ""


def _tell_missing(source: Source, tei: Element, texts: list[Element], missing: list[Element]) -> None:
    if not texts:
        source.tell(line_of(tei), "no-text", "the file has a header but no text; the document comes in without words")
    for element in missing:
        kind = element.get("type") or "text"
        source.tell(line_of(element), "layer-absent", f"the {kind} holds no words of its own and counts as absent")


_KINDS = ("transcription", "translation")
