"""Ink on a sheet: a layer of letters, typed in a grid or written by hand, then worn as old ink is."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from archive.demo.drawing.fonts import Fonts, script_of
from archive.demo.drawing.sheet import Colour, Picture, grain, tint

Box = tuple[float, float, float, float]

BLACK: Colour = (38, 34, 52)
BLUE: Colour = (52, 84, 150)
RED: Colour = (168, 52, 44)
VIOLET: Colour = (96, 62, 140)
PENCIL: Colour = (74, 70, 68)
PEN: Colour = (36, 40, 86)


# what the machine's keys had in place of printers' characters
KEYS = {"№": "N", "«": '"', "»": '"', "—": "-", "–": "-", "−": "-", "’": "'", "‘": "'"}


@dataclass(frozen=True)
class Glyph:
    """One character of a line with its style; an addition above hangs on the character before it."""

    char: str
    style: str = "plain"
    hand: str = ""


@dataclass(frozen=True)
class DrawnLine:
    """A line as drawn: its words, its box on the sheet and the block it belongs to."""

    text: str
    box: Box
    key: str


@dataclass
class Layer:
    """What one ink has put on a sheet: a mask, light where there is ink."""

    size: tuple[int, int]
    fonts: Fonts
    chance: Random
    mask: Picture = field(init=False)
    pen: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        """Make the empty mask."""
        self.mask = Image.new("L", self.size)
        self.pen = ImageDraw.Draw(self.mask)

    def type_line(self, glyphs: list[Glyph], left: float, top: float, size: int, cell: float) -> None:
        """Type characters one cell apart; struck ones are overtyped, illegible ones smeared."""
        for place, glyph in enumerate(glyphs):
            weight = 232 + self.chance.gauss(0, 12) - 28 * abs(math.sin(place * 0.13 + top * 0.01))
            x = left + place * cell
            if glyph.style == "struck":
                self._strike("х", x, top, size, weight)
                self._strike("ж", x, top, size, weight * 0.7)
            elif glyph.style == "smudge":
                for char, dx, share in (("ш", 0, 0.35), ("е", 3, 0.5), ("л", -4, 0.3)):
                    self._strike(char, x + dx, top, size, weight * share)
            elif glyph.char != " ":
                self._strike(KEYS.get(glyph.char, glyph.char), x, top, size, weight)
            if glyph.style == "underlined":
                self.pen.line((x, top + size * 1.12, x + cell, top + size * 1.12), fill=int(weight), width=4)

    def _strike(self, char: str, x: float, top: float, size: int, weight: float) -> None:
        """One type bar; two of them are bent, as the diary says."""
        bent = 5 if char in "щЩ" else -3 if char == "р" else 0
        at = (x + self.chance.gauss(0, 0.9), top + self.chance.gauss(0, 1.3) + bent)
        face = self.fonts.face("typewriter", size, char)
        self.pen.text(at, char, fill=max(0, min(255, int(weight))), font=face, stroke_width=0.7)

    def width(self, text: str, role: str, size: int) -> float:
        """Give the length of words in a hand."""
        return sum(self.fonts.face(role, size, char).getlength(char) for char in text)

    def write(self, glyphs: list[Glyph], left: float, top: float, role: str, size: int) -> float:
        """Write by hand on an unsteady line; give where the line ends."""
        x, start = left, left
        drift = self.chance.uniform(-0.012, 0.012)
        for glyph in glyphs:
            face = self.fonts.face(role, size, glyph.char)
            y = top + (x - left) * drift + 4 * math.sin(x / 170) + self.chance.gauss(0, 0.8)
            weight = 205 + 40 * math.sin(x / 90) + self.chance.gauss(0, 6)
            if glyph.style == "smudge":
                for dx, dy in ((-5, 1), (0, -3), (4, 2), (8, 0)):
                    self.pen.text((x + dx, y + dy), glyph.char, fill=46, font=face, stroke_width=3)
            elif glyph.char != " ":
                self.pen.text((x, y), glyph.char, fill=max(0, min(255, int(weight))), font=face, stroke_width=0.9)
            after = x + face.getlength(glyph.char)
            if glyph.style in {"struck", "underlined"}:
                height = y + face.getmetrics()[0] + size * (-0.2 if glyph.style == "struck" else 0.14)
                self.pen.line((x, height, after, height + self.chance.gauss(0, 1)), fill=215, width=5)
            x = after
        return max(x, start)

    def write_rtl(self, words: list[str], right: float, top: float, size: int) -> float:
        """Type words from right to left, shaped as Hebrew; give where the line ends on the left."""
        x = right
        for word in words:
            for part in re.findall(r"[^.,:;!?]+|[.,:;!?]+", word):
                face = self.fonts.face("hebrew", size, next((char for char in part if script_of(char)), "0"))
                x -= face.getlength(part)
                at = (x, top + self.chance.gauss(0, 1.2))
                self.pen.text(at, part, fill=int(215 + self.chance.gauss(0, 14)), font=face, stroke_width=0.7)
            x -= size * 0.6
        return x + size * 0.6


def soak(sheet: Picture, layer: Layer, colour: Colour, strength: float = 0.93, soft: float = 0.9) -> Picture:
    """Put a layer on paper: the ink is rough, and a little of it has bled."""
    rough = grain(layer.chance, layer.size, 1.6, 4).point(lambda value: min(255, 140 + value))
    worn = ImageChops.multiply(layer.mask.filter(ImageFilter.GaussianBlur(soft)), rough)
    bleed = layer.mask.filter(ImageFilter.GaussianBlur(5)).point(lambda value: value * 0.13)
    return tint(sheet, ImageChops.add(worn, bleed), colour, strength)


def wrap(glyphs: list[Glyph], room: float, measure: Callable[[list[Glyph]], float] = len) -> Iterator[list[Glyph]]:
    """Break a paragraph at its spaces into lines that measure at most `room`: characters, unless told otherwise."""
    line: list[Glyph] = []
    word: list[Glyph] = []
    for glyph in [*glyphs, Glyph(" ")]:
        if glyph.char != " ":
            word.append(glyph)
            continue
        if line and measure([*line, glyph, *word]) > room:
            yield line
            line = []
        if word:
            line = [*line, _between(line[-1], word[0]), *word] if line else word
            word = []
    if line:
        yield line


def _between(before: Glyph, after: Glyph) -> Glyph:
    """A space is struck or underlined when the words on both sides of it are."""
    return Glyph(" ", before.style if before.style == after.style else "plain")
