"""Draws all page images of the demonstration archive: `python -m archive.demo.drawing --fonts node_modules`.

The fonts are npm packages: computer-modern, @fontsource/bad-script, @fontsource/marck-script, @fontsource/caveat
and @fontsource/cousine (SIL Open Font License; Cousine: Apache). The pictures are kept in the repository, so that
only somebody who changes the texts needs them.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

from archive.demo.drawing.fonts import Fonts
from archive.demo.drawing.page import draw_page
from archive.demo.drawing.source import Leaf, Source, read_sources

HERE = Path(__file__).resolve().parent.parent
VOLUMES = ("kolva-papers", "upper-kolva-letters")
# tried in turn until a page is small enough to live in the repository
QUALITIES = (52, 46, 40, 34)
LARGEST = 60_000


def _packed(picture: Image.Image) -> bytes:
    for quality in QUALITIES:
        stream = BytesIO()
        picture.save(stream, "WEBP", quality=quality, method=6)
        if stream.tell() <= LARGEST:
            break
    return stream.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """Write one WebP image and one ALTO file for each leaf; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="the node_modules folder with the fonts")
    parser.add_argument("--only", default="", help="draw only images whose name begins so")
    parser.add_argument("--to", type=Path, default=HERE / "images")
    options = parser.parse_args(arguments)
    fonts = Fonts(options.fonts)
    for volume in VOLUMES:
        for path in sorted((HERE / "sources").glob(f"{volume}*/l*.xml")) or [HERE / "sources" / f"{volume}.xml"]:
            for source in read_sources(path):
                for leaf in source.leaves:
                    if leaf.facs.startswith(options.only):
                        _draw(source, leaf, fonts, options.to / volume)
    return 0


def _draw(source: Source, leaf: Leaf, fonts: Fonts, folder: Path) -> None:
    drawn = draw_page(source, leaf, fonts)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{leaf.facs}.webp"
    target.write_bytes(_packed(drawn.picture))
    target.with_suffix(".xml").write_bytes(drawn.alto)
    sys.stdout.write(f"{target.name} {target.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    sys.exit(main())
