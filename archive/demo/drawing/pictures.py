"""The three leaves without words: a postcard view, a plan of the marker poles, a ridge in pencil."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

from archive.demo.drawing.ink import BLACK, BLUE, PENCIL, Glyph, Layer, soak
from archive.demo.drawing.sheet import Picture, shade, tint

# words of the plan: (words, left, top)
PLAN_WORDS = (
    ("Дом", 390, 2420),
    ("Метеобудка", 760, 2320),
    ("Рейка", 300, 1990),
    ("р. Колва", 1240, 1560),
    ("Чёрная курья", 1360, 560),
    ("Схема вех", 330, 260),
)

Artist = Callable[[Picture, Layer], Picture]


def embankment(sheet: Picture, layer: Layer) -> Picture:
    """A river embankment with lamps and one figure walking away, lithographed."""
    pen, width, height = layer.pen, float(sheet.width), float(sheet.height)
    vanish = (width * 0.66, height * 0.46)
    for step in range(60):
        pen.line((110, 120 + step * 8, width - 110, 120 + step * 8 + 10 * math.sin(step)), fill=24 + step, width=2)
    _water(layer, vanish)
    for foot in ((width * 0.36, height - 110), (width * 0.5, height - 110), (width - 110, height - 110)):
        pen.line((*vanish, *foot), fill=230, width=5)
    _lamps(layer, vanish, (width * 0.47, height - 150))
    shares = [0.05 + 0.95 * (step / 7) ** 1.6 for step in range(8)]
    for storeys, span in enumerate(pairwise(shares)):
        _facade(layer, vanish, width - 110, span, storeys=3 + storeys % 2)
    x, y = width * 0.615, height * 0.66
    pen.ellipse((x - 13, y - 120, x + 13, y - 92), fill=245)
    pen.polygon([(x - 16, y - 92), (x + 16, y - 92), (x + 34, y + 24), (x - 34, y + 24)], fill=245)
    pen.rectangle((110, 110, width - 110, height - 110), outline=220, width=5)
    return soak(sheet, layer, (70, 64, 70), 0.85, 1.6)


def _water(layer: Layer, vanish: tuple[float, float]) -> None:
    for step in range(46):
        y = vanish[1] + 8 + step * step * 0.31
        end = int(layer.size[0] * 0.62 - step * 14)
        wave = [(x, y + 5 * math.sin(x / 60 + step * 2)) for x in range(110, end, 24)]
        if len(wave) > 1:
            layer.pen.line(wave, fill=110, width=3)


def _lamps(layer: Layer, vanish: tuple[float, float], near: tuple[float, float]) -> None:
    for step in range(9):
        share = 0.1 + 0.9 * (step / 8) ** 2
        x, y = (far + (close - far) * share for far, close in zip(vanish, near, strict=True))
        top, radius = y - 30 - 560 * share, 34 * share
        layer.pen.line((x, y, x, top), fill=240, width=max(2, int(12 * share)))
        globe = (x - radius, top - 60 * share, x + radius, top)
        layer.pen.ellipse(globe, outline=240, width=max(2, int(7 * share)))


def _facade(layer: Layer, vanish: tuple[float, float], edge: float, span: tuple[float, float], storeys: int) -> None:
    """One house of a row that runs to the vanishing point; `span` is its place in the row, 0 far and 1 near."""
    near = edge - vanish[0]

    def at(share: float, level: float) -> tuple[float, float]:
        return vanish[0] + near * share, vanish[1] + (40 - 420 * level) * share

    top = 0.55 + 0.14 * storeys
    layer.pen.polygon([at(span[0], 0), at(span[0], top), at(span[1], top), at(span[1], 0)], outline=225, width=4)
    for storey in range(storeys):
        for pane in range(4):
            left, right = (span[0] + (span[1] - span[0]) * (0.12 + 0.22 * pane + part) for part in (0, 0.12))
            low, high = (top * (storey + part) / storeys for part in (0.3, 0.78))
            layer.pen.polygon([at(left, low), at(left, high), at(right, high), at(right, low)], fill=150)


def marker_poles(sheet: Picture, layer: Layer) -> Picture:
    """A plan of the river at the post: house, screen, gauge, eleven poles, the spring, and a stranger's track."""
    pen, width = layer.pen, sheet.width
    for base, shift, way in ((760, 0.4, -34), (2080, 1.2, 34)):
        bank = [(x, base + 60 * math.sin(x / 330 + shift)) for x in range(160, width - 140, 20)]
        pen.line(bank, fill=235, width=7)
        for x, y in bank[::2]:
            pen.line((x, y, x + 10, y + way), fill=150, width=3)
    poles = [(520 + step * 84, 2000 - step * 118) for step in range(11)]
    for number, (pole, foot) in enumerate(poles, 1):
        pen.line((pole, foot - 40, pole, foot + 22), fill=240, width=7)
        layer.write([Glyph(char) for char in str(number)], pole + 18, foot - 58, "schoolhand", 50)
    pen.rectangle((330, 2260, 560, 2410), outline=235, width=7)
    pen.line([(310, 2262), (445, 2170), (580, 2262)], fill=235, width=7)
    pen.rectangle((820, 2240, 890, 2310), outline=235, width=6)
    for words, left, top in PLAN_WORDS:
        layer.write([Glyph(char) for char in words], left, top, "schoolhand", 66)
    pen.line((470, 2070, 470, 2130), fill=240, width=14)
    for step in range(26):
        across, down = 1790 - step * 32, 2560 - 220 * math.sin(step / 25 * math.pi / 2)
        pen.ellipse((across, down, across + 9, down + 9), fill=225)
    sheet = soak(sheet, layer, BLACK, 0.88)
    blue = Layer(sheet.size, layer.fonts, layer.chance)
    for pole, foot in poles[4:6]:
        blue.pen.ellipse((pole - 62, foot - 84, pole + 84, foot + 56), outline=225, width=8)
    blue.pen.line((1440, 860, 1520, 940), fill=225, width=10)
    blue.pen.line((1520, 860, 1440, 940), fill=225, width=10)
    return soak(sheet, blue, BLUE, 0.75)


