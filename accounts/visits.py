"""Where a request comes from, and that a person was on campus, which opens doors from elsewhere for some days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from accounts.address import client_address, type_of_address
from accounts.models import User
from accounts.visitor import Source, Visitor

# A visit moves the date forward once a day, not with every page.
RHYTHM = timedelta(days=1)
MOVE = """
    INSERT INTO accounts_campusvisit (user_id, institution_id, last_at)
    SELECT %(user)s, institution, %(now)s FROM unnest(%(institutions)s) AS institution
    ON CONFLICT (user_id, institution_id) DO UPDATE SET last_at = excluded.last_at
        WHERE accounts_campusvisit.last_at <= %(before)s
"""


def address_of(request: HttpRequest) -> type_of_address | None:
    """Give the client's address as the trusted proxies of the settings tell it."""
    peer = request.META.get("REMOTE_ADDR", "")
    return client_address(peer, request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.TRUSTED_PROXIES)


def campuses_of(visitor: Visitor) -> list[int]:
    """Give the institutions whose network opens something for the visitor right now, in order."""
    grants = (grant for grant in visitor.grants if grant.source is Source.NETWORK)
    return sorted({grant.institution_id for grant in grants if grant.institution_id is not None})


def note_visit(user: User, campuses: list[int], at: datetime | None = None) -> None:
    """Note that the person is on these campuses; moves the date once a day at most, whoever else does so too."""
    now = at or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"user": user.pk, "institutions": campuses, "now": now, "before": now - RHYTHM})
