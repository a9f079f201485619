"""The words of one page of one text, by paragraph and by hit, with the regions of the image in which they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from django.db.models import F

from accounts.visitor import Visitor
from archive.models import Document, PageBreak, PageIndex, Text, Zone, ZoneLink
from archive.query import parse
from archive.search.pages import page_query
from archive.search.quoting import marks_of
from archive.stretches import words_of_break

Polygon = list[list[int]]
# A search inside a document gives no more than this; who wants more reads it.
MOST_HITS = 2000
CONTEXT = 40


class Span(NamedTuple):
    """Words of a page: where they stand in the canonical text, and the regions that hold them."""

    slug: str
    language: str
    leaf: int
    start: int
    end: int
    text: str
    polygons: list[Polygon]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """A stretch of a text's current version."""

    slug: str
    language: str
    version: int
    leaf: int
    start: int
    end: int


class _Link(NamedTuple):
    version_id: int
    zone__page__order: int
    zone__level: str
    start: int
    end: int
    zone__polygon: Polygon


def text_of(visitor: Visitor, document: Document, slug: str) -> Text:
    """Give a text the visitor may read; raises Text.DoesNotExist."""
    found: Text = Text.objects.readable_by(visitor).get(document=document, slug=slug, current__isnull=False)
    return found


def paragraphs(text: Text, leaf: int) -> list[Span]:
    """Give the paragraphs of a page, cut at its ends; three statements."""
    version = text.current
    if version is None:
        return []
    breaks = version.breaks.filter(leaf=leaf).order_by("order").values_list("start", "end")
    stretches = [(start, end) for start, end in breaks if end > start]
    links = _links([version.pk], leaf)
    found = []
    for first, last in stretches:
        for block in version.blocks:
            start, end = max(block["start"], first), min(block["end"], last)
            words = version.canonical[start:end]
            if words.strip():
                polygons = _standing(links, version.pk, leaf, (start, end), Zone.Level.BLOCK)
                found.append(Span(text.slug, text.language, leaf, start, end, words, polygons))
    return found


def find_in(visitor: Visitor, document: Document, asked: str) -> list[Span]:
    """Give the places in a document's texts that answer a query, in reading order; three statements.

    A page answers when it holds all the words, as in the search of the whole archive; each of them is a place.
    """
    texts = Text.objects.readable_by(visitor).filter(document=document)
    query = parse(asked, ("en", "ru"))
    wanted = page_query(query.root)
    if not wanted:
        return []
    found = PageIndex.objects.filter(document=document, words__matches=wanted)
    breaks = PageBreak.objects.filter(
        pk__in=found.values("page_break"), version__text__in=texts, version__text__current=F("version")
    ).order_by("leaf", "version__text__order", "order")
    columns = ("version__text__slug", "version__text__language", "version_id", "leaf", "start", "end")
    rows = [*breaks.annotate(words=words_of_break()).values_list(*columns, "words")]
    links = _links({row[2] for row in rows}, None)
    marks = marks_of(query)
    return [*islice((hit for *row, words in rows for hit in _hits(_Page(*row), words, links, marks.spans)), MOST_HITS)]


def _hits(page: _Page, words: str, links: Sequence[_Link], spans: object) -> Iterator[Span]:
    for first, last in spans(words, page.language):  # type: ignore[operator]
        start, end = page.start + first, page.start + last
        polygons = _standing(links, page.version, page.leaf, (start, end), Zone.Level.WORD)
        before, after = words[max(first - CONTEXT, 0) : first], words[last : last + CONTEXT]
        yield Span(page.slug, page.language, page.leaf, start, end, words[first:last], polygons, before, after)


def _links(versions: Sequence[int] | set[int], leaf: int | None) -> list[_Link]:
    links = ZoneLink.objects.filter(version__in=versions)
    links = links if leaf is None else links.filter(zone__page__order=leaf)
    return [_Link(*row) for row in links.order_by("zone__order").values_list(*_Link._fields)]


def _standing(links: Sequence[_Link], version: int, leaf: int, span: tuple[int, int], wanted: str) -> list[Polygon]:
    """Give the regions of a stretch: the coarsest for a paragraph, the finest for a word."""
    start, end = span
    met = [
        link
        for link in links
        if (link.version_id, link.zone__page__order) == (version, leaf) and link.start < end and link.end > start
    ]
    order = list(Zone.Level)
    order = order if wanted == Zone.Level.BLOCK else order[::-1]
    for level in order:
        polygons = [link.zone__polygon for link in met if link.zone__level == level]
        if polygons:
            return polygons
    return []
