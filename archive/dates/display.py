"""Writes an EDTF date for readers in English or Russian, always with its year."""

import re

from archive.dates.historical import Calendar, bounds
from archive.dates.month_names import ENGLISH, RUSSIAN, RUSSIAN_GENITIVE, SEASONS_ENGLISH, SEASONS_RUSSIAN

_ATOM = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?")
_DECADE = re.compile(r"\d{3}X")
_CENTURY = re.compile(r"(\d\d)XX")
_QUALIFIER = re.compile(r"[?~%]")

_WORDS = {
    "en": {
        "undated": "undated", "about": "about", "from": "from", "until": "until",
        "between": "between {} and {}", "after": "not before", "before": "not after",
        "or": "or", "and": "and", "no year": "{}, year unknown",
        "julian": "(Old Style)", "decade": "{}s",
    },
    "ru": {
        "undated": "без даты", "about": "около", "from": "с", "until": "до",
        "between": "не ранее {}, не позднее {}", "after": "не ранее", "before": "не позднее",
        "or": "или", "and": "и", "no year": "{}, год неизвестен", "julian": "(ст. ст.)", "decade": "{}-е",
    },
}  # fmt: skip


def display(edtf: str, language: str = "en", *, calendar: Calendar = "gregorian") -> str:
    """Write the date in Russian for `ru`, else in English; the empty string is "undated".

    "?" is written as (?), "~" as "about", one day out of a span as "between … and …" or as Russian archives
    put it. What is no EDTF is given back as it is.
    """
    language = "ru" if language.partition("-")[0] == "ru" else "en"
    if not edtf:
        return _WORDS[language]["undated"]
    try:
        bounds(edtf, calendar)
    except ValueError:
        return edtf
    shown = _expression(edtf, language)
    return f"{shown} {_WORDS[language]['julian']}" if calendar == "julian" and "-" in edtf else shown


def _expression(edtf: str, language: str) -> str:
    words = _WORDS[language]
    if edtf[0] in "[{":
        inner = edtf[1:-1]
        if "," not in inner and ".." in inner and edtf[0] == "[":
            start, _, end = inner.partition("..")
            return _one_within(start.strip(), end.strip(), language)
        parts = [_between(*part.strip().split("..", 1), language=language) for part in inner.split(",")]
        joint = words["or" if edtf[0] == "[" else "and"]
        return f"{', '.join(parts[:-1])} {joint} {parts[-1]}" if len(parts) > 1 else parts[0]
    return _between(*edtf.split("/"), language=language)


def _one_within(start: str, end: str, language: str) -> str:
    words = _WORDS[language]
    if not start or not end:
        return f"{words['before' if end else 'after']} {_atom(end or start, language, genitive=True)}"
    first, last = _collapsed(start, end, language, genitive=True)
    return words["between"].format(first, last)


def _between(start: str, end: str | None = None, *, language: str) -> str:
    words = _WORDS[language]
    if end is None:
        return _atom(start, language)
    is_open_start, is_open_end = start in ("", ".."), end in ("", "..")
    if is_open_start and is_open_end:
        return words["undated"]
    if is_open_start:
        return f"{words['until']} {_atom(end, language, genitive=True)}"
    if is_open_end:
        return f"{words['from']} {_atom(start, language, genitive=True)}"
    first, last = _collapsed(start, end, language)
    dash = " – " if " " in first or len(start) != len(end) else "–"
    return f"{first}{dash}{last}"


def _collapsed(start: str, end: str, language: str, *, genitive: bool = False) -> tuple[str, str]:
    """Both ends in words, the first without the month and year it shares with the last."""
    last = _atom(end, language, genitive=genitive)
    first = _atom(start, language, genitive=genitive)
    if len(start) != len(end) or not _ATOM.fullmatch(start) or not _ATOM.fullmatch(end) or start[:4] != end[:4]:
        return first, last
    year = f" {start[:4]}"
    if len(start) == 10 and start[:7] == end[:7] and "X" not in start + end:
        return str(int(start[8:])), last
    return first.removesuffix(year), last


def _atom(atom: str, language: str, *, genitive: bool = False) -> str:
    marks = set(_QUALIFIER.findall(atom))
    about = bool(marks & {"~", "%"})
    shown = _plain(_QUALIFIER.sub("", atom).partition("T")[0], language, genitive=genitive or about)
    if about:
        shown = f"{_WORDS[language]['about']} {shown}"
    return f"{shown} (?)" if marks & {"?", "%"} else shown


def _plain(atom: str, language: str, *, genitive: bool) -> str:
    if _DECADE.fullmatch(atom):
        return _WORDS[language]["decade"].format(f"{atom[:3]}0")
    century = _CENTURY.fullmatch(atom)
    if century:
        return f"{century[1]}00–{century[1]}99"
    match = _ATOM.fullmatch(atom)
    if not match:
        return atom
    year, month, day = match.groups()
    named = _month(month, language, genitive=genitive or (day is not None and day != "XX"))
    if day and day != "XX":
        named = f"{int(day)} {named}"
    if year == "XXXX":
        return _WORDS[language]["no year"].format(named)
    return f"{named} {year}".strip()


def _month(month: str | None, language: str, *, genitive: bool) -> str:
    if month is None or month == "XX":
        return ""
    number = int(month)
    if number <= 12:
        names = ENGLISH if language == "en" else RUSSIAN_GENITIVE if genitive else RUSSIAN
        return names[number - 1]
    if language == "en":
        return SEASONS_ENGLISH.get(number, month)
    return SEASONS_RUSSIAN.get(number, (month, month))[genitive]
