"""Which page image a visitor may see: asked for every thumbnail, size and tile, so compiled once."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import Audience
from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from archive.models import Image, Page


@dataclass(frozen=True, slots=True)
class PageImage:
    """An image with its digest and extent only; `is_open` when its document's lock lets everybody read."""

    image: Image
    is_open: bool
    is_readable: bool = True


_COLUMNS = ("image__sha256", "image__width", "image__height", "document__audience")
_READY = CompiledRule(
    lambda visitor, at, identifier, order: (
        Page.objects.readable_by(visitor, at)
        .filter(document__identifier=identifier, order=order, image__derived=Image.Derived.READY)
        .values_list(*_COLUMNS)
    ),
    str,
    int,
)


def image_for(visitor: Visitor, identifier: str, order: int) -> Image | None:
    """Give the image of a page with its digest and extent only, None when there is none that may be seen."""
    found = readable_image(visitor, identifier, order)
    return found.image if found else None


def readable_image(visitor: Visitor, identifier: str, order: int) -> PageImage | None:
    """Give the same with what it needs to be shared with other sites; one statement."""
    for digest, width, height, audience in _READY(visitor, identifier, order):
        return PageImage(Image(sha256=digest, width=width, height=height), audience == Audience.OPEN)
    return None


def findable_image(visitor: Visitor, identifier: str, order: int) -> PageImage | None:
    """Give the image of a page the visitor may know of, marked whether it may be read; one statement."""
    pages = Page.objects.findable_by(visitor).filter(document__identifier=identifier, order=order)
    rows = pages.filter(image__derived=Image.Derived.READY).values_list(*_COLUMNS, "is_readable")
    for digest, width, height, audience, is_readable in rows[:1]:
        return PageImage(Image(sha256=digest, width=width, height=height), audience == Audience.OPEN, is_readable)
    return None
