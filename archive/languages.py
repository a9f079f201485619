"""Names of the languages of texts, each in itself."""

from __future__ import annotations

from functools import cache

from django.conf.locale import LANG_INFO

# Languages of archives in which no interface is written, so that Django does not know them.
_OTHERS = {
    "cu": "Словѣньскъ",
    "grc": "Ἑλληνική",
    "he": "עברית",
    "la": "Latina",
    "yi": "ייִדיש",
}

# Letters beyond Latin-1 stand in most words of these.
_EXTENDED = frozenset(("cs", "hr", "hu", "lt", "lv", "pl", "ro", "sk", "sl", "sr", "tr"))


def font_for(code: str, script: str, spelling: str = "") -> str:
    """Name the part of the text's font that a page in this language needs beside the common letters, or ""."""
    if script == "Cyrl":
        return "cyrillic-ext" if spelling == "original" else ""
    return "latin-ext" if code.partition("-")[0].lower() in _EXTENDED else ""


@cache
def own_name(code: str) -> str:
    """Give what a language (BCP 47) calls itself, with a capital; its code where nobody knows."""
    language = code.partition("-")[0].lower()
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(language) or {}
    name = _OTHERS.get(language) or known.get("name_local") or code
    return name[:1].upper() + name[1:]
