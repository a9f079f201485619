"""Builds the canonical text: one string of blocks, with everything else as offsets into it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from archive.records import (
    BlockKind,
    BlockRecord,
    BreakRecord,
    ContainerKind,
    ContainerRecord,
    MarkKind,
    MarkRecord,
    NoteKind,
    NoteRecord,
    TextRecord,
)
from archive.strand import Strand

_BROKEN_WORD = re.compile(r"(\w+)[-‐¬]\Z")
_NEXT_WORD = re.compile(r"\s*(\w+)")


@dataclass(slots=True)
class _OpenMark:
    kind: MarkKind
    value: str
    order: int
    start: int = -1


@dataclass(slots=True)
class _OpenNote:
    kind: NoteKind
    label: str
    key: str
    fill: Callable[[], None]
    anchor: int = -1


@dataclass(slots=True)
class Builder:
    """Takes the events of a text in reading order and gives a TextRecord.

    Blocks open with their first character, and a page break, note or link target waits for the
    next one, so that it never points at white space. `hyphenated` are the words, casefolded, that
    are known to keep their hyphen at the end of a line. `glued_breaks` are the lines of page
    breaks between two letters that nothing parts.
    """

    strand: Strand = field(default_factory=Strand)
    hyphenated: frozenset[str] = frozenset()
    glued_breaks: list[int] = field(default_factory=list)
    _open: BlockRecord | None = None
    _started: bool = False
    _explicit: bool = False
    _in_note: int = -1
    _main_end: int = 0
    _order: int = 0
    _pinned: int = -1
    _blocks: list[BlockRecord] = field(default_factory=list)
    _extents: list[tuple[int, int, int]] = field(default_factory=list)
    _containers: list[ContainerRecord] = field(default_factory=list)
    _nesting: list[int] = field(default_factory=list)
    _marks: list[tuple[int, int, int, MarkRecord]] = field(default_factory=list)
    _open_marks: list[_OpenMark] = field(default_factory=list)
    _breaks: list[BreakRecord] = field(default_factory=list)
    _notes: list[_OpenNote] = field(default_factory=list)
    _anchors: list[tuple[str, int]] = field(default_factory=list)
    _waiting: list[Callable[[int], None]] = field(default_factory=list)
    _waiting_breaks: list[tuple[int, bool]] = field(default_factory=list)

    @property
    def in_block(self) -> bool:
        """Whether a block was opened that has not been closed; words outside one open their own."""
        return self._open is not None and self._explicit

    @property
    def in_note(self) -> bool:
        """Whether the words now belong to a note."""
        return self._in_note >= 0

    @property
    def has_words(self) -> bool:
        """Whether the open block holds a character already."""
        return self._started and self.strand.has_words

    @property
    def last_character(self) -> str:
        """Last character of the open block so far, "" at its beginning."""
        return self.strand.tail(1) if self.has_words else ""

    def open_block(self, pattern: BlockRecord, *, keep: bool = False) -> None:
        """Begin a block after ending the one before; offsets and container of the pattern are set here.

        A block without words is dropped unless `keep`.
        """
        self.close_block()
        self._open, self._explicit = pattern, True
        if keep:
            self._start_block()

    def close_block(self) -> None:
        """End the open block, if any; marks that are still open go on in the next one."""
        if self._started:
            self._extents[-1] = (*self._extents[-1][:2], self.strand.length)
            for mark in self._open_marks:
                self._finish_mark(mark)
                mark.start = -1
        self._open, self._started, self._explicit = None, False, False
        self.strand.end()

    def open_container(self, kind: ContainerKind, *, key: str = "", label: str = "") -> None:
        """Begin a list, table, quotation or the like around the next blocks."""
        self.close_block()
        parent = self._nesting[-1] if self._nesting else -1
        self._nesting.append(len(self._containers))
        self._containers.append(ContainerRecord(kind, parent, key, label))

    def close_container(self) -> None:
        """End the innermost container."""
        self.close_block()
        self._nesting.pop()

    def text(self, words: str | None) -> None:
        """Add words, white space normalised; outside a block they open a paragraph, or a note's block."""
        body = self.strand.take(words) if words else ""
        if not body:
            return
        self._open_implicit()
        self._start_block()
        touches = self.strand.part(body[0])
        if touches:
            self.glued_breaks.extend(line for line, joins in self._waiting_breaks if not joins)
        self._settle()
        for mark in self._open_marks:
            if mark.start < 0:
                mark.start = self.strand.length
        self.strand.append(body)

    def space(self) -> None:
        """Part what comes from what was."""
        self.strand.space()

    def line(self) -> None:
        """Mark the beginning of a line of the source; lines are parted by a space."""
        if self.has_words:
            self.strand.space()
            self._wait_in_block("line", "")

    def join(self, following: str) -> None:
        """Mark the beginning of a line inside a word: the halves are joined and the hyphen is left out.

        The hyphen stays where the word is known to be written with one; `following` are the next words.
        """
        self.strand.glue()
        if not self.has_words:
            return
        match = _BROKEN_WORD.search(self.strand.tail(60))
        after = _NEXT_WORD.match(following)
        whole = f"{match[1]}-{after[1]}".casefold() if match and after else ""
        is_soft = match is not None and whole not in self.hyphenated and self._pinned < self.strand.length
        self._wait_in_block("line", self.strand.shorten(1) if is_soft else "")

    def push(self, kind: MarkKind, value: str = "") -> None:
        """Begin an inline mark; it covers what follows up to `pop`, across blocks if need be."""
        self._order += 1
        self._open_marks.append(_OpenMark(kind, value, self._order))

    def pop(self) -> None:
        """End the innermost inline mark; one that covers nothing is dropped."""
        self._finish_mark(self._open_marks.pop())

    def point(self, kind: MarkKind, value: str = "") -> None:
        """Put a mark without extent here, in a block of its own if none is open."""
        self._open_implicit()
        self._start_block()
        self._add_point(kind, value, self.strand.length)

    def anchor(self, key: str) -> None:
        """Note where a link target of the source stands: at the next character."""
        self._waiting.append(lambda offset: self._anchors.append((key, offset)))

    def page_break(self, found: BreakRecord, *, joins: bool = False) -> None:
        """Begin a page at the next character; it adds none itself. `joins` says it stands inside a word.

        A break inside a note stands where the note's mark does.
        """
        if joins:
            self.strand.glue()
        if self.in_note:
            anchor = min(self._notes[self._in_note].anchor, self._main_end)
            self._breaks.append(replace(found, offset=anchor))
            return
        self._waiting_breaks.append((found.line, joins))
        self._waiting.append(lambda offset: self._breaks.append(replace(found, offset=offset)))

    def note(self, kind: NoteKind, label: str, key: str, fill: Callable[[], None]) -> int:
        """Put the mark of a note here and give its index; `fill` is called after the main text to add its words."""
        note, index = _OpenNote(kind, label, key, fill), len(self._notes)
        self._notes.append(note)

        def settle(offset: int) -> None:
            note.anchor = offset
            self._add_point("note_ref", str(index), offset)

        follows_words = self.has_words or (self._open is None and bool(self._blocks) and kind == "footnote")
        if follows_words and not self._waiting_breaks:
            settle(self.strand.length)
        else:
            self._waiting.append(settle)
        return index

    def finish(self, pattern: TextRecord) -> TextRecord:
        """Add the notes and give the text; `pattern` carries kind, language and what else is no offset."""
        self.close_block()
        self._settle()
        self._main_end = self.strand.length
        notes = []
        while self._in_note + 1 < len(self._notes):
            self._in_note += 1
            notes.append(self._fill_note(self._notes[self._in_note]))
        return replace(
            pattern,
            canonical=str(self.strand),
            main_end=self._main_end,
            blocks=tuple(
                replace(block, container=container, start=start, end=end)
                for block, (container, start, end) in zip(self._blocks, self._extents, strict=True)
            ),
            containers=tuple(self._containers),
            marks=tuple(mark for *_, mark in sorted(self._marks, key=lambda found: found[:3])),
            breaks=tuple(sorted(self._breaks, key=lambda found: found.offset)),
            notes=tuple(notes),
            anchors=tuple(self._anchors),
        )

    def _fill_note(self, note: _OpenNote) -> NoteRecord:
        first = len(self._blocks)
        note.fill()
        if len(self._blocks) == first:
            self._open_implicit()
            self._start_block()
        self.close_block()
        self._settle()
        start, end = self._extents[first][1], self._extents[-1][2]
        return NoteRecord(note.kind, note.label, note.anchor, start, end, first, len(self._blocks), note.key)

    def _open_implicit(self) -> None:
        if self._open is None:
            kind: BlockKind = "note" if self.in_note else "paragraph"
            self._open = BlockRecord(kind, 0, 0)

    def _start_block(self) -> None:
        """Make the open block real: its start and its place among the containers."""
        if self._open is None or self._started:
            return
        start = self.strand.begin() if self._blocks else 0
        container = self._nesting[-1] if self._nesting else -1
        self._blocks.append(self._open)
        self._extents.append((container, start, start))
        self._started = True

    def _add_point(self, kind: MarkKind, value: str, offset: int) -> None:
        self._order += 1
        self._pinned = max(self._pinned, offset)
        self._marks.append((offset, -offset, self._order, MarkRecord(kind, offset, offset, value)))

    def _finish_mark(self, mark: _OpenMark) -> None:
        end = self.strand.length
        if 0 <= mark.start < end:
            self._pinned = end
            self._marks.append((mark.start, -end, mark.order, MarkRecord(mark.kind, mark.start, end, mark.value)))

    def _wait_in_block(self, kind: MarkKind, value: str) -> None:
        """Let a point mark wait for the next character of this block, and drop it with the block's end."""
        count = len(self._blocks)

        def settle(offset: int) -> None:
            if self._started and count == len(self._blocks):
                self._add_point(kind, value, offset)

        self._waiting.append(settle)

    def _settle(self) -> None:
        for settle in self._waiting:
            settle(self.strand.length)
        if self._waiting:
            self._pinned = self.strand.length
            self._waiting.clear()
            self._waiting_breaks.clear()
