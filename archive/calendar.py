"""Documents by their dates as one visitor may see them: years with counts, a year as a calendar, a month, a day."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.dates import MONTHS

from accounts.visitor import Visitor
from archive.models import Document


@dataclass(frozen=True, slots=True)
class Year:
    """A year with the number of documents whose date begins in it; `height` is of 100."""

    number: int
    count: int
    height: int

    @property
    def top(self) -> int:
        """Give where its bar begins, measured from above."""
        return 100 - self.height


@dataclass(frozen=True, slots=True)
class Month:
    """A month: the documents that lie in it, and its weeks of days with the documents of just that day.

    A day is its number (0 for those of the neighbouring months) and a count.
    """

    number: int
    name: str
    count: int
    weeks: tuple[tuple[tuple[int, int], ...], ...]


def decades(visitor: Visitor) -> list[tuple[int, list[Year]]]:
    """Give the years in which dates begin, by decade."""
    dated = _documents(visitor).filter(earliest__isnull=False)
    counts = list(
        dated.annotate(year=ExtractYear("earliest")).values_list("year").annotate(n=Count("pk")).order_by("year")
    )
    most = max((count for _, count in counts), default=1)
    years = [Year(year, count, -(-count * 100 // most)) for year, count in counts]
    return [(decade, list(found)) for decade, found in groupby(years, lambda year: year.number // 10 * 10)]


def months(visitor: Visitor, year: int) -> list[Month]:
    """Give the twelve months of a year."""
    inside = _documents(visitor).filter(earliest__gte=date(year, 1, 1), latest__lte=date(year, 12, 31))
    one = inside.annotate(first=ExtractMonth("earliest"), last=ExtractMonth("latest")).filter(first=F("last"))
    counts = dict(one.order_by().values_list("first").annotate(n=Count("pk")))
    days = dict(inside.filter(earliest=F("latest")).order_by().values_list("earliest").annotate(n=Count("pk")))
    return [
        Month(month, str(MONTHS[month]), counts.get(month, 0), tuple(_weeks(year, month, days)))
        for month in range(1, 13)
    ]


def less_exact(visitor: Visitor, year: int) -> Any:
    """Give the documents that may be of a year and lie in none of its months."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    in_a_month = Q(earliest__year=F("latest__year"), earliest__month=F("latest__month"))
    found = _documents(visitor).filter(earliest__lte=last, latest__gte=first)
    return found.exclude(in_a_month).order_by("earliest", "latest", "pk")


def between(visitor: Visitor, first: date, last: date) -> Any:
    """Give the documents whose date lies between two days, both included."""
    return _documents(visitor).filter(earliest__gte=first, latest__lte=last).order_by("earliest", "latest", "pk")


def span(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    """Give the first and last day of a month or a day; None when there is no such day."""
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return None
    return first, first if day else first.replace(day=calendar.monthrange(year, month)[1])


def _weeks(year: int, month: int, counts: Mapping[date, int]) -> Iterator[tuple[tuple[int, int], ...]]:
    for week in calendar.Calendar().monthdayscalendar(year, month):
        yield tuple((day, counts.get(date(year, month, day), 0) if day else 0) for day in week)


def _documents(visitor: Visitor) -> Any:
    return Document.objects.findable_by(visitor).proper().order_by()
