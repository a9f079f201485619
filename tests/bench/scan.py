"""A page image as large as a scan, put behind a page of a sample document; imported once Django is set up."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyvips

from archive.images import PYRAMID, derivative_path, derive
from archive.masters import keep
from archive.models import Document, Image, Page


def put_behind(identifier: str, width: int, height: int) -> Path:
    """Draw a page of lines and grain, keep it as the image of every page of a document; give its pyramid."""
    paper = pyvips.Image.gaussnoise(width, height, mean=225, sigma=6)
    lines = (pyvips.Image.xyz(width, height)[1] % 90 < 14).ifthenelse(-120, 0)
    strokes = (pyvips.Image.gaussnoise(width // 8, height // 8, sigma=40).resize(8) > 160).ifthenelse(lines, 0)
    page = (paper + strokes).cast("uchar")
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        page.bandjoin([page, page - 12]).cast("uchar").copy(interpretation="srgb").jpegsave(file.name, Q=90)
        with Path(file.name).open("rb") as stream:
            image = keep(stream, "scan.jpg")
    derive(image)
    document = Document.objects.get(identifier=identifier)
    for order in range(1, document.page_count + 1):
        leaf = {"image": image, "width": width, "height": height}
        Page.objects.update_or_create(document=document, order=order, defaults=leaf)
    if Image.objects.get(pk=image.pk).derived != Image.Derived.READY:
        raise AssertionError(Image.objects.get(pk=image.pk).failure)
    return derivative_path(image, PYRAMID)
