"""Reads what a reader types as a date: "December 1939", "24.12.1939", "14–16 октября 1934", "1930s"."""

import re
from calendar import monthrange
from datetime import date

from archive.dates.month_names import MONTHS, ROMAN_MONTHS

Span = tuple[date, date]

LONGEST_QUERY = 60
FIRST_YEAR, LAST_YEAR = 1400, 2099
"""A bare number outside these years is more likely the number of a document."""

_MONTH = r"(?P<month>[^\W\d_]{1,10})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|-?[ео]?го|-?е)?\.?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
        r"(?P<day>\d{1,2})(?:\.\s?|/|-)(?P<month>\d{1,2})(?:\.\s?|/|-|\s)(?P<year>\d{4})",
        r"(?P<month>\d{1,2})[./](?P<year>\d{4})",
        rf"{_DAY}\s?(?:of )?{_MONTH},?\s?{_YEAR}",
        rf"{_MONTH}\s?{_DAY},?\s{_YEAR}",
        rf"{_MONTH},?(?:\s| of )?{_YEAR}",
        rf"{_YEAR},?\s{_MONTH}(?:\s{_DAY})?",
        _YEAR,
    )
)
_DECADE = re.compile(r"(?P<decade>\d{3})0(?:'?s|-?[еых]{1,2}|-?er)(?: годы| годов| годах| jahre)?")
_LEAD = re.compile(r"\A(?:on|in|from|between|since|с|со|в|во|от|за|между|am|im|vom|le|du)\s+")
_TAIL = re.compile(r"(?:\s?(?:г|гг)\.?|\s(?:года|году|год|годы|годов|годах))\Z")
_RANGE = re.compile(r"\s*(?:[–—]|\.\.|/|\s-\s|\sto\s|\sand\s|\suntil\s|\sпо\s|\sдо\s|\sи\s|\sbis\s)\s*")
_TIGHT = re.compile(r"(?P<start>[\d.]{1,10})\s*-\s*(?P<end>(?:\d{1,2}(?=\D)|\d{4}).*)")
_SHORT_YEARS = re.compile(r"(\d\d)(\d\d)[-–/](1[3-9]|[2-9]\d)(?=\D*\Z)")


def parse_query(text: str) -> Span | None:
    """Give the first and last day of the date or range a reader typed in any of the archive's languages.

    None when the whole text is not a date; day before month where a number could be either.
    """
    if len(text) > LONGEST_QUERY:
        return None
    plain = _SHORT_YEARS.sub(r"\1\2-\1\3", text.strip())
    plain = _LEAD.sub("", " ".join(plain.casefold().split()), count=1)
    return _single(plain) or _range(plain)


def _range(text: str) -> Span | None:
    sides = _RANGE.split(text)
    tight = _TIGHT.fullmatch(text)
    if len(sides) == 1 and tight:
        sides = [tight["start"], tight["end"]]
    if len(sides) != 2:
        return None
    end = _single(sides[1])
    start = _single(sides[0]) or (end and _completed(sides[0], sides[1]))
    if not start or not end or end[1] < start[0]:
        return None
    return start[0], end[1]


def _completed(start: str, end: str) -> Span | None:
    """Read a start that leaves month or year to the end: "14–16 October 1934", "October – November 1934"."""
    bare = _TAIL.sub("", start).rstrip(".")
    year = re.search(r"\d{4}", end)
    if not year or not bare:
        return None
    if bare.isdigit():
        month = re.search(r"[^\W\d_]{3,}|(?<=\.)\s?\d{1,2}(?=\.)", end)
        separator = "." if month and month.group().strip().isdigit() else " "
        return _single(separator.join((bare, month.group().strip(), year.group()))) if month else None
    return _single(f"{bare} {year.group()}") or _single(f"{bare}.{year.group()}")


def _single(text: str) -> Span | None:
    bare = _TAIL.sub("", text)
    decade = _DECADE.fullmatch(text) or _DECADE.fullmatch(bare)
    if decade:
        year = int(decade["decade"]) * 10
        return _years(year, year + 9)
    for form in _FORMS:
        match = form.fullmatch(bare)
        span = match and _span(match.groupdict())
        if span:
            return span
    return None


def _span(found: dict[str, str | None]) -> Span | None:
    year = int(found["year"] or 0)
    if not found.get("month"):
        return _years(year, year)
    month = _month_number(found["month"] or "")
    if not month and found.get("day"):
        month = ROMAN_MONTHS.get(found["month"] or "")
    if not month or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    longest = monthrange(year, month)[1]
    day = int(found.get("day") or 0)
    if day > longest or (found.get("day") and day == 0):
        return None
    return date(year, month, day or 1), date(year, month, day or longest)


def _years(first: int, last: int) -> Span | None:
    return (date(first, 1, 1), date(last, 12, 31)) if FIRST_YEAR <= first <= LAST_YEAR else None


def _month_number(text: str) -> int | None:
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    return MONTHS.get(text)
