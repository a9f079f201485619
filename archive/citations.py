"""How a document is cited, as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from archive.models import Document, NameRole
from archive.particulars import Credit
from archive.references import parse


def citation(document: Document, people: Sequence[Credit], shown_date: str, address: str, today: date) -> str:
    """Write author, title, date, shelf-mark, place in the volume, permanent address and day of access.

    `shown_date` is the document's date in words, "" when it is not dated; a name that stands in the title already
    is not said twice.
    """
    authors = [credit.name for credit in people if credit.role == NameRole.Role.AUTHOR]
    title = document.title.casefold()
    authors = [name for name in authors if name.partition(",")[0].casefold() not in title]
    parts = [
        "; ".join(authors),
        f"“{document.title}”",
        shown_date,
        place_of(document),
        _in_volume(document),
        f"{address} ({_('accessed %(day)s') % {'day': date_format(today, 'j E Y')}})",
    ]
    return ", ".join(part for part in parts if part) + "."


def place_of(document: Document) -> str:
    """Write where the original lies: the shelf-mark as the source gives it, with its repository when it lacks one."""
    if not document.shelf_mark:
        return str(document.repository) if document.repository else ""
    holder, mark = document.repository, parse(document.shelf_mark)
    if holder is None or (mark and mark.repository) or holder.name in document.shelf_mark:
        return document.shelf_mark
    return f"{holder}, {document.shelf_mark}"


def _in_volume(document: Document) -> str:
    volume = document.volume
    if volume is None:
        return ""
    series = " ".join(part for part in (volume.series, volume.number) if part)
    published = ", ".join(part for part in (series, volume.year) if part)
    book = f"{volume.title} ({published})" if published else volume.title
    return f"{_('in')} {book}, {_('no.')} {document.number}" if document.number else f"{_('in')} {book}"
