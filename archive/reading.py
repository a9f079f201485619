"""Puts together what stands on the page of a document: a window of leaves with its panes, for one visitor."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.access import own_state
from accounts.compiled import Compiled
from accounts.visitor import Visitor
from archive import panels
from archive.columns import Stretch, draw, targets_of
from archive.cross_references import addresses
from archive.hit_markup import mark_hits
from archive.leaves import Frame, PageRow, draw_leaves, has_picture
from archive.models import Document, Page, PageBreak, Text, TextVersion
from archive.panes import IMAGE, MOST, Chosen, Layer, Pane, layers_of, layout_of, panes_of
from archive.query import Query
from archive.references import parse_folio
from archive.search.within import Occurrence, occurrences
from archive.windows import Window, window_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A window of a document laid out for one visitor; `layers` are the texts shown, in the order of their columns.

    `html` are its leaves; `has_image` says that images stand beside the texts, `has_content` that there is anything.
    `found` are the places of the words that were looked for, in the whole document; those of the window are marked.
    """

    window: Window
    panes: tuple[Pane, ...]
    layers: tuple[Layer, ...]
    html: SafeString
    has_image: bool
    has_content: bool
    found: tuple[Occurrence, ...] = ()

    @property
    def found_on(self) -> tuple[tuple[int, int], ...]:
        """Give the leaves that hold what was looked for, each with how many places."""
        return tuple(Counter(at.leaf for at in self.found).items())

    @property
    def fonts(self) -> tuple[str, ...]:
        """Give the parts of the text's font to fetch at once: what comes later is not drawn with, lines stay."""
        return tuple(sorted({layer.font for layer in self.layers} - {""}))

    @property
    def layout(self) -> str:
        """Name the layout by which the choice of panes is kept."""
        return layout_of(self.panes)

    @property
    def has_pictures(self) -> bool:
        """Tell whether there are images to show, shown or not."""
        return self.has_image or any(pane.slug == IMAGE for pane in self.panes)

    @property
    def texts(self) -> tuple[Layer, ...]:
        """Give every text of the document that may be read, shown or not."""
        return (
            tuple(layer for pane in self.panes for layer in (pane.spellings or (pane.layer,)) if layer) or self.layers
        )

    @property
    def spellings(self) -> tuple[Layer, ...]:
        """Give the spellings between which the reader may choose, of the first shown pane that has two."""
        return next((pane.spellings for pane in self.panes if pane.is_shown and pane.spellings), ())


class Laid(NamedTuple):
    """What has been decided of a window before its words are fetched."""

    window: Window
    panes: tuple[Pane, ...]
    layers: tuple[Layer, ...]
    pages: dict[int, PageRow]
    has_image: bool
    found: tuple[Occurrence, ...] = ()


def read(
    visitor: Visitor, document: Document, page: int, chosen: Chosen | None = None, *, query: Query | None = None
) -> Reading | None:
    """Give the window that holds a page, None when there is none; three statements, four where words link elsewhere.

    Words that are looked for take two more. The visitor's right to the document was asked when it was fetched; parts
    are asked for their own state.
    """
    window = window_of(page, document.page_count)
    if window is None:
        return None
    pages = _pages(visitor, document, window)
    has_image = any(row.image_id for row in pages.values())
    laid = panes_of(layers_of(visitor, document), chosen or Chosen(), has_image=has_image)
    layers = tuple(pane.layer for pane in laid if pane.is_shown and pane.layer)
    is_image_shown = any(pane.is_shown for pane in laid if pane.slug == IMAGE)
    found = tuple(occurrences(layers, query)) if query else ()
    return _reading(visitor, document, Laid(window, tuple(laid), layers, pages, is_image_shown, found))


def read_version(visitor: Visitor, document: Document, version: TextVersion, page: int) -> Reading | None:
    """Give a window of one text as it stood in one version, with the images; None when there is no such page."""
    window = window_of(page, document.page_count)
    if window is None:
        return None
    pages = _pages(visitor, document, window)
    has_image = any(row.image_id for row in pages.values())
    return _reading(visitor, document, Laid(window, (), (_layer(version),), pages, has_image))


def version_of(visitor: Visitor, document: Document, slug: str, number: int) -> TextVersion:
    """Give one version of a text with its text; raises TextVersion.DoesNotExist when the visitor may not know it."""
    texts = Text.objects.filter(own_state(visitor, Text), document_id=document.pk, slug=slug)
    versions = TextVersion.objects.filter(text__in=texts, number=number).select_related("text")
    return versions.defer("canonical", "blocks", "containers", "marks").get()


