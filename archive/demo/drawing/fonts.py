"""Typefaces by role, from npm packages unpacked into one folder; no font of the system is touched."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

# role -> files that share it; the first that has the script of a character draws it
FILES = {
    "typewriter": {"": "computer-modern/fonts/cmu-typewriter-text-500-roman.ttf"},
    "schoolhand": {
        "Cyrl": "@fontsource/bad-script/files/bad-script-cyrillic-400-normal.woff",
        "Cyrx": "@fontsource/bad-script/files/bad-script-cyrillic-ext-400-normal.woff",
        "": "@fontsource/bad-script/files/bad-script-latin-400-normal.woff",
    },
    "penhand": {
        "Cyrl": "@fontsource/marck-script/files/marck-script-cyrillic-400-normal.woff",
        "": "@fontsource/marck-script/files/marck-script-latin-400-normal.woff",
    },
    "roughhand": {
        "Cyrl": "@fontsource/caveat/files/caveat-cyrillic-400-normal.woff",
        "": "@fontsource/caveat/files/caveat-latin-400-normal.woff",
    },
    "hebrew": {
        "Hebr": "@fontsource/cousine/files/cousine-hebrew-400-normal.woff",
        "": "@fontsource/cousine/files/cousine-latin-400-normal.woff",
    },
}


def script_of(char: str) -> str:
    """Give the part of a split font that holds a character: Cyrl, Cyrx (letters abolished in 1918), Hebr or ""."""
    if char in "ѣѢѳѲѵѴ":
        return "Cyrx"
    name = unicodedata.name(char, "")
    if name.startswith("HEBREW"):
        return "Hebr"
    return "Cyrl" if name.startswith("CYRILLIC") or char == "№" else ""


@dataclass(frozen=True)
class Fonts:
    """The fonts under `folder` (a node_modules); with None, Pillow's own face stands in for all of them."""

    folder: Path | None

    def face(self, role: str, size: int, char: str = "") -> FreeTypeFont:
        """Give the face that draws `char` in a role; raises OSError when the package is not there."""
        if self.folder is None:
            return _stand_in(size)
        files = FILES[role]
        return _load(self.folder / files.get(script_of(char) if char else "", files[""]), size)


@lru_cache(maxsize=200)
def _load(path: Path, size: int) -> FreeTypeFont:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=20)
def _stand_in(size: int) -> FreeTypeFont:
    face = ImageFont.load_default(size)
    if not isinstance(face, FreeTypeFont):
        raise OSError("This Pillow was built without FreeType, which drawing needs.")
    return face
