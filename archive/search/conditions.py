"""Turns the parts of a query into conditions on documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex

from accounts.access import State
from accounts.compiled import Compiled, IsOneOf, array
from archive.models import (
    ArchivalUnit,
    Document,
    DocumentIndex,
    EarlierIdentifier,
    Name,
    NameRole,
    NameVariant,
    Text,
)
from archive.query import All, Dated, Either, Node, Not, Numbered, Query, Shelved, Words
from archive.references import ShelfMark
from archive.search.pages import (
    PAGE_WEIGHTS,
    Places,
    documents_with,
    groups,
    on_page,
    pages,
    unpublished,
)
from archive.words import name_keys, to_tsquery_input

ROLES = {"author": NameRole.Role.AUTHOR, "recipient": NameRole.Role.RECIPIENT, "place": NameRole.Role.PLACE}
# Where in the record the words of a field stand.
_RECORD_WEIGHTS = {"": "", "title": "A", "description": "B"}
# Where words can be compared letter by letter; elsewhere they are a phrase.
_EXACT = ("", "title", "text")


def condition(query: Query, places: Places | None = None) -> Q:
    """Give the condition on documents; the caller adds the rule of who may find them. No query asks for all.

    A single word is a condition on the index, joined to the document, so that both indexes of words serve it. What else
    there is becomes a set of ids: of two joined words PostgreSQL asks the index for one and reads the vectors of all it
    finds for the other, a quarter of a second where both are common. `places` are those of the phrase that the query
    is, where they are known.
    """
    if query.root is None:
        return Q(pk__in=[]) if query.text else Q()
    is_partly = bool(_UNPUBLISHED())
    known = simple(query, places, is_partly=is_partly)
    return Q(pk__in=_ids(query.root, is_partly=is_partly)) if known is None else known.condition()


@dataclass(frozen=True, slots=True)
class Simple:
    """A condition of one value: a tsquery for record or words, or ids written by `array`."""

    tsquery: str = ""
    ids: str = ""

    def condition(self) -> Q:
        """Give the condition on documents."""
        if self.ids:
            return Q(IsOneOf("pk", self.ids))
        return with_word(self.tsquery, self.tsquery)


def simple(query: Query, places: Places | None, *, is_partly: bool | None = None) -> Simple | None:
    """Give the condition of a query that is one word, or one phrase whose places are known; None for others."""
    root = query.root
    if not isinstance(root, Words):
        return None
    if places is not None:
        return Simple(ids=array(_with_phrase(root, places)))
    if root.field or root.is_phrase or len(groups(root.terms)) != 1:
        return None
    is_partly = bool(_UNPUBLISHED()) if is_partly is None else is_partly
    return None if is_partly else Simple(tsquery=to_tsquery_input(root.terms))


def with_word(in_record: str, in_words: str) -> Q:
    """Give the condition that the record or the texts match; the same tsquery twice, apart for `Compiled`."""
    return Q(index__record__matches=in_record) | Q(index__words__matches=in_words)


def direct(query: Query) -> QuerySet[Any] | None:
    """Give the ids of what the query names outright by date, shelf-mark or number, if it may name something."""
    named = [leaf for leaf in query.leaves() if isinstance(leaf, Dated | Shelved | Numbered)]
    return _union([_ids(leaf, is_partly=False) for leaf in named]) if named else None


def record_query(query: Query) -> str:
    """Give the tsquery for records that hold any of the wanted words."""
    wanted = [words for words in query.words if words.field in _RECORD_WEIGHTS]
    parts = [
        part
        for words in wanted
        for part in ([_tsquery(words)] if words.is_phrase else [to_tsquery_input(term) for term in groups(words.terms)])
    ]
    return " | ".join(f"({part})" for part in parts)


def names_called(text: str) -> QuerySet[Name]:
    """Give the names that have every word of a text in one of their spellings, in any script or case."""
    variants = NameVariant.objects.all()
    for word in re.findall(r"[^\W\d_]+(?:['’ʹ-][^\W\d_]+)*", text)[:8]:
        keys = "|".join(sorted(re.escape(key) for key in name_keys(word) if key))
        variants = variants.filter(skeleton__regex=rf"(^| )({keys})( |$)") if keys else variants
    if not variants.query.where:
        variants = variants.none()
    return Name.objects.filter(pk__in=variants.values("name_id"))


def units_called(mark: ShelfMark) -> QuerySet[ArchivalUnit]:
    """Give the fond, opis or delo of a shelf-mark with everything below it."""
    repository = re.escape(mark.repository.lower()) if mark.repository else "[^/]+"
    return ArchivalUnit.objects.filter(path__iregex=f"^{repository}/{re.escape(mark.normalise())}(/|$)")


def _ids(node: Node, *, is_partly: bool) -> QuerySet[Any]:
    """Give the ids of documents that answer a part of the query, whoever may know of them."""
    if isinstance(node, Words):
        return _union(list(_words(node, is_partly=is_partly)))
    if isinstance(node, Dated):
        return _documents(Q(earliest__lte=node.last, latest__gte=node.first))
    if isinstance(node, Shelved):
        return _shelved(node.mark)
    if isinstance(node, Numbered):
        return _numbered(node.text)
    return _composed(node, is_partly=is_partly)


def _composed(node: All | Either | Not, *, is_partly: bool) -> QuerySet[Any]:
    if isinstance(node, Not):
        return _documents(~Q(pk__in=_ids(node.part, is_partly=is_partly)))
    parts = [_ids(part, is_partly=is_partly) for part in node.parts]
    return _union(parts) if isinstance(node, Either) else _all(parts)


def _words(words: Words, *, is_partly: bool) -> Iterator[QuerySet[Any]]:
    """Give the sets of ids that together are the documents with some words."""
    if words.field in _METADATA:
        yield _METADATA[words.field](words)
    elif words.is_exact and words.field in _EXACT:
        yield from _exactly(words)
    elif words.is_phrase or words.field:
        if words.field in _RECORD_WEIGHTS:
            yield _indexed(Q(record__matches=_tsquery(words)))
        if words.field in PAGE_WEIGHTS:
            yield _among(documents_with(on_page(words), words if words.is_phrase else None))
    else:
        yield _all([_anywhere(to_tsquery_input(group), is_partly=is_partly) for group in groups(words.terms)])


def _with_phrase(words: Words, places: Places) -> set[int]:
    """Give the documents with a phrase on their pages, and those that have it in their record."""
    found = {document for document, _page in places}
    if words.field in _RECORD_WEIGHTS:
        found.update(document for (document,) in WITH_RECORD(_tsquery(words)))
    return found


def _anywhere(tsquery: str, *, is_partly: bool) -> QuerySet[Any]:
    """A word in the record or the texts; the vector of a whole document does not answer for texts not published."""
    record, words = Q(record__matches=tsquery), Q(words__matches=tsquery)
    if not is_partly:
        return _indexed(record | words)
    hidden = unpublished().values("document_id")
    partly = pages(tsquery).filter(document_id__in=hidden).values("document_id")
    return _union([_indexed(record), _indexed(words & ~Q(document_id__in=hidden)), partly])


def _exactly(words: Words) -> Iterator[QuerySet[Any]]:
    """Found as a phrase first, then letter by letter in what the title or a text says."""
    if words.field in {"", "title"}:
        named = _indexed(Q(record__matches=to_tsquery_input(words.terms, is_phrase=True)))
        yield _documents(Q(title__contains=words.text, pk__in=named))
    if words.field in {"", "text"}:
        found = documents_with(to_tsquery_input(words.terms, is_phrase=True), words)
        texts = Text.objects.filter(IsOneOf("document_id", array(found)), state=State.PUBLISHED)
        held = texts.annotate(at=StrIndex("current__canonical", Value(words.text))).filter(at__gt=0)
        yield held.order_by().values("document_id")


def _role(words: Words) -> QuerySet[Any]:
    roles = NameRole.objects.filter(role=ROLES[words.field], name__in=names_called(words.text).values("pk"))
    return roles.order_by().values("document_id")


def _shelved(mark: ShelfMark) -> QuerySet[Any]:
    """Documents of the holding with a shelf-mark or below it, and those whose own shelf-mark says the same."""
    numbers = re.findall(r"\d+", mark.normalise())
    spelt = r"\D+".join(numbers)
    same = _indexed(Q(record__matches=" & ".join(f"'{number}'" for number in numbers)))
    cited = Q(pk__in=same, shelf_mark__iregex=rf"(^|\D){spelt}(\D|$)")
    return _union([_documents(Q(unit__in=units_called(mark).order_by().values("pk"))), _documents(cited)])


def _numbered(text: str) -> QuerySet[Any]:
    """Documents called so: by number in the volume, by identifier or by an earlier one."""
    earlier = EarlierIdentifier.objects.filter(value=text).values("document_id")
    return _union([_documents(Q(identifier__in=[text, text.lower()])), _documents(Q(number=text)), earlier])


_METADATA: dict[str, Callable[[Words], QuerySet[Any]]] = {
    **dict.fromkeys(ROLES, _role),
    "volume": lambda words: _documents(Q(volume__slug=words.text) | Q(volume__title__icontains=words.text)),
    "fond": lambda words: _documents(Q(unit__path__icontains=words.text)),
}


def _documents(wanted: Q) -> QuerySet[Any]:
    rows: QuerySet[Any] = Document.objects.filter(wanted).order_by().values("pk")
    return rows


def _among(ids: Iterable[int]) -> QuerySet[Any]:
    return _documents(Q(IsOneOf("pk", array(ids))))


def _indexed(wanted: Q) -> QuerySet[Any]:
    return DocumentIndex.objects.filter(wanted).values("document_id")


def _all(parts: Sequence[QuerySet[Any]]) -> QuerySet[Any]:
    return parts[0].intersection(*parts[1:]) if len(parts) > 1 else parts[0]


def _union(parts: Sequence[QuerySet[Any]]) -> QuerySet[Any]:
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]


def _tsquery(words: Words) -> str:
    weights = _RECORD_WEIGHTS.get(words.field, "")
    return to_tsquery_input(words.terms, is_phrase=words.is_phrase, weights=weights)


_UNPUBLISHED = Compiled(lambda: unpublished().values_list("pk")[:1])
WITH_RECORD = Compiled(lambda tsquery: _indexed(Q(record__matches=tsquery)).values_list("document_id"), str)
"""The documents whose records match a tsquery."""
