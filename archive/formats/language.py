"""Guesses the script and the language of a text that does not declare them."""

import re
import unicodedata
from collections import Counter

UNKNOWN = "und"

_SAMPLE = 6000
_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "HEBREW": "Hebr",
    "ARABIC": "Arab",
    "GREEK": "Grek",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "CJK": "Hani",
}
_WORDS = {
    "en": "the of and to in that was for with his by on had not be is were from which this have are it",
    "fr": "le la les de des du et que qui dans pour est une un pas ne sur nous vous il au par ce je",
    "de": "der die und das den dem nicht von zu mit sich des auf für ist im dass ein eine wurde als auch er",
    "es": "el la los de que en las por con una para del se no es un su al lo como más",
    "it": "il di che e la per un in non una sono del della con da le si al come nel",
    "pl": "w i na z do nie się że to jest był przez o po od za jak dla",
    "cs": "a v na se že je to z do byl s o ve jsem jako pro by ale k",
    "nl": "de het van en een in is dat op te zijn met voor niet aan er om ook",
    "hu": "a az és hogy nem is egy volt meg csak el ki még ha de",
    "ru": "и в не на что с он по как это но к из за от же у бы так все его",
}
_CODES = {
    "cz": "cs",
    "cze": "cs",
    "ces": "cs",
    "deu": "de",
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "ger": "de",
    "heb": "he",
    "hun": "hu",
    "iw": "he",
    "pol": "pl",
    "rus": "ru",
    "slk": "sk",
    "slo": "sk",
    "ukr": "uk",
    "yid": "yi",
}
_STOP_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def language_code(said: str) -> str:
    """BCP 47 code for what a source declares: three-letter codes and known slips become the code in use."""
    language, dash, rest = said.strip().replace("_", "-").partition("-")
    return _CODES.get(language.casefold(), language.lower()) + dash + rest


def script_of(text: str) -> str:
    """ISO 15924 code of the script most letters belong to, "" when there are none that we know."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "Latn" if any(character.isalpha() for character in sample) else ""
    counts: Counter[str] = Counter()
    for character, times in Counter(sample).items():
        if character.isalpha():
            counts[unicodedata.name(character, "").partition(" ")[0].partition("-")[0]] += times
    known = [(times, _SCRIPTS[name]) for name, times in counts.items() if name in _SCRIPTS]
    return max(known)[1] if known else ""


def guess_language(text: str) -> str:
    """BCP 47 code of the language whose smallest words are most frequent, "und" when none stands out.

    Cyrillic text in which none does is taken for Russian, the one language of that script known here.
    """
    counts = Counter(_WORD.findall(text[:_SAMPLE].lower()))
    scores = sorted(
        ((sum(counts[word] for word in words), language) for language, words in _STOP_WORDS.items()), reverse=True
    )
    (best, language), (second, _) = scores[0], scores[1]
    is_clear = best >= max(3, sum(counts.values()) // 12) and best > second * 1.2
    if is_clear:
        return language
    return "ru" if script_of(text) == "Cyrl" else UNKNOWN
