"""Paper: fibres, foxing, fold and stain, and the dark table it lies on. All chance comes from one seeded source."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Picture = Image.Image
Colour = tuple[int, int, int]

CREAM: Colour = (233, 220, 192)
TABLE: Colour = (52, 49, 46)
MARGIN = 120


@dataclass(frozen=True)
class Placed:
    """How a sheet lies in its photograph: turned by `degrees` about its middle, then scaled."""

    width: int
    height: int
    degrees: float
    scale: float

    @property
    def extent(self) -> tuple[int, int]:
        """Give width and height of the photograph, pixels."""
        return round((self.width + 2 * MARGIN) * self.scale), round((self.height + 2 * MARGIN) * self.scale)

    def polygon(self, box: tuple[float, float, float, float]) -> list[tuple[int, int]]:
        """Give the corners of a box of the sheet (left, top, right, bottom) in the photograph."""
        left, top, right, bottom = box
        cosine, sine = math.cos(math.radians(-self.degrees)), math.sin(math.radians(-self.degrees))
        corners = []
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)):
            dx, dy = x - self.width / 2, y - self.height / 2
            across = dx * cosine - dy * sine + self.width / 2 + MARGIN
            down = dx * sine + dy * cosine + self.height / 2 + MARGIN
            corners.append((round(across * self.scale), round(down * self.scale)))
        return corners


def noise(chance: Random, size: tuple[int, int], cells: tuple[int, int]) -> Picture:
    """Give cloud of grey, mean 128, as coarse as `cells`."""
    seed = Image.frombytes("L", cells, chance.randbytes(cells[0] * cells[1]))
    return seed.resize(size, Image.Resampling.BICUBIC)


def grain(chance: Random, size: tuple[int, int], blur: float, contrast: float) -> Picture:
    """Give fine noise about 128, blurred and stretched again."""
    raw = Image.frombytes("L", size, chance.randbytes(size[0] * size[1])).filter(ImageFilter.GaussianBlur(blur))
    return raw.point(lambda value: max(0, min(255, 128 + (value - 128) * contrast)))


def shade(picture: Picture, cloud: Picture, amount: float) -> Picture:
    """Lighten and darken by up to `amount` where the cloud is light and dark."""
    weak = cloud.point(lambda value: 128 + (value - 128) * amount / 128)
    return ImageChops.add(picture, Image.merge("RGB", (weak,) * 3), 1, -128)


def tint(picture: Picture, mask: Picture, colour: Colour, strength: float = 1.0) -> Picture:
    """Lay a colour over the picture where the mask is light."""
    return Image.composite(Image.new("RGB", picture.size, colour), picture, mask.point(lambda value: value * strength))


def paper(size: tuple[int, int], chance: Random, base: Colour = CREAM) -> Picture:
    """Give an empty sheet of old paper."""
    sheet = Image.new("RGB", size, base)
    low = noise(chance, size, (10, 14))
    sheet = shade(sheet, low, 9)
    sheet = shade(sheet, noise(chance, size, (130, 180)), 3)
    half = grain(chance, (size[0] // 2, size[1] // 2), 1.4, 3.2)
    sheet = shade(sheet, half.resize(size, Image.Resampling.BICUBIC), 5)
    sheet = tint(sheet, _edges(size), (150, 112, 62), 0.42)
    sheet = _fold(sheet, chance)
    return _stain(sheet, chance)


def _map(size: tuple[int, int], cell: int, height_at: Callable[[float, float], float]) -> Picture:
    small = Image.new("L", (size[0] // cell, size[1] // cell))
    wide, tall = small.size
    heights = (height_at(x / wide, y / tall) for y in range(tall) for x in range(wide))
    small.putdata([max(0, min(255, round(height))) for height in heights])
    return small.resize(size, Image.Resampling.BICUBIC)


def _edges(size: tuple[int, int]) -> Picture:
    return _map(size, 20, lambda x, y: 170 * math.exp(-min(x, 1 - x, y, 1 - y) * 28))


def _fold(sheet: Picture, chance: Random) -> Picture:
    mask = Image.new("L", sheet.size)
    draw = ImageDraw.Draw(mask)
    middle = sheet.height // 2 + chance.randint(-20, 20)
    lean = chance.randint(-6, 6)
    draw.line((0, middle - lean, sheet.width, middle + lean), fill=255, width=4)
    sheet = tint(sheet, mask.filter(ImageFilter.GaussianBlur(14)), (90, 70, 44), 0.5)
    light = ImageChops.offset(mask, 0, 7).filter(ImageFilter.GaussianBlur(2))
    sheet = tint(sheet, light, (250, 244, 228), 0.45)
    return tint(sheet, mask.filter(ImageFilter.GaussianBlur(1.2)), (112, 92, 66), 0.5)


def _stain(sheet: Picture, chance: Random) -> Picture:
    """A dried pool of water: a brown ring whose rim wanders."""
    across, down = chance.choice(((0.2, 0.92), (0.83, 0.9), (0.16, 0.08), (0.86, 0.12)))
    radius = chance.uniform(0.14, 0.22)
    cloud = noise(chance, (sheet.width // 5, sheet.height // 5), (24, 33))
    ratio = sheet.height / sheet.width
    greys = cloud.tobytes()

    def ring(x: float, y: float) -> float:
        grey = greys[int(y * cloud.height) * cloud.width + int(x * cloud.width)]
        wander = (grey - 128) / 128 * 0.045
        away = math.hypot(x - across, (y - down) * ratio * 1.1) + wander - radius
        return 95 * math.exp(-((away / 0.008) ** 2)) + (22 if away < 0 else 0)

    return tint(sheet, _map(sheet.size, 5, ring), (140, 104, 58), 0.8)


def photograph(sheet: Picture, placed: Placed, caption: Picture, chance: Random) -> Picture:
    """Lay the sheet on the table, turned a little and with its shadow; a caption stands below it."""
    full = (placed.width + 2 * MARGIN, placed.height + 2 * MARGIN)
    ground = shade(Image.new("RGB", full, TABLE), noise(chance, full, (full[0] // 8, full[1] // 8)), 3)
    mask = Image.new("L", full)
    mask.paste(255, (MARGIN, MARGIN, MARGIN + placed.width, MARGIN + placed.height))
    mask = mask.rotate(placed.degrees, Image.Resampling.BICUBIC)
    shadow = ImageChops.offset(mask, 14, 18).filter(ImageFilter.GaussianBlur(22))
    ground = tint(ground, shadow, (18, 16, 15), 0.8)
    layer = Image.new("RGB", full, CREAM)
    layer.paste(sheet, (MARGIN, MARGIN))
    ground = Image.composite(layer.rotate(placed.degrees, Image.Resampling.BICUBIC), ground, mask)
    ground.paste((126, 119, 108), (full[0] - caption.width - 40, full[1] - caption.height - 24), caption)
    return ground.resize(placed.extent, Image.Resampling.LANCZOS)
