"""By which words a note is found, and the query for words somebody looks for."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Cast

from annotations.models import Annotation
from archive.words import analyse, query_terms, to_tsquery_input, to_tsvector_input

# Notes say their language seldom; a word is looked for as it would be in each of these.
LANGUAGES = ("", "en", "ru", "de", "fr")


def write_index(note: Annotation) -> None:
    """Write by which words a note is found: its own weigh A, its tags B, those it quotes C.

    Who may not read the text must not find a note by the words it quotes: ask for A and B only (`'word':AB`).
    """
    parts = (note.body, note.language, "A"), (" ".join(note.tags), "", "B"), (note.exact, "", "C")
    vector = " ".join(to_tsvector_input(analyse(text, language), weight) for text, language, weight in parts if text)  # type: ignore[arg-type]
    Annotation.objects.filter(pk=note.pk).update(search=Cast(Value(vector), SearchVectorField()))


def with_words(notes: Any, text: str) -> Any:
    """Keep notes that have all the words in what they say, in their tags, or in a quotation the visitor may see.

    The notes come from `marked_for`.
    """
    terms = query_terms(text[:400], LANGUAGES)
    terms = [term for term in terms if not term.is_common] or terms
    if not terms:
        return notes
    said = _matches(to_tsquery_input(terms, weights="AB"))
    quoted = _matches(to_tsquery_input(terms))
    return notes.alias(says=said, quotes=quoted).filter(Q(says=True) | Q(quotes=True, may_quote=True))


def _matches(query: str) -> Func:
    vector, asked = F("search"), Cast(Value(query), SearchQueryField())
    return Func(vector, asked, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())
