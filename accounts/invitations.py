"""Invitations to reading groups: by mail, link, typed code and sheet, from open to their end."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.codes import ALPHABET, digest_of
from accounts.groups import add_member, lock_group, may_be_joined, revoke_invitations
from accounts.models import Invitation, Membership, ReadingGroup, User, WaitingPlace
from accounts.notices import mail_to

OPEN_FOR = timedelta(days=30)
MOST_ROWS = 2000
LENGTH = 16


class Standing(StrEnum):
    """How an invitation stands for the person who holds it; each has a friendly page."""

    OPEN = "open"
    MEMBER = "member"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"
    CLOSED = "closed"
    ADDRESS = "address"


class InvitationError(Exception):
    """An invitation that cannot be accepted; `standing` says why."""

    def __init__(self, standing: Standing) -> None:
        """Keep the reason."""
        super().__init__(standing.value)
        self.standing = standing


class Sent(StrEnum):
    """What became of one address of a list."""

    INVITED = "invited"
    MEMBER = "member"
    AGAIN = "again"
    DOUBLED = "doubled"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Line:
    """One address of a list, with the line it stood on and what became of it."""

    number: int
    email: str
    sent: Sent


def token_of(invitation: Invitation) -> str:
    """Give what opens the invitation, 80 bits that follow from its nonce and the archive's secret key.

    So managers can see link and code again although only the digest is kept; after a change of the secret
    key an open link is replaced by a new one.
    """
    mac = hmac.new(settings.SECRET_KEY.encode(), b"invitation" + invitation.nonce.bytes, hashlib.sha256).digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in mac[:LENGTH])
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def _new(group: ReadingGroup, by: User | None, **fields: object) -> Invitation:
    invitation = Invitation(group=group, invited_by=by, nonce=uuid.uuid4(), **fields)
    invitation.digest = digest_of(token_of(invitation))
    invitation.save()
    return invitation


@transaction.atomic
def open_to_many(group: ReadingGroup, kind: str, by: User | None) -> Invitation:
    """Make the group's link or code anew; the one before opens nothing any more."""
    lock_group(group.pk)
    revoke_invitations(Invitation.objects.filter(group=group, kind=kind))
    return _new(group, by, kind=kind)


def invite(
    group: ReadingGroup, addresses: Iterable[tuple[int, str]], by: User, role: str = Membership.Role.MEMBER
) -> list[Line]:
    """Invite (line, address) by mail; says of each what became of it, and nothing of who has an account."""
    members = set(User.objects.filter(memberships__group=group).values_list("email", flat=True))
    known = {email.lower() for email in members}
    lines: list[Line] = []
    seen: set[str] = set()
    for number, raw in addresses:
        email = raw.strip()
        lines.append(Line(number, email, _invite_one(group, email, by, role, known, seen)))
        seen.add(email.lower())
    return lines


def _invite_one(group: ReadingGroup, email: str, by: User, role: str, members: set[str], seen: set[str]) -> Sent:
    try:
        validate_email(email)
    except ValidationError:
        return Sent.BAD
    if email.lower() in seen:
        return Sent.DOUBLED
    if email.lower() in members:
        return Sent.MEMBER
    _end_expired(group, email)
    try:
        with transaction.atomic():
            invitation = _new(group, by, kind="mail", email=email, role=role, expires_at=timezone.now() + OPEN_FOR)
    except IntegrityError:
        return Sent.AGAIN
    send(invitation)
    return Sent.INVITED


def _end_expired(group: ReadingGroup, email: str) -> None:
    """Make room for a new invitation where the old one has run out."""
    old = Invitation.objects.filter(group=group, kind="mail", email__iexact=email, expires_at__lte=timezone.now())
    revoke_invitations(old)


def send(invitation: Invitation) -> None:
    """Mail the invitation, in the inviter's language."""
    by = invitation.invited_by
    words = {"group": invitation.group, "by": by, "token": token_of(invitation), "invitation": invitation}
    mail_to(invitation.email, "invitation", words, language=(by or User()).language)


