"""Turns the parts of a query into conditions on documents, and into what is looked for on pages."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import State
from archive.models import ArchivalUnit, EarlierIdentifier, Name, NameRole, PageIndex, Text
from archive.naming import name_skeleton
from archive.query import All, Dated, Either, Node, Not, Numbered, Query, Shelved, Words
from archive.references import ShelfMark
from archive.words import to_tsquery_input

_NONE = Q(pk__in=[])
_ROLES = {"author": NameRole.Role.AUTHOR, "recipient": NameRole.Role.RECIPIENT, "place": NameRole.Role.PLACE}


def condition(query: Query) -> Q:
    """Give the condition on documents; the caller adds the rule of who may find them."""
    return _condition(query.root) if query.root else _NONE


def page_query(node: Node | None) -> str:
    """Give the tsquery for pages that answer the wanted words of a query, "" when it wants none."""
    if isinstance(node, Words):
        return _tsquery(node) if node.field in {"", "text", "notes"} else ""
    if isinstance(node, All | Either):
        parts = [part for part in map(page_query, node.parts) if part]
        joined = (" & " if isinstance(node, All) else " | ").join(f"({part})" for part in parts)
        return joined if len(parts) != 1 else parts[0]
    return ""


def any_word(query: Query) -> str:
    """Give the tsquery for pages that hold any of the wanted words or phrases."""
    wanted = [words for words in query.words if words.field in {"", "text", "notes"}]
    return " | ".join(
        f"({part})"
        for words in wanted
        for part in ([_tsquery(words)] if words.is_phrase else [to_tsquery_input([term]) for term in words.terms])
    )


def record_query(query: Query) -> str:
    """Give the tsquery for records that hold any of the wanted words, for ranking and marking."""
    return " | ".join(f"({_tsquery(words)})" for words in query.words if words.field != "text")


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
    tsquery = _tsquery(words)
    if words.field in _ROLES:
        return _in_role(words, _ROLES[words.field])
    if words.field == "volume":
        return Q(volume__slug=words.text) | Q(volume__title__icontains=words.text)
    if words.field in {"title", "description"}:
        return Q(index__record__matches=tsquery)
    on_pages = Q(pk__in=pages(tsquery).values("document_id"))
    if words.field in {"text", "notes"}:
        return on_pages
    whole = Q(index__words__matches=tsquery) & ~Q(pk__in=unpublished())
    in_texts = on_pages if words.is_phrase else whole | (Q(pk__in=unpublished()) & on_pages)
    return Q(index__record__matches=tsquery) | in_texts


def pages(tsquery: str) -> QuerySet[PageIndex]:
    """Give the pages of published texts that match; whoever asks, a text in draft or withdrawn is not searched."""
    published = Text.objects.filter(state=State.PUBLISHED, versions__breaks=OuterRef("page_break_id"))
    found = PageIndex.objects.filter(words__matches=tsquery)
    return found.filter(~Q(document_id__in=unpublished()) | Exists(published))


def unpublished() -> QuerySet[Text, dict[str, Any]]:
    """Give the few documents that have a text in draft or withdrawn, whose index cannot answer for them as a whole."""
    return Text.objects.exclude(state=State.PUBLISHED).values("document_id")


def shelved(mark: ShelfMark) -> Q:
    """Documents of the holding with a shelf-mark or below it, and those whose own shelf-mark says the same."""
    repository = re.escape(mark.repository.lower()) if mark.repository else "[^/]+"
    path = f"^{repository}/{re.escape(mark.normalise())}(/|$)"
    units = ArchivalUnit.objects.filter(path__iregex=path).values("pk")
    numbers = re.findall(r"\d+", mark.normalise())
    spelt = r"\D+".join(numbers)
    same = Q(index__record__matches=" & ".join(f"'{number}'" for number in numbers))
    return Q(unit__in=units) | (same & Q(shelf_mark__iregex=rf"(^|\D){spelt}(\D|$)"))


def numbered(text: str) -> Q:
    """Documents called so: by number in the volume, by identifier or by an earlier one."""
    earlier = EarlierIdentifier.objects.filter(value=text).values("document_id")
    return Q(identifier__in=[text, text.lower()]) | Q(number=text) | Q(pk__in=earlier)


def _in_role(words: Words, role: str) -> Q:
    skeleton = name_skeleton(words.text)
    names = Name.objects.filter(Q(variants__skeleton=skeleton) | Q(variants__text__icontains=words.text)).values("pk")
    return Q(pk__in=NameRole.objects.filter(role=role, name__in=names).values("document_id"))


def _tsquery(words: Words) -> str:
    return to_tsquery_input(words.terms, is_phrase=words.is_phrase)
