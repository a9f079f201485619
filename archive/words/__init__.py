"""The analyser of search: one reading of words for the index, for queries and for marking hits."""

from archive.words.analysis import ANALYSER_VERSION, QueryTerm, Term, analyse, query_terms
from archive.words.folding import fold
from archive.words.lemmas import lemmas, name_keys
from archive.words.marking import Snippet, mark, snippet
from archive.words.tokens import Token, tokenise
from archive.words.tsvector import to_tsquery_input, to_tsvector_input

__all__ = [
    "ANALYSER_VERSION",
    "QueryTerm",
    "Snippet",
    "Term",
    "Token",
    "analyse",
    "fold",
    "lemmas",
    "mark",
    "name_keys",
    "query_terms",
    "snippet",
    "to_tsquery_input",
    "to_tsvector_input",
    "tokenise",
]
