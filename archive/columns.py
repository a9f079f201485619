"""Draws the words of leaves in columns: the stored HTML of each text side by side in aligned rows, notes below.

The HTML is joined here and not in a template because a window has hundreds of pieces. It stands as it was rendered
when the document came in; what is added around it is escaped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from archive.alignment import align
from archive.panes import Layer
from archive.rendering import link

# A paragraph as the renderer opens it; the part of one that began on an earlier page is marked as continuing.
_NUMBERED = re.compile(
    r'<([a-z]+ data-o="\d+"(?: class="(?!(?:[^"]* )?continues[" ])[^"]*")?) data-n="(\d+)"'
    r"([^>]*)>"
)
_TARGET = re.compile(r'data-ref="([^"]*)"')
# Rows of the grid that a leaf may need; the style sheet has a class for each. More are put into one row.
SPANS = (40, 200, 1000)


# For each layer the indexes of its pieces that stand in a row.
Row = tuple[tuple[int, ...], ...]


class Piece(NamedTuple):
    """One piece of a text on one leaf, as alignment and drawing need it."""

    key: str
    corresp: tuple[str, ...]
    html: str


class Stretch(NamedTuple):
    """What one page break of one text opens: `pieces` and `notes` as stored on it."""

    version_id: int
    leaf: int
    label: str
    is_implied: bool
    pieces: list[dict[str, Any]]
    notes: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Words:
    """The words on one leaf as HTML; `span` is how many rows of the grid they need, `label` their printed number."""

    layers: str
    notes: str
    span: int
    label: str


def draw(
    layers: Sequence[Layer],
    stretches: Iterable[Stretch],
    addresses: Mapping[str, str] | None = None,
    beside: tuple[str, Callable[[Layer], str]] | None = None,
) -> dict[int, Words]:
    """Draw every leaf that has words; the stretches come in the order of their text.

    `addresses` are those of the links into the archive, by the targets the source gives them; `beside` is the name
    of a link beside every paragraph, and for each text the front of its address.
    """
    by_leaf: dict[int, dict[int, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    for stretch in stretches:
        by_leaf[stretch.leaf][stretch.version_id].append(stretch)
    pen = _Pen(layers, addresses or {}, beside)
    return {leaf: pen.draw(found) for leaf, found in by_leaf.items()}


def targets_of(stretches: Iterable[Stretch]) -> set[str]:
    """Give the targets of all links into the archive."""
    found: set[str] = set()
    for stretch in stretches:
        for piece in (*stretch.pieces, *stretch.notes):
            if "data-ref" in piece["h"]:
                found.update(map(unescape, _TARGET.findall(piece["h"])))
    return found


class _Pen:
    """Draws leaf after leaf of one window; the words of the interface are looked up once for all of them."""

    def __init__(
        self,
        layers: Sequence[Layer],
        addresses: Mapping[str, str],
        beside: tuple[str, Callable[[Layer], str]] | None,
    ) -> None:
        self.layers = layers
        self.beside = escape(beside[0]) if beside else ""
        self.fronts = {layer.slug: escape(beside[1](layer)) for layer in layers} if beside else {}
        self.addresses = addresses
        self.paragraph = escape(_("Paragraph"))
        self.back = escape(_("Back to the text, note"))
        self.unmarked = {"source": escape(_("Source"))}
        self.note = escape(_("Note"))
        self.opening = [
            f'c{number}" lang="{escape(layer.language)}" dir="{layer.direction}"'
            for number, layer in enumerate(layers, 1)
        ]
        self.notes_of = [escape(_("Notes, %(text)s") % {"text": layer.name}) for layer in layers]

    def draw(self, found: Mapping[int, list[Stretch]]) -> Words:
        stretches = [found.get(layer.version_id, []) for layer in self.layers]
        columns = [list(_pieces(own)) for own in stretches]
        rows = [row.pieces for row in align(columns).rows]
        if len(rows) > SPANS[-1]:
            rows = [tuple(tuple(range(len(column))) for column in columns)]
        parts = [self._layer(number, column, rows) for number, column in enumerate(columns) if column]
        below = [self._notes(number, own) for number, own in enumerate(stretches) if any(it.notes for it in own)]
        return Words(
            layers="".join(parts),
            notes="".join(below),
            span=next((span for span in SPANS if len(rows) <= span), SPANS[0]),
            label=next((it.label for own in stretches for it in own if it.label), ""),
        )

    def _layer(self, number: int, column: Sequence[Piece], rows: Sequence[Row]) -> str:
        layer = self.layers[number]
        cells = "".join([_cell([column[index].html for index in row[number]]) for row in rows])
        return (
            f'<div class="layer {self.opening[number]} data-text="{escape(layer.slug)}" '
            f'data-version="{layer.version}">{self._anchored(self._linked(cells, layer), layer.slug)}</div>'
        )

    def _linked(self, html: str, layer: Layer) -> str:
        return link(html, prefix=layer.slug, targets=self.addresses)

    def _anchored(self, html: str, slug: str) -> str:
        """Give every numbered paragraph its anchor and, in the margin, the link to it; what continues has neither."""
        anchor = f"{escape(slug)}-p"
        # Text before a paragraph, its opening tag, its number and the rest of its tag, over and over, and a last text.
        parts = _NUMBERED.split(html)
        drawn = [
            f'{before}<{tag} data-n="{number}" id="{anchor}{number}"{rest}><a class="no" href="#{anchor}{number}" '
            f'aria-label="{self.paragraph} {number}" data-skip>{number}</a>{self._beside(slug, number)}'
            for before, tag, number, rest in zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=False)
        ]
        return "".join([*drawn, parts[-1]])

    def _beside(self, slug: str, number: str) -> str:
        if not self.fronts:
            return ""
        return f'<a class="add" href="{self.fronts[slug]}{number}/" aria-label="{self.beside} {number}" data-skip>+</a>'

    def _notes(self, number: int, stretches: Sequence[Stretch]) -> str:
        layer = self.layers[number]
        items = "".join([self._note(layer.slug, note) for stretch in stretches for note in stretch.notes])
        return (
            f'<div class="fns {self.opening[number]} data-notes="{escape(layer.slug)}">'
            f'<ol aria-label="{self.notes_of[number]}">'
            f"{self._linked(items, layer)}</ol></div>"
        )

    def _note(self, slug: str, note: Mapping[str, Any]) -> str:
        """Draw one note with the link back to its mark; one without a mark in the text says what it is instead."""
        index, label = int(note["i"]), escape(str(note["n"]))
        if label:
            back = f'<a class="back" href="#{escape(slug)}-ref-{index}" aria-label="{self.back} {label}">{label}</a>'
        else:
            back = f'<b class="back">{self.unmarked.get(note["k"], self.note)}</b>'
        return f'<li id="{escape(slug)}-note-{index}">{back}<div>{note["h"]}</div></li>'


def _pieces(stretches: Sequence[Stretch]) -> Iterator[Piece]:
    """Give the pieces of one text on one leaf; a page break inside the leaf is said by its printed number."""
    for index, stretch in enumerate(stretches):
        if index and stretch.label:
            yield Piece("", (), f'<p class="brk">{escape(_("Page %(number)s") % {"number": stretch.label})}</p>')
        for piece in stretch.pieces:
            yield Piece(piece["id"], tuple(piece["c"]), piece["h"])


def _cell(parts: Sequence[str]) -> str:
    """Give one cell of the grid: a single piece stands in it itself, an empty one keeps the place."""
    return parts[0] if len(parts) == 1 else f"<div>{''.join(parts)}</div>"
