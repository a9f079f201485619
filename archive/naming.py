"""Keys made from names: for sorting, for addresses, and for finding one name in another's spelling."""

from __future__ import annotations

import re

from archive.romanisation import is_cyrillic, romanise, skeleton, strip_marks

_WORDS = re.compile(r"[^\W_]+(?:['’ʹ-][^\W_]+)*")
_DIGITS = re.compile(r"\d+")
_NOT_SLUG = re.compile(r"[^A-Za-z0-9]+")
_NOT_ADDRESS = re.compile(r"[^A-Za-z0-9._-]+")
_PRIMES = re.compile("['’ʹʺ]")
_HEBREW = re.compile(r"[\u0590-\u05ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def sort_key(text: str, longest: int = 300) -> str:
    """Write text so that code points sort it as a reader expects: no case, accents or marks, numbers by value."""
    plain = " ".join(_WORDS.findall(strip_marks(text).casefold()))
    return _DIGITS.sub(lambda match: match[0].zfill(6), plain)[:longest]


def name_skeleton(name: str, longest: int = 300) -> str:
    """Give the skeletons of the words of a name in alphabetical order: "Surname, Given" meets "Given Surname"."""
    return " ".join(sorted(skeleton(word) for word in _WORDS.findall(name)))[:longest]


def script_of(text: str) -> str:
    """Give the ISO 15924 code of the script a name is written in, "" when it is none of the common ones."""
    if is_cyrillic(text):
        return "Cyrl"
    if _HEBREW.search(text):
        return "Hebr"
    return "Latn" if _LATIN.search(text) else ""


def slug_of(text: str, longest: int = 80) -> str:
    """Write a title or name as a short name in Latin letters, "" when nothing of it can be."""
    return _NOT_SLUG.sub("-", _latin(text)).strip("-").lower()[:longest].rstrip("-")


def address_of(key: str, longest: int = 160) -> str:
    """Write a key of a source as part of an address: case, dots, hyphens and underscores stay; "" when nothing does."""
    return _NOT_ADDRESS.sub("-", _latin(key)).strip("-")[:longest]


def _latin(text: str) -> str:
    return _PRIMES.sub("", strip_marks(romanise(text, "ala-lc-plain") if is_cyrillic(text) else text))
