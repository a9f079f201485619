"""The texts of several documents side by side, as plain paragraphs with the words that were looked for marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.visitor import Visitor
from archive.entries import Entry, entries_with_volumes
from archive.models import Document, PageBreak, Text, TextVersion
from archive.query import Query
from archive.search.quoting import Marks, marks_of
from archive.search.spelling import across_scripts

MOST = 4
PAGES = 10
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Column:
    """A document with paragraphs of one of its texts and the spans to mark in each; none when it may not be read."""

    entry: Entry
    language: str = ""
    paragraphs: tuple[tuple[str, Spans], ...] = ()
    is_cut: bool = False


def hits(version: TextVersion, query: Query) -> Spans:
    """Give the places in the canonical text of a version (code points) that a query finds, as search marks them."""
    return marks_of(across_scripts(query)).spans(version.canonical, version.text.language)


def columns(visitor: Visitor, identifiers: Sequence[str], query: Query, language: str) -> list[Column]:
    """Give documents by identifier in the order named, each with the text in the reader's language if it has one."""
    found = Document.objects.findable_by(visitor).filter(identifier__in=identifiers[:MOST])
    known = {row.identifier: row for row in entries_with_volumes(visitor, found, language)}
    rows = [known[identifier] for identifier in dict.fromkeys(identifiers[:MOST]) if identifier in known]
    texts = _texts(visitor, [row.pk for row in rows if row.is_readable], language)
    marks = marks_of(across_scripts(query))
    return [_column(row, texts.get(row.pk), marks) for row in rows]


def _texts(visitor: Visitor, documents: Sequence[int], language: str) -> dict[int, Text]:
    texts = Text.objects.readable_by(visitor).filter(document__in=documents, current__isnull=False)
    found: dict[int, list[Text]] = defaultdict(list)
    for text in texts.order_by("document", "order", "pk").select_related("current"):
        found[text.document_id].append(text)
    return {
        document: next((text for text in rows if text.language.partition("-")[0] == language), rows[0])
        for document, rows in found.items()
    }


def _column(entry: Entry, text: Text | None, marks: Marks) -> Column:
    if text is None or text.current is None:
        return Column(entry)
    canonical = text.current.canonical
    breaks = PageBreak.objects.filter(version=text.current_id).order_by("order")
    pages = list(breaks.values_list("pieces", flat=True)[: PAGES + 1])
    spans = [(piece["o"], piece["e"]) for pieces in pages[:PAGES] for piece in pieces]
    paragraphs = [canonical[start:end] for start, end in spans if canonical[start:end].strip()]
    marked = tuple((words, marks.spans(words, text.language)) for words in paragraphs)
    return Column(entry, text.language, marked, len(pages) > PAGES)
