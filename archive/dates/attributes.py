"""Dates from TEI-like attributes (`when`, `from`, `to`, `notBefore`, `notAfter`), however they are typed."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from archive.dates.historical import Calendar, HistoricalDate, bounds, from_edtf
from archive.dates.query import parse_query

Reading = tuple[str, tuple[str, ...]]

_PLACEHOLDER = re.compile(
    r"fill\b.*|.*\b(?:later|unknown|undated|todo|tbd)|[ns]\.? ?d\.?|[-–—?xX.\s\[\]]+|0000(?:-00){0,2}",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T.*")
_ZONE = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:Z|[+-]\d\d:\d\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NO_YEAR = re.compile(r"-{1,2}(\d\d)(?:-(\d\d))?")
_SLASH_DAY = re.compile(r"(\d{4}-\d\d)-(\d\d)/(\d\d)")
_SLASH_MONTH = re.compile(r"(\d{4})-(\d\d)/(\d\d)")
_SLASH_YEAR = re.compile(r"(\d\d)(\d\d)/(\d\d)")
_YEARS = re.compile(r"\d{4}(?:\s*(?:[-–—,;&]|\bи\b|\band\b)\s*\d{4})+")
_DASH = re.compile(r"\s*[-–—]\s*")
_LIST = re.compile(r"\s*(?:[,;&]|\bи\b|\band\b)\s*")
_BROKEN = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def parse_attributes(
    *,
    when: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    not_before: str | None = None,
    not_after: str | None = None,
    printed: str = "",
    calendar: Calendar = "gregorian",
) -> HistoricalDate:
    """Read the attributes of a TEI date; `from`/`to` a span, `notBefore`/`notAfter` one day within.

    Never raises. What cannot be read leaves the date undated with a warning code (`placeholder`,
    `not-a-date`, `no-year`, `slash-date`, `year-list`, `impossible-day`, `impossible-month`, `loose-date`, `reversed`,
    `out-of-range`), and its wording is kept as `printed` when the source prints nothing else.
    """
    given = [value.strip() for value in (when, from_, to, not_before, not_after) if value and value.strip()]
    edtf, warnings = _read(when or "", calendar)
    if not edtf:
        exact = bool(from_ or to)
        start, more = _read(from_ or not_before or "", calendar)
        end, yet_more = _read(to or not_after or "", calendar)
        edtf, reversal = _span(_edges(start)[0], _edges(end)[1], exact, calendar)
        warnings = tuple(dict.fromkeys((*warnings, *more, *yet_more, *reversal)))
    wording = "" if printed.strip().startswith("fill date") else printed.strip()
    if not wording and warnings and warnings != ("placeholder",):
        wording = " / ".join(dict.fromkeys(given))
    return from_edtf(edtf, printed=wording, calendar=calendar, warnings=warnings)


def _span(start: str, end: str, exact: bool, calendar: Calendar) -> Reading:
    if start == end:
        return start, ()
    if start.startswith("XXXX") or end.startswith("XXXX"):
        return (start if not start.startswith("XXXX") else end), ()
    edtf = f"{start or '..'}/{end or '..'}" if exact else f"[{start}..{end}]"
    if _is_valid(edtf, calendar):
        return edtf, ()
    return f"{end}/{start}" if exact else f"[{end}..{start}]", ("reversed",)


def _edges(edtf: str) -> tuple[str, str]:
    """First and last date of what one attribute says, which may itself be a span."""
    parts = [part for part in re.split(r"/|,|\.\.", edtf.strip("[]{}")) if part]
    return (parts[0], parts[-1]) if parts else ("", "")


def _read(value: str, calendar: Calendar) -> Reading:
    text = value.strip()
    if not text:
        return "", ()
    if _PLACEHOLDER.fullmatch(text):
        return "", ("placeholder",)
    if _is_valid(text, calendar):
        return text, ()
    for pattern, repair in _REPAIRS:
        match = pattern.fullmatch(text)
        if match:
            edtf, *warnings = repair(match)
            if _is_valid(edtf, calendar):
                return edtf, tuple(warnings)
    return _read_loosely(text)


def _read_loosely(text: str) -> Reading:
    """A date in words or with dots; never one with slashes, whose day and month cannot be told apart."""
    span = None if "/" in text else parse_query(text)
    return (_edtf_of(*span), ("loose-date",)) if span else ("", ("not-a-date",))


def _edtf_of(earliest: date, latest: date) -> str:
    if earliest == latest:
        return earliest.isoformat()
    first = earliest.day == 1
    if first and latest == date(earliest.year, earliest.month, monthrange(earliest.year, earliest.month)[1]):
        return f"{earliest:%Y-%m}"
    if first and earliest.month == 1 and (latest.month, latest.day) == (12, 31):
        years = (f"{earliest.year:04}", f"{latest.year:04}")
        return years[0] if years[0] == years[1] else "/".join(years)
    return f"{earliest.isoformat()}/{latest.isoformat()}"


def _is_valid(edtf: str, calendar: Calendar) -> bool:
    try:
        bounds(edtf, calendar)
    except ValueError:
        return False
    return True


def _years(match: re.Match[str]) -> list[str]:
    text = match.group()
    if not _LIST.search(text) and len(_DASH.findall(text)) == 1:
        return ["/".join(_DASH.split(text)), "year-list"]
    return ["{" + ",".join("..".join(_DASH.split(part)) for part in _LIST.split(text)) + "}", "year-list"]


def _broken(match: re.Match[str]) -> list[str]:
    year, month, _ = match.groups()
    if 1 <= int(month) <= 12:
        return [f"{year}-{month}", "impossible-day"]
    return [year, "impossible-month"]


_Repair = Callable[[re.Match[str]], list[str]]
_REPAIRS: tuple[tuple[re.Pattern[str], _Repair], ...] = (
    (_MOMENT, lambda match: [match[1]]),
    (_ZONE, lambda match: [match[1]]),
    (_COMPACT, lambda match: [f"{match[1]}-{match[2]}-{match[3]}"]),
    (_NO_YEAR, lambda match: ["XXXX-" + "-".join(part for part in match.groups() if part), "no-year"]),
    (_SLASH_DAY, lambda match: [f"{match[1]}-{match[2]}/{match[1]}-{match[3]}", "slash-date"]),
    (_SLASH_MONTH, lambda match: [f"{match[1]}-{match[2]}/{match[1]}-{match[3]}", "slash-date"]),
    (_SLASH_YEAR, lambda match: [f"{match[1]}{match[2]}/{match[1]}{match[3]}", "slash-date"]),
    (_YEARS, _years),
    (_BROKEN, _broken),
)
