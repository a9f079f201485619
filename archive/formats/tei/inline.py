"""TEI elements inside a sentence: marks, choices, breaks, links and names."""

import re
from functools import lru_cache

from archive.formats.language import language_code
from archive.formats.tei.names import key_of, name_kind, pointer, words_of
from archive.formats.tei.walker import Handler, Walker
from archive.formats.xml import XML_ID, XML_LANG, Element, line_of, local_name
from archive.records import BreakRecord, MarkKind

_RENDITIONS: tuple[tuple[MarkKind, frozenset[str]], ...] = (
    ("italic", frozenset(("italic", "italics", "i", "em", "it"))),
    ("bold", frozenset(("bold", "b", "strong"))),
    ("underline", frozenset(("underline", "underlined", "u"))),
    ("superscript", frozenset(("superscript", "super", "sup"))),
    ("subscript", frozenset(("subscript", "sub"))),
    ("smallcaps", frozenset(("smallcaps", "small-caps", "sc"))),
    ("spaced", frozenset(("spaced", "spacing", "letter-spacing", "razradka", "gesperrt", "wide"))),
)
_PREFERRED = {"modern": ("reg", "corr", "expan"), "original": ("orig", "sic", "abbr")}
_REPLACED: dict[str, MarkKind] = {"corr": "corrected", "reg": "corrected", "expan": "expanded"}
_FOLIO = re.compile(r"\d+\s*(?:r|v|recto|verso|об\.?)", re.IGNORECASE)
_REFERENCE_MARK = re.compile(r"\W*(?:\d{1,4}|\*+)\W*")


@lru_cache(maxsize=1024)
def renditions(words: str) -> tuple[MarkKind, ...]:
    """Marks that a @rend or @style asks for; what is layout only asks for none."""
    tokens = frozenset(re.split(r"[\s:;,#]+", words.casefold()))
    return tuple(kind for kind, names in _RENDITIONS if tokens & names)


def phrase(walker: Walker, element: Element) -> None:
    """Read an element that says nothing about how its words look."""
    walker.inline(element)


def marked(kind: MarkKind, attribute: str = "") -> Handler:
    """Make the handler of an element that is a mark, with an attribute as its value."""

    def read(walker: Walker, element: Element) -> None:
        walker.builder.push(kind, (element.get(attribute) or "") if attribute else "")
        walker.inline(element)
        walker.builder.pop()

    return read


def highlighted(walker: Walker, element: Element) -> None:
    """Read hi and its kin, by what @rend, @style or @class ask for."""
    asked = " ".join(element.get(name) or "" for name in ("rend", "style", "class"))
    kinds = renditions(asked) if asked.strip() else ()
    for kind in kinds:
        walker.builder.push(kind)
    walker.inline(element)
    for _ in kinds:
        walker.builder.pop()


def span(walker: Walker, element: Element) -> None:
    """Read an HTML span; one that holds the printed number of a page begins that page."""
    if element.get("class") == "npnumber":
        walker.builder.page_break(BreakRecord(0, label=words_of(element), line=line_of(element)))
    elif element.get("class") != "opnumber":
        highlighted(walker, element)


def choice(walker: Walker, element: Element) -> None:
    """Read the alternative that the spelling asks for; the other one is kept as the mark's value."""
    by_name = {local_name(child): child for child in element}
    names = (*_PREFERRED[walker.spelling], *_PREFERRED["original" if walker.spelling == "modern" else "modern"])
    taken = next((by_name[name] for name in names if name in by_name), None)
    if taken is None:
        taken = next(iter(element), None)
    if taken is None:
        return
    name = local_name(taken)
    others = [child for child in element if child is not taken]
    kind = _REPLACED.get(name)
    if name == "reg" and walker.has_two_spellings:
        kind = None
    if kind and others:
        walker.builder.push(kind, words_of(others[0]))
    walker.element(taken)
    if kind and others:
        walker.builder.pop()


def substitution(walker: Walker, element: Element) -> None:
    """Read a deletion and the addition that replaces it; white space between the two is none."""
    walker.phrase += 1
    walker.children(element)
    walker.phrase -= 1


def apparatus(walker: Walker, element: Element) -> None:
    """Read the lemma of a critical apparatus, or its first reading; the others are reported."""
    readings = [child for child in element if local_name(child) in ("lem", "rdg", "rdgGrp")]
    taken = next((child for child in readings if local_name(child) == "lem"), readings[0] if readings else None)
    for child in element:
        if child is taken:
            walker.inline(child)
        elif child in readings:
            walker.leave_out(child)
        else:
            walker.element(child)


def gap(walker: Walker, element: Element) -> None:
    """Read a gap, with the words an editor put there or as a point."""
    reason = element.get("reason") or element.get("extent") or ""
    if words_of(element):
        walker.builder.push("gap", reason)
        walker.inline(element)
        walker.builder.pop()
    else:
        walker.builder.point("gap", reason)


