"""Cuts a query into words, phrases, operators and field names; whatever it is, it can be cut."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["word", "phrase", "open", "close", "and", "or", "not", "field", "exact"]

_CLOSING = {'"': '"', "«": "»", "“": "”", "„": "“”", "‟": "”"}
_QUOTES = '"«»“”„‟'
_OPERATORS: dict[str, Kind] = {"AND": "and", "&&": "and", "&": "and", "OR": "or", "||": "or", "|": "or", "NOT": "not"}
_BEFORE_OPERAND = rf"(?=[\w(={_QUOTES}])"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|(?P<close>\))"
    rf"|(?P<not>(?<![^\s(])[-\u2212\u2013!]{_BEFORE_OPERAND})"
    rf"|(?P<field>(?<![^\s(\-\u2212\u2013!])[^\W\d_]{{2,14}}:(?=[\w(={_QUOTES}*]))"
    rf"|(?P<exact>(?<![^\s(:\-\u2212\u2013!])={_BEFORE_OPERAND})"
    rf"|(?P<quote>[{_QUOTES}])|(?P<word>[^\s(){_QUOTES}]+)"
)


class Lexeme(NamedTuple):
    """A piece of a query; `start` and `end` are code points in it, `text` what matters of it."""

    kind: Kind
    text: str
    start: int
    end: int


def cut(query: str, fields: frozenset[str]) -> tuple[list[Lexeme], bool]:
    """Give the pieces of a query, and whether a quotation mark had no partner and was passed over."""
    pieces: list[Lexeme] = []
    is_unbalanced = False
    place = 0
    while place < len(query):
        match = _TOKEN.match(query, place)
        if match is None:
            place += 1
            continue
        kind, end = str(match.lastgroup), match.end()
        if kind == "quote":
            close = _closing(query, place)
            if close < 0:
                is_unbalanced = True
            else:
                pieces.append(Lexeme("phrase", query[end:close], place, close + 1))
                end = close + 1
        elif (kind == "field" and match.group()[:-1].casefold() not in fields) or kind == "word":
            end = _add_word(pieces, query, place)
        elif kind != "space":
            pieces.append(Lexeme(_kind(kind), match.group().rstrip(":").casefold(), place, end))
        place = end
    return pieces, is_unbalanced


_WORD = re.compile(rf"[^\s(){_QUOTES}]+")
_KINDS: tuple[Kind, ...] = ("open", "close", "not", "field", "exact")


def _kind(name: str) -> Kind:
    return next(kind for kind in _KINDS if kind == name)


def _add_word(pieces: list[Lexeme], query: str, place: int) -> int:
    match = _WORD.match(query, place)
    if match is None:
        return place + 1
    pieces.append(Lexeme(_OPERATORS.get(match.group(), "word"), match.group(), place, match.end()))
    return match.end()


def _closing(query: str, place: int) -> int:
    """Give the place of the mark that closes the quotation opened at a place, -1 when there is none."""
    closing = _CLOSING.get(query[place], "")
    return next((at for at in range(place + 1, len(query)) if query[at] in closing), -1)
