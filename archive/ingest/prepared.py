"""Records made ready for rows, without a database: texts with slugs, pages, rendered stretches, terms, digests."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ingest.terms import Later, LaterPages, Terms
from archive.records import DocumentRecord, NoteRecord, PageRecord


@dataclass(frozen=True, slots=True)
class PreparedBreak:
    """A stretch of a text; `page` is the order of its leaf, 0 without one; `pieces` and `notes` are JSON."""

    start: int
    end: int
    byte_start: int
    byte_end: int
    leaf: int
    page: int
    label: str
    facs: str
    is_implied: bool
    pieces: str
    notes: str


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A text under its slug; `blocks`, `containers` and `marks` are JSON, digests hexadecimal.

    `terms` gives how each of the `breaks` is found, and may wait.
    """

    slug: str
    kind: str
    language: str
    script: str
    spelling: str
    translator: str
    aligned_with: str
    canonical: str
    main_end: int
    words: int
    blocks: str
    containers: str
    marks: str
    digest: str
    form_digest: str
    notes: tuple[NoteRecord, ...]
    breaks: tuple[PreparedBreak, ...]
    terms: LaterPages


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document with everything its rows need but the ids; `terms` gives how they are found, and may wait.

    `anchors` are (xml:id, leaf, fragment). One that is not to be written comes without texts.
    """

    record: DocumentRecord
    is_matter: bool
    digest: str
    pages: tuple[PageRecord, ...] = ()
    leaves: int = 0
    texts: tuple[PreparedText, ...] = ()
    anchors: tuple[tuple[str, int, str], ...] = ()
    terms: Later = lambda: Terms((), "")
