"""Quotes the pages that answer a query, to those who may read them, with the words that were looked for marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Substr
from django.utils.translation import get_language_info

from accounts.visitor import Visitor
from archive.models import PageBreak, Text
from archive.query import Query
from archive.words import Snippet, mark, snippet

WIDTH = 240


@dataclass(frozen=True, slots=True)
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


class _Row(NamedTuple):
    """A page that answers, before its words are read."""

    document: int
    page_break: int
    leaf: int
    label: str
    slug: str
    kind: str
    language: str
    order: int


def marks_of(query: Query) -> Marks:
    """Give what a query wants marked."""
    terms = [term for words in query.words for term in words.terms]
    lexemes = frozenset(lexeme for term in terms if not term.is_prefix for lexeme in term.lexemes)
    prefixes = tuple(lexeme for term in terms if term.is_prefix for lexeme in term.lexemes)
    return Marks(lexemes, prefixes)


def quote(visitor: Visitor, ranks: Mapping[int, float], marks: Marks) -> dict[int, list[LayerHit]]:
    """Quote, of each text of each document, the page with the highest rank; `ranks` are those of page breaks.

    Asks `readable_by` itself; pages of a version that is no longer the current one are left out.
    """
    texts: dict[tuple[int, int, str], list[_Row]] = defaultdict(list)
    for row in _rows(visitor, ranks):
        texts[row.document, row.order, row.slug].append(row)
    best = {key: max(rows, key=lambda row: (ranks[row.page_break], -row.leaf)) for key, rows in texts.items()}
    passages = _passages(best.values(), marks)
    found: dict[int, list[LayerHit]] = defaultdict(list)
    for key, row in sorted(best.items()):
        hit = LayerHit(row.slug, row.kind, row.language, row.leaf, row.label, passages[row.page_break], len(texts[key]))
        found[row.document].append(hit)
    return found


def _rows(visitor: Visitor, ranks: Mapping[int, float]) -> Iterator[_Row]:
    texts = Text.objects.readable_by(visitor).values("pk")
    current = PageBreak.objects.filter(pk__in=ranks, version__text__in=texts, version__text__current=F("version"))
    columns = (
        "version__text__document_id", "pk", "leaf", "label", "version__text__slug", "version__text__kind",
        "version__text__language", "version__text__order",
    )  # fmt: skip
    return (_Row(*row) for row in current.values_list(*columns))


def _passages(rows: Collection[_Row], marks: Marks) -> dict[int, Snippet]:
    """Make the passages, from the page itself, else from its notes when only they have the words."""
    languages = {row.page_break: row.language for row in rows}
    found = {}
    words = Substr("version__canonical", F("start") + 1, F("end") - F("start"))
    pages = PageBreak.objects.filter(pk__in=languages).annotate(words=words)
    for pk, start, text in pages.values_list("pk", "start", "words"):
        passage = snippet(text, marks.lexemes, WIDTH, languages[pk], marks.prefixes)
        found[pk] = passage._replace(start=start + passage.start, end=start + passage.end)
    without = [pk for pk, passage in found.items() if not passage.spans]
    return found | _from_notes(without, languages, marks)


def _from_notes(pages: Collection[int], languages: Mapping[int, str], marks: Marks) -> dict[int, Snippet]:
    found = {}
    rows = PageBreak.objects.filter(pk__in=pages).exclude(notes=[])
    for pk, notes, canonical in rows.values_list("pk", "notes", "version__canonical"):
        for note in notes:
            passage = snippet(canonical[note["o"] : note["e"]], marks.lexemes, WIDTH, languages[pk], marks.prefixes)
            if passage.spans:
                found[pk] = passage._replace(start=note["o"] + passage.start, end=note["o"] + passage.end)
                break
    return found
