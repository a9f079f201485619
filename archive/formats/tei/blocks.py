"""TEI elements that hold or part blocks: divisions, paragraphs, lists, tables, notes, letters' openers."""

import re
from dataclasses import replace

from archive.formats.tei.names import T, words_of
from archive.formats.tei.walker import BLOCKISH, Handler, Walker
from archive.formats.xml import XML_ID, Element, local_name
from archive.records import ContainerKind, NoteKind

ATTACHMENT_TYPES = frozenset(("annex", "annexe", "attachment", "enclosure", "appendix"))
RUNNING_HEADS = frozenset(("pagenum", "pagenumber", "folio", "header", "footer", "catch", "sig", "running"))

_NOTES = frozenset((f"{T}note",))
_QUOTES = frozenset("\"'«»„“”‚‘’‹›")


def paragraph(walker: Walker, element: Element) -> None:
    """Read a paragraph, and what is printed as one."""
    walker.block(element)


def verse(walker: Walker, element: Element) -> None:
    """Read a line of verse."""
    walker.block(element, "verse")


def head(walker: Walker, element: Element) -> None:
    """Read a heading; its level is the depth of its division."""
    walker.block(element, "heading", level=min(max(walker.depth, 1), 6))


def html_head(walker: Walker, element: Element) -> None:
    """Read h1 to h6."""
    walker.block(element, "heading", level=int(local_name(element)[1]))


def structure(walker: Walker, element: Element) -> None:
    """Read an element that only holds blocks."""
    walker.structure(element)


def division(walker: Walker, element: Element) -> None:
    """Read a division; an annex of a letter is an attachment."""
    walker.depth += 1
    if (element.get("type") or "").casefold() in ATTACHMENT_TYPES:
        attachment(walker, element)
    else:
        walker.structure(element)
    walker.depth -= 1


def attachment(walker: Walker, element: Element) -> None:
    """Read an attachment: a container with a key, named by its heading."""
    walker.found.attachments += 1
    key = element.get(XML_ID) or f"attachment-{walker.found.attachments}"
    walker.builder.open_container("attachment", key=key, label=words_of(element.find(f"{T}head"), without=_NOTES))
    walker.content(element)
    walker.builder.close_container()


def container(kind: ContainerKind) -> Handler:
    """Make the handler of an element around blocks."""

    def read(walker: Walker, element: Element) -> None:
        walker.builder.open_container(kind, key=element.get(XML_ID) or "")
        phrase, walker.phrase = walker.phrase, 0
        walker.children(element)
        walker.phrase = phrase
        walker.builder.close_container()

    return read


def holds_blocks(element: Element) -> bool:
    """Whether an element has a child that is a block of its own."""
    return any(local_name(child) in BLOCKISH or _is_block_quotation(child) for child in element)


def _is_block_quotation(element: Element) -> bool:
    return local_name(element) in ("quote", "q") and ("block" in (element.get("rend") or "") or holds_blocks(element))


def quotation(walker: Walker, element: Element) -> None:
    """Read a quotation: a container when it holds blocks or stands alone, else part of its sentence."""
    stands_alone = local_name(element) == "quote" and not walker.builder.in_block
    if stands_alone or _is_block_quotation(element):
        _QUOTE(walker, element)
        return
    has_marks = (element.text or "").lstrip()[:1] in _QUOTES or walker.builder.last_character in _QUOTES
    if not has_marks:
        walker.builder.push("quote")
    walker.inline(element)
    if not has_marks:
        walker.builder.pop()


def citation(walker: Walker, element: Element) -> None:
    """Read a quotation with its source."""
    if walker.builder.in_block:
        walker.inline(element)
    else:
        walker.structure(element)


def listing(walker: Walker, element: Element) -> None:
    """Read a list; a label is the beginning of the item that follows it."""
    for title in element.findall(f"{T}head"):
        walker.element(title)
        walker.skip.add(title)
    _LIST(walker, element)


def label(walker: Walker, element: Element) -> None:
    """Read the label of a list's item, which the item then continues; elsewhere a paragraph."""
    following = element.getnext()
    while following is not None and local_name(following) in ("pb", "lb", "cb", "milestone"):
        following = following.getnext()
    if following is None or local_name(following) not in ("item", "dd"):
        walker.block(element)
        return
    if holds_blocks(following):
        walker.builder.open_container("item", key=following.get(XML_ID) or "")
        walker.builder.open_block(walker.pattern(element, "paragraph"))
    else:
        walker.builder.open_block(walker.pattern(following, "list_item"))
    walker.inline(element)
    walker.builder.space()
    walker.labelled = following


def item(walker: Walker, element: Element) -> None:
    """Read an item of a list: a block, or a container when it holds blocks."""
    if element is walker.labelled:
        walker.labelled = None
        walker.content(element)
        walker.builder.close_block()
        if holds_blocks(element):
            walker.builder.close_container()
    elif holds_blocks(element):
        _ITEM(walker, element)
    else:
        walker.block(element, "list_item")


