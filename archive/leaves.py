"""Draws the leaves of a window: each with its name, its image, its words in columns and its notes.

They are drawn here and not in a template: a window has twenty, and a template takes five times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.columns import Words
from archive.models import Image
from archive.references import Folio, format_folio, parse_folio
from archive.windows import Window

# How wide the image of a leaf is drawn, for the browser to choose among its sizes; as in reader.css.
SIZES = "(max-width: 40em) 94vw, (max-width: 68.75em) 60vw, 26vw"
SIZES_ALONE = "(max-width: 62rem) 94vw, 60rem"

# How labels that are folios end: 14r, 14v, 14 об.
_SIDES = ("r", "v", ".")


class PageRow(NamedTuple):
    """A leaf as stored, with its image; the names are those of the columns."""

    order: int
    label: str
    folio: str
    is_verso: bool
    width: int
    height: int
    image_id: int | None
    image__derived: str | None
    image__width: int | None
    image__height: int | None

    @property
    def parsed_folio(self) -> Folio | None:
        """Give the folio with its side, None when there is none; a label such as 14v is a folio too."""
        folio = parse_folio(self.folio or (self.label if self.label[-1:].lower() in _SIDES else ""))
        return replace(folio, is_verso=True) if folio and self.is_verso else folio


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for all leaves of a window: `base` is the address of the pages, ending in a slash.

    The words of the interface are looked up once for all leaves.
    """

    window: Window
    base: str
    has_image: bool
    has_layers: bool
    page: str = field(default_factory=lambda: _("Page %(number)s"))
    image: str = field(default_factory=lambda: escape(_("Image:")))


def draw_leaves(frame: Frame, pages: Mapping[int, PageRow], words: Mapping[int, Words]) -> SafeString:
    """Draw every leaf of the window, also those without words or image, as sections `page-1`, `page-2` …"""
    orders = range(frame.window.first, frame.window.last + 1)
    sections = [_section(frame, order, pages.get(order), words.get(order)) for order in orders]
    return mark_safe("".join(sections))  # noqa: S308 every part is escaped below, or came escaped


def has_picture(page: PageRow) -> bool:
    """Tell whether the page's image can be shown."""
    return page.image__derived == Image.Derived.READY


def _section(frame: Frame, order: int, page: PageRow | None, words: Words | None) -> str:
    name = frame.page % {"number": order}
    folio = page.parsed_folio if page else None
    address = f"{frame.base}{order}/"
    data, scan = _scan(frame, f"{address}image/", page, ", ".join(filter(None, (name, _leaf_name(folio)))), order)
    labels = "".join(f"<span{lang}>{escape(text)}</span> " for lang, text in _labels(order, page, words, folio))
    return (
        f'<section class="leaf" id="page-{order}" aria-labelledby="head-{order}" data-page="{order}"{data}>'
        f'<h2 class="pb" id="head-{order}"><a href="{escape(address)}">{escape(name)}</a> {labels}</h2>'
        f"{scan}{_words(frame, words)}</section>"
    )


def _labels(order: int, page: PageRow | None, words: Words | None, folio: Folio | None) -> list[tuple[str, str]]:
    """Give what else a leaf is called, each with its language attribute: the number printed on it, its folio."""
    found = []
    printed = (page and page.label) or (words and words.label) or ""
    if printed not in {"", str(order)} and not (folio and parse_folio(printed) == folio):
        found.append(("", _("printed %(number)s") % {"number": printed}))
    if folio:
        found.append(("", _leaf_name(folio)))
        if get_language() != "ru":
            found.append((' lang="ru"', f"л. {format_folio(folio, 'ru')}"))
    return found


def _leaf_name(folio: Folio | None) -> str:
    if folio is None:
        return ""
    number = f"{folio.number}{folio.suffix}"
    return (_("Leaf %(number)s verso") if folio.is_verso else _("Leaf %(number)s")) % {"number": number}


def _scan(frame: Frame, base: str, page: PageRow | None, name: str, order: int) -> tuple[str, str]:
    """Give the attributes by which a script finds the image, and the image itself or why there is none."""
    if not frame.has_image:
        return "", ""
    if page is None or not has_picture(page):
        return "", f'<div class="scan"><p class="gap-note">{escape(_gap(page))}</p></div>'
    zones = escape(f"{base.removesuffix('image/')}zones/")
    base, name = escape(base), escape(name)
    width, height = page.width or page.image__width, page.height or page.image__height
    sizes = SIZES if frame.has_layers else SIZES_ALONE
    lazy = "" if order == frame.window.first else ' loading="lazy"'
    drawn = (
        f'<div class="scan"><a href="{base}1440/"><img src="{base}480/" '
        f'srcset="{base}480/ 480w, {base}960/ 960w, {base}1440/ 1440w" sizes="{sizes}" '
        f'width="{width}" height="{height}" alt="{frame.image} {name}"{lazy}></a></div>'
    )
    return f' data-image="{base}" data-zones="{zones}" data-width="{width}" data-height="{height}"', drawn


def _gap(page: PageRow | None) -> str:
    if page is None:
        return _("The image of this page is not shown.")
    if page.image_id is None:
        return _("There is no image of this page.")
    if page.image__derived == Image.Derived.FAILED:
        return _("The image of this page could not be prepared.")
    return _("The image of this page is being prepared. Come back in a few minutes.")


def _words(frame: Frame, words: Words | None) -> str:
    if words and words.layers:
        notes = f'<div class="notes">{words.notes}</div>' if words.notes else ""
        return f'<div class="layers span-{words.span}">{words.layers}</div>{notes}'
    return f'<p class="empty">{escape(_("No text of this page."))}</p>' if frame.has_layers else ""
