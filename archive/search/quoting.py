"""Quotes the pages that answer a query, to those who may read them, with the words that were looked for marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.utils.translation import get_language_info

from accounts.compiled import IsOneOf, array
from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from archive.models import PageBreak, Text
from archive.query import Query
from archive.stretches import words_of_break
from archive.words import Snippet, mark, snippet

WIDTH = 240


@dataclass(slots=True)
class LayerHit:
    """The page of a text that answers best: which text, which leaf and what is printed on it, and a passage."""

    slug: str
    kind: str
    language: str
    leaf: int
    label: str
    snippet: Snippet
    pages: int

    @property
    def kind_label(self) -> str:
        """Give what kind of text it is, in the reader's words."""
        label = str(Text.Kind(self.kind).label)
        return label[:1].upper() + label[1:]

    @property
    def language_name(self) -> str:
        """Give the name of its language in the reader's, its code where nobody knows."""
        try:
            return str(get_language_info(self.language)["name_translated"])
        except KeyError:
            return self.language

    @property
    def shown_label(self) -> str:
        """Give the printed number of the page, else its place in the document."""
        return self.label or str(self.leaf)

    @property
    def more(self) -> int:
        """Give how many pages beside this one hold the words."""
        return self.pages - 1


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be marked: lexemes, and the beginnings of words."""

    lexemes: frozenset[str]
    prefixes: tuple[str, ...] = ()

    def spans(self, text: str, language: str = "") -> list[tuple[int, int]]:
        """Give the places in a text."""
        return mark(text, self.lexemes, language, self.prefixes)


class PageHit(NamedTuple):
    """A page of a text of a document that answers, by ids, and how well it does."""

    document: int
    text: int
    page_break: int
    rank: float


def marks_of(query: Query) -> Marks:
    """Give what a query wants marked."""
    terms = [term for words in query.words for term in words.terms]
    lexemes = frozenset(lexeme for term in terms if not term.is_prefix for lexeme in term.lexemes)
    prefixes = tuple(lexeme for term in terms if term.is_prefix for lexeme in term.lexemes)
    return Marks(lexemes, prefixes)


def quote(visitor: Visitor, hits: Iterable[PageHit], marks: Marks) -> dict[int, list[LayerHit]]:
    """Quote, of each text of each document, the page that answers best.

    Asks `readable_by` itself; a page of a version that is no longer the current one is left out.
    """
    pages: dict[int, list[PageHit]] = defaultdict(list)
    for hit in hits:
        pages[hit.text].append(hit)
    best = [max(found, key=lambda hit: (hit.rank, -hit.page_break)) for found in pages.values()]
    rows = _QUOTED(visitor, array(hit.page_break for hit in best), array(pages))
    layers: dict[int, list[LayerHit]] = defaultdict(list)
    without: dict[int, LayerHit] = {}
    for row in rows:
        layer = _layer(row, marks, len(pages[row[1]]))
        layers[row[0]].append(layer)
        if not layer.snippet.spans:
            without[row[2]] = layer
    _quote_notes(without, marks)
    return layers


_COLUMNS = (
    "version__text__document_id", "version__text_id", "pk", "leaf", "label", "start", "version__text__slug",
    "version__text__kind", "version__text__language",
)  # fmt: skip


def _quoted(visitor: Visitor, at: datetime, breaks: str, texts: str) -> QuerySet[Any, Any]:
    readable = Text.objects.readable_by(visitor, at).filter(IsOneOf("pk", texts)).values("pk")
    rows = PageBreak.objects.filter(
        IsOneOf("pk", breaks), version__text__in=readable, version__text__current=F("version")
    )
    return rows.annotate(words=words_of_break()).order_by("version__text__order", "pk").values_list(*_COLUMNS, "words")


_QUOTED = CompiledRule(_quoted, str, str)


def _layer(row: tuple[Any, ...], marks: Marks, pages: int) -> LayerHit:
    _, _, _, leaf, label, start, slug, kind, language, words = row
    passage = snippet(words, marks.lexemes, WIDTH, language, marks.prefixes)
    placed = passage._replace(start=start + passage.start, end=start + passage.end)
    return LayerHit(slug, kind, language, leaf, label, placed, pages)


def _quote_notes(layers: Mapping[int, LayerHit], marks: Marks) -> None:
    """Where only the notes of a page have the words, quote them instead."""
    if not layers:
        return
    rows = PageBreak.objects.filter(pk__in=layers).exclude(notes=[])
    for pk, notes, canonical in rows.values_list("pk", "notes", "version__canonical"):
        layer = layers[pk]
        for note in notes:
            words = canonical[note["o"] : note["e"]]
            passage = snippet(words, marks.lexemes, WIDTH, layer.language, marks.prefixes)
            if passage.spans:
                layer.snippet = passage._replace(start=note["o"] + passage.start, end=note["o"] + passage.end)
                break
