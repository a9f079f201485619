"""Letters: look-alikes of two scripts, spelling before the reform of 1918, accents and points."""

import re
import unicodedata

_CYRILLIC_TWINS = "ёЁаеорсухкмтіјѕАВЕКМНОРСТУХІЈЅ"
_LATIN_TWINS = "ëËaeopcyxkmtijsABEKMHOPCTYXIJS"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)

_CYRILLIC = re.compile(r"[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_REFORMED = str.maketrans("ѣѢіІѳѲѵѴїЇєЄґҐѕЅ", "еЕиИфФиИиИеЕгГзЗ")
_HARD_ENDING = re.compile(r"(?<=[^\W\d_])[ъЪ]\b")
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "œ": "oe", "Œ": "Oe"})
_SHORT_I = re.compile("([иИ])\u0306")
_SHORT = {"и": "й", "И": "Й"}


def is_cyrillic(word: str) -> bool:
    """Whether the word has a Cyrillic letter."""
    return _CYRILLIC.search(word) is not None


def fold_lookalikes(word: str) -> str:
    """Write a word of mixed scripts in the one script its own letters belong to.

    `Прошенiе` with a Latin i becomes all Cyrillic, `Stаlin` with a Cyrillic а all Latin. A word that is
    mixed beyond that, or all of one script, comes back as it is. The script with more letters of its own wins.
    """
    word = unicodedata.normalize("NFC", word)
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    is_rest_latin = _LATIN.search(cyrillic) is not None
    is_rest_cyrillic = _CYRILLIC.search(latin) is not None
    if is_rest_latin and is_rest_cyrillic:
        return word
    if is_rest_latin:
        return latin
    return cyrillic if is_rest_cyrillic or len(_CYRILLIC.findall(word)) * 2 >= len(word) else latin


def modernise(text: str) -> str:
    """Write letters abolished in 1918 (and their Ukrainian kin) as today's, and drop the hard sign ending a word."""
    return _HARD_ENDING.sub("", text.translate(_REFORMED))


def strip_marks(text: str) -> str:
    """Drop accents, stresses, points and ligature ties; й stays a letter of its own, ё becomes е."""
    if text.isascii():
        return text
    decomposed = _SHORT_I.sub(lambda match: _SHORT[match[1]], unicodedata.normalize("NFKD", text))
    return _MARKS.sub("", decomposed).translate(_PLAIN)
