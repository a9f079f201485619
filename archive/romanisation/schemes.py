"""Romanisation schemes: library, government and press spellings of one Cyrillic text."""

import re
from collections.abc import Callable
from unicodedata import normalize

import iuliia

from archive.romanisation.letters import modernise, strip_marks
from archive.romanisation.readings import SOUNDING

_LIBRARY = {
    "ala-lc": iuliia.ALA_LC,
    "ala-lc-plain": iuliia.ALA_LC_ALT,
    "bgn-pcgn": iuliia.BGN_PCGN,
    "bsi": iuliia.BS_2979,
    "bsi-plain": iuliia.BS_2979_ALT,
    "gost-16876": iuliia.GOST_16876,
    "gost-16876-plain": iuliia.GOST_16876_ALT,
    "gost-7.79-a": iuliia.GOST_779,
    "gost-7.79-b": iuliia.GOST_779_ALT,
    "gost-7.0.34": iuliia.GOST_7034,
    "gost-52535": iuliia.GOST_52535,
    "iso-9": iuliia.GOST_779,
    "iso-r9": iuliia.ISO_9_1968,
    "passport": iuliia.MVD_310,
    "passport-french": iuliia.MVD_310_FR,
    "scientific": iuliia.SCIENTIFIC,
    "un": iuliia.UNGEGN_1987,
    "wikipedia": iuliia.WIKIPEDIA,
    "maps": iuliia.MOSMETRO,
}
_STRAY = str.maketrans("ёЁ", "ëË")
"""Several schemes of iuliia leave a Cyrillic ё in their Latin output."""

_PRIMES = re.compile("[ʹʺ'’`\"″′]+")
_WORD = re.compile(r"[\u0400-\u052f]+")

_ENGLISH = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia".replace("-", "").split(" "),
        strict=True,
    )
)
_GERMAN_LETTERS = _ENGLISH | {
    "в": "w", "ж": "sch", "з": "s", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch",
    "ю": "ju", "я": "ja", "ё": "jo",
}  # fmt: skip

_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), written) for pattern, written in pairs)


_HOUSE = _rules(
    (r"(?<=[бвгджзклмнпрстфхцчшщ])ьев", "iev"),
    (r"[иы]й$", "y"),
    (r"ия$", "ia"),
    (r"^е", "ye"),
    (r"^я", "ya"),
    (r"^ю", "yu"),
    (r"(?<=[шчщ])ё", "e"),
    (r"ё", "yo"),
)
"""The predecessor's modified Library of Congress scheme, as far as its policy can be read."""

_PRESS = _rules(
    (r"[иы]й$", "y"),
    (r"кс", "x"),
    (r"(?<![бвгджзклмнпрстфхцчшщ])е", "ye"),
    (r"(?<=[жшчщ])ё", "e"),
    (r"[ъь]?ё", "yo"),
    (r"[ъь]?я", "ya"),
    (r"[ъь]?ю", "yu"),
    (r"й", "y"),
)
_OLDER_PRESS = _rules(
    (r"[иы]й$", "y"),
    (r"^ч", "tch"),
    (r"кс", "x"),
    (r"ия$", "ia"),
    (r"^е", "ye"),
    (r"(?<=[бвгджзклмнпрстфхцчшщ])ье", "ie"),
    (r"ё", "e"),
    (r"я", "ya"),
    (r"ю", "yu"),
)
_GERMAN = _rules(
    (r"[иы]й$", "i"),
    (r"кс", "x"),
    (r"(?<![бвгджзклмнпрстфхцчшщ])е", "je"),
    (r"ье", "je"),
    (r"(?<=[жшчщ])ё", "o"),
    (r"(?<=[аеёиоуыэюя])с(?=[аеёиоуыэюя])", "ss"),
)


def _by_rules(rules: _Rules, letters: dict[str, str]) -> Callable[[str], str]:
    table = str.maketrans(letters)

    def spell(match: re.Match[str]) -> str:
        word = match.group()
        spelt = word.lower()
        for pattern, written in rules:
            spelt = pattern.sub(written, spelt)
        spelt = spelt.translate(table)
        if word.isupper() and len(word) > 1:
            return spelt.upper()
        return spelt.capitalize() if word[0].isupper() else spelt

    return lambda text: _WORD.sub(spell, text)


_OWN = {
    "house": _by_rules(_HOUSE, _ENGLISH),
    "press": _by_rules(_PRESS, _ENGLISH),
    "older-press": _by_rules(_OLDER_PRESS, _ENGLISH),
    "german": _by_rules(_GERMAN, _GERMAN_LETTERS),
}

SCHEMES = (*_LIBRARY, *_OWN)


def romanise(text: str, scheme: str = "ala-lc") -> str:
    """Write the Cyrillic words of a text in Latin letters by one of `SCHEMES`; raise KeyError for another name.

    Words spelt before 1918 are written as their modern form would be.
    """
    modern = modernise(text)
    if scheme in _OWN:
        return _OWN[scheme](modern)
    return normalize("NFC", str(_LIBRARY[scheme].translate(modern)).translate(_STRAY))


def variants(cyrillic_name: str) -> frozenset[str]:
    """Give every Latin spelling of a name: all schemes, each also without primes and without mere accents."""
    exact = {romanise(cyrillic_name, scheme) for scheme in SCHEMES}
    without_primes = {_PRIMES.sub("", spelling) for spelling in exact}
    plain = {strip_marks(spelling) for spelling in without_primes if SOUNDING.isdisjoint(spelling.lower())}
    return frozenset(exact | without_primes | plain)
