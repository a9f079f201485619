"""Finds the image of a page as a visitor may see it or know of it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import Audience
from accounts.visitor import Visitor
from archive.models import Image, Page


@dataclass(frozen=True, slots=True)
class PageImage:
    """An image with its derivatives made; `is_open` when its document's lock lets everybody read."""

    image: Image
    is_open: bool
    is_readable: bool


_COLUMNS = ("image__sha256", "image__width", "image__height", "document__audience")


def readable_image(visitor: Visitor, identifier: str, number: int) -> PageImage | None:
    """Give the image of a page the visitor may read; one statement."""
    pages = Page.objects.readable_by(visitor).filter(document__identifier=identifier, order=number)
    row = pages.filter(image__derived=Image.Derived.READY).order_by().values_list(*_COLUMNS).first()
    return _page_image(*row, is_readable=True) if row else None


def findable_image(visitor: Visitor, identifier: str, number: int) -> PageImage | None:
    """Give the image of a page the visitor may know of, marked whether it may be read; one statement."""
    pages = Page.objects.findable_by(visitor).filter(document__identifier=identifier, order=number)
    row = pages.filter(image__derived=Image.Derived.READY).order_by().values_list(*_COLUMNS, "is_readable").first()
    return _page_image(*row[:-1], is_readable=row[-1]) if row else None


def _page_image(sha256: str, width: int, height: int, audience: str, *, is_readable: bool) -> PageImage:
    image = Image(sha256=sha256, width=width, height=height)
    return PageImage(image, is_open=audience == Audience.OPEN, is_readable=is_readable)
