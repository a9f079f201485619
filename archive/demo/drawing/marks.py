"""What archives and years put on a sheet beside its words: folio number, stamp, holes, printed forms, the caption."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw, ImageFilter

from archive.demo.drawing.fonts import Fonts
from archive.demo.drawing.ink import BLUE, RED, VIOLET, Box, Glyph, Layer, soak
from archive.demo.drawing.sheet import Picture, tint

CAPTION = "Fictional. Drawn for the demonstration of this software."
# the underlinings of the diary's later reader: image -> (x, y, length, colour)
PENCILLED = {
    "kp-0204-001r": (370, 536, 470, BLUE),
    "kp-0204-002r": (1030, 900, 420, RED),
}


def folio(sheet: Picture, number: str, fonts: Fonts, chance: Random) -> Picture:
    """Number the leaf in blue pencil, as archivists do."""
    layer = Layer(sheet.size, fonts, chance)
    width = layer.width(number, "roughhand", 120)
    layer.write([Glyph(char) for char in number], sheet.width - 190 - width, 70, "roughhand", 120)
    return soak(sheet, layer, BLUE, 0.8)


def stamp(sheet: Picture, fond: str, delo: str, layer: Layer, *, at_top: bool) -> Picture:
    """Stamp the sheet in violet with the archive's name, fond and delo."""
    seal = Image.new("L", (640, 340))
    draw = ImageDraw.Draw(seal)
    draw.ellipse((10, 10, 630, 330), outline=230, width=8)
    draw.ellipse((30, 30, 610, 310), outline=200, width=3)
    name = (("КОЛВИНСКИЙ РЕЧНОЙ", 32, 72), ("АРХИВ", 32, 112))
    for words, size, top in (*name, (f"ФОНД {fond}", 48, 160), (f"Ед. хр. {delo}", 36, 226)):
        face = layer.fonts.face("typewriter", size, "А")
        draw.text(((640 - face.getlength(words)) / 2, top), words, font=face, fill=225, stroke_width=0.6)
    turned = seal.rotate(layer.chance.uniform(-12, 9), expand=True, resample=Image.Resampling.BICUBIC)
    top = 150 if at_top else sheet.height - 130 - turned.height
    layer.mask.paste(turned, (sheet.width - (380 if at_top else 240) - turned.width, top))
    return soak(sheet, layer, VIOLET, 0.62, 1.3)


def holes(sheet: Picture) -> Picture:
    """Punch two holes, through which the dark of the table shows."""
    draw = ImageDraw.Draw(sheet)
    for y in (sheet.height * 0.36, sheet.height * 0.64):
        draw.ellipse((78, y - 27, 132, y + 27), fill=(47, 44, 41))
        draw.arc((78, y - 27, 132, y + 27), 180, 360, fill=(160, 148, 124), width=4)
    return sheet


def pencilled(sheet: Picture, facs: str, fonts: Fonts, chance: Random) -> Picture:
    """Draw a reader's pencil line where there is one."""
    if facs not in PENCILLED:
        return sheet
    x, y, length, colour = PENCILLED[facs]
    layer = Layer(sheet.size, fonts, chance)
    points = [(x + step, y + chance.gauss(0, 1.6)) for step in range(0, length, 18)]
    layer.pen.line(points, fill=220, width=6, joint="curve")
    return soak(sheet, layer, colour, 0.72)


def telegram_form(sheet: Picture, fonts: Fonts, chance: Random) -> Picture:
    """Print the head of a telegraph form."""
    layer = Layer(sheet.size, fonts, chance)
    face = fonts.face("typewriter", 56, "А")
    layer.pen.text((250, 110), "НАРОДНАЯ СВЯЗЬ", font=face, fill=210)
    for top in (200, 214):
        layer.pen.line((240, top, sheet.width - 240, top), fill=190, width=4)
    return soak(sheet, layer, (120, 40, 36), 0.7)


def strips(sheet: Picture, boxes: list[Box], chance: Random) -> Picture:
    """Glue a strip of lighter tape under each line, none of them quite straight."""
    tape, shadow = Image.new("L", sheet.size), Image.new("L", sheet.size)
    for left, top, right, bottom in boxes:
        lean, start, end = chance.uniform(-4, 4), left - chance.uniform(16, 34), right + chance.uniform(20, 60)
        corners = [(start, top - 4), (end, top - 4 + lean), (end, bottom + 2 + lean), (start, bottom + 2)]
        ImageDraw.Draw(tape).polygon(corners, fill=255)
        ImageDraw.Draw(shadow).polygon([(x + 3, y + 4) for x, y in corners], fill=255)
    sheet = tint(sheet, shadow.filter(ImageFilter.GaussianBlur(3)), (120, 104, 78), 0.45)
    return tint(sheet, tape, (243, 236, 217), 0.82)


def caption(fonts: Fonts) -> Picture:
    """Give the words that every photograph carries on the table beside the sheet, as a mask."""
    face = fonts.face("typewriter", 34, "a")
    mask = Image.new("L", (int(face.getlength(CAPTION)) + 8, 46))
    ImageDraw.Draw(mask).text((4, 2), CAPTION, font=face, fill=255)
    return mask