def read_sheet(data: bytes) -> list[tuple[int, str]]:
    """Read a CSV sheet in UTF-8 or Windows-1252, with commas, semicolons or tabs: (line, address).

    The address is the first cell of a line that holds an @; a first line without one is a heading.
    Raises ValidationError for what is no sheet, or too long a one.
    """
    text = _decoded(data)
    if "\0" in text:
        raise ValidationError("not a sheet", code="sheet")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if len(rows) > MOST_ROWS:
        raise ValidationError("too long", code="long")
    found = [
        (number, next((cell for cell in row if "@" in cell), "")) for number, row in enumerate(rows, 1) if any(row)
    ]
    if found and not found[0][1]:
        found = found[1:]
    return found


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def find(token: str) -> Invitation | None:
    """Find what a token opens, or used to."""
    return Invitation.objects.select_related("group__institution", "invited_by").filter(digest=digest_of(token)).first()


def standing_for(invitation: Invitation, user: User | None, at: datetime | None = None) -> Standing:
    """Tell how the invitation stands for the person; for nobody in particular when signed out."""
    group = invitation.group
    if user is not None:
        if Membership.objects.filter(group=group, user=user).exists():
            return Standing.MEMBER
        if WaitingPlace.objects.filter(group=group, user=user).exists():
            return Standing.WAITING
    ended = _ended(invitation, at or timezone.now())
    if ended is not None:
        return ended
    if not may_be_joined(group, at):
        return Standing.CLOSED
    if user is not None and group.own_addresses_only and not _is_of_institution(group, user):
        return Standing.ADDRESS
    return Standing.OPEN


def _ended(invitation: Invitation, now: datetime) -> Standing | None:
    if invitation.revoked_at is not None:
        return Standing.REVOKED
    if invitation.accepted_at is not None:
        return Standing.ACCEPTED
    if invitation.declined_at is not None:
        return Standing.DECLINED
    if invitation.expires_at is not None and invitation.expires_at <= now:
        return Standing.EXPIRED
    return None


def _is_of_institution(group: ReadingGroup, user: User) -> bool:
    domains = group.institution.email_domains.split() if group.institution else []
    verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    hosts = [email.rpartition("@")[2].lower() for email in verified]
    return any(host == domain or host.endswith(f".{domain}") for host in hosts for domain in domains)


@transaction.atomic
def accept(invitation: Invitation, user: User, at: datetime | None = None) -> bool:
    """Join by an invitation; gives whether the person is in, False when in line. Again it changes nothing.

    Locks in the order of the house: group, then invitation. Raises InvitationError.
    """
    now = at or timezone.now()
    lock_group(invitation.group_id)
    locked = (
        Invitation.objects.select_for_update(of=("self",)).select_related("group__institution").get(pk=invitation.pk)
    )
    standing = standing_for(locked, user, now)
    if standing in {Standing.MEMBER, Standing.WAITING}:
        return standing is Standing.MEMBER
    if standing is not Standing.OPEN:
        raise InvitationError(standing)
    if locked.kind == Invitation.Kind.MAIL:
        locked.accepted_at, locked.accepted_by = now, user
        locked.save(update_fields=["accepted_at", "accepted_by"])
    return add_member(locked.group, user, locked.role, locked)


def decline(invitation: Invitation, at: datetime | None = None) -> bool:
    """Decline an invitation sent by mail; gives whether it was still open."""
    still_open = Invitation.objects.filter(
        pk=invitation.pk, kind="mail", accepted_at=None, declined_at=None, revoked_at=None
    )
    return bool(still_open.update(declined_at=at or timezone.now()))


def expired(at: datetime | None = None) -> QuerySet[Invitation]:
    """Give open invitations that have run out."""
    open_ones = Invitation.objects.filter(accepted_at=None, declined_at=None, revoked_at=None)
    return open_ones.filter(expires_at__lte=at or timezone.now()).order_by("pk")


def joined_by(invitation: Invitation) -> Sequence[Membership]:
    """List who came by a link or code, newest first: what a leak has let in."""
    return list(invitation.memberships.select_related("user").order_by("-joined_at"))
