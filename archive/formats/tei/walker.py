"""Walks a TEI text in reading order and tells the builder of the canonical text what it meets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.canonical import Builder
from archive.formats.language import language_code
from archive.formats.xml import XML_ID, XML_LANG, Element, line_of, local_name
from archive.markup import is_local, is_web_address
from archive.records import BlockKind, BlockRecord, NameKind

Handler = Callable[["Walker", Element], None]
Spelling = Literal["modern", "original"]

BLOCKISH = frozenset(
    ("p", "ab", "list", "table", "lg", "l", "div", "head", "attachment", "epigraph", "row", "item", "ul", "ol")
)


@dataclass(slots=True)
class Findings:
    """What a walk notices on the way, for the report and for the record of the document."""

    references: list[tuple[str, int]] = field(default_factory=list)
    names: dict[tuple[NameKind, str], str] = field(default_factory=dict)
    unknown: dict[str, list[int]] = field(default_factory=dict)
    skipped: dict[str, list[int]] = field(default_factory=dict)
    dead_links: dict[str, int] = field(default_factory=dict)
    attachments: int = 0


@dataclass(slots=True)
class Walker:
    """One walk over one text; `handlers` maps qualified element names to what is done with them.

    `skip` are elements that belong to another text. `phrase` counts the inline elements around
    the place, so that a paragraph inside a deletion is read as part of its sentence.
    """

    builder: Builder
    handlers: Mapping[str, Handler]
    language: str = ""
    spelling: Spelling = "modern"
    has_two_spellings: bool = False
    skip: set[Element] = field(default_factory=set)
    ids: frozenset[str] = frozenset()
    found: Findings = field(default_factory=Findings)
    depth: int = 0
    phrase: int = 0
    unnumbered: int = 0
    labelled: Element | None = None
    _language: str = ""

    def content(self, element: Element) -> None:
        """Read an element's words and children."""
        text = self.builder.text
        text(element.text)
        for child in element:
            self.element(child)
            text(child.tail)

    def children(self, element: Element) -> None:
        """Read an element whose own white space means nothing."""
        if element.text and not element.text.isspace():
            self.builder.text(element.text)
        for child in element:
            self.element(child)
            if child.tail and not child.tail.isspace():
                self.builder.text(child.tail)

    def element(self, element: Element) -> None:
        """Read one element by its handler."""
        if element not in self.skip:
            self.handlers[str(element.tag)](self, element)

    def inline(self, element: Element) -> None:
        """Read an element that is part of a sentence."""
        key = element.get(XML_ID)
        if key:
            self.builder.anchor(key)
        self.phrase += 1
        self.content(element)
        self.phrase -= 1

    def structure(self, element: Element) -> None:
        """Read an element that only holds blocks."""
        self.builder.close_block()
        key = element.get(XML_ID)
        if key:
            self.builder.anchor(key)
        around, declared = self._language, element.get(XML_LANG)
        self._language = language_code(declared) if declared else around
        phrase, self.phrase = self.phrase, 0
        self.content(element)
        self.phrase = phrase
        self._language = around
        self.builder.close_block()

    def block(self, element: Element, kind: BlockKind = "paragraph", *, level: int = 0, keep: bool = False) -> None:
        """Read a block; inside a phrase it is only parted from its neighbours by a space."""
        if self.phrase and self.builder.in_block:
            self.builder.space()
            self.inline(element)
            self.builder.space()
            return
        self.builder.open_block(self.pattern(element, kind, level=level), keep=keep)
        phrase, self.phrase = self.phrase, 0
        self.content(element)
        self.phrase = phrase
        self.builder.close_block()

    def pattern(self, element: Element, kind: BlockKind, *, level: int = 0) -> BlockRecord:
        """Give a block's record but for its offsets, from the attributes of its element."""
        if kind == "paragraph" and self.builder.in_note:
            kind = "note"
        attributes = element.attrib
        if not attributes and not self._language:
            return BlockRecord(kind, 0, 0, level=level)
        declared = element.get(XML_LANG)
        language = language_code(declared) if declared else self._language
        return BlockRecord(
            kind,
            0,
            0,
            level=level,
            key=element.get(XML_ID) or "",
            corresp=tuple(target.lstrip("#") for target in (element.get("corresp") or "").split()),
            language=language if language != self.language else "",
            zone=(element.get("facs") or "").lstrip("#"),
        )

    def note_content(self, element: Element) -> None:
        """Read the words of a note, after the main text."""
        phrase, depth = self.phrase, self.depth
        self.phrase, self.depth = 0, 0
        self.content(element)
        self.phrase, self.depth = phrase, depth

    def refer(self, target: str, element: Element) -> bool:
        """Remember where a link points; tell whether it may point there, which is the web or the archive."""
        if not target:
            return False
        is_safe = is_web_address(target) or is_local(target)
        if is_safe:
            self.found.references.append((target, line_of(element)))
        else:
            self.found.dead_links.setdefault(target, line_of(element))
        return is_safe

    def meet(self, kind: NameKind, key: str, name: str) -> None:
        """Remember a name of the text, under its key when it has one, with the first wording."""
        if name:
            self.found.names.setdefault((kind, key or name), name)

    def unknown(self, element: Element) -> None:
        """Read an element that no handler knows: its words are kept, its meaning is reported."""
        self.found.unknown.setdefault(local_name(element), []).append(line_of(element))
        holds_blocks = any(local_name(child) in BLOCKISH for child in element)
        if holds_blocks or not self.builder.in_block:
            self.structure(element) if holds_blocks else self.content(element)
        else:
            self.inline(element)

    def leave_out(self, element: Element) -> None:
        """Pass over an element that has no words to read, and report it."""
        self.found.skipped.setdefault(local_name(element), []).append(line_of(element))
