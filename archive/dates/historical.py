"""A date as EDTF (ISO 8601-2) with the first and last day it can mean."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import edtf as edtf_library

Calendar = Literal["gregorian", "julian"]
Bounds = tuple[date | None, date | None]

UNBOUNDED: Bounds = (None, None)
LONGEST = 120

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_ALPHABET = re.compile(r"[0-9XYETZS:.,~?%/\[\]{}+\- ]+")
_QUALIFIERS = re.compile(r"[?~%]")
_SEPARATORS = re.compile(r"/|,|\.\.")
_AFTER_LAST_DAY = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class HistoricalDate:
    """A date as kept: `edtf` in the source's calendar, bounds always Gregorian and for sorting only.

    Undated is `edtf == ""`. A date whose year is missing or out of reach keeps its `edtf` and has no bounds.
    `printed` is the date as the source prints it; `warnings` are codes for the report of an ingest.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    printed: str = ""
    calendar: Calendar = "gregorian"
    warnings: tuple[str, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether the date can be placed on a time line."""
        return self.earliest is not None or self.latest is not None


def from_edtf(
    edtf: str, *, printed: str = "", calendar: Calendar = "gregorian", warnings: tuple[str, ...] = ()
) -> HistoricalDate:
    """Build a date from EDTF, undated from ""; raise ValueError when it is none or runs backwards."""
    text = edtf.strip()
    if not text:
        return HistoricalDate("", None, None, printed, calendar, warnings)
    earliest, latest = bounds(text, calendar)
    if earliest is None and latest is None:
        reason = "no-year" if text.startswith("XXXX") else "out-of-range"
        warnings = (*warnings, *({reason} - set(warnings)))
    return HistoricalDate(text, earliest, latest, printed, calendar, warnings)


def sort_key(earliest: date | None, latest: date | None) -> tuple[int, int]:
    """Order by first day, the narrower span first; what has only a last day stands there, undated last."""
    start = earliest or latest
    if start is None:
        return (_AFTER_LAST_DAY, _AFTER_LAST_DAY)
    return (start.toordinal(), latest.toordinal() if latest else _AFTER_LAST_DAY)


def bounds(edtf: str, calendar: Calendar = "gregorian") -> Bounds:
    """Give the first and last Gregorian day an EDTF expression can mean.

    None stands for an end that is open, unknown or beyond the years 1 to 9999.
    A bare year is a year in either calendar; months and days of the Old Style are converted.
    Raise ValueError when the expression is not EDTF or ends before it begins.
    """
    if _PLAIN.fullmatch(edtf):
        return _atom_bounds(edtf, calendar)
    if not _is_edtf(edtf):
        raise ValueError(f"{edtf!r} is not an EDTF date (ISO 8601-2)")
    atoms = [_atom_bounds(atom.strip(), calendar) for atom in _SEPARATORS.split(edtf.strip("[]{}"))]
    first, last = atoms[0][0], atoms[-1][1]
    if "," in edtf and first and last:
        first = min(low for low, _ in atoms if low)
        last = max(high for _, high in atoms if high)
    if first and last and last < first:
        raise ValueError(f"{edtf!r} ends before it begins")
    return first, last


@lru_cache(maxsize=4096)
def _is_edtf(text: str) -> bool:
    return len(text) <= LONGEST and bool(_ALPHABET.fullmatch(text)) and edtf_library.is_valid_edtf(text)


@lru_cache(maxsize=16384)
def _atom_bounds(atom: str, calendar: Calendar) -> Bounds:
    """Bounds of one date without separators; `""` is an open end."""
    bare = _QUALIFIERS.sub("", atom).partition("T")[0]
    if not bare or bare.startswith("XXXX"):
        return UNBOUNDED
    plain = _PLAIN.fullmatch(bare)
    if plain is None:
        return _library_bounds(bare, calendar)
    year, month, day = (int(part) if part else None for part in plain.groups())
    if not year:
        return UNBOUNDED
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        return _library_bounds(bare, calendar)
    longest = _days(year, month, calendar)
    if day is not None and not 1 <= day <= longest:
        raise ValueError(f"{atom!r}: there is no such day")
    return _gregorian(year, month, day or 1, calendar), _gregorian(year, month, day or longest, calendar)


def _library_bounds(atom: str, calendar: Calendar) -> Bounds:
    """Seasons, unspecified digits, years beyond four digits: what the library knows and we need not."""
    if not _is_edtf(atom):
        raise ValueError(f"{atom!r} is not an EDTF date (ISO 8601-2)")
    parsed = edtf_library.parse_edtf(atom)
    found = []
    for moment in (parsed.lower_strict(), parsed.upper_strict()):
        year, month, day = moment[:3]
        if not 1 <= year <= date.max.year:
            return UNBOUNDED
        found.append(_gregorian(year, month, day, calendar if "-" in atom.rstrip("X-") else "gregorian"))
    return found[0], found[1]


def _days(year: int, month: int, calendar: Calendar) -> int:
    if calendar == "julian" and month == 2:
        return 29 if year % 4 == 0 else 28
    return monthrange(year, month)[1]


def _gregorian(year: int, month: int, day: int, calendar: Calendar) -> date | None:
    return julian_to_gregorian(year, month, day) if calendar == "julian" else date(year, month, day)


def julian_to_gregorian(year: int, month: int, day: int) -> date | None:
    """Convert an Old Style day by its Julian Day Number; None when the result leaves the years 1 to 9999."""
    shift = (14 - month) // 12
    years, months = year + 4800 - shift, month + 12 * shift - 3
    day_number = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083
    ordinal = day_number - 1_721_425
    return date.fromordinal(ordinal) if 1 <= ordinal < _AFTER_LAST_DAY else None
