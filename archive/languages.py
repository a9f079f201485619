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


@cache
def own_name(code: str) -> str:
    """Give what a language (BCP 47) calls itself, with a capital; its code where nobody knows."""
    language = code.partition("-")[0].lower()
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(language) or {}
    name = _OTHERS.get(language) or known.get("name_local") or code
    return name[:1].upper() + name[1:]
