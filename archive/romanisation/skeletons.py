"""Skeletons: what the spellings of one name have in common, whatever its script and romanisation.

A skeleton has one letter for one sound: Z zh, C ch, S sh, Q shch, c ts, h kh, A ya, U yu. Soft and hard signs,
accents, doubled consonants and the difference between и, й, ы are dropped; the shape of the name is not.
"""

import re

from archive.romanisation.letters import fold_lookalikes, is_cyrillic, modernise, strip_marks
from archive.romanisation.readings import ENGLISH, OTHERS, SCIENTIFIC, SOUNDING, Reading

_NO_SOUND = re.compile(r"[\W_\u02b0-\u02ff]+")
_MARKED = re.compile("[ščžŝâû]")
_WESTERN_ENDING = re.compile(r"(?<=[oe])ff$")
_FRENCH_ENDING = re.compile(r"(?<=[iy]n)e$")
_OPENING_H = re.compile(r"^h(?=[aeiou])")
_CYRILLIC = str.maketrans("абвгдежзийклмнопрстуфхцчшщыэюя", "abvgdeZziiklmnoprstufhcCSQieUA", "ъь")

_SETTLING = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        ("SC", "Q"),
        ("dZ", "Z"),
        ("tC", "C"),
        ("t[sc]", "c"),
        ("i+", "i"),
        ("i[aA]", "A"),
        ("i[uU]", "U"),
        ("i[eo]", "e"),
        ("(?<=[ZCSQ])o", "e"),
        (r"([^aeiouAU\d])\1+", r"\1"),
    )
)
"""In this order: what no romanisation keeps apart is one sound, in Cyrillic words as well."""


def skeleton(word: str) -> str:
    """Give the skeleton of a word in Cyrillic, or in Latin read as English-speaking libraries and papers spell it."""
    plain = _plain(word)
    if is_cyrillic(plain):
        return _of_cyrillic(plain)
    return next(_heard(plain, SCIENTIFIC if _MARKED.search(plain) else ENGLISH))


def skeletons(word: str) -> frozenset[str]:
    """Give the skeleton and, for Latin letters that other schemes and languages read otherwise, those readings.

    Two words may be one name when their sets share a skeleton.
    """
    plain = _plain(word)
    if is_cyrillic(plain):
        return frozenset({_of_cyrillic(plain)})
    found = {skeleton(word)}
    if _OPENING_H.search(plain):
        found.update(_heard("g" + plain[1:], ENGLISH))
    for spelling in {plain, _FRENCH_ENDING.sub("", plain)}:
        for reading in (ENGLISH, *OTHERS):
            if reading.sign.search(spelling):
                found.update(_heard(spelling, reading))
    return frozenset(found)


def _plain(word: str) -> str:
    """Lower case without signs; Latin letters keep the marks that are part of their sound."""
    modern = modernise(fold_lookalikes(word)).casefold()
    if is_cyrillic(modern):
        return _NO_SOUND.sub("", strip_marks(modern))
    kept = "".join(letter if letter in SOUNDING else strip_marks(letter) for letter in modern)
    return _WESTERN_ENDING.sub("v", _NO_SOUND.sub("", kept))


def _of_cyrillic(plain: str) -> str:
    return _settle(plain.replace("ьо", "е").translate(_CYRILLIC))


def _heard(plain: str, reading: Reading) -> "map[str]":
    return map(_settle, reading.read(plain))


def _settle(sounds: str) -> str:
    for pattern, written in _SETTLING:
        sounds = pattern.sub(written, sounds)
    return sounds
