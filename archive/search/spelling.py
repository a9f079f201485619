"""Takes the words of a query across scripts and languages, by the forms of words the index has seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import BooleanField, F, Func, QuerySet, Value

from accounts.compiled import Compiled, IsOneOf
from archive.models import WordForm
from archive.query import All, Either, Node, Not, Query, Words
from archive.romanisation import is_cyrillic, skeletons
from archive.words import QueryTerm, fold, name_keys
from archive.words.lemmas import surname_only

MOST_LEXEMES = 80
SHORTEST_NAME = 3


class _Form(NamedTuple):
    word: str
    lexemes: list[str]
    keys: list[str]
    is_small: bool


def across_scripts(query: Query) -> Query:
    """Give the query with every word that may be a name standing for its spellings in all scripts.

    A word is taken for a name when it has a capital, is a surname, or never stands in a text without one; without a
    capital it does not stand for forms that texts write without one too: "most" is not Мост.
    """
    spelt = {words.text[term.start : term.end] for words in _all_words(query.root) for term in words.terms}
    wanted = [word for word in spelt if any(map(str.isalpha, word)) and not _is_joined(word)]
    if not wanted:
        return query
    keys = {word: name_keys(word) if len(fold(word)) >= SHORTEST_NAME else frozenset[str]() for word in wanted}
    forms = _forms({fold(word) for word in wanted}, frozenset().union(*keys.values()))
    more = {word: _lexemes(word, keys[word], forms) for word in wanted}
    return replace(query, root=_expanded(query.root, more))


class _Shares(Func):
    """The condition that the skeletons of a form and a list have one in common."""

    output_field = BooleanField()
    conditional = True
    template = "%(expressions)s::varchar[]"
    arg_joiner = " && "

    def __init__(self, keys: str) -> None:
        super().__init__(F("keys"), Value(keys))


def _of_words(words: str, keys: str) -> QuerySet[Any, Any]:
    own = WordForm.objects.filter(IsOneOf("word", words)).values_list(*_Form._fields)
    return own.union(WordForm.objects.filter(_Shares(keys)).values_list(*_Form._fields))


_FORMS = Compiled(_of_words, str, str)


def _forms(words: Iterable[str], keys: Iterable[str]) -> dict[str, _Form]:
    return {row[0]: _Form(*row) for row in _FORMS(list(words), list(keys))}


def _lexemes(word: str, keys: frozenset[str], forms: Mapping[str, _Form]) -> tuple[str, ...]:
    """Give what a word is found under beside its own lexemes."""
    own = forms.get(fold(word))
    found: dict[str, None] = {}
    if own and not is_cyrillic(word):
        found.update(dict.fromkeys(own.lexemes))
    if _may_be_name(word, own):
        for form in forms.values():
            if not keys.isdisjoint(form.keys) and (word[:1].isupper() or not form.is_small):
                found.update(dict.fromkeys(_meant(form, keys)))
    return tuple(found)[:MOST_LEXEMES]


def _meant(form: _Form, keys: frozenset[str]) -> list[str]:
    """Give of a Cyrillic form the lexemes that are the name, where there are others: Молотова, not of a hammer."""
    if not is_cyrillic(form.word):
        return form.lexemes
    return [lexeme for lexeme in form.lexemes if not keys.isdisjoint(skeletons(lexeme))] or form.lexemes


def _may_be_name(word: str, own: _Form | None) -> bool:
    return word[:1].isupper() or own is None or not own.is_small or bool(surname_only(word.capitalize()))


def _is_joined(word: str) -> bool:
    return any(sign in word for sign in "-\u2010\u2011")


def _all_words(node: Node | None) -> Iterable[Words]:
    if isinstance(node, Words):
        yield node
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from _all_words(part)
    elif isinstance(node, Not):
        yield from _all_words(node.part)


def _expanded(node: Node | None, more: Mapping[str, tuple[str, ...]]) -> Node | None:
    if isinstance(node, Words):
        return replace(node, terms=tuple(_with(term, node.text, more) for term in node.terms))
    if isinstance(node, All | Either):
        return replace(node, parts=tuple(part for old in node.parts if (part := _expanded(old, more))))
    if isinstance(node, Not):
        part = _expanded(node.part, more)
        return Not(part) if part else None
    return node


def _with(term: QueryTerm, text: str, more: Mapping[str, tuple[str, ...]]) -> QueryTerm:
    if term.is_prefix or term.is_common:
        return term
    lexemes = (*term.lexemes, *more.get(text[term.start : term.end], ()))
    return term._replace(lexemes=tuple(dict.fromkeys(lexemes)))
