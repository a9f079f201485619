"""What is read most: the ranking is kept for a while and is the same for all; each visitor sees of it what they may."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count, Sum
from django.utils import timezone

from accounts.visitor import Visitor
from archive.entries import Entry, entries_with_volumes
from archive.models import Document, MonthlyUsage, UsageEvent

DAYS = 365
SHOWN = 50
# More are ranked than are shown, since not everybody may know of all.
RANKED = 500
# What fewer different readers have read is not ranked: it would tell of one person's reading.
FEWEST = 2
KEPT = 3600
_KEY = "most-read"


def most_read(visitor: Visitor, language: str) -> list[Entry]:
    """Give the documents that most different readers have read in the last year; known machines are left out."""
    ranking: list[str] = cache.get_or_set(_KEY, _ranking, KEPT) or []
    found = Document.objects.findable_by(visitor).proper().filter(identifier__in=ranking)
    known = {entry.identifier: entry for entry in entries_with_volumes(visitor, found, language)}
    return [known[identifier] for identifier in ranking if identifier in known][:SHOWN]


def forget_ranking() -> None:
    """Rank anew the next time."""
    cache.delete(_KEY)


def _ranking() -> list[str]:
    since = timezone.now() - timedelta(days=DAYS)
    read = UsageEvent.objects.filter(kind=UsageEvent.Kind.REQUEST, is_robot=False, at__gte=since)
    counts = Counter(dict(read.order_by().values_list("item").annotate(readers=Count("actor", distinct=True))))
    month = date(since.year, since.month, 1)
    sums = MonthlyUsage.objects.filter(metric="unique_item_requests", institution=None, month__gte=month)
    counts.update(dict(sums.exclude(item="").order_by().values_list("item").annotate(readers=Sum("count"))))
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return [item for item, readers in ordered[:RANKED] if readers >= FEWEST]
