"""From records of a file to what is written: slugs and leaves given, HTML rendered, terms read, digests taken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from typing import Any

from archive.alignment import leaves
from archive.dates import HistoricalDate
from archive.index_terms import IndexedPage
from archive.ingest.places import anchors_of
from archive.ingest.prepared import PreparedBreak, PreparedDocument, PreparedText
from archive.ingest.terms import Later, LaterPages, Pages, TermReader
from archive.naming import slug_of
from archive.pagination import Laid, paginate
from archive.record_data import to_data
from archive.records import DocumentRecord, SectionRecord, TextRecord
from archive.rendering import NoteHtml, Piece, Slice, render

UNDATED = HistoricalDate("", None, None)

# Changes whenever the same record would be stored otherwise; then a load brings every document up to date.
FORM_VERSION = 1
LONGEST_SLUG = 50

_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(slots=True)
class Preparer:
    """Prepares the documents of one load; remembers words, so one serves for all its volumes."""

    terms: TermReader = field(default_factory=TermReader)

    def prepare(self, record: DocumentRecord, known: Mapping[str, str], *, is_matter: bool = False) -> PreparedDocument:
        """Make a document ready; one whose digest is the `known` one of its key comes without texts."""
        laid, leaves = paginate(record.texts, record.pages)
        slugs = text_slugs(record.texts)
        forms = [_form(found) for found in laid]
        bare = replace(record, texts=(), pages=())
        digest = _digest_of_document(record, slugs, forms, is_matter=is_matter)
        if known.get(record.key) == digest:
            return PreparedDocument(bare, is_matter, digest)
        slices = [render(found.text) for found in laid]
        terms = self.terms.ask([_pages(found.text, parts) for found, parts in zip(laid, slices, strict=True)])
        texts = tuple(
            _text(*parts, slugs, partial(_terms_of, terms, number))
            for number, parts in enumerate(zip(laid, slices, forms, slugs, strict=True))
        )
        places = anchors_of(zip(slugs, laid, slices, strict=True))
        anchors = tuple((key, *place) for key, place in places.items() if key != record.key)
        return PreparedDocument(bare, is_matter, digest, record.pages, leaves, texts, anchors, terms)


def _text(
    laid: Laid, slices: Sequence[Slice], form: _Form, slug: str, slugs: Sequence[str], terms: LaterPages
) -> PreparedText:
    text = laid.text
    return PreparedText(
        slug=slug,
        kind=text.kind,
        language=text.language,
        script=text.script,
        spelling=text.spelling,
        translator=text.translator,
        aligned_with=slugs[text.aligned_with] if text.aligned_with >= 0 else "",
        canonical=text.canonical,
        main_end=text.main_end,
        words=len(text.canonical.split()),
        blocks=form.blocks,
        containers=form.containers,
        marks=form.marks,
        digest=form.words,
        form_digest=form.digest,
        notes=text.notes,
        breaks=tuple(_breaks(laid, slices)),
        terms=terms,
    )


def _breaks(laid: Laid, slices: Sequence[Slice]) -> Iterator[PreparedBreak]:
    words, at, byte = laid.text.canonical, 0, 0
    for number, found in enumerate(slices):
        first = byte + len(words[at : found.start].encode())
        at, byte = found.end, first + len(words[found.start : found.end].encode())
        yield _break(laid, number, found, (first, byte))


def _break(laid: Laid, number: int, found: Slice, span: tuple[int, int]) -> PreparedBreak:
    return PreparedBreak(
        start=found.start,
        end=found.end,
        byte_start=span[0],
        byte_end=span[1],
        leaf=laid.leaves[number],
        page=laid.pages[number],
        label=found.label,
        facs=found.facs,
        is_implied=found.is_implied,
        pieces=_dump([_piece(piece) for piece in found.pieces]),
        notes=_dump([_note(note) for note in found.notes]),
    )


def _terms_of(document: Later, number: int) -> tuple[IndexedPage, ...]:
    return document().texts[number]


def _pages(text: TextRecord, slices: Sequence[Slice]) -> Pages:
    words = text.canonical
    return Pages(
        text.language,
        tuple((words[it.start : it.end], tuple(words[note.start : note.end] for note in it.notes)) for it in slices),
    )


@dataclass(frozen=True, slots=True)
class _Form:
    blocks: str
    containers: str
    marks: str
    words: str
    digest: str


def matter(section: SectionRecord) -> DocumentRecord:
    """Give the text of a section as a document of its own, under the section's key."""
    return DocumentRecord(
        key=section.key,
        title=section.title or section.kind or section.key,
        date=UNDATED,
        file=section.file,
        line=section.line,
        order=section.order,
        section=section.key,
        kind=section.kind,
        texts=section.texts,
        pages=leaves(text.breaks for text in section.texts),
        references=section.references,
    )


