"""Which page image a visitor may see: asked for every thumbnail, size and tile, so compiled once."""

from __future__ import annotations

from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from archive.models import Image, Page

_READY = CompiledRule(
    lambda visitor, at, identifier, order: (
        Page.objects.readable_by(visitor, at)
        .filter(document__identifier=identifier, order=order, image__derived=Image.Derived.READY)
        .values_list("image__sha256", "image__width", "image__height")
    ),
    str,
    int,
)


def image_for(visitor: Visitor, identifier: str, order: int) -> Image | None:
    """Give the image of a page with its digest and extent only, None when there is none that may be seen."""
    for digest, width, height in _READY(visitor, identifier, order):
        return Image(sha256=digest, width=width, height=height)
    return None
