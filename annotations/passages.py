"""Words and blocks of a canonical text, as versions are compared by them; offsets are code points."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

WORD = re.compile(r"\w+")
SENTENCE_END = frozenset(".!?…:;»”\"'")


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the canonical text; `is_last` when a sentence may end after it."""

    text: str
    start: int
    end: int
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A unit of comparison: a block, with its tokens."""

    start: int
    end: int
    tokens: tuple[Token, ...]

    @property
    def wording(self) -> tuple[str, ...]:
        """Give the words alone."""
        return tuple(token.text for token in self.tokens)


def tokens_of(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Cut text[start:end] into words."""
    found = WORD.finditer(text, start, end)
    return tuple(
        Token(match.group(), match.start(), match.end(), text[match.end() : match.end() + 1] in SENTENCE_END)
        for match in found
    )


def stretches(text: str, blocks: Iterable[tuple[int, int]]) -> list[Stretch]:
    """Cut a canonical text at its blocks; empty ones are left out."""
    made = (Stretch(start, end, _ended(tokens_of(text, start, end))) for start, end in blocks)
    return [stretch for stretch in made if stretch.tokens]


def _ended(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Let the last word of a block end a sentence, whatever sign follows it."""
    return (*tokens[:-1], replace(tokens[-1], is_last=True)) if tokens else tokens