def text_slugs(texts: Sequence[TextRecord]) -> list[str]:
    """Name the texts of a document: transcription, transcription-original, translation-en, translation-en-2."""
    slugs: list[str] = []
    for text in texts:
        base = text.kind if text.kind == "transcription" else f"translation-{text.language or 'und'}"
        if text.spelling == "original" and text.aligned_with >= 0:
            base = f"{base}-original"
        base = slug_of(base, LONGEST_SLUG)
        slug, number = base, 2
        while slug in slugs:
            slug, number = f"{base}-{number}", number + 1
        slugs.append(slug)
    return slugs


def _form(laid: Laid) -> _Form:
    text = laid.text
    blocks, containers, marks = (
        _dump([to_data(record) for record in records]) for records in (text.blocks, text.containers, text.marks)
    )
    words = sha256(text.canonical.encode()).hexdigest()
    breaks = _dump([to_data(found) | {"line": 0} for found in text.breaks])
    notes = _dump([to_data(note) for note in text.notes])
    parts = (FORM_VERSION, text.main_end, blocks, containers, marks, breaks, notes, laid.leaves, laid.pages)
    return _Form(blocks, containers, marks, words, _digest((*parts, text.language, text.anchors)))


def _digest_of_document(
    record: DocumentRecord, slugs: Sequence[str], forms: Iterable[_Form], *, is_matter: bool
) -> str:
    """Take everything that is stored, and nothing that is not: a line or a file's name changes no document."""
    header = [getattr(record, name) for name in _HEADER]
    date = [str(getattr(record.date, name)) for name in ("edtf", "earliest", "latest", "printed", "calendar")]
    texts = [
        (slug, form.words, form.digest, text.kind, text.script, text.spelling, text.translator, text.aligned_with)
        for slug, form, text in zip(slugs, forms, record.texts, strict=True)
    ]
    roles = [
        (role.role, role.name.kind, role.name.key, role.name.name, role.name.variants, role.name.links)
        for role in record.roles
    ]
    pages = [to_data(page) | {"zones": [to_data(zone) for zone in page.zones]} for page in record.pages]
    return _digest((header, date, texts, roles, pages, is_matter))


def _piece(piece: Piece) -> dict[str, Any]:
    """Write a piece as `PageBreak.pieces` has it."""
    return {
        "o": piece.start,
        "e": piece.end,
        "k": piece.kind,
        "id": piece.key,
        "c": piece.corresp,
        "h": piece.html,
        "x": piece.continues,
    }


def _note(note: NoteHtml) -> dict[str, Any]:
    """Write a note as `PageBreak.notes` has it."""
    return {
        "o": note.start,
        "e": note.end,
        "n": note.label,
        "k": note.kind,
        "a": note.anchor,
        "i": note.index,
        "h": note.html,
    }


_HEADER = (
    "key",
    "title",
    "number",
    "order",
    "section",
    "kind",
    "other_titles",
    "description",
    "repository",
    "shelf_mark",
    "place",
    "is_editorial_note",
    "licence",
)


def _digest(parts: Any) -> str:
    return sha256(_dump(parts).encode("utf-8", "surrogatepass")).hexdigest()
