"""Real image files for tests: drawn, kept as masters, their derivatives made."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image as Pillow
from PIL import ImageDraw

from archive.images import PYRAMID, SIZES, derivative_path, derive
from archive.masters import keep, master_path
from archive.models import Image

_drawn: dict[tuple[int, int], tuple[Image, list[bytes]]] = {}


def kept(picture: Pillow.Image, name: str = "scan.png") -> Image:
    """Keep a drawn picture as a master and make its derivatives."""
    file = io.BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    image = keep(file, name)
    derive(image)
    image.refresh_from_db()
    return image


def keep_gradient(width: int = 1300, height: int = 900) -> Image:
    """A picture in which every place has its own colour: red grows to the right, green downwards.

    It is drawn once; later its row, its master and all its derivatives are put in place as they were made then.
    """
    if (width, height) in _drawn:
        image, contents = _drawn[width, height]
        for path, content in zip(_files(image), contents, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        row = {name: getattr(image, name) for name in ("sha256", "name", "format", "size", "width", "height")}
        return Image.objects.create(**row, derived=Image.Derived.READY)
    across = Pillow.linear_gradient("L").rotate(90).resize((width, height))
    down = Pillow.linear_gradient("L").resize((width, height))
    image = kept(Pillow.merge("RGB", (across, down, Pillow.new("L", (width, height), 90))))
    _drawn[width, height] = image, [path.read_bytes() for path in _files(image)]
    return image


def _files(image: Image) -> list[Path]:
    return [master_path(image), *(derivative_path(image, name) for name in (PYRAMID, *SIZES))]


def keep_squares(colours: Sequence[Sequence[tuple[int, int, int]]], side: int = 100) -> Image:
    """Squares side by side; `colours` by column, then row."""
    picture = Pillow.new("RGB", (side * len(colours), side * len(colours[0])))
    draw = ImageDraw.Draw(picture)
    for x, column in enumerate(colours):
        for y, colour in enumerate(column):
            draw.rectangle((x * side, y * side, (x + 1) * side - 1, (y + 1) * side - 1), fill=colour)
    return kept(picture, "squares.png")
