"""Browsing by date, and what is read most."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.visitor import Visitor
from archive import calendar
from archive.entries import Entry, entries_with_volumes
from archive.models.documents import DocumentQuerySet
from archive.most_read import most_read
from archive.search.selection import FIRST_YEAR, LAST_YEAR

A_PAGE = 50
DAYS = [(WEEKDAYS[day], WEEKDAYS_ABBR[day]) for day in range(7)]


def _visitor(request: HttpRequest) -> Visitor:
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    return visitor


def _listed(request: HttpRequest, documents: DocumentQuerySet) -> tuple[Page[object], list[Entry]]:
    page = Paginator(documents, A_PAGE).get_page(request.GET.get("page"))
    rows = cast(DocumentQuerySet, page.object_list)
    return page, entries_with_volumes(_visitor(request), rows, get_language() or "en")


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Show the years from which there are documents."""
    return render(request, "archive/dates.html", {"place": "dates", "decades": calendar.decades(_visitor(request))})


@require_safe
def year(request: HttpRequest, number: int) -> HttpResponse:
    """Show a year as a calendar, and below it what is dated less exactly."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Http404
    visitor = _visitor(request)
    page, entries = _listed(request, calendar.less_exact(visitor, number))
    months = calendar.months(visitor, number)
    if not entries and not any(month.count for month in months):
        raise Http404(_("There is no document of this year."))
    context = {"place": "dates", "year": number, "months": months, "days": DAYS, "page": page, "entries": entries}
    return render(request, "archive/year.html", context)


@require_safe
def month_or_day(request: HttpRequest, number: int, month: int, day: int | None = None) -> HttpResponse:
    """List what is dated in a month, or on a day."""
    span = calendar.span(number, month, day)
    if span is None:
        raise Http404
    page, entries = _listed(request, calendar.between(_visitor(request), *span))
    if not entries:
        raise Http404(_("There is no document of this date."))
    title = date_format(span[0], "j E Y" if day else "F Y")
    context = {"place": "dates", "year": number, "title": title, "page": page, "entries": entries}
    return render(request, "archive/day.html", context)


@require_safe
def read_most(request: HttpRequest) -> HttpResponse:
    """List what most readers have read in the last year."""
    entries = most_read(_visitor(request), get_language() or "en")
    return render(request, "archive/most_read.html", {"place": "most-read", "entries": entries})
