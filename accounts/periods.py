"""Lengths of access in days of the calendar: whole months from a day, however long February is."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def last_day(start: date, months: int = 0, days: int = 0) -> date:
    """Give the last day, itself included, of so many months and then days that begin on `start`.

    Twelve months from 15 March end on 14 March. Where the day does not exist (31 January and a month,
    29 February and a year) the period lasts to the end of the month, so that nobody loses a day.
    Raises ValueError for a length below one day.
    """
    if months < 0 or days < 0 or months + days == 0:
        raise ValueError("A period lasts a day at least.")
    return _before_same_day(start, months) + timedelta(days=days)


def _before_same_day(start: date, months: int) -> date:
    if not months:
        return start - timedelta(days=1)
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    length = monthrange(year, month)[1]
    if start.day > length:
        return date(year, month, length)
    return date(year, month, start.day) - timedelta(days=1)
