"""Telling people what happened to notes: on the site, by mail, in one mail a day, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.notices import notify
from accounts.visitor import Visitor, visitor_for
from annotations.models import Annotation, Case, Delivery, Kind, Notification, Way

DEFAULTS: dict[str, str] = {
    Kind.MENTION: Way.MAIL,
    Kind.REPLY: Way.DIGEST,
    Kind.TALK: Way.DIGEST,
    Kind.TEXT: Way.DIGEST,
    Kind.CASE: Way.DIGEST,
}
# Reasons and outcomes are owed, so they always come by mail.
OWED = (Kind.HIDDEN, Kind.RESTORED, Kind.OUTCOME)


def tell(
    people: Iterable[User], kind: str, *, annotation: Annotation | None = None, case: Case | None = None, **words: Any
) -> None:
    """Tell people of a note or a case, each in the way they chose.

    A note is told of only to those who may read it. Mails name the kind and where to look and quote nobody;
    `words` are added to what their text is made of.
    """
    told = {person.pk: person for person in people if person.is_active and not person.erased_at}
    chosen = dict(Delivery.objects.filter(user__in=told, kind=kind).values_list("user_id", "way"))
    for person in told.values():
        way = Way.MAIL if kind in OWED else chosen.get(person.pk, DEFAULTS[kind])
        if way == Way.OFF or (annotation is not None and not _reads(person, annotation)):
            continue
        Notification.objects.create(
            recipient=person, kind=kind, annotation=annotation, case=case, is_due=way == Way.DIGEST
        )
        if way == Way.MAIL:
            notify(person, f"news_{kind}", {"case": case, "note": annotation, **words})


def _reads(person: User, note: Annotation) -> bool:
    return bool(Annotation.objects.readable_by(visitor_for(person, None)).filter(pk=note.pk).exists())


def news_of(visitor: Visitor) -> QuerySet[Notification]:
    """Give what a person was told, without notes that they may no longer read."""
    still = Annotation.objects.readable_by(visitor).values("pk")
    rows = Notification.objects.filter(recipient_id=visitor.user_id or 0)
    return rows.filter(Q(annotation__isnull=True) | Q(annotation__in=still))


def unread(visitor: Visitor) -> int:
    """Count the news that were not looked at."""
    return news_of(visitor).filter(read_at__isnull=True).count()


def mark_read(visitor: Visitor, at: datetime | None = None) -> int:
    """Note that all news were looked at."""
    rows = Notification.objects.filter(recipient_id=visitor.user_id or 0, read_at__isnull=True)
    return rows.update(read_at=at or timezone.now(), is_due=False)


def choose_ways(user: int, ways: dict[str, str]) -> None:
    """Keep how a person wants each kind of news; what is owed cannot be changed."""
    for kind, way in ways.items():
        if kind in DEFAULTS and way in Way.values:
            Delivery.objects.update_or_create(user_id=user, kind=kind, defaults={"way": way})


def ways_of(user: int) -> dict[str, str]:
    """Give how a person wants each kind of news that can be chosen."""
    return DEFAULTS | dict(Delivery.objects.filter(user_id=user).values_list("kind", "way"))


def send_digests(at: datetime, dry: bool) -> list[str]:  # noqa: ARG001 every job is called alike
    """Mail everybody for whom news wait: one mail each, counting what they may still read, quoting nothing."""
    said = []
    for person in User.objects.filter(pk__in=Notification.objects.filter(is_due=True).values("recipient")):
        count = digest(person, dry=dry)
        if count:
            said.append(f"№ {person.pk}: {count}")
    return said


def digest(person: User, *, dry: bool = False) -> int:
    """Mail one person the news that wait, once; gives how many there were."""
    due = news_of(visitor_for(person, None)).filter(is_due=True)
    counts = list(due.order_by("kind").values_list("kind").annotate(count=Count("pk")))
    if counts and not dry:
        notify(person, "news_digest", {"lines": [(Kind(kind).label, count) for kind, count in counts]})
    if not dry:
        Notification.objects.filter(recipient=person, is_due=True).update(is_due=False)
    return sum(count for _kind, count in counts)


def tell_of_corrections(notes: Iterable[Any]) -> None:
    """Tell authors that words under these notes, by their keys, were corrected: one piece of news a note, one mail.

    Who wants a mail at once gets it when the publication is through, about all its texts together.
    """
    asked = Annotation.objects.filter(pk__in=list(notes), owner__is_active=True, owner__erased_at__isnull=True)
    owned = list(asked.values_list("pk", "owner_id"))
    owners = {owner for _pk, owner in owned}
    chosen = dict(Delivery.objects.filter(user__in=owners, kind=Kind.TEXT).values_list("user_id", "way"))
    ways = {owner: chosen.get(owner, DEFAULTS[Kind.TEXT]) for owner in owners}
    Notification.objects.bulk_create(
        Notification(recipient_id=owner, kind=Kind.TEXT, annotation_id=pk, is_due=ways[owner] in (Way.DIGEST, Way.MAIL))
        for pk, owner in owned
        if ways[owner] != Way.OFF
    )
    for person in User.objects.filter(pk__in=[owner for owner, way in ways.items() if way == Way.MAIL]):
        transaction.on_commit(partial(digest, person), robust=True)
