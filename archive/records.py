"""The common tongue of all formats: plain records between a file and the database.

Offsets everywhere are code points into `TextRecord.canonical`; intervals are half open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.dates import HistoricalDate

BlockKind = Literal["paragraph", "heading", "list_item", "table_cell", "verse", "note"]
ContainerKind = Literal["list", "item", "table", "row", "cell", "quote", "attachment", "verses", "opener", "closer"]
Look = Literal["italic", "bold", "underline", "superscript", "subscript", "smallcaps", "spaced"]
Hand = Literal["del", "add", "unclear", "supplied", "gap", "corrected", "expanded", "foreign", "quote"]
Naming = Literal["person", "place", "organisation", "subject", "date"]
MarkKind = Look | Hand | Naming | Literal["ref", "note_ref", "line", "figure"]
NoteKind = Literal["footnote", "source", "foliation"]
NameKind = Literal["person", "place", "organisation", "subject"]
NameRole = Literal["author", "recipient", "mentioned", "place", "subject", "translator", "editor"]
TextKind = Literal["transcription", "translation"]
ZoneLevel = Literal["block", "line", "word"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing the editor should know; `line` is 0 when the file has no lines (an image)."""

    file: str
    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ContainerRecord:
    """A list, table, row, quotation or attachment around blocks; `parent` indexes `containers`, -1 at the top.

    An item or cell is a container only where it holds more than one block; else it is a block.
    `label` is the heading of an attachment; every attachment has a `key`.
    """

    kind: ContainerKind
    parent: int = -1
    key: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class BlockRecord:
    """A stretch of canonical text that is a unit of reading; blocks never overlap and are joined by one U+000A.

    `key` is the source's xml:id, unique in the document when given; `corresp` names the keys of
    blocks in sister texts; `container` indexes `TextRecord.containers`, -1 at the top.
    `level` is a heading's depth from 1, and 1 for a table cell that labels others; `columns` and
    `rows` are a cell's span; `zone` names the region of the page image the source links it to.
    Only a table cell, or the holder of a point mark, may be empty.
    """

    kind: BlockKind
    start: int
    end: int
    container: int = -1
    level: int = 0
    key: str = ""
    corresp: tuple[str, ...] = ()
    direction: Literal["", "ltr", "rtl"] = ""
    language: str = ""
    columns: int = 1
    rows: int = 1
    zone: str = ""


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """An inline mark inside one block.

    `value` depends on kind: a ref's target, a figure's url, a gap's reason, a name's or subject's
    key, a date's @when, a foreign word's language, the reading that a corrected or expanded one
    replaces, the hyphen that was left out where a line was joined, a note_ref's index into
    `notes`; empty else. A point mark (line, gap without text, note_ref, figure) has
    start == end. Marks of one text come sorted, an outer one before the inner.
    """

    kind: MarkKind
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class BreakRecord:
    """A page break as the source has it: `label` is @n as printed, `facs` names the image or surface.

    `offset` is the first character of the new page. An implied break stands at 0 and names the
    page on which a text begins when its break comes before the text; it belongs to no count.
    """

    offset: int
    label: str = ""
    facs: str = ""
    folio: str = ""
    line: int = 0
    key: str = ""
    is_implied: bool = False


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """An editorial note: its words are canonical[start:end], after the main text; `anchor` is where its mark stands.

    `first_block` and `last_block` (exclusive) index `TextRecord.blocks`.
    """

    kind: NoteKind
    label: str
    anchor: int
    start: int
    end: int
    first_block: int
    last_block: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class TextRecord:
    """One layer of a document: main text, then (from `main_end`) the notes as note blocks.

    `spelling` is "" or "original" / "modern" where the source has both; `aligned_with` is the
    index of the sister text whose blocks correspond one to one. `anchors` are the source's other
    xml:ids with their offsets, for links that point into the middle of a block.
    """

    kind: TextKind
    language: str
    script: str
    canonical: str
    main_end: int
    blocks: tuple[BlockRecord, ...]
    containers: tuple[ContainerRecord, ...] = ()
    marks: tuple[MarkRecord, ...] = ()
    breaks: tuple[BreakRecord, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    anchors: tuple[tuple[str, int], ...] = ()
    spelling: Literal["", "original", "modern"] = ""
    aligned_with: int = -1
    translator: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ZoneRecord:
    """A region of a page image: polygon in pixels of the master; `block_key` where the source links it to a block."""

    level: ZoneLevel
    polygon: tuple[tuple[int, int], ...]
    text: str = ""
    block_key: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A leaf: `facs` is the source's name for its image; width and height are 0 when the source does not say."""

    order: int
    facs: str = ""
    label: str = ""
    folio: str = ""
    image: str = ""
    width: int = 0
    height: int = 0
    zones: tuple[ZoneRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A person, place or other name; `key` is the source's own id or authority URI, "" when it has none."""

    kind: NameKind
    name: str
    key: str = ""
    variants: tuple[str, ...] = ()
    note: str = ""
    dates: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A name in its role on a document; `name.key` joins it to the list of names when it is there."""

    role: NameRole
    name: NameRecord


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A part of a volume; `texts` is its own front matter or chapter text, empty when it only holds others."""

    key: str
    kind: str
    title: str
    order: int
    parent: str = ""
    texts: tuple[TextRecord, ...] = ()
    file: str = ""
    line: int = 0
    references: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document; `key` is its xml:id or file stem, unique in the volume, never a digest.

    The counts (`page_breaks`, `footnotes`, `source_notes`, `attachments`, `words`) are taken in
    the source, so that they can be checked against it. `references` are the targets of its links
    with their lines; one that begins with "#" points into `FileRecord.ids` or at nothing.
    """

    key: str
    title: str
    date: HistoricalDate
    file: str
    line: int = 0
    number: str = ""
    order: int = 0
    section: str = ""
    kind: str = ""
    other_titles: tuple[tuple[str, str], ...] = ()
    description: str = ""
    repository: str = ""
    shelf_mark: str = ""
    shelf_marks: tuple[str, ...] = ()
    place: str = ""
    texts: tuple[TextRecord, ...] = ()
    pages: tuple[PageRecord, ...] = ()
    roles: tuple[RoleRecord, ...] = ()
    attachments: int = 0
    page_breaks: int = 0
    footnotes: int = 0
    source_notes: int = 0
    words: int = 0
    has_both_layers: bool = False
    is_editorial_note: bool = False
    source_url: str = ""
    licence: str = ""
    references: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What one file held: a whole volume (`is_volume`), one document, a list of names, or page zones.

    `page_breaks` counts every break of the file, inside documents and out; `ids` are all its
    xml:ids, for checking what points at them. `series` is the work that a single document says
    it belongs to: a title for the volume that its folder becomes.
    """

    file: str
    format: str
    is_volume: bool = False
    key: str = ""
    title: str = ""
    series: str = ""
    language: str = ""
    year: str = ""
    editors: tuple[str, ...] = ()
    description: str = ""
    licence: str = ""
    sections: tuple[SectionRecord, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    names: tuple[NameRecord, ...] = ()
    pages: tuple[PageRecord, ...] = ()
    persons: int = 0
    page_breaks: int = 0
    ids: frozenset[str] = frozenset()
    notices: tuple[Notice, ...] = ()


class Refused(ValueError):  # noqa: N818 - it is what the report says of the file
    """The file cannot come in at all; the message says file, line and what to do."""

    def __init__(self, file: str, line: int, code: str, message: str) -> None:
        """Keep the parts, so that a report can show them as data."""
        super().__init__(f"{file}:{line}: {message}")
        self.notice = Notice(file, line, code, message)
