"""How often something may be tried: counted in the database, so that many web processes keep one count."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Attempt

# One statement, so that of two that come at once both are counted; a stretch that is over begins anew.
COUNT = """
    INSERT INTO accounts_attempt (key, count, until) VALUES (%(key)s, 1, %(until)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN accounts_attempt.until <= %(now)s THEN 1 ELSE accounts_attempt.count + 1 END,
        until = CASE WHEN accounts_attempt.until <= %(now)s THEN excluded.until ELSE accounts_attempt.until END
    RETURNING count, until
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds, for each key."""

    name: str
    times: int
    seconds: int


def seconds_to_wait(limit: Limit, who: str, at: datetime | None = None) -> int:
    """Count one attempt; give 0 when it is allowed, else the seconds until the next one is."""
    now = at or timezone.now()
    # Digested, so that the table holds nobody's address.
    key = hashlib.sha256(f"{limit.name}\n{who}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": key, "now": now, "until": now + timedelta(seconds=limit.seconds)})
        count, until = cursor.fetchone()
    return 0 if count <= limit.times else max(1, int((until - now).total_seconds()))


def refuse(request: HttpRequest, wait: int) -> HttpResponse:
    """Answer 429, saying when to come again."""
    response = render(request, "429.html", {"minutes": -(-wait // 60)}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def forget_attempts(at: datetime | None = None) -> int:
    """Delete counts that are over; gives how many."""
    return Attempt.objects.filter(until__lte=at or timezone.now()).delete()[0]
