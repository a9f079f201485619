"""Inline marks as HTML: a stretch of canonical text in, escaped and marked up words out."""

import re
from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from archive.records import MarkKind, MarkRecord, NoteRecord

_TAGS: dict[MarkKind, tuple[str, str]] = {
    "del": ("<del>", "</del>"),
    "add": ("<ins>", "</ins>"),
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "underline": ("<u>", "</u>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "smallcaps": ('<span class="smallcaps">', "</span>"),
    "spaced": ('<span class="spaced">', "</span>"),
    "unclear": ('<span class="unclear">', "</span>"),
    "supplied": ('<span class="supplied">', "</span>"),
    "gap": ('<span class="gap">', "</span>"),
    "quote": ("<q>", "</q>"),
}
# These are kept for search and export; on the page they would only be noise.
_SILENT: frozenset[MarkKind] = frozenset(("date", "subject"))
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\"<>\\^`{|}]+", re.IGNORECASE)
_LOCAL_ADDRESS = re.compile(r"(?!#\Z)[^\s:\"<>\\]{1,300}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ILLEGIBLE = {"ru": "[нрзб.]", "uk": "[нрзб.]", "be": "[нрзб.]"}
_UNREADABLE = frozenset(("illegible", "unreadable", "faded", "blurred", "unclear"))


def is_web_address(target: str) -> bool:
    """Whether a link may lead to its target as it stands."""
    return bool(_WEB_ADDRESS.fullmatch(target))


def is_local(target: str) -> bool:
    """Whether a link's target is inside the archive: an xml:id, or a file with one."""
    return bool(_LOCAL_ADDRESS.fullmatch(target))


@dataclass(slots=True)
class Writer:
    """Writes stretches of one text; `notes` give the labels of reference marks."""

    canonical: str
    notes: Sequence[NoteRecord] = ()
    language: str = ""
    _points: Mapping[MarkKind, Callable[[MarkRecord], str]] = field(init=False)

    def __post_init__(self) -> None:
        """Tie each kind of point mark to what writes it."""
        self._points = {"note_ref": self._note_mark, "gap": self._gap, "figure": _figure, "line": _line}

    def write(self, start: int, end: int, marks: Sequence[MarkRecord]) -> str:
        """Give the HTML of canonical[start:end]; `marks` are those that touch it, sorted, an outer one first.

        Text outside elements with `data-skip` is exactly that stretch. Overlapping marks are cut so that they nest.
        """
        if not marks:
            return escape(self.canonical[start:end], quote=False)
        queue = [(max(m.start, start), -min(m.end, end), order, m) for order, m in enumerate(marks)]
        queue.sort(key=lambda found: found[:3])
        out: list[str] = []
        stack: list[tuple[int, str]] = []
        at, index = start, 0
        while index < len(queue):
            begin, negative_end, order, mark = queue[index]
            index += 1
            at = self._advance(out, stack, at, begin)
            if mark.start == mark.end:
                out.append(self._points[mark.kind](mark) if mark.kind in self._points else "")
                continue
            stop = -negative_end
            if stack and stack[-1][0] < stop:
                cut = stack[-1][0]
                insort(queue, (cut, -stop, order, mark), lo=index, key=lambda found: found[:3])
                stop = cut
            opening, closing = _tags(mark, in_link=any(tag == "</a>" for _, tag in stack))
            out.append(opening)
            stack.append((stop, closing))
        self._advance(out, stack, at, end)
        return "".join(out)

    def _advance(self, out: list[str], stack: list[tuple[int, str]], at: int, to: int) -> int:
        """Write the words up to an offset and close the marks that end on the way."""
        while stack and stack[-1][0] <= to:
            stop, closing = stack.pop()
            out += (escape(self.canonical[at:stop], quote=False), closing)
            at = max(at, stop)
        out.append(escape(self.canonical[at:to], quote=False))
        return max(at, to)

    def _note_mark(self, mark: MarkRecord) -> str:
        note = self.notes[int(mark.value)]
        if not note.label:
            return ""
        label = escape(note.label)
        return f'<a class="note-ref" role="doc-noteref" data-skip data-note="{int(mark.value)}">{label}</a>'

    def _gap(self, mark: MarkRecord) -> str:
        words = mark.value.casefold()
        is_unread = not words or words in _UNREADABLE or "character" in words or "word" in words
        shown = _ILLEGIBLE.get(self.language, "[illegible]") if is_unread else "[…]"
        title = f' title="{escape(mark.value)}"' if mark.value else ""
        left, right = self._rooms(mark.start)
        return f'<span class="gap" data-skip{title}>{left}{shown}{right}</span>'

    def _rooms(self, at: int) -> tuple[str, str]:
        """Give the space a sign needs on each side: between words one stands already, inside a word none is wanted."""
        has_left = at > 0 and not self.canonical[at - 1].isspace()
        has_right = at < len(self.canonical) and not self.canonical[at].isspace()
        if has_left == has_right:
            return "", ""
        return (" ", "") if has_left else ("", " ")


def _figure(mark: MarkRecord) -> str:
    return f'<span class="figure" data-skip data-figure="{escape(mark.value)}">[figure]</span>'


def _line(mark: MarkRecord) -> str:
    hyphen = f' data-hyphen="{escape(mark.value)}"' if mark.value else ""
    return f'<span class="lb"{hyphen}></span>'


def _tags(mark: MarkRecord, *, in_link: bool) -> tuple[str, str]:
    """Opening and closing tag of a mark that covers words."""
    if mark.kind in _TAGS:
        return _TAGS[mark.kind]
    if mark.kind in _SILENT:
        return "", ""
    if mark.kind == "ref":
        return _link(mark.value) if not in_link else ("", "")
    value = escape(mark.value)
    if mark.kind == "foreign":
        return (f'<span lang="{value}">', "</span>") if _LANGUAGE.fullmatch(mark.value) else ("<span>", "</span>")
    attribute = "data-was" if mark.kind in ("corrected", "expanded") else "data-key"
    told = f' {attribute}="{value}"' if value else ""
    return f'<span class="{mark.kind}"{told}>', "</span>"


def _link(target: str) -> tuple[str, str]:
    """A link into the web as it stands, one into the archive with `data-ref` until its place is known."""
    if is_web_address(target):
        return f'<a href="{escape(target)}" rel="noopener noreferrer">', "</a>"
    if is_local(target):
        return f'<a data-ref="{escape(target)}">', "</a>"
    return "", ""
