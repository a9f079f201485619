"""Fills the search index: a row for each document, as a record and by its words, and one for each page of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from archive.bulk import copy
from archive.index_facets import refresh_facets
from archive.index_forms import write_forms
from archive.index_terms import INDEX_VERSION, Indexer
from archive.models import Document, DocumentIndex, NameRole, NameVariant, PageBreak, PageIndex
from archive.words.tsvector import Weight

BATCH = 200
# Between two parts of a record, so that no phrase is found across them.
GAP = 10

_RECORD = (
    "pk",
    "volume__language",
    "title",
    "other_titles",
    "description",
    "number",
    "identifier",
    "key",
    "shelf_mark",
    "repository__name",
    "repository__code",
    "place",
)
# Words, their language, their weight in the record.
Part = tuple[str, str, Weight]


def index_records(
    documents: Sequence[int], words: Mapping[int, str], indexer: Indexer, *, are_complete: bool = True
) -> None:
    """Write how documents are found as records: titles, names in every spelling, shelf-mark, identifier, description.

    `words` are the terms of a document's texts as `Indexer.forget` gives them; a document that is not
    among them keeps those it has. What is counted under them is left to the caller while they are not complete.
    """
    for ids in _batches(documents):
        vectors = {pk: record_vector(parts, indexer) for pk, parts in _records(ids)}
        kept = DocumentIndex.objects.filter(document_id__in=[pk for pk in ids if pk not in words])
        known = dict(kept.annotate(text=Cast("words", TextField())).values_list("document_id", "text"))
        DocumentIndex.objects.filter(document_id__in=ids).delete()
        rows = [(pk, vector, words.get(pk, known.get(pk, "")), INDEX_VERSION) for pk, vector in vectors.items()]
        copy(DocumentIndex, ["document_id", "record", "words", "analyser"], rows)
        if are_complete:
            refresh_facets(ids)
    write_forms(indexer.forms)
    transaction.on_commit(indexer.forms.forget)


def reindex(documents: Sequence[int], indexer: Indexer) -> None:
    """Build the index of documents anew from what is stored, each batch in a transaction of its own."""
    for ids in _batches(documents):
        with transaction.atomic():
            index_records(ids, _index_pages(ids, indexer), indexer)


def stale_documents() -> QuerySet[Document, int]:
    """Give the ids of documents whose index is missing or was built by another version of the analyser."""
    stale = Q(index__isnull=True) | ~Q(index__analyser=INDEX_VERSION)
    return Document.objects.filter(stale).order_by("pk").values_list("pk", flat=True)


def _index_pages(documents: Sequence[int], indexer: Indexer) -> dict[int, str]:
    """Index the pages of the current texts of documents; gives all words of each document."""
    words: dict[int, str] = {}
    PageIndex.objects.filter(document_id__in=documents).delete()
    for document in documents:
        rows = [
            (pk, document, text, *indexer.page(main, notes, language), INDEX_VERSION)
            for pk, text, main, notes, language in _stored_pages(document)
        ]
        copy(PageIndex, ["page_break_id", "document_id", "text", "words", "pairs", "analyser"], rows)
        words[document] = indexer.forget()
    return words


def _stored_pages(document: int) -> Iterator[tuple[int, int, str, list[str], str]]:
    """Give the words of each page and of its notes, as a load indexes them."""
    breaks = PageBreak.objects.filter(version__text__document_id=document, version__text__current=F("version"))
    columns = ("pk", "version__text_id", "start", "end", "notes", "version__canonical", "version__text__language")
    for pk, text, start, end, notes, canonical, language in breaks.order_by("pk").values_list(*columns):
        yield pk, text, canonical[start:end], [canonical[note["o"] : note["e"]] for note in notes], language


def _records(documents: Sequence[int]) -> Iterator[tuple[int, list[Part]]]:
    names = _names(documents)
    for row in Document.objects.filter(pk__in=documents).order_by("pk").values_list(*_RECORD):
        pk, language, title, others, description, *rest = row
        language = language or ""
        parts: list[Part] = [(title, language, "A"), *((text, code, "A") for code, text in others)]
        parts += [(description, language, "B"), *((name, "", "C") for name in names[pk])]
        yield pk, parts + [(text, language, "") for text in rest if text]


def _names(documents: Sequence[int]) -> Mapping[int, list[str]]:
    roles = list(NameRole.objects.filter(document_id__in=documents).values_list("document_id", "name_id"))
    spellings: dict[int, list[str]] = defaultdict(list)
    variants = NameVariant.objects.filter(name_id__in={name for _, name in roles}).order_by("pk")
    for name, text in variants.values_list("name_id", "text"):
        spellings[name].append(text)
    found: dict[int, list[str]] = defaultdict(list)
    for document, name in dict.fromkeys(roles):
        found[document] += spellings[name]
    return found


def record_vector(parts: Iterable[Part], indexer: Indexer) -> str:
    """Write the parts of a record as one vector, too far from each other for a phrase."""
    vectors, place = [], 0
    for text, language, weight in parts:
        vectors.append(indexer.vector(text, language, after=place, weight=weight))
        place = indexer.place + GAP
    indexer.forget()
    return " ".join(vectors)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
