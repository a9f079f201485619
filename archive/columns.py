"""Draws the words of leaves in columns: the stored HTML of each text side by side in aligned rows, notes below.

The HTML is joined here and not in a template because a window has hundreds of pieces. It stands as it was rendered
when the document came in; what is added around it is escaped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from archive.alignment import align
from archive.panes import Layer
from archive.rendering import link

# A paragraph as the renderer opens it; the part of one that began on an earlier page is marked as continuing.
_NUMBERED = re.compile(
    r'<(?P<open>[a-z]+ data-o="\d+"(?: class="(?!(?:[^"]* )?continues[" ])[^"]*")?) data-n="(?P<number>\d+)"'
    r"(?P<rest>[^>]*)>"
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
    layers: Sequence[Layer], stretches: Iterable[Stretch], addresses: Mapping[str, str] | None = None
) -> dict[int, Words]:
    """Draw every leaf that has words; the stretches come in the order of their text.

    `addresses` are those of the links into the archive, by the targets the source gives them.
    """
    by_leaf: dict[int, dict[int, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    for stretch in stretches:
        by_leaf[stretch.leaf][stretch.version_id].append(stretch)
    return {leaf: _words(layers, found, addresses or {}) for leaf, found in by_leaf.items()}


def targets_of(stretches: Iterable[Stretch]) -> set[str]:
    """Give the targets of all links into the archive."""
    found: set[str] = set()
    for stretch in stretches:
        for piece in (*stretch.pieces, *stretch.notes):
            if "data-ref" in piece["h"]:
                found.update(map(unescape, _TARGET.findall(piece["h"])))
    return found


def _words(layers: Sequence[Layer], found: Mapping[int, list[Stretch]], addresses: Mapping[str, str]) -> Words:
    columns = [list(_pieces(found.get(layer.version_id, []))) for layer in layers]
    notes = [[note for stretch in found.get(layer.version_id, []) for note in stretch.notes] for layer in layers]
    rows = [row.pieces for row in align(columns).rows]
    if len(rows) > SPANS[-1]:
        rows = [tuple(tuple(range(len(column))) for column in columns)]
    parts = [
        _layer(number, layer, columns[number], rows, addresses)
        for number, layer in enumerate(layers)
        if columns[number]
    ]
    below = [_notes(number, layer, notes[number], addresses) for number, layer in enumerate(layers) if notes[number]]
    return Words(
        layers="".join(parts),
        notes="".join(below),
        span=next((span for span in SPANS if len(rows) <= span), SPANS[0]),
        label=next((one.label for layer in layers for one in found.get(layer.version_id, []) if one.label), ""),
    )


def _pieces(stretches: Sequence[Stretch]) -> Iterator[Piece]:
    """Give the pieces of one text on one leaf; a page break inside the leaf is said by its printed number."""
    for index, stretch in enumerate(stretches):
        if index and stretch.label:
            yield Piece("", (), f'<p class="brk">{escape(_("Page %(number)s") % {"number": stretch.label})}</p>')
        for piece in stretch.pieces:
            yield Piece(piece["id"], tuple(piece["c"]), piece["h"])


def _layer(
    number: int, layer: Layer, column: Sequence[Piece], rows: Sequence[Row], addresses: Mapping[str, str]
) -> str:
    cells = "".join(_cell([column[index].html for index in row[number]]) for row in rows)
    return (
        f'<div class="layer c{number + 1}" lang="{escape(layer.language)}" dir="{layer.direction}" '
        f'data-text="{escape(layer.slug)}" data-version="{layer.version}">'
        f"{_anchored(link(cells, prefix=layer.slug, targets=addresses), layer.slug)}</div>"
    )


def _cell(parts: Sequence[str]) -> str:
    """Give one cell of the grid: a single piece stands in it itself, an empty one keeps the place."""
    return parts[0] if len(parts) == 1 else f"<div>{''.join(parts)}</div>"


def _anchored(html: str, slug: str) -> str:
    """Give every numbered paragraph its anchor and, in the margin, the link to it; what continues has neither."""
    anchor = f"{escape(slug)}-p".replace("\\", "")
    name = escape(_("Paragraph")).replace("\\", "")
    link = rf'<a class="no" href="#{anchor}\g<number>" aria-label="{name} \g<number>" data-skip>\g<number></a>'
    return _NUMBERED.sub(rf'<\g<open> data-n="\g<number>" id="{anchor}\g<number>"\g<rest>>{link}', html)


def _notes(number: int, layer: Layer, notes: Sequence[Mapping[str, Any]], addresses: Mapping[str, str]) -> str:
    name = escape(_("Notes, %(text)s") % {"text": layer.name})
    items = link("".join(_note(layer.slug, note) for note in notes), prefix=layer.slug, targets=addresses)
    return (
        f'<div class="fns c{number + 1}" lang="{escape(layer.language)}" dir="{layer.direction}" '
        f'data-notes="{escape(layer.slug)}"><ol aria-label="{name}">{items}</ol></div>'
    )


def _note(slug: str, note: Mapping[str, Any]) -> str:
    """One note with the link back to its mark; a note without a mark in the text says what it is instead."""
    index, label = int(note["i"]), escape(str(note["n"]))
    if label:
        name = escape(_("Back to the text, note"))
        back = f'<a class="back" href="#{escape(slug)}-ref-{index}" aria-label="{name} {label}">{label}</a>'
    else:
        back = f'<b class="back">{escape(_("Source") if note["k"] == "source" else _("Note"))}</b>'
    return f'<li id="{escape(slug)}-note-{index}">{back}<div>{note["h"]}</div></li>'
