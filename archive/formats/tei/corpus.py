"""Reads a teiCorpus: a volume of whole TEI documents, its inner corpora as parts, its own texts as front matter."""

from dataclasses import dataclass, field, replace

from archive.formats.tei import header as headers
from archive.formats.tei.documents import tell_text
from archive.formats.tei.lists import entries
from archive.formats.tei.names import T, words_of
from archive.formats.tei.single import read_document
from archive.formats.tei.text import Source, read_text
from archive.formats.xml import XML_ID, Element, line_of
from archive.records import DocumentRecord, FileRecord, SectionRecord

CORPUS = f"{T}teiCorpus"
_NOTE = frozenset((f"{T}note",))


@dataclass(slots=True)
class _Corpus:
    """A corpus on its way; `order` counts parts and documents together, as they stand in the file."""

    source: Source
    sections: list[SectionRecord] = field(default_factory=list)
    documents: list[DocumentRecord] = field(default_factory=list)
    order: int = 0


def read_corpus(source: Source, root: Element) -> FileRecord:
    """Read every document of a corpus; a part takes its title from its header, its introduction from its text."""
    corpus = _Corpus(source)
    _descend(corpus, root, "")
    tell_text(source)
    header = headers.header_of(root)
    titles = headers.titles(header)
    names = entries(root)
    return FileRecord(
        source.file,
        "tei",
        is_volume=True,
        key=root.get(XML_ID) or source.file.rpartition("/")[2].removesuffix(".xml"),
        title=titles[0][1] if titles else "",
        language=headers.declared_language(header) or (titles[0][0] if titles else ""),
        year=words_of(header.find(f"{T}fileDesc/{T}publicationStmt/{T}date")),
        editors=tuple(role.name.name for role in headers.roles(header) if role.role == "editor"),
        description=headers.description(header),
        licence=headers.licence(header),
        sections=tuple(corpus.sections),
        documents=tuple(corpus.documents),
        names=names,
        persons=sum(name.kind == "person" for name in names),
        page_breaks=sum(document.page_breaks for document in corpus.documents),
        ids=source.ids,
        notices=tuple(source.notices),
    )


def _descend(corpus: _Corpus, element: Element, part: str) -> None:
    for child in element:
        if child.tag == f"{T}TEI":
            corpus.order += 1
            key = child.get(XML_ID) or f"document-{len(corpus.documents) + 1}"
            document = read_document(corpus.source, child, key=key)
            corpus.documents.append(replace(document, order=corpus.order, section=part))
        elif child.tag == CORPUS:
            _descend(corpus, child, _part(corpus, child, part))
        elif child.tag == f"{T}text" and not part:
            _front_matter(corpus, child)


def _part(corpus: _Corpus, element: Element, parent: str) -> str:
    """Read an inner corpus as a part of the volume and give its key."""
    header = headers.header_of(element)
    titles = headers.titles(header)
    text = element.find(f"{T}text")
    return _section(corpus, element, text, "part", titles[0][1] if titles else "", parent)


def _front_matter(corpus: _Corpus, text: Element) -> None:
    """Read each division of the corpus's own text as a section: a preface, a note to the reader."""
    bodies = [body for body in text if body.tag in (f"{T}front", f"{T}body", f"{T}back")]
    divisions = [division for body in bodies for division in body.findall(f"{T}div")]
    for division in divisions or [text]:
        title = words_of(division.find(f"{T}head"), without=_NOTE)
        _section(corpus, division, division, division.get("type") or "section", title, "")


def _section(corpus: _Corpus, element: Element, text: Element | None, kind: str, title: str, parent: str) -> str:
    corpus.order += 1
    key = element.get(XML_ID) or f"{kind}-{corpus.order}"
    reading = read_text(corpus.source, text, language=headers.language_of(text)) if text is not None else None
    record = SectionRecord(
        key=key,
        kind=kind,
        title=title,
        order=corpus.order,
        parent=parent,
        texts=tuple(reading.texts) if reading else (),
        file=corpus.source.file,
        line=line_of(element),
        references=tuple(reading.found.references) if reading else (),
    )
    corpus.sections.append(record)
    return key
