"""Reading groups: what the administration can do with them and their invitations."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Invitation, ReadingGroup


def archive_groups(groups: QuerySet[ReadingGroup], at: datetime | None = None) -> int:
    """Close groups without deleting anything: members no longer read what the group's lock opens. Gives how many."""
    return groups.filter(archived_at__isnull=True).update(archived_at=at or timezone.now())


def reopen_groups(groups: QuerySet[ReadingGroup]) -> int:
    """Open archived groups again, with the members they had. Gives how many."""
    return groups.filter(archived_at__isnull=False).update(archived_at=None)


def revoke_invitations(invitations: QuerySet[Invitation], at: datetime | None = None) -> int:
    """Make open invitations useless; answered ones stay as they are. Gives how many."""
    still_open = invitations.filter(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True)
    return still_open.update(revoked_at=at or timezone.now())
