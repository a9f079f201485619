"""Renders a text as HTML, page by page; the HTML knows neither the visitor nor the document's address."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from archive.block_markup import BlockWriter, Part
from archive.markup import is_local
from archive.records import NoteKind, NoteRecord, TextRecord

_TARGET = re.compile(r'data-(note|ref)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Piece:
    """A top-level block or container, or the part of it that a page holds; `continues` when it began before.

    `number` is the number of its first paragraph in the text version, from 1, and 0 without one.
    """

    start: int
    end: int
    kind: str
    key: str
    corresp: tuple[str, ...]
    html: str
    continues: bool
    number: int = 0


@dataclass(frozen=True, slots=True)
class NoteHtml:
    """A note of a page; `index` is its place in `TextRecord.notes`, by which its marks name it."""

    index: int
    kind: NoteKind
    label: str
    key: str
    anchor: int
    start: int
    end: int
    html: str


@dataclass(frozen=True, slots=True)
class Slice:
    """What stands between two page breaks; `break_index` is -1 where no break of the source opens it."""

    start: int
    end: int
    label: str
    facs: str
    is_implied: bool
    break_index: int
    pieces: tuple[Piece, ...]
    notes: tuple[NoteHtml, ...]


def render(text: TextRecord) -> list[Slice]:
    """Give the slices of a text in order, one for each page break and one for what stands before the first.

    Each element with `data-o` holds the canonical text from that offset on, but for what is inside
    elements with `data-skip`; `data-n` numbers paragraphs. Links into the archive carry `data-ref`,
    marks of notes `data-note`, until `link` gives them an address.
    """
    renderer = _Renderer(text)
    starts = [found.offset for found in text.breaks]
    indexes = list(range(len(starts)))
    if not starts or starts[0] > 0:
        starts, indexes = [0, *starts], [-1, *indexes]
    ends = [*starts[1:], text.main_end]
    parts = renderer.parts(starts, ends)
    notes = renderer.notes_by_slice(starts)
    slices = []
    for number, (start, end, index) in enumerate(zip(starts, ends, indexes, strict=True)):
        found = text.breaks[index] if index >= 0 else None
        slices.append(
            Slice(
                start,
                end,
                found.label if found else "",
                found.facs if found else "",
                found.is_implied if found else True,
                index,
                tuple(renderer.pieces(parts[number])),
                tuple(notes[number]),
            )
        )
    return slices


def internal_targets(text: TextRecord) -> tuple[str, ...]:
    """Targets inside the archive that the text's links name, each once."""
    return tuple(dict.fromkeys(mark.value for mark in text.marks if mark.kind == "ref" and is_local(mark.value)))


def link(html: str, *, prefix: str, targets: Mapping[str, str]) -> str:
    """Give links and note marks their addresses: `targets` maps `data-ref` to an address, `prefix` begins ids of notes.

    The mark of note 3 gets id `{prefix}-ref-3` and leads to `#{prefix}-note-3`. What has no address stays plain text.
    """

    def address(match: re.Match[str]) -> str:
        kind, value = match[1], match[2]
        if kind == "note":
            return f'{match[0]} id="{escape(prefix)}-ref-{value}" href="#{escape(prefix)}-note-{value}"'
        target = targets.get(unescape(value))
        return f'{match[0]} href="{escape(target)}"' if target else match[0]

    return _TARGET.sub(address, html)


class _Renderer:
    def __init__(self, text: TextRecord) -> None:
        self.text = text
        self.blocks = BlockWriter(text)

    def parts(self, starts: Sequence[int], ends: Sequence[int]) -> list[list[Part]]:
        """Give each slice its blocks, those that cross a break cut in two."""
        found: list[list[Part]] = [[] for _ in starts]
        for index, block in enumerate(self.text.blocks[: self.blocks.first_note_block]):
            number, at = bisect_right(starts, block.start) - 1, block.start
            while True:
                end = min(block.end, ends[number])
                found[number].append(Part(index, at, end, at > block.start))
                if end >= block.end:
                    break
                number, at = bisect_right(starts, end) - 1, end
        return found

    def notes_by_slice(self, starts: Sequence[int]) -> list[list[NoteHtml]]:
        """Give each slice the notes whose marks stand in it."""
        found: list[list[NoteHtml]] = [[] for _ in starts]
        for index, note in enumerate(self.text.notes):
            offset = note.anchor - 1 if self.blocks.clings_before(note.anchor, note) else note.anchor
            number = max(bisect_right(starts, min(offset, self.text.main_end)) - 1, 0)
            found[number].append(self._note(index, note))
        return found

    def pieces(self, parts: Iterable[Part]) -> Iterable[Piece]:
        """Join parts that share their outermost container into pieces."""
        group: list[Part] = []
        root = -1
        for part in parts:
            path = self.blocks.path(part.block)
            top = path[0] if path else -1
            if group and (top < 0 or top != root):
                yield self._piece(group, root)
                group = []
            group.append(part)
            root = top
        if group:
            yield self._piece(group, root)

    def _piece(self, group: list[Part], root: int) -> Piece:
        first = self.text.blocks[group[0].block]
        continues = group[0].continues or root in self.blocks.begun
        html = self.blocks.write(group)
        kind, key = first.kind, first.key
        if root >= 0:
            container = self.text.containers[root]
            return self._made(group, container.kind, container.key or key, html, continues=continues)
        return self._made(group, kind, key, html, continues=continues)

    def _made(self, group: list[Part], kind: str, key: str, html: str, *, continues: bool) -> Piece:
        first = self.text.blocks[group[0].block]
        number = next((self.blocks.numbers[part.block] for part in group if part.block in self.blocks.numbers), 0)
        return Piece(group[0].start, group[-1].end, kind, key, first.corresp, html, continues, number)

    def _note(self, index: int, note: NoteRecord) -> NoteHtml:
        blocks = range(note.first_block, note.last_block)
        group = [Part(block, self.text.blocks[block].start, self.text.blocks[block].end, False) for block in blocks]
        html = self.blocks.write(group)
        return NoteHtml(index, note.kind, note.label, note.key, note.anchor, note.start, note.end, html)