def page_called(visitor: Visitor, document: Document, asked: str) -> int | None:
    """Find the leaf a reader means: by printed number, by folio ("5 ob."), else by order; None when there is none."""
    asked = asked.strip()
    pages = Page.objects.filter(own_state(visitor, Page), document_id=document.pk).order_by("order")
    found = pages.filter(label__iexact=asked).values_list("order", flat=True).first()
    if found is None:
        current = PageBreak.objects.filter(version__text__document_id=document.pk, version=F("version__text__current"))
        found = current.filter(label__iexact=asked).order_by("leaf").values_list("leaf", flat=True).first()
    if found is None and not asked.isdecimal():
        found = _page_with_folio(pages, asked)
    if found is None and asked.isdecimal() and window_of(int(asked[:9]), document.page_count):
        found = int(asked)
    return found


def _page_with_folio(pages: QuerySet[Page], asked: str) -> int | None:
    folio = parse_folio(asked)
    if folio is None:
        return None
    rows = (PageRow(*row) for row in pages.exclude(folio="").values_list(*PageRow._fields))
    return next((row.order for row in rows if row.parsed_folio == folio), None)


@cache
def _pages_as(*, is_curator: bool) -> Compiled:
    """Give the query for the leaves of a window as curators see them, or as others do."""
    visitor = Visitor(is_curator=is_curator)
    return Compiled(
        lambda document, first, last: (
            Page.objects.filter(own_state(visitor, Page), document_id=document, order__gte=first, order__lte=last)
            .order_by("order")
            .values_list(*PageRow._fields)
        ),
        int,
        int,
        int,
    )


_STRETCHES = Compiled(
    lambda one, two, three, first, last: (
        PageBreak.objects.filter(version_id__in=[one, two, three], leaf__gte=first, leaf__lte=last)
        .order_by("order")
        .values_list(*Stretch._fields)
    ),
    *[int] * (MOST + 2),
)


def _pages(visitor: Visitor, document: Document, window: Window) -> dict[int, PageRow]:
    rows = _pages_as(is_curator=visitor.is_curator)(document.pk, window.first, window.last)
    return {row[0]: PageRow(*row) for row in rows}


def _stretches(layers: Sequence[Layer], window: Window) -> list[Stretch]:
    if not layers:
        return []
    versions = [layer.version_id for layer in layers]
    rows = _STRETCHES(*versions, *[0] * (MOST - len(versions)), window.first, window.last)
    return [Stretch(*row[:-2], json.loads(row[-2]), json.loads(row[-1])) for row in rows]  # type: ignore[call-arg]


def _layer(version: TextVersion) -> Layer:
    text = version.text
    return Layer(
        text.pk,
        text.slug,
        text.kind,
        text.language,
        text.script,
        text.spelling,
        text.translator,
        text.aligned_with_id,
        version.pk,
        version.number,
    )


def _beside(document: Document) -> tuple[str, Callable[[Layer], str]] | None:
    link = panels.paragraph_link()
    if link is None:
        return None
    return link.label(), lambda layer: link.front(document.identifier, layer.slug, layer.version)


def _reading(visitor: Visitor, document: Document, laid: Laid) -> Reading:
    stretches = _stretches(laid.layers, laid.window)
    _mark(stretches, laid)
    found = addresses(visitor, document, laid.window, targets_of(stretches))
    words = draw(laid.layers, stretches, found, _beside(document))
    base = reverse("archive:page", args=[document.identifier, 0]).removesuffix("0/")
    frame = Frame(laid.window, base, laid.has_image, has_layers=bool(laid.layers))
    has_content = bool(words) or (laid.has_image and any(map(has_picture, laid.pages.values())))
    html = draw_leaves(frame, laid.pages, words)
    return Reading(laid.window, laid.panes, laid.layers, html, laid.has_image, has_content, laid.found)


def _mark(stretches: Sequence[Stretch], laid: Laid) -> None:
    """Mark in the stretches, which are this request's own, what was found."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at in laid.found:
        spans[at.text].append((at.start, at.end))
    slugs = {layer.version_id: layer.slug for layer in laid.layers}
    for stretch in stretches:
        wanted = sorted(spans.get(slugs[stretch.version_id], ()))
        for piece in (*stretch.pieces, *stretch.notes) if wanted else ():
            within = [(start, end) for start, end in wanted if start < piece["e"] and end > piece["o"]]
            if within:
                piece["h"] = mark_hits(piece["h"], within)
