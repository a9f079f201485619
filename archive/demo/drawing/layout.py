"""Puts the paragraphs of one leaf on its sheet, by machine or by hand, and remembers where each line stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from archive.demo.drawing.fonts import Fonts
from archive.demo.drawing.ink import BLACK, BLUE, PEN, PENCIL, DrawnLine, Glyph, Layer, soak, wrap
from archive.demo.drawing.marks import strips
from archive.demo.drawing.sheet import Colour, Picture
from archive.demo.drawing.source import Leaf, Paragraph, Run, Source

# author -> the hand a manuscript is drawn in, and its ink
HANDS: dict[str, tuple[str, Colour, int]] = {
    "ozerov-p": ("schoolhand", PENCIL, 62),
    "ozerova-v": ("schoolhand", PEN, 74),
    "ozerova-n": ("penhand", PEN, 58),
    "volokova-p": ("penhand", PEN, 58),
    "volokov-t": ("roughhand", PENCIL, 82),
    "lange": ("roughhand", BLUE, 84),
    "kuznechikhin": ("schoolhand", PENCIL, 66),
}


@dataclass
class Writer:
    """Draws a leaf from the top down."""

    source: Source
    fonts: Fonts
    chance: Random
    sheet: Picture
    top: float = 250
    left: float = 245
    size: int = 46
    lead: float = 76
    lines: list[DrawnLine] = field(default_factory=list)

    def draw(self, leaf: Leaf) -> Picture:
        """Draw every paragraph; the sheet so written is returned."""
        self._fit(leaf)
        by_machine = self.source.form in {"typescript", "telegram"}
        layer = Layer(self.sheet.size, self.fonts, self.chance)
        for paragraph in leaf.paragraphs:
            if paragraph.is_addition or not by_machine:
                self._by_hand(paragraph)
            elif self.source.language == "yi":
                self._type_hebrew(layer, paragraph)
            elif paragraph.rows:
                self._type_table(layer, paragraph)
            else:
                self._type(layer, paragraph)
        if self.source.form == "telegram" and not leaf.paragraphs[0].is_addition:
            self.sheet = strips(self.sheet, [line.box for line in self.lines], self.chance)
        self.sheet = soak(self.sheet, layer, BLACK)
        return self.sheet

    @property
    def columns(self) -> int:
        """Give how many characters a typed line holds."""
        return int((self.sheet.width - self.left - 200) / self.cell)

    @property
    def cell(self) -> float:
        """Give the width of one typed character."""
        return self.fonts.face("typewriter", self.size, "о").getlength("о")

    def _fit(self, leaf: Leaf) -> None:
        """Type smaller where a table is wide, and closer where there is much to type."""
        if any(paragraph.rows for paragraph in leaf.paragraphs):
            self.size = 38
        if self.source.form == "telegram":
            self.top, self.lead = 330, 82
        rows = sum(len(paragraph.text) / self.columns + 1.5 for paragraph in leaf.paragraphs)
        room = self.sheet.height - self.top - 330
        self.lead = max(54.0, min(self.lead, room / max(rows, 1)))

    def _type(self, layer: Layer, paragraph: Paragraph) -> None:
        for run in _kept(paragraph.runs, {"margin"}):
            self._beside(run, paragraph.key)
        glyphs = _glyphs(_kept(paragraph.runs, {"plain", "struck", "smudge", "underlined"}))
        indent = 5 if paragraph.place == "body" and self.source.form != "telegram" else 0
        start = len(self.lines)
        for line in wrap([Glyph("\u00a0")] * indent + glyphs, self.columns):
            left = self._start(paragraph, len(line) * self.cell)
            layer.type_line(_typed(line), left, self.top, self.size, self.cell)
            self._note(line, left + _blank(line) * self.cell, left + len(line) * self.cell, paragraph.key)
            self.top += self.lead
        for run in _kept(paragraph.runs, {"above"}):
            self._above(run, paragraph, start)
        self.top += self.lead * (0.9 if paragraph.place in {"head", "right"} else 0.35)

    def _start(self, paragraph: Paragraph, length: float) -> float:
        right = self.left + self.columns * self.cell
        if paragraph.place == "head":
            return (self.left + right - length) / 2
        return right - length if paragraph.place == "right" else self.left

    def _type_hebrew(self, layer: Layer, paragraph: Paragraph) -> None:
        right = self.sheet.width - 240
        words: list[str] = []
        for word in [*paragraph.text.split(), ""]:
            if words and (not word or len(" ".join([*words, word])) > 52):
                length = sum(len(each) for each in words) * self.size * 0.55
                start = self.left + length if paragraph.place == "right" else right
                end = layer.write_rtl(words, start, self.top, self.size)
                box = (end, self.top - 6, start, self.top + self.size * 1.25)
                self.lines.append(DrawnLine(" ".join(words), box, paragraph.key))
                self.top += self.lead
                words = []
            words.append(word)
        self.top += self.lead * 0.5

    def _type_table(self, layer: Layer, paragraph: Paragraph) -> None:
        widths = _widths(paragraph.rows, self.columns)
        head = self.top
        for row in paragraph.rows:
            parts = [list(wrap(_glyphs([Run(cell)]), width)) for cell, width in zip(row, widths, strict=True)]
            for line in range(max(len(part) for part in parts)):
                x = self.left
                for part, width in zip(parts, widths, strict=True):
                    if line < len(part):
                        layer.type_line(part[line], x, self.top, self.size, self.cell)
                        self._note(part[line], x, x + len(part[line]) * self.cell, paragraph.key)
                    x += (width + 2) * self.cell
                self.top += self.lead * 0.82
            self.top += self.lead * 0.2
            if head:
                rule = [Glyph("-")] * (sum(widths) + 2 * len(widths) - 2)
                layer.type_line(rule, self.left, self.top - 18, self.size, self.cell)
                self.top, head = self.top + self.lead * 0.5, 0
        self.top += self.lead * 0.5

    def _by_hand(self, paragraph: Paragraph) -> None:
        if not paragraph.runs:
            return
        role, colour, size = self._hand(paragraph)
        layer = Layer(self.sheet.size, self.fonts, self.chance)
        width = self.sheet.width - 2 * self.left
        indent = self.left + (90 if paragraph.place == "body" and self.source.form == "manuscript" else 0)
        x = indent
        glyphs = _glyphs(_shown(paragraph.runs))
        for line in wrap(glyphs, width - 60, lambda line: layer.width(_words(line), role, size)):
            text = _words(line)
            if paragraph.place == "right":
                x = self.sheet.width - self.left - layer.width(text, role, size)
            end = layer.write(line, x, self.top, role, size)
            self._note(line, x, end, paragraph.key, size)
            self.top += size * 1.55
            x = self.left
        self.top += size * 0.35
        self.sheet = soak(self.sheet, layer, colour, 0.9)

    def _hand(self, paragraph: Paragraph) -> tuple[str, Colour, int]:
        if not paragraph.is_addition:
            return HANDS.get(self.source.author, HANDS["ozerova-n"])
        hand = next((run.hand for run in paragraph.runs if run.hand), "")
        verso = any(run.style == "verso" for run in paragraph.runs)
        return HANDS["kuznechikhin"] if verso else HANDS[hand or "ozerov-p"]

    def _beside(self, run: Run, key: str) -> None:
        """Write an addition in the margin, at the foot of the sheet."""
        role, colour, size = HANDS[run.hand or "ozerova-n"]
        layer = Layer(self.sheet.size, self.fonts, self.chance)
        top = self.sheet.height - 620
        glyphs = [Glyph(char) for char in run.text]
        end = layer.write(glyphs, self.left + 60, top, role, size)
        self.lines.append(DrawnLine(run.text, (self.left + 60, top, end, top + size * 1.4), key))
        self.sheet = soak(self.sheet, layer, colour, 0.9)

    def _above(self, run: Run, paragraph: Paragraph, start: int) -> None:
        """Write a correction over the words struck out before it."""
        before = "".join(each.text for each in paragraph.runs[: paragraph.runs.index(run)] if each.style != "above")
        passed = 0
        for line in self.lines[start:]:
            if passed + len(line.text) + 1 >= len(before):
                place = line.box[0] + (len(before) - passed - len(run.text) - 3) * self.cell
                layer = Layer(self.sheet.size, self.fonts, self.chance)
                layer.write([Glyph(char) for char in run.text], max(self.left, place), line.box[1] - 44, "penhand", 50)
                self.sheet = soak(self.sheet, layer, PEN, 0.9)
                return
            passed += len(line.text) + 1

    def _note(self, line: Iterable[Glyph], left: float, right: float, key: str, size: int = 0) -> None:
        text = "".join(glyph.char for glyph in line if glyph.style != "smudge").replace("\u00a0", "").strip()
        if text:
            height = size or self.size
            box = (left - 8, self.top - 6, right + 8, self.top + height * 1.3)
            self.lines.append(DrawnLine(" ".join(text.split()), box, key))


def _kept(runs: Iterable[Run], styles: set[str]) -> list[Run]:
    return [run for run in runs if run.style in styles]


def _shown(runs: Iterable[Run]) -> list[Run]:
    """Take additions as plain writing, for paragraphs that are written by hand as a whole."""
    plain = {"margin", "verso", "above"}
    return [Run(run.text, "plain" if run.style in plain else run.style, run.hand) for run in runs]


def _glyphs(runs: Iterable[Run]) -> list[Glyph]:
    return [Glyph(char, run.style, run.hand) for run in runs for char in run.text]


def _words(line: Iterable[Glyph]) -> str:
    return "".join(glyph.char for glyph in line)


def _typed(line: Iterable[Glyph]) -> list[Glyph]:
    """Take the indent, kept together by spaces that do not break, as plain spaces."""
    return [Glyph(" ") if glyph.char == "\u00a0" else glyph for glyph in line]


def _blank(line: list[Glyph]) -> int:
    return sum(1 for glyph in line if glyph.char == "\u00a0")


def _widths(rows: tuple[tuple[str, ...], ...], columns: int) -> list[int]:
    """Give each column its widest cell, the wide ones narrowed until the table fits."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    while sum(widths) + 2 * len(widths) > columns:
        widths[widths.index(max(widths))] -= 1
    return widths
