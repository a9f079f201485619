"""Turns the parts of a query into conditions on documents, and into what is looked for on pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from accounts.access import State
from archive.models import ArchivalUnit, DocumentIndex, EarlierIdentifier, Name, NameRole, NameVariant, PageIndex, Text
from archive.query import All, Dated, Either, Node, Not, Numbered, Query, Shelved, Words
from archive.references import ShelfMark
from archive.words import QueryTerm, name_keys, to_tsquery_input

ROLES = {"author": NameRole.Role.AUTHOR, "recipient": NameRole.Role.RECIPIENT, "place": NameRole.Role.PLACE}
# Where the words of a field stand: weights of the record, and of pages.
_RECORD_WEIGHTS = {"": "", "title": "A", "description": "B"}
_PAGE_WEIGHTS = {"": "", "text": "D", "notes": "B"}


def condition(query: Query) -> Q:
    """Give the condition on documents; the caller adds the rule of who may find them. No query asks for all."""
    if query.root is not None:
        return _condition(query.root)
    return Q(pk__in=[]) if query.text else Q()


def direct(query: Query) -> Q | None:
    """Give the condition on what the query names outright by date, shelf-mark or number, if it may name something."""
    named = [leaf for leaf in query.leaves() if isinstance(leaf, Dated | Shelved | Numbered)]
    found = None
    for leaf in named:
        found = _condition(leaf) if found is None else found | _condition(leaf)
    return found


def page_query(node: Node | None) -> str:
    """Give the tsquery for pages that hold all that is wanted of them, "" when nothing is."""
    if isinstance(node, Words):
        return _on_page(node)
    if isinstance(node, All | Either):
        parts = [part for part in map(page_query, node.parts) if part]
        return (" & " if isinstance(node, All) else " | ").join(f"({part})" for part in parts)
    return ""


def any_word(query: Query) -> str:
    """Give the tsquery for pages that hold any of the wanted words or phrases."""
    wanted = [words for words in query.words if words.field in _PAGE_WEIGHTS]
    return " | ".join(
        f"({part})"
        for words in wanted
        for part in ([_on_page(words)] if words.is_phrase else [to_tsquery_input(term) for term in groups(words.terms)])
    )


def record_query(query: Query) -> str:
    """Give the tsquery for records that hold any of the wanted words."""
    wanted = [words for words in query.words if words.field in _RECORD_WEIGHTS]
    parts = [
        part
        for words in wanted
        for part in ([_tsquery(words)] if words.is_phrase else [to_tsquery_input(term) for term in groups(words.terms)])
    ]
    return " | ".join(f"({part})" for part in parts)


def groups(terms: Sequence[QueryTerm]) -> list[list[QueryTerm]]:
    """Put the parts of a hyphenated word and the whole of it together; any other word stands alone."""
    found: list[list[QueryTerm]] = []
    for term in terms:
        group: list[QueryTerm] = []
        while found and found[-1][0].start >= term.start:
            group = found.pop() + group
        found.append([*group, term])
    return found


def pages(tsquery: str) -> QuerySet[PageIndex]:
    """Give the pages of published texts that match; whoever asks, a text in draft or withdrawn is not searched."""
    published = Text.objects.filter(state=State.PUBLISHED, versions__breaks=OuterRef("page_break_id"))
    found = PageIndex.objects.filter(words__matches=tsquery)
    return found.filter(~Q(document_id__in=_unpublished()) | Exists(published))


def names_called(text: str) -> QuerySet[Name]:
    """Give the names that have every word of a text in one of their spellings, in any script or case."""
    variants = NameVariant.objects.all()
    for word in re.findall(r"[^\W\d_]+(?:['’ʹ-][^\W\d_]+)*", text)[:8]:
        keys = "|".join(sorted(re.escape(key) for key in name_keys(word) if key))
        variants = variants.filter(skeleton__regex=rf"(^| )({keys})( |$)") if keys else variants
    if not variants.query.where:
        variants = variants.none()
    return Name.objects.filter(pk__in=variants.values("name_id"))


def shelved(mark: ShelfMark) -> Q:
    """Documents of the holding with a shelf-mark or below it, and those whose own shelf-mark says the same."""
    numbers = re.findall(r"\d+", mark.normalise())
    spelt = r"\D+".join(numbers)
    same = DocumentIndex.objects.filter(record__matches=" & ".join(f"'{number}'" for number in numbers))
    cited = Q(pk__in=same.values("document_id"), shelf_mark__iregex=rf"(^|\D){spelt}(\D|$)")
    return Q(unit__in=units_called(mark).values("pk")) | cited


def units_called(mark: ShelfMark) -> QuerySet[ArchivalUnit]:
    """Give the fond, opis or delo of a shelf-mark with everything below it."""
    repository = re.escape(mark.repository.lower()) if mark.repository else "[^/]+"
    return ArchivalUnit.objects.filter(path__iregex=f"^{repository}/{re.escape(mark.normalise())}(/|$)")


def numbered(text: str) -> Q:
    """Documents called so: by number in the volume, by identifier or by an earlier one."""
    earlier = EarlierIdentifier.objects.filter(value=text).values("document_id")
    return Q(identifier__in=[text, text.lower()]) | Q(number=text) | Q(pk__in=earlier)


def _condition(node: Node) -> Q:
    if isinstance(node, Words):
        return _words(node)
    if isinstance(node, Dated):
        return Q(earliest__lte=node.last, latest__gte=node.first)
    if isinstance(node, Shelved):
        return shelved(node.mark)
    if isinstance(node, Numbered):
        return numbered(node.text)
    if isinstance(node, Not):
        return ~_condition(node.part)
    conditions = [_condition(part) for part in node.parts]
    joined = conditions[0]
    for part in conditions[1:]:
        joined = joined & part if isinstance(node, All) else joined | part
    return joined


def _words(words: Words) -> Q:
    if words.field in ROLES:
        roles = NameRole.objects.filter(role=ROLES[words.field], name__in=names_called(words.text))
        return Q(pk__in=roles.values("document_id"))
    if words.field == "volume":
        return Q(volume__slug=words.text) | Q(volume__title__icontains=words.text)
    if words.field == "fond":
        return Q(unit__path__icontains=words.text)
    if words.is_exact:
        return _exactly(words)
    if words.is_phrase or words.field:
        return _in_record(_tsquery(words), words.field) | _on_pages(words)
    found = Q()
    for group in groups(words.terms):
        found &= _anywhere(to_tsquery_input(group))
    return found


def _in_record(tsquery: str, field: str) -> Q:
    if field not in _RECORD_WEIGHTS or not tsquery:
        return Q(pk__in=[])
    return Q(pk__in=DocumentIndex.objects.filter(record__matches=tsquery).values("document_id"))


def _on_pages(words: Words) -> Q:
    tsquery = _on_page(words)
    return Q(pk__in=pages(tsquery).values("document_id")) if tsquery else Q(pk__in=[])


def _anywhere(tsquery: str) -> Q:
    """A word in the record or the texts; the vector of a whole document does not answer for texts not published."""
    whole = Q(index__words__matches=tsquery) & ~Q(pk__in=_unpublished())
    partly = Q(pk__in=pages(tsquery).filter(document_id__in=_unpublished()).values("document_id"))
    return Q(index__record__matches=tsquery) | whole | partly


def _exactly(words: Words) -> Q:
    """Found as a phrase first, then letter by letter in what the record or a text says."""
    texts = Text.objects.filter(
        state=State.PUBLISHED, document__in=pages(_tsquery(words)).values("document_id")
    ).annotate(at=StrIndex("current__canonical", Value(words.text)))
    title = Q(title__contains=words.text) if words.field in {"", "title"} else Q(pk__in=[])
    inside = Q(pk__in=texts.filter(at__gt=0).values("document_id")) if words.field in {"", "text"} else Q(pk__in=[])
    return title | inside


def _unpublished() -> QuerySet[Text, dict[str, Any]]:
    """Give the few documents that have a text in draft or withdrawn, whose index cannot answer for them as a whole."""
    return Text.objects.exclude(state=State.PUBLISHED).values("document_id")


def _on_page(words: Words) -> str:
    if words.field not in _PAGE_WEIGHTS:
        return ""
    return to_tsquery_input(words.terms, is_phrase=words.is_phrase, weights=_PAGE_WEIGHTS[words.field])


def _tsquery(words: Words) -> str:
    weights = _RECORD_WEIGHTS.get(words.field, "")
    return to_tsquery_input(words.terms, is_phrase=words.is_phrase, weights=weights)
