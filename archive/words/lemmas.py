"""The dictionary forms a word can have: Russian by its dictionary, other languages by their stemmers."""

import re
from functools import cache, lru_cache
from threading import Lock
from typing import Any

import pymorphy3
import snowballstemmer

from archive.romanisation import is_cyrillic, skeletons
from archive.words.folding import POSSESSIVE, fold

LONGEST_WORD = 60
"""Longer runs of letters are not words; they are kept, cut to `LONGEST_LEXEME`, without a look at the dictionary."""
LONGEST_LEXEME = 250
READINGS = 3
CACHED_WORDS = 1 << 16

_LATIN_STEMMERS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "en": "english", "eo": "esperanto", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish",    "pt": "portuguese", "ro": "romanian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_OTHER_STEMMERS = {"ar": "arabic", "el": "greek", "hy": "armenian", "yi": "yiddish"}

_LATIN = re.compile("[a-z]")
_ELISION = re.compile("^(?:[cdjlmnst]|(?:jus|lors|puis|quel)?qu)['\u2019](?=[aeiouyh])")
_PROPER = re.compile("Surn|Name|Patr|Geox|Orgn")
_FEMININE = {"femn", "nomn"}

_ENGLISH_BESIDE = frozenset(("", "und", "mul", "ar", "be", "bg", "el", "he", "hy", "ka", "kk", "ru", "sr", "uk", "yi"))
"""In texts of these a word in Latin letters is taken for English; in other languages without a stemmer it stays."""

_OLD_FORMS = {"ея": "ее", "нея": "нее", "оне": "они", "одне": "одни", "однех": "одних", "однем": "одним"}
_OLD_ADJECTIVE = re.compile(r"(?<=[сц]к)аго$")
_OLD_PREFIX = re.compile(r"^(бе|ра|ро|и|во|ни|чре|чере)з(?=[кпстфхцчшщ])")
_OLD_ENDINGS = (("аго", "ого"), ("аго", "его"), ("яго", "его"), ("ыя", "ые"), ("ия", "ие"))

_one_at_a_time = Lock()
"""The stemmers keep the word they work on in themselves, so threads take turns."""


def lemmas(word: str, language: str = "") -> tuple[str, ...]:
    """Give the folded dictionary forms or stems a word is indexed under, most likely first; never empty.

    Cyrillic words have up to three readings and always those as a surname, whatever the language. Latin words are
    stemmed by their language, English where it is not known; a word of another script by its language, else folded.
    """
    return dictionary_forms(word, language.partition("-")[0].lower())


def surname_only(word: str) -> tuple[str, ...]:
    """Give the lemma of a capitalised word that is the nominative of a surname, else nothing: Молотов, not молот."""
    folded = fold(word)
    if not word[:1].isupper() or not is_cyrillic(folded) or len(folded) > LONGEST_WORD:
        return ()
    readings = _readings(_modern(folded))
    return (folded,) if any("Surn" in tag and lemma == folded for lemma, tag in readings) else ()


def name_keys(word: str) -> frozenset[str]:
    """Give the skeletons under which a word of the index answers to a name in another script or case.

    They are those of the word, of its lemmas, and of the nominative a woman's name has (Крупской: Крупская). A known
    word that can be a proper name answers as that alone, so that Орлов, of eagles, is not the town of Орёл.
    """
    folded = fold(word)
    if not is_cyrillic(folded) or len(folded) > LONGEST_WORD:
        return skeletons(POSSESSIVE.sub("", word))
    modern = _modern(folded)
    proper = [lemma for lemma, tag in _readings(modern) if _PROPER.search(tag)] if _is_known(modern) else []
    forms = {folded, *(proper or lemmas(word)), *_feminine(modern)}
    return frozenset().union(*(skeletons(form) for form in forms))


@lru_cache(maxsize=CACHED_WORDS)
def dictionary_forms(word: str, language: str) -> tuple[str, ...]:
    """Give what `lemmas` gives, for a primary language subtag in lower case."""
    folded = fold(word)
    if not folded or len(word) > LONGEST_WORD:
        return ((folded or word)[:LONGEST_LEXEME],)
    if folded.isdigit():
        return (folded,)
    if is_cyrillic(folded):
        return _russian_forms(_modern(folded))
    if _LATIN.search(folded):
        stemmer = _LATIN_STEMMERS.get(language, "english" if language in _ENGLISH_BESIDE else "")
    else:
        stemmer = _OTHER_STEMMERS.get(language, "")
    return _stems(word, folded, stemmer) if stemmer else (folded,)


def _stems(word: str, folded: str, stemmer: str) -> tuple[str, ...]:
    """Stem with and without accents, since some stemmers need them and some writers leave them out."""
    raw = word.casefold()
    rest = fold(_ELISION.sub("", raw))
    spellings = [folded] if raw == folded else [folded, raw, rest]
    with _one_at_a_time:
        stems = [fold(_stemmer(stemmer).stemWord(spelling)) or folded for spelling in spellings]
    return tuple(dict.fromkeys(stems))


def _russian_forms(word: str) -> tuple[str, ...]:
    likely: dict[str, None] = {}
    for lemma, tag in _readings(word):
        if len(likely) < READINGS or "Surn" in tag:
            likely[lemma] = None
    return tuple(likely) or (word,)


@lru_cache(maxsize=1024)
def _readings(word: str) -> tuple[tuple[str, str], ...]:
    with _one_at_a_time:
        return tuple((fold(reading.normal_form), str(reading.tag)) for reading in _dictionary().parse(word))


def _feminine(word: str) -> set[str]:
    with _one_at_a_time:
        readings = [reading for reading in _dictionary().parse(word) if "femn" in reading.tag]
        forms = [reading.inflect(_FEMININE) for reading in readings]
    return {fold(form.word) for form in forms if form}


def _modern(word: str) -> str:
    """Give today's spelling of a folded word whose own is not in the dictionary; else the word itself."""
    if word in _OLD_FORMS:
        return _OLD_FORMS[word]
    if _is_known(word):
        return word
    today = _OLD_PREFIX.sub(r"\1с", word)
    endings = (today[: -len(old)] + new for old, new in _OLD_ENDINGS if today.endswith(old))
    return next(filter(_is_known, (today, *endings)), _OLD_ADJECTIVE.sub("ого", word))


def _is_known(word: str) -> bool:
    return bool(_dictionary().word_is_known(word))


@cache
def _dictionary() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)
