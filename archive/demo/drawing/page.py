"""One page from its source: sheet, words, marks, photograph, and the places of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from archive.demo.drawing.alto import write_alto
from archive.demo.drawing.fonts import Fonts
from archive.demo.drawing.ink import Layer
from archive.demo.drawing.layout import Writer
from archive.demo.drawing.marks import caption, folio, holes, pencilled, stamp, telegram_form
from archive.demo.drawing.pictures import ARTISTS
from archive.demo.drawing.sheet import CREAM, Colour, Picture, Placed, paper, photograph
from archive.demo.drawing.source import Leaf, Source

UPRIGHT = (2000, 2780)
ACROSS = (2000, 1320)
PAPERS: dict[str, Colour] = {"telegram": (222, 214, 192), "postcard": (226, 212, 184), "drawing": (234, 228, 210)}


@dataclass(frozen=True)
class Drawn:
    """A finished page."""

    picture: Picture
    alto: bytes


def draw_page(source: Source, leaf: Leaf, fonts: Fonts, scale: float = 0.64) -> Drawn:
    """Draw one leaf; the same source gives the same picture."""
    chance = Random(leaf.facs)  # noqa: S311 a picture must come out the same each time
    size = ACROSS if source.form == "postcard" else UPRIGHT
    placed = Placed(*size, round(chance.uniform(-0.6, 0.6), 2), scale)
    sheet = paper(size, chance, PAPERS.get(source.form, CREAM))
    if leaf.facs in ARTISTS:
        sheet = ARTISTS[leaf.facs](sheet, Layer(size, fonts, chance))
    if source.form == "telegram" and not any(paragraph.is_addition for paragraph in leaf.paragraphs):
        sheet = telegram_form(sheet, fonts, chance)
    writer = Writer(source, fonts, chance, sheet)
    if source.form == "postcard":
        writer.left, writer.top = 170, 420
    sheet = _marked(writer.draw(leaf), source, leaf, fonts, chance)
    return Drawn(photograph(sheet, placed, caption(fonts), chance), write_alto(leaf.facs, placed, writer.lines))


def _marked(sheet: Picture, source: Source, leaf: Leaf, fonts: Fonts, chance: Random) -> Picture:
    sheet = folio(sheet, leaf.folio, fonts, chance)
    sheet = pencilled(sheet, leaf.facs, fonts, chance)
    if leaf is source.leaves[0] and source.form != "postcard":
        layer = Layer(sheet.size, fonts, chance)
        sheet = stamp(sheet, source.fond, source.delo, layer, at_top=source.form == "drawing")
    return sheet if source.form == "postcard" else holes(sheet)