def table(walker: Walker, element: Element) -> None:
    """Read a table after its heading."""
    for title in element.findall(f"{T}head"):
        walker.element(title)
        walker.skip.add(title)
    _TABLE(walker, element)


def cell(walker: Walker, element: Element) -> None:
    """Read a cell of a table: a block, empty or not, or a container when it holds more than one."""
    inner = [local_name(child) for child in element if local_name(child) in BLOCKISH or _is_block_quotation(child)]
    if inner not in ([], ["p"]):
        _CELL(walker, element)
        return
    is_label = element.get("role") == "label" or local_name(element) == "th"
    pattern = walker.pattern(element, "table_cell", level=int(is_label))
    pattern = replace(pattern, columns=_span(element, "col"), rows=_span(element, "row"))
    walker.builder.open_block(pattern, keep=True)
    phrase, walker.phrase = walker.phrase, 1
    walker.content(element)
    walker.phrase = phrase
    walker.builder.close_block()


def _span(element: Element, axis: str) -> int:
    """How many columns or rows a cell takes, as TEI, HTML or a @rend says it."""
    said = element.get(f"{axis}s") or element.get(f"{axis}span") or ""
    found = re.search(r"\d+", said or (element.get("rend") or "").partition(f"{axis}span")[2])
    return min(max(int(found[0][:4]), 1), 1000) if found else 1


def note(walker: Walker, element: Element) -> None:
    """Read a note: its mark here, its words after the main text."""
    kind: NoteKind = "footnote"
    if element.get("type") == "source":
        kind = "source"
    elif element.get("type") == "foliation":
        kind = "foliation"
    title = element.find(f".//{T}head")
    printed = element.get("n") or ""
    if title is not None and title.find(f"{T}ref") is not None:
        printed = words_of(title)
        walker.skip.add(title)
    if not printed and kind == "footnote":
        walker.unnumbered += 1
        printed = str(walker.unnumbered)
    walker.builder.note(kind, printed, element.get(XML_ID) or "", lambda: walker.note_content(element))


def forme_work(walker: Walker, element: Element) -> None:
    """Read a letterhead as a paragraph; a running head or page number is a note of the foliation."""
    if (element.get("type") or "").casefold() in RUNNING_HEADS:
        walker.builder.note("foliation", "", element.get(XML_ID) or "", lambda: walker.note_content(element))
    else:
        walker.block(element)


def own_line(walker: Walker, element: Element) -> None:
    """Read what is a line of its own at the head or foot of a letter, and part of a paragraph elsewhere."""
    if walker.builder.in_block:
        walker.inline(element)
    else:
        walker.block(element)


def line_or_phrase(walker: Walker, element: Element) -> None:
    """Read what is a line of its own where nothing has begun one."""
    if walker.builder.in_block or walker.builder.has_words:
        walker.inline(element)
    else:
        walker.block(element)


def segment(walker: Walker, element: Element) -> None:
    """Read a segment: a line of its own in an opener or closer, else part of its sentence."""
    parent = element.getparent()
    if parent is not None and local_name(parent) in ("opener", "closer") and not walker.builder.has_words:
        walker.block(element)
    else:
        walker.inline(element)


_QUOTE = container("quote")
_LIST = container("list")
_ITEM = container("item")
_TABLE = container("table")
_CELL = container("cell")

_STRUCTURES = (
    "text body front back group floatingText titlePage docTitle postscript argument noteGrp comments "
    "listBibl castList castGroup sp figure address sourceDoc surface zone entry tbody thead tfoot"
)
_PARAGRAPHS = (
    "p ab titlePart docImprint byline docAuthor docEdition imprimatur trailer speaker stage caption figDesc "
    "addrLine castItem set prologue performance"
)
_OWN_LINES = "dateline salute signed"
_LINES_OR_PHRASES = "title docDate bibl biblStruct biblFull publisher pubPlace stamp num desc"

BLOCKS: dict[str, Handler] = {
    **dict.fromkeys(_STRUCTURES.split(), structure),
    **dict.fromkeys(_PARAGRAPHS.split(), paragraph),
    **dict.fromkeys(_OWN_LINES.split(), own_line),
    **dict.fromkeys(_LINES_OR_PHRASES.split(), line_or_phrase),
    **dict.fromkeys(["div", "div0", "div1", "div2", "div3", "div4", "div5", "div6", "div7"], division),
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], html_head),
    **dict.fromkeys(("quote", "q"), quotation),
    **dict.fromkeys(("blockquote", "epigraph"), container("quote")),
    **dict.fromkeys(("list", "ul", "ol", "dl"), listing),
    **dict.fromkeys(("item", "li", "dd"), item),
    **dict.fromkeys(("cell", "td", "th"), cell),
    **dict.fromkeys(("row", "tr"), container("row")),
    "attachment": attachment,
    "cit": citation,
    "closer": container("closer"),
    "fw": forme_work,
    "head": head,
    "l": verse,
    "label": label,
    "dt": label,
    "lg": container("verses"),
    "note": note,
    "opener": container("opener"),
    "seg": segment,
    "table": table,
}
