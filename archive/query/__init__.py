"""What a reader types into the search box, read as words, names, dates, shelf-marks and numbers."""

from archive.query.nodes import All, Dated, Either, Node, Not, Numbered, Query, Shelved, Words
from archive.query.parsing import FIELDS, LONGEST_QUERY, parse

__all__ = [
    "FIELDS",
    "LONGEST_QUERY",
    "All",
    "Dated",
    "Either",
    "Node",
    "Not",
    "Numbered",
    "Query",
    "Shelved",
    "Words",
    "parse",
]
