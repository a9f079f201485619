"""Volumes as they stand in lists: with the number and the years of the documents a visitor may find in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min

from accounts.access import Answer, answer
from accounts.visitor import Visitor
from archive.models import Document, Volume


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list says of a volume; `years` is "" when no document is dated."""

    volume: Volume
    answer: Answer
    documents: int
    years: str


def summaries(visitor: Visitor, volumes: Iterable[Volume]) -> list[Summary]:
    """Count the documents of volumes that `findable_by` let through, in one statement."""
    rows = list(volumes)
    found = Document.objects.findable_by(visitor).proper().filter(volume__in=rows).order_by()
    counts = found.values("volume").annotate(documents=Count("pk"), first=Min("earliest"), last=Max("latest"))
    known = {row["volume"]: row for row in counts}
    return [_summary(visitor, volume, known.get(volume.pk, {})) for volume in rows]


def _summary(visitor: Visitor, volume: Volume, counted: dict[str, Any]) -> Summary:
    span = years(counted.get("first"), counted.get("last"))
    return Summary(volume, answer(visitor, volume), counted.get("documents", 0), span)


def years(first: date | None, last: date | None) -> str:
    """Write the years two bounds span, one year once."""
    if first is None or last is None:
        return ""
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
