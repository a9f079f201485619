"""Blocks and their containers as HTML: paragraphs, headings, lists, tables, quotations, attachments."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from archive.markup import Writer
from archive.records import BlockRecord, MarkRecord, NoteRecord, TextRecord

FIRST_HEADING = 3

_CONTAINERS = {
    "list": "ul",
    "item": "li",
    "table": "table",
    "row": "tr",
    "cell": "td",
    "quote": "blockquote",
    "attachment": "section",
    "verses": "div",
    "opener": "div",
    "closer": "div",
}
_NATURAL_CLASSES = frozenset(("list", "item", "table", "row", "cell", "quote"))
_FITTING = {"list": ("item", "list_item"), "table": ("row",), "row": ("cell", "table_cell")}
_WRAPPINGS = {"list": ('<li class="bare">', "</li>"), "table": ("<tr><td>", "</td></tr>"), "row": ("<td>", "</td>")}
_HOME = {"item": "list", "row": "table", "cell": "row", "list_item": "list", "table_cell": "row"}
NUMBERED = frozenset(("paragraph", "list_item", "verse"))


@dataclass(frozen=True, slots=True)
class Part:
    """A block by its index, or the part of it that a page holds."""

    block: int
    start: int
    end: int
    continues: bool


class BlockWriter:
    """Writes blocks of one text; it remembers which containers it has begun, so pages are written in order."""

    def __init__(self, text: TextRecord) -> None:
        """Sort the marks of a text by block and find the containers around each block."""
        self.text = text
        self.first_note_block = min((note.first_block for note in text.notes), default=len(text.blocks))
        self.paths = _paths(text)
        self.numbers = _numbers(text.blocks[: self.first_note_block])
        self.begun: set[int] = set()
        self._writer = Writer(text.canonical, text.notes, text.language)
        self._marks = _marks_by_block(text)

    def path(self, block: int) -> tuple[int, ...]:
        """Containers around a block, the outermost first."""
        return self.paths[self.text.blocks[block].container]

    def clings_before(self, offset: int, note: NoteRecord | None) -> bool:
        """Whether a mark on a page's edge closes the page before: it does when it clings to that page's last word."""
        if note is not None and note.kind == "foliation":
            return False
        return offset > 0 and self.text.canonical[offset - 1] not in " \n"

    def write(self, group: Iterable[Part]) -> str:
        """Write blocks within their containers."""
        out: list[str] = []
        opened: list[tuple[int, str]] = []
        for part in group:
            path = self.path(part.block)
            shared = 0
            while shared < min(len(path), len(opened)) and opened[shared][0] == path[shared]:
                shared += 1
            while len(opened) > shared:
                out.append(opened.pop()[1])
            for container in path[shared:]:
                opening, closing = self._container(container, opened[-1][0] if opened else -1)
                out.append(opening)
                opened.append((container, closing))
            out.append(self._block(part, opened[-1][0] if opened else -1))
        out += (closing for _, closing in reversed(opened))
        return "".join(out)

    def _container(self, index: int, parent: int) -> tuple[str, str]:
        container = self.text.containers[index]
        around = self._kind(parent)
        before, after = _wrapping(around, container.kind)
        if container.kind == "row" and around != "table":
            before, after, around = f"{before}<table>", f"</table>{after}", "table"
        home = _HOME.get(container.kind)
        is_at_home = home in (None, around)
        tag = _CONTAINERS[container.kind] if is_at_home else "div"
        classes: list[str] = [] if container.kind in _NATURAL_CLASSES and is_at_home else [container.kind]
        if index in self.begun:
            classes.append("continues")
        self.begun.add(index)
        named = f' class="{" ".join(classes)}"' if classes else ""
        keyed = f' data-key="{escape(container.key)}"' if container.key else ""
        return f"{before}<{tag}{named}{keyed}>", f"</{tag}>{after}"

    def _block(self, part: Part, parent: int) -> str:
        block = self.text.blocks[part.block]
        around = self._kind(parent)
        before, after = _wrapping(around, block.kind)
        tag, name = _tag(block, around)
        classes = " ".join(filter(None, (name, "continues" if part.continues else "")))
        number = self.numbers.get(part.block)
        attributes = [f' data-o="{part.start}"']
        if classes:
            attributes.append(f' class="{classes}"')
        if number:
            attributes.append(f' data-n="{number}"')
        attributes.append(_block_attributes(block))
        words = self._writer.write(part.start, part.end, self._marks_of(part, block))
        return f"{before}<{tag}{''.join(attributes)}>{words}</{tag}>{after}"

    def _marks_of(self, part: Part, block: BlockRecord) -> Sequence[MarkRecord]:
        """Marks that touch a part; a point mark on its edge belongs to just one of the two parts there."""
        marks = self._marks.get(part.block, ())
        if not marks or (part.start, part.end) == (block.start, block.end):
            return marks
        return [mark for mark in marks if self._touches(mark, part, block)]

    def _touches(self, mark: MarkRecord, part: Part, block: BlockRecord) -> bool:
        if mark.start < mark.end:
            return mark.start < part.end and mark.end > part.start
        note = self.text.notes[int(mark.value)] if mark.kind == "note_ref" else None
        is_before = mark.kind != "line" and self.clings_before(mark.start, note)
        if mark.start == part.start and part.start > block.start:
            return not is_before
        if mark.start == part.end and part.end < block.end:
            return is_before
        return part.start <= mark.start <= part.end

    def _kind(self, container: int) -> str:
        return self.text.containers[container].kind if container >= 0 else ""


def _wrapping(parent: str, kind: str) -> tuple[str, str]:
    """What HTML wants around a child that its list, table or row may not hold as it is."""
    return _WRAPPINGS[parent] if parent in _FITTING and kind not in _FITTING[parent] else ("", "")


def _tag(block: BlockRecord, parent: str) -> tuple[str, str]:
    """Tag and class of a block."""
    if block.kind == "heading":
        return f"h{min(max(block.level, 1) + FIRST_HEADING - 1, 6)}", ""
    if block.kind == "list_item":
        return ("li", "") if parent == "list" else ("p", "item")
    if block.kind == "table_cell":
        return ("th" if block.level else "td", "") if parent == "row" else ("p", "cell")
    return "p", "" if block.kind == "paragraph" else block.kind


def _block_attributes(block: BlockRecord) -> str:
    found = []
    if block.language:
        found.append(f' lang="{escape(block.language)}"')
    if block.direction:
        found.append(f' dir="{block.direction}"')
    if block.kind == "table_cell" and block.columns > 1:
        found.append(f' colspan="{block.columns}"')
    if block.kind == "table_cell" and block.rows > 1:
        found.append(f' rowspan="{block.rows}"')
    return "".join(found)


def _marks_by_block(text: TextRecord) -> dict[int, list[MarkRecord]]:
    """Marks of each block, both in the order of the text."""
    starts = [block.start for block in text.blocks]
    found: dict[int, list[MarkRecord]] = {}
    for mark in text.marks:
        found.setdefault(bisect_right(starts, mark.start) - 1, []).append(mark)
    return found


def _paths(text: TextRecord) -> dict[int, tuple[int, ...]]:
    """Containers around each container, itself last."""
    paths: dict[int, tuple[int, ...]] = {-1: ()}
    for index, container in enumerate(text.containers):
        paths[index] = (*paths[container.parent], index)
    return paths


def _numbers(blocks: Sequence[BlockRecord]) -> dict[int, int]:
    """Numbers of the paragraphs of the main text, from 1."""
    numbered = [index for index, block in enumerate(blocks) if block.kind in NUMBERED]
    return {index: number for number, index in enumerate(numbered, 1)}
