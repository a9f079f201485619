"""Notes every visit to a document as COUNTER 5.1 counts it, and never who came.

One visit is one row: a request is also an investigation, and so is a denial, because the record page is shown with
it (Code of Practice, 3.3.4); reports count them so. Double clicks stay in and are filtered when reports are made.

Rule of attribution: reading a licensed document counts for the institutions whose running contracts hold its
product, and for the campus the visitor is on when one of those came through the network (so a consortium's contract
counts for the consortium and for its member). Reading an open document, and a denial, count for every institution
with which the visitor comes. A person's own contract counts for the world only.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.access import Answer, Audience, State, Verdict
from accounts.address import client_address
from accounts.visitor import Source, Visitor
from archive.models import ActorKey, Document, UsageEvent
from archive.robots import is_robot

_COUNTED = {Audience.OPEN, Audience.CONTROLLED}
# The secret of the running month, so that a visit costs one statement; an older one is dropped at the next visit.
_kept: dict[date, bytes] = {}


def note(request: HttpRequest, document: Document, answer: Answer, *, has_content: bool = True) -> UsageEvent | None:
    """Write down one visit in one INSERT, and give it; None when it is not counted.

    Not counted: staff and curators; what is not published, or only for a group or its owner; what a browser fetches
    before the reader asks for it; what a script on the page fetches. `has_content` says whether the page shows any
    words or images of the document, for without them reading it is an investigation only.
    """
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    if not (_is_published(document) and _is_asked_for(request)) or _is_staff(request, visitor):
        return None
    now = timezone.now()
    return UsageEvent.objects.create(
        at=now,
        kind=_kind(answer, has_content=has_content),
        document_id=document.pk,
        item=document.identifier,
        volume_id=document.volume_id,
        institutions=list(institutions_of(visitor, document, answer)),
        access_type=document.audience,
        is_robot=is_robot(request.headers.get("User-Agent", "")),
        actor=actor(identity(request, visitor), now),
    )


def institutions_of(visitor: Visitor, document: Document, answer: Answer) -> tuple[int, ...]:
    """Give the institutions for which a visit counts, by the rule above, each once, in order."""
    grants = visitor.grants
    if answer.may_read and document.audience == Audience.CONTROLLED:
        grants = tuple(grant for grant in grants if document.product_id in grant.products)
        is_campus = any(grant.source is Source.NETWORK for grant in grants)
    else:
        is_campus = True
    holders = {grant.institution_id for grant in grants if grant.institution_id is not None}
    return tuple(sorted(holders.union(visitor.institutions if is_campus else ())))


def identity(request: HttpRequest, visitor: Visitor) -> str:
    """Tell visitors apart as chapter 7.2 ranks it: account, else session, else address with user agent."""
    if visitor.user_id is not None:
        return f"account {visitor.user_id}"
    if request.session.session_key:
        return f"session {request.session.session_key}"
    peer, hops = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
    address = client_address(peer, hops, tuple(settings.TRUSTED_PROXIES))
    return f"address {address} {request.headers.get('User-Agent', '')}"


def actor(who: str, at: datetime) -> bytes:
    """Hash an identity under the secret of the month in which the visit falls (UTC); made when it is the first."""
    month = at.astimezone(UTC).date().replace(day=1)
    return hmac.new(_secret(month), who.encode(), hashlib.sha256).digest()


def forget_kept_secrets() -> None:
    """Drop the secret held in memory, so that the next visit asks the database."""
    _kept.clear()


def _secret(month: date) -> bytes:
    if month not in _kept:
        # ON CONFLICT DO NOTHING: of two processes that meet a new month, both read what the first one wrote.
        ActorKey.objects.bulk_create([ActorKey(month=month, secret=secrets.token_bytes(32))], ignore_conflicts=True)
        _kept.clear()
        _kept[month] = bytes(ActorKey.objects.values_list("secret", flat=True).get(month=month))
    return _kept[month]


def _kind(answer: Answer, *, has_content: bool) -> UsageEvent.Kind:
    if answer.verdict is Verdict.NO_LICENSE:
        return UsageEvent.Kind.NO_LICENSE
    if answer.verdict is Verdict.LIMIT_EXCEEDED:
        return UsageEvent.Kind.LIMIT_EXCEEDED
    return UsageEvent.Kind.REQUEST if has_content else UsageEvent.Kind.INVESTIGATION


def _is_published(document: Document) -> bool:
    return document.state == State.PUBLISHED and document.audience in _COUNTED


def _is_asked_for(request: HttpRequest) -> bool:
    """Tell whether a person opened the page: only GET, no prefetch, not a script's own fetching."""
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return False
    return request.headers.get("Sec-Fetch-Dest", "document") == "document"


def _is_staff(request: HttpRequest, visitor: Visitor) -> bool:
    return visitor.is_curator or (visitor.user_id is not None and request.user.is_staff)
