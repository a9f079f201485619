"""Cuts a text into words, with their places in it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u064b-\u065f\u1dc0-\u1dff\u200c\u200d\ufe20-\ufe2f"
)
_LOWER = r"[a-zß-öø-ÿœšžčřěůłąęńśźżа-џѣѳѵ]"
_JOINED = (
    rf"(?:[{_MARKS}]"
    r"|[\u00ad'\u2019\u02bc\u2018`\u02b9](?=[^\W\d_])"
    rf"|[-\u2010\u00ac\u00ad][ \t]*\r?\n[ \t]*(?={_LOWER})"
    r"|(?<=[\u05d0-\u05ea])[\"\u05f3\u05f4](?=[\u05d0-\u05ea]))"
)
_WORD = re.compile(rf"\w++(?:{_JOINED}++\w*+)*+")
_RUN = re.compile(rf"{_WORD.pattern}(?:[-\u2010\u2011]{_WORD.pattern})*+")
_DROPPED = re.compile(r"\u00ad|[-\u2010\u00ac][ \t]*\r?\n[ \t]*|[ \t]*\r?\n[ \t]*|[\u200c\u200d]")


class Token(NamedTuple):
    """A word as it reads, and where it stands: code points from `start` up to, not including, `end`."""

    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Give the words and numbers of a text in order.

    A word broken at the end of a line, or holding soft hyphens, is one word without them; accents and points stay
    with their letter, apostrophes inside a word stay in it. The parts of a hyphenated word are words of their own.
    """
    return [Token(join(match.group()), *match.span()) for match in find_words(text)]


def find_words(text: str) -> Iterator[re.Match[str]]:
    """Give the place of each word; what it reads is `join` of what stands there."""
    return _WORD.finditer(text.replace("_", " "))


def find_runs(text: str) -> list[str]:
    """Give the words as they stand, those joined by hyphens in one; fast, for whoever needs no places."""
    return _RUN.findall(text.replace("_", " "))


def place_runs(text: str) -> Iterator[re.Match[str]]:
    """Give the place of each word, those joined by hyphens in one."""
    return _RUN.finditer(text.replace("_", " "))


def join(word: str) -> str:
    """Give a word as it reads without line breaks, soft hyphens and invisible joiners in it."""
    return word if word.isalnum() else _DROPPED.sub("", word)
