"""Nothing found: other spellings, other romanisations, a wider search, each with what it would find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from django.contrib.postgres.search import TrigramSimilarity
from django.utils.translation import gettext as _

from accounts.visitor import Visitor
from archive.models import WordForm
from archive.query import Query, parse
from archive.romanisation import is_cyrillic, romanise
from archive.search.finding import matching
from archive.search.selection import Selection
from archive.search.session import bounded
from archive.search.spelling import across_scripts
from archive.words import QueryTerm, fold

MOST = 6
TRIED = 14
SPELLINGS = 4
LIKE_ENOUGH = 0.35
SHORTEST = 4
"""Letters before a star."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another search: why it is offered, its text, whether it keeps what was chosen, and how many it finds."""

    reason: str
    text: str
    selection: Selection
    count: int


def suggest(visitor: Visitor, query: Query, selection: Selection) -> list[Suggestion]:
    """Give searches that find something, counted by the rule, so that a word only in hidden texts is never offered."""
    found: list[Suggestion] = []
    seen = {(query.text.casefold(), selection.is_empty)}
    for tried, (reason, text, chosen) in enumerate(_others(query, selection)):
        key = (text.casefold(), chosen.is_empty)
        if not text or key in seen or tried >= TRIED or len(found) >= MOST:
            continue
        seen.add(key)
        with bounded():
            count = matching(visitor, across_scripts(parse(text)), chosen).count()
        if count:
            found.append(Suggestion(reason, text, chosen, count))
    return found


def _others(query: Query, selection: Selection) -> Iterator[tuple[str, str, Selection]]:
    if not selection.is_empty:
        yield _("everywhere"), query.text, Selection()
    for text in _spellings(query):
        yield _("another spelling"), text, Selection()
    plain = list(dict.fromkeys(word for word, _term in _terms(query)))
    for reason, text in _wider(query, plain):
        yield reason, text, Selection()


def _wider(query: Query, words: list[str]) -> Iterator[tuple[str, str]]:
    if not query.is_plain:
        yield _("the words anywhere"), " ".join(words)
    elif query.dates:
        yield _("without the date"), " ".join(word for word in words if not any(sign.isdigit() for sign in word))
    if len(words) > 1:
        yield _("any of the words"), " OR ".join(words[:8])
    for word, term in _terms(query)[:3]:
        yield _("the beginning of the word"), _beginning(word, term.lexemes)


def _beginning(word: str, lexemes: Sequence[str]) -> str:
    """Give what a word shares with its dictionary forms, at least two letters less, and a star; "" for too few."""
    spellings = [fold(word), *lexemes]
    shared = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*spellings, strict=False)))
    length = min(shared, max(SHORTEST, len(word) - 2))
    return f"{spellings[0][:length]}*" if length >= SHORTEST else ""


def _terms(query: Query) -> list[tuple[str, QueryTerm]]:
    """Give the words of a query that are not too common, with their terms."""
    terms = [(words.text[term.start : term.end], term) for words in query.words for term in words.terms]
    return [(word, term) for word, term in terms if not term.is_common]


def _spellings(query: Query) -> Iterator[str]:
    """Write the query with words of the archive that look like those of it."""
    words = [words.text[term.start : term.end] for words in query.words for term in words.terms if not term.is_prefix]
    for word in dict.fromkeys(words):
        if len(word) < 3 or word.isdigit():
            continue
        for other in _alike(fold(word)):
            yield query.text.replace(word, other)


def _alike(word: str) -> list[str]:
    """Give the forms of the archive with most trigrams in common, also with the word in the other script."""
    spellings = [word, romanise(word).lower()] if is_cyrillic(word) else [word]
    found: dict[str, None] = {}
    for spelling in spellings:
        rows = WordForm.objects.filter(word__trigram_similar=spelling).exclude(word=word)
        near = rows.annotate(likeness=TrigramSimilarity("word", spelling)).filter(likeness__gte=LIKE_ENOUGH)
        ordered = near.order_by("-likeness", "word").values_list("word", "is_small")[:SPELLINGS]
        found.update((other if is_small else other.capitalize(), None) for other, is_small in ordered)
    return list(found)
