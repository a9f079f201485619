"""Reads one text of a TEI file: its elements in, its canonical text and what was noticed out."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from archive.canonical import Builder
from archive.formats.language import guess_language, script_of
from archive.formats.tei.blocks import BLOCKS
from archive.formats.tei.inline import INLINE
from archive.formats.tei.names import TEI
from archive.formats.tei.walker import Findings, Handler, Spelling, Walker
from archive.formats.xml import Element, ids, line_of
from archive.records import BlockRecord, BreakRecord, Notice, TextKind, TextRecord
from archive.strand import Strand

_HYPHENATED = re.compile(r"(?=\b(\w+[-‐]\w+))")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINS = etree.XPath("boolean(//@break = 'no')")
_TWO_SPELLINGS = etree.XPath(
    "boolean(.//*[local-name() = 'choice'][*[local-name() = 'orig']][*[local-name() = 'reg']])"
)
_HTML = "http://www.w3.org/1999/xhtml"


class _Handlers(dict[str, Handler]):
    """Handlers by qualified name; the elements of TEI, of HTML and of projects that extend TEI share local names."""

    def __missing__(self, tag: str) -> Handler:
        local = tag.rpartition("}")[2]
        handler = BLOCKS.get(local) or INLINE.get(local) or Walker.unknown
        self[tag] = handler
        return handler


_HANDLERS = _Handlers()


@dataclass(slots=True)
class Source:
    """What holds for a whole file, and what its texts gather for the report."""

    file: str
    root: Element
    ids: frozenset[str] = frozenset()
    printed: bool = False
    has_joins: bool = False
    notices: list[Notice] = field(default_factory=list)
    removed: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, list[int]] = field(default_factory=dict)
    skipped: dict[str, list[int]] = field(default_factory=dict)
    glued: list[int] = field(default_factory=list)
    guessed: Counter[str] = field(default_factory=Counter)

    def tell(self, line: int, code: str, message: str) -> None:
        """Add a notice about a line of the file."""
        self.notices.append(Notice(self.file, line, code, message))


@dataclass(slots=True)
class Reading:
    """A text in one spelling or two, with the names and links met in it."""

    texts: list[TextRecord]
    found: Findings


def source_of(root: Element, file: str) -> Source:
    """Look over a parsed file once for what every text of it needs to know."""
    return Source(file, root, ids(root), _is_printed(root), bool(_JOINS(root)))


def read_text(
    source: Source,
    element: Element,
    *,
    kind: TextKind = "transcription",
    language: str = "",
    skip: Iterable[Element] = (),
    begins: BreakRecord | None = None,
    translator: str = "",
) -> Reading:
    """Read one text; a second spelling follows as a second record when the source has one.

    `begins` is the page break before the text, which names the page that it begins on.
    """
    left = set(skip)
    has_two = bool(_TWO_SPELLINGS(element))
    pattern = TextRecord(kind, language, "", "", 0, (), translator=translator)
    text, found = _walk(source, element, left, pattern, begins, has_two_spellings=has_two)
    _gather(source, found)
    if not has_two:
        return Reading([text], found)
    pattern = replace(pattern, language=text.language)
    original, _ = _walk(source, element, left, pattern, begins, has_two_spellings=True, spelling="original")
    is_aligned = len(original.blocks) == len(text.blocks)
    if not is_aligned:
        message = "the two spellings have different numbers of paragraphs and cannot stand side by side; check choice"
        source.tell(line_of(element), "spellings-differ", message)
    original = replace(original, spelling="original", aligned_with=0 if is_aligned else -1)
    return Reading([replace(text, spelling="modern"), original], found)


def _walk(
    source: Source,
    element: Element,
    skip: set[Element],
    pattern: TextRecord,
    begins: BreakRecord | None,
    *,
    has_two_spellings: bool,
    spelling: Spelling = "modern",
) -> tuple[TextRecord, Findings]:
    strand = Strand(printed=source.printed, removed=source.removed)
    builder = Builder(strand, _hyphenated(element) if source.has_joins else frozenset(), source.glued)
    walker = Walker(builder, _HANDLERS, pattern.language, spelling, has_two_spellings, set(skip), source.ids)
    walker.element(element)
    text = builder.finish(pattern)
    language = pattern.language
    if not language:
        language = guess_language(text.canonical)
        source.guessed[language] += 1
    script = script_of(text.canonical)
    breaks = _beginning(text.breaks, begins)
    return replace(text, language=language, script=script, breaks=breaks, blocks=_directed(text)), walker.found


def _beginning(breaks: tuple[BreakRecord, ...], begins: BreakRecord | None) -> tuple[BreakRecord, ...]:
    if begins is None or (breaks and breaks[0].offset == 0):
        return breaks
    return (replace(begins, offset=0, is_implied=True), *breaks)


def _directed(text: TextRecord) -> tuple[BlockRecord, ...]:
    """Give each block that runs from right to left its direction, by the letters in it."""
    if not _RIGHT_TO_LEFT.search(text.canonical):
        return text.blocks
    blocks = []
    for block in text.blocks:
        words = text.canonical[block.start : block.end]
        letters = sum(character.isalpha() for character in words)
        is_rtl = len(_RIGHT_TO_LEFT.findall(words)) * 2 > letters
        blocks.append(replace(block, direction="rtl") if is_rtl else block)
    return tuple(blocks)


def _hyphenated(element: Element) -> frozenset[str]:
    """Words that this text writes with a hyphen inside a line, casefolded."""
    words = "\n".join(str(part) for part in element.itertext())
    return frozenset(match.casefold() for match in _HYPHENATED.findall(words))


def _is_printed(root: Element) -> bool:
    """Whether a program has put every element's words on lines of their own, even inside words."""
    count = printed = 0
    for paragraph in root.iter(f"{{{TEI}}}p", f"{{{TEI}}}head"):
        words = paragraph.text or ""
        if words.strip():
            count += 1
            printed += words.startswith("\n")
        if count == 40:
            break
    return count > 0 and printed >= count * 0.9


def _gather(source: Source, found: Findings) -> None:
    for name, lines in found.unknown.items():
        source.unknown.setdefault(name, []).extend(lines)
    for name, lines in found.skipped.items():
        source.skipped.setdefault(name, []).extend(lines)
    for target, line in found.dead_links.items():
        message = f'the link to "{target[:80]}" leads neither into the web nor into the archive; its words stay plain'
        source.tell(line, "link-left-out", message)