def line_break(walker: Walker, element: Element) -> None:
    """Read the beginning of a line; one inside a word joins its halves."""
    if element.get("break") == "no":
        walker.builder.join(element.tail or "")
    else:
        walker.builder.line()


def page_break(walker: Walker, element: Element) -> None:
    """Read the beginning of a page."""
    label = (element.get("n") or "").strip()
    joins = element.get("break") == "no"
    if joins:
        walker.builder.join(element.tail or "")
    found = BreakRecord(
        0,
        label=label,
        facs=(element.get("facs") or "").strip(),
        folio=label if _FOLIO.fullmatch(label) else "",
        line=line_of(element),
        key=element.get(XML_ID) or "",
    )
    walker.builder.page_break(found, joins=joins)


def link(walker: Walker, element: Element) -> None:
    """Read a link; one that is only the printed mark of a note of this text is left out."""
    target = (element.get("target") or element.get("href") or "").split(" ")[0]
    is_mark = element.get("type") == "note" or "type:note" in (element.get("style") or "")
    if is_mark and key_of(target) in walker.ids and _REFERENCE_MARK.fullmatch(words_of(element)):
        return
    leads = walker.refer(target, element)
    if leads:
        walker.builder.push("ref", target)
    walker.inline(element)
    if leads:
        walker.builder.pop()


def point(walker: Walker, element: Element) -> None:
    """Read an element without words that others may point at."""
    key = element.get(XML_ID)
    if key:
        walker.builder.anchor(key)
    walker.refer((element.get("target") or "").split(" ")[0], element)
    if words_of(element):
        walker.inline(element)


def picture(walker: Walker, element: Element) -> None:
    """Read a picture as a point; its words, if any, follow it."""
    walker.builder.point("figure", element.get("url") or element.get("src") or "")
    walker.content(element)


def name(walker: Walker, element: Element) -> None:
    """Read a name and remember whom it names."""
    kind = name_kind(element)
    if kind is None:
        walker.inline(element)
        return
    key = key_of(pointer(element))
    walker.meet(kind, key, words_of(element))
    walker.builder.push(kind, key)
    walker.inline(element)
    walker.builder.pop()


def term(walker: Walker, element: Element) -> None:
    """Read a term; one that points at an authority is a subject of the document."""
    key = key_of(pointer(element))
    if not key:
        walker.inline(element)
        return
    walker.meet("subject", key, words_of(element))
    walker.builder.push("subject", key)
    walker.inline(element)
    walker.builder.pop()


def foreign(walker: Walker, element: Element) -> None:
    """Read words in another language."""
    walker.builder.push("foreign", language_code(element.get(XML_LANG) or ""))
    walker.inline(element)
    walker.builder.pop()


def left_out(walker: Walker, element: Element) -> None:
    """Pass over what has no words to read, and report it."""
    walker.leave_out(element)


_PHRASES = (
    "s w c pc phr cl said soCalled mentioned measure measureGrp unit abbr expan ex am sic corr reg orig restore mod "
    "retrace redo undo secl damage distinct roleName forename surname addName genName nameLink country settlement "
    "region district bloc geogFeat street postCode postBox time email idno biblScope author editor code ident "
    "formula objectName eventName lem rdg edition series monogr analytic imprint small cite"
)
_POINTS = (
    "handShift milestone cb gb anchor ptr space metamark addSpan delSpan damageSpan certainty col colgroup caesura "
    "listTranspose"
)

INLINE: dict[str, Handler] = {
    **dict.fromkeys(_PHRASES.split(), phrase),
    **dict.fromkeys(_POINTS.split(), point),
    **dict.fromkeys(("hi", "emph"), highlighted),
    **dict.fromkeys(("persName", "placeName", "geogName", "orgName", "name", "rs"), name),
    **dict.fromkeys(("ref", "a"), link),
    **dict.fromkeys(("lb", "br"), line_break),
    **dict.fromkeys(("graphic", "img", "media", "binaryObject"), picture),
    **dict.fromkeys(("em", "i"), marked("italic")),
    **dict.fromkeys(("strong", "b"), marked("bold")),
    **dict.fromkeys(("include", "script", "style", "svg", "math", "notatedMusic"), left_out),
    "add": marked("add"),
    "app": apparatus,
    "choice": choice,
    "date": marked("date", "when"),
    "del": marked("del"),
    "foreign": foreign,
    "gap": gap,
    "gloss": link,
    "pb": page_break,
    "span": span,
    "sub": marked("subscript"),
    "subst": substitution,
    "sup": marked("superscript"),
    "supplied": marked("supplied"),
    "surplus": marked("del"),
    "term": term,
    "u": marked("underline"),
    "unclear": marked("unclear", "reason"),
}
