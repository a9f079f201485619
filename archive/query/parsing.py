"""Reads a query: operators for those who want them, otherwise whatever a reader may mean by it. It never fails."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from archive import dates, references
from archive.query.lexing import Lexeme, cut
from archive.query.nodes import All, Dated, Either, Hint, Node, Not, Numbered, Query, Shelved, Words
from archive.words import query_terms

LONGEST_QUERY = 500
MOST_WORDS = 40
DEEPEST = 12

_FIELDS = {
    "title": "title заглавие название",
    "author": "author from автор от",
    "recipient": "recipient to адресат кому",
    "place": "place место",
    "text": "text transcription translation текст",
    "notes": "notes note примечания примечание",
    "description": "description описание",
    "id": "id number no номер",
    "volume": "volume том",
    "fond": "fond holding фонд",
    "date": "date year дата год",
}
FIELDS = tuple(_FIELDS)
"""What may stand before a colon; each also under the names readers give it."""

_FIELD_OF = {name: field for field, names in _FIELDS.items() for name in names.split()}
_NUMBER = re.compile(r"(?:no\.?|№|#|n°|doc(?:ument)?\.?|док(?:умент)?\.?)\s*(\w[\w./-]{0,60})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")
_DATE_WORDS = 6


def parse(text: str, languages: Sequence[str] = ("en",), *, is_exact: bool = False) -> Query:
    """Understand what was typed; `languages` are those of the texts, `is_exact` takes every word as it is spelt.

    Longer queries are cut to `LONGEST_QUERY` characters and `MOST_WORDS` words, and a hint says so.
    """
    clean = unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).strip()
    hints: list[Hint] = ["shortened"] if len(clean) > LONGEST_QUERY else []
    clean = clean[:LONGEST_QUERY].strip()
    pieces, is_unbalanced = cut(clean, frozenset(_FIELD_OF))
    if is_unbalanced:
        hints.append("unbalanced")
    if len(pieces) > MOST_WORDS:
        pieces = pieces[:MOST_WORDS]
        hints.append("shortened")
    is_plain = all(piece.kind == "word" for piece in pieces)
    root = _Parser(clean, pieces, tuple(languages), is_exact=is_exact).parse(is_whole=is_plain)
    pruned = _without_common(root)
    if pruned is not root and pruned is not None:
        hints.append("common")
    if clean and root is None:
        hints.append("empty")
    return Query(clean, pruned or root, tuple(dict.fromkeys(hints)), is_plain)


class _Parser:
    """Descends through the pieces once; a missing operand or bracket is passed over."""

    def __init__(self, text: str, pieces: Sequence[Lexeme], languages: tuple[str, ...], *, is_exact: bool) -> None:
        self.text = text
        self.pieces = pieces
        self.languages = languages
        self.is_exact = is_exact
        self.place = 0

    def parse(self, *, is_whole: bool) -> Node | None:
        if is_whole and not self.is_exact:
            return self._whole(self.text)
        found = []
        while self.place < len(self.pieces):
            node = self._either(0, "")
            if node is not None:
                found.append(node)
            elif self.place < len(self.pieces):
                self.place += 1
        return _all(found)

    def _either(self, depth: int, field: str) -> Node | None:
        found = [self._all_of(depth, field)]
        while self._next("or"):
            self.place += 1
            found.append(self._all_of(depth, field))
        return _either([node for node in found if node is not None])

    def _all_of(self, depth: int, field: str) -> Node | None:
        found: list[Node] = []
        while self.place < len(self.pieces) and not self._next("or", "close"):
            before = self.place
            node = self._operand(depth, field)
            if node is not None:
                found.append(node)
            elif self.place == before:
                self.place += 1
        return _all(found)

    def _operand(self, depth: int, field: str) -> Node | None:
        piece = self.pieces[self.place]
        if piece.kind == "not":
            self.place += 1
            part = self._excluded(depth, field) if self.place < len(self.pieces) else None
            return Not(part) if part is not None else None
        if piece.kind == "field":
            self.place += 1
            return self._field(depth, _FIELD_OF[piece.text])
        if piece.kind == "open" and depth < DEEPEST:
            return self._group(depth, field)
        if piece.kind == "exact":
            self.place += 1
            return self._exact(field)
        if piece.kind == "phrase":
            self.place += 1
            return self._in_field(piece.text, field, is_phrase=True)
        return self._run(field) if piece.kind == "word" else None

    def _excluded(self, depth: int, field: str) -> Node | None:
        """What is excluded is the one word, phrase or bracket that follows, as with a field."""
        if not self._next("word"):
            return self._operand(depth, field)
        text = self.pieces[self.place].text
        self.place += 1
        return self._in_field(text, field)

    def _group(self, depth: int, field: str) -> Node | None:
        self.place += 1
        node = self._either(depth + 1, field)
        if self._next("close"):
            self.place += 1
        return node

    def _field(self, depth: int, field: str) -> Node | None:
        """A field holds for the one word, phrase or bracket that follows it."""
        if self.place >= len(self.pieces):
            return None
        if not self._next("word"):
            return self._operand(depth, field)
        text = self.pieces[self.place].text
        self.place += 1
        return self._in_field(text, field)

    def _exact(self, field: str) -> Node | None:
        if not self._next("word", "phrase"):
            return None
        text = self.pieces[self.place].text
        self.place += 1
        node = self._words(text, field, is_phrase=True)
        return replace(node, is_exact=True) if node else None

    def _run(self, field: str) -> Node | None:
        """Words side by side are read together, so that dates among them are seen."""
        first = self.pieces[self.place]
        last = first
        while self._next("word"):
            last = self.pieces[self.place]
            self.place += 1
        text = self.text[first.start : last.end]
        return self._in_field(text, field) if field else self._among_words(text)

    def _whole(self, text: str) -> Node | None:
        """The query is nothing but words: perhaps a shelf-mark, a date, a number."""
        mark = references.parse(text)
        span = dates.parse_query(text)
        numbered = _NUMBER.fullmatch(text)
        words = self._words(text, "", is_phrase=bool(mark or span))
        if mark:
            return _either([Shelved(mark), *([words] if words else [])])
        if span:
            return _either([Dated(*span), *([words] if words else [])])
        if numbered:
            return _either([Numbered(numbered[1]), *([replace(words, is_phrase=True)] if words else [])])
        if words and " " not in text and any(sign.isdigit() or sign == "-" for sign in text):
            return _either([Numbered(text), words])
        return self._among_words(text)

    def _among_words(self, text: str) -> Node | None:
        found: list[Node | None] = []
        rest: list[str] = []
        words = text.split()
        place = 0
        while place < len(words):
            length, span = _date_at(words, place)
            if span is None:
                rest.append(words[place])
            else:
                found.append(self._words(" ".join(rest), ""))
                spelt = self._words(" ".join(words[place : place + length]), "", is_phrase=length > 1)
                found.append(_either([span, *([spelt] if spelt else [])]))
                rest = []
            place += length
        found.append(self._words(" ".join(rest), ""))
        return _all([node for node in found if node is not None])

    def _in_field(self, text: str, field: str, *, is_phrase: bool = False) -> Node | None:
        if field == "date":
            span = dates.parse_query(text)
            return Dated(*span) if span else self._words(text, "")
        if field == "id":
            return Numbered(text.strip()) if text.strip() else None
        if field == "fond":
            mark = references.parse(text) or references.parse(f"фонд {text}")
            return Shelved(mark) if mark else self._words(text, field)
        return self._words(text, field, is_phrase=is_phrase)

    def _words(self, text: str, field: str, *, is_phrase: bool = False) -> Words | None:
        terms = tuple(query_terms(text, self.languages))[:MOST_WORDS]
        if not terms:
            return None
        return Words(text, terms, field, is_phrase or self.is_exact, self.is_exact)

    def _next(self, *kinds: str) -> bool:
        return self.place < len(self.pieces) and self.pieces[self.place].kind in kinds


def _date_at(words: Sequence[str], place: int) -> tuple[int, Dated | None]:
    """Give how many words from a place on are a date, the longest reading first, and the date; (1, None) for none."""
    for length in range(min(_DATE_WORDS, len(words) - place), 0, -1):
        text = " ".join(words[place : place + length])
        span = dates.parse_query(text) if text[0].isalnum() and any(sign.isdigit() for sign in text) else None
        if span:
            return length, Dated(*span)
    return 1, None


def _all(nodes: Sequence[Node]) -> Node | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return All(tuple(nodes))


def _either(nodes: Sequence[Node]) -> Node | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return Either(tuple(nodes))


def _without_common(node: Node | None) -> Node | None:
    """Leave out words that stand nearly everywhere, outside phrases; None when nothing else is left."""
    if isinstance(node, Words) and not node.is_phrase and not node.field:
        terms = tuple(term for term in node.terms if not term.is_common)
        return node if terms == node.terms else replace(node, terms=terms) if terms else None
    if isinstance(node, All):
        kept = [_without_common(part) for part in node.parts]
        if all(part is old for part, old in zip(kept, node.parts, strict=True)):
            return node
        return _all([part for part in kept if part is not None])
    return node
