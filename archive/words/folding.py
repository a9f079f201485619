"""Folds the ways one word can be spelt into one: case, accents, look-alike letters, old orthography."""

import re

from archive.romanisation import fold_lookalikes, is_cyrillic, modernise, strip_marks

POSSESSIVE = re.compile("['\u2019]s$")
_SIGNS = re.compile("['\u2019\u02bc\u2018`\u02b9\u02ba\"\u05f3\u05f4]+")
_LIGATURES = str.maketrans({"\u05f0": "\u05d5\u05d5", "\u05f1": "\u05d5\u05d9", "\u05f2": "\u05d9\u05d9"})


def fold(word: str) -> str:
    """Give the word in lower case without accents, apostrophes and possessive, in one script and modern letters.

    ё becomes е and й stays; ѣ, і, ѳ, ѵ become е, и, ф, и, and a final ъ falls. Endings are left as they are.
    """
    if word.isascii():
        return _SIGNS.sub("", POSSESSIVE.sub("", word.lower()))
    folded = fold_lookalikes(word).casefold()
    if is_cyrillic(folded):
        return _SIGNS.sub("", strip_marks(modernise(folded))).casefold()
    return _SIGNS.sub("", strip_marks(POSSESSIVE.sub("", folded)).translate(_LIGATURES)).casefold()
