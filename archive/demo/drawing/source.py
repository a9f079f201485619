"""Reads what stands on each page out of a TEI file of the demonstration archive, as it was written there.

Pages show the original: old spelling, slips of the pen, struck-out words; notes of the editors are not on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Style = Literal["plain", "struck", "smudge", "underlined", "above", "margin", "verso"]
Place = Literal["head", "right", "left", "body", "table"]
PLACES: dict[str, Place] = {
    "head": "head",
    "dateline": "right",
    "signed": "right",
    "salute": "left",
    "p": "body",
    "item": "left",
}
SKIPPED = {"note", "reg", "corr"}


@dataclass(frozen=True)
class Run:
    """Words in one style; `hand` names who wrote an addition."""

    text: str
    style: Style = "plain"
    hand: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A block on a page; a table has `rows` instead of runs."""

    place: Place
    key: str
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """Give all words, additions included."""
        return "".join(run.text for run in self.runs)

    @property
    def is_addition(self) -> bool:
        """True when the whole block was added by hand."""
        styles = {run.style for run in self.runs if run.text.strip()}
        return bool(styles & {"margin", "verso"}) and styles <= {"margin", "verso", "struck"}


@dataclass
class Leaf:
    """One side of a leaf: the name of its image, its folio number and what is written on it."""

    facs: str
    folio: str
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """What the drawing needs to know of one document."""

    key: str
    form: str
    author: str
    language: str
    fond: str
    delo: str
    leaves: tuple[Leaf, ...]


def read_sources(path: Path) -> Iterator[Source]:
    """Read the documents of a TEI file, one or a corpus; raises OSError or lxml's XMLSyntaxError."""
    for document in etree.parse(str(path)).getroot().iter(f"{TEI}TEI"):
        original = document.find(f".//{TEI}div[@type='original']")
        if original is not None:
            yield _source(document, original)


def _source(root: etree._Element, original: etree._Element) -> Source:
    mark = root.findtext(f".//{TEI}idno", "")
    return Source(
        key=root.get(ID, ""),
        form=_attribute(root, "objectDesc", "form"),
        author=_attribute(root.find(f".//{TEI}profileDesc"), "persName", "ref").rpartition("/")[2],
        language=original.get(LANG, ""),
        fond=_number(r"ф\. (\d+)", mark),
        delo=_number(r"д\. (\d+)", mark),
        leaves=tuple(_leaves(original)),
    )


def _attribute(root: etree._Element | None, tag: str, name: str) -> str:
    found = root.find(f".//{TEI}{tag}") if root is not None else None
    return found.get(name, "") if found is not None else ""


def _number(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""


def _leaves(original: etree._Element) -> Iterator[Leaf]:
    leaf: Leaf | None = None
    for element in original.iter(*(TEI + tag for tag in ("pb", "table", *PLACES))):
        tag = etree.QName(element).localname
        if tag == "pb":
            if leaf is not None:
                yield leaf
            folio = element.get("n", "").removesuffix("r").replace("v", " об.")
            leaf = Leaf(element.get("facs", "").removesuffix(".webp"), folio)
        elif leaf is not None:
            leaf.paragraphs.append(_paragraph(element, tag))
    if leaf is not None:
        yield leaf


def _paragraph(element: etree._Element, tag: str) -> Paragraph:
    key = element.get(ID, "")
    if tag == "table":
        return Paragraph("table", key, rows=tuple(_row(row) for row in element.iter(TEI + "row")))
    return Paragraph(PLACES[tag], key, runs=tuple(run for run in _runs(element, Run("")) if run.text))


def _row(row: etree._Element) -> tuple[str, ...]:
    return tuple("".join(str(piece) for piece in cell.itertext()) for cell in row.iter(TEI + "cell"))


def _runs(element: etree._Element, around: Run) -> Iterator[Run]:
    """Walk the inline content; white space from pretty-printing is one space."""
    yield _piece(element.text, around)
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname not in SKIPPED:
            yield from _child(child, around)
        yield _piece(child.tail, around)


def _child(child: etree._Element, around: Run) -> Iterator[Run]:
    tag = etree.QName(child).localname
    if tag == "gap":
        letters = {"chars": 1, "words": 7}.get(child.get("unit", ""), 7)
        yield Run("ш" * letters * int(child.get("extent", "1")), "smudge")
    elif tag == "del":
        yield from _runs(child, Run("", "struck", around.hand))
    elif tag == "add":
        places: dict[str, Style] = {"above": "above", "margin": "margin", "verso": "verso"}
        yield from _runs(child, Run("", places[child.get("place", "above")], child.get("hand", "").rpartition("/")[2]))
    elif tag == "hi" and child.get("rend") == "underline":
        yield from _runs(child, Run("", "underlined"))
    else:
        yield from _runs(child, around)


def _piece(text: str | None, around: Run) -> Run:
    return Run(re.sub(r"\s+", " ", text or ""), around.style, around.hand)