def bear_ridge(sheet: Picture, layer: Layer) -> Picture:
    """A ridge, firs along the near bank, a low sun, and the head of the gauge out of the snow, in soft pencil."""
    pen, width, chance = layer.pen, sheet.width, layer.chance
    ridge = [(x, _crest(x) + chance.gauss(0, 4)) for x in range(170, width - 150, 22)]
    pen.line(ridge, fill=210, width=6)
    for x, y in ridge:
        for _ in range(4):
            start = y + chance.uniform(10, 300)
            pen.line((x, start, x - 60, start + 70), fill=int(chance.uniform(40, 110)), width=3)
    pen.ellipse((420, 640, 560, 780), outline=170, width=5)
    for step in range(26):
        _fir(layer, 190 + step * 66 + chance.uniform(-14, 14), 1500 + 30 * math.sin(step), chance.uniform(130, 260))
    for step in range(9):
        y = 1620 + step * 62
        pen.line([(px, y + 12 * math.sin(px / 210 + step)) for px in range(200, width - 180, 40)], fill=60, width=3)
    pen.line((760, 2180, 760, 1900), fill=235, width=26)
    for notch in range(6):
        pen.line((742, 1930 + notch * 40, 764, 1930 + notch * 40), fill=20, width=5)
    layer.write([Glyph(char) for char in "Из окна. Маме"], 300, 2380, "penhand", 70)
    return soak(shade(sheet, layer.mask.point(lambda value: 128 - value / 12), 20), layer, PENCIL, 0.8, 1.8)


def _crest(x: float) -> float:
    return 1020 - 240 * math.exp(-(((x - 1180) / 430) ** 2)) - 90 * math.sin(x / 310)


def _fir(layer: Layer, x: float, foot: float, tall: float) -> None:
    for tier in range(6):
        wide, level = 12 + tier * 12, foot - tall + tier * tall / 6
        layer.pen.line([(x, level), (x - wide, level + tall / 5)], fill=190, width=4)
        layer.pen.line([(x, level), (x + wide, level + tall / 5)], fill=170, width=4)


def faded(sheet: Picture, layer: Layer) -> Picture:
    """The back of a postcard: a line down the middle and the place where a stamp has been steamed off."""
    pen, width, height = layer.pen, sheet.width, sheet.height
    pen.line((width * 0.56, 160, width * 0.56, height - 160), fill=150, width=4)
    for row in range(4):
        pen.line((width * 0.61, 700 + row * 120, width - 170, 700 + row * 120), fill=120, width=3)
    mark = Layer(sheet.size, layer.fonts, layer.chance)
    mark.pen.rectangle((width - 430, 170, width - 170, 480), fill=200)
    return soak(tint(sheet, mark.mask, (246, 240, 224), 0.6), layer, (90, 80, 78), 0.7)


ARTISTS: dict[str, Artist] = {
    "uk-0008-020r": embankment,
    "uk-0008-020v": faded,
    "uk-0060-014r": marker_poles,
    "uk-0008-016r": bear_ridge,
}
