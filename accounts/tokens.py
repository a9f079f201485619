"""Makes, knows and revokes the tokens by which people's programs sign in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import ApiToken, User

PREFIX = "fonds_"
# Using a token is written down no more often than this.
NOTED_EVERY = timedelta(hours=1)


def make_token(
    user: User, name: str, *, scope: str = ApiToken.Scope.READ, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token of 256 random bits, and give it once: afterwards nobody can."""
    text = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user=user, name=name, digest=_digest(text), hint=text[-4:], scope=scope, expires_at=expires_at
    )
    return row, text


def token_called(text: str, at: datetime | None = None) -> ApiToken | None:
    """Give the token that is meant, with its person, while both are good; None for any other text."""
    now = at or timezone.now()
    running = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    rows = ApiToken.objects.filter(running, digest=_digest(text), revoked_at__isnull=True, user__is_active=True)
    row = rows.select_related("user").first()
    if row is not None and (row.last_used_at is None or row.last_used_at < now - NOTED_EVERY):
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row


def revoke_token(user: User, pk: int, at: datetime | None = None) -> bool:
    """Make a token of the person's useless from now on; tells whether there was one."""
    rows = ApiToken.objects.filter(pk=pk, user=user, revoked_at__isnull=True)
    return bool(rows.update(revoked_at=at or timezone.now()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
