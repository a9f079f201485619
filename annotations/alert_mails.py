"""The mails of alerts: one to a person for all that is due, none when nothing is new; links only lead to pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.notices import notify, site_address, wants
from accounts.visitor import Visitor, visitor_for
from annotations.alert_news import Item, items, leads
from annotations.alerts import AlertError, look, take_note
from annotations.models import Alert, Rhythm, SavedSearch, Watch
from archive.search import TooLongError

KINDS: dict[str, type[SavedSearch] | type[Watch]] = {"search": SavedSearch, "watch": Watch}
# Titles of each alert in a mail; the page has the others.
SHOWN = 10
_SALT = "annotations.alerts.stop"


@dataclass(frozen=True, slots=True)
class Part:
    """What is new in one alert, as the mail tells it; `count` is of all, `more` those that are not in `items`."""

    name: str
    count: int
    items: list[tuple[Item, str]]
    more: int
    address: str
    stop: str


def kind_of(alert: Alert) -> str:
    """Give the word for an alert in addresses."""
    return "search" if isinstance(alert, SavedSearch) else "watch"


def token_for(alert: Alert) -> str:
    """Give the token with which mails of an alert can be stopped by whoever holds the mail, signed in or not."""
    return signing.dumps([kind_of(alert), alert.pk], salt=_SALT)


def alert_of(token: str) -> Alert | None:
    """Give the alert of a token, None for one that we did not write or whose alert is gone."""
    try:
        kind, pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return KINDS[kind].objects.filter(pk=pk).first()


def is_due(alert: Alert, today: date) -> bool:
    """Tell whether a mail may go today; what was missed while no worker ran is due once, not several times."""
    last = alert.asked_on or alert.created_at.date()
    if alert.rhythm == Rhythm.MONTHLY:
        return (today.year, today.month) > (last.year, last.month) and (
            today.day >= last.day or (today - last).days > 31
        )
    days = {Rhythm.DAILY.value: 1, Rhythm.WEEKLY.value: 7}.get(alert.rhythm)
    return days is not None and (today - last).days >= days


def send_due(at: datetime, dry: bool) -> list[str]:
    """Mail everybody who has something due; gives a line for each mail, without what is in it."""
    said = []
    for person in User.objects.filter(pk__in=_people(), erased_at=None).order_by("pk"):
        if not wants(person, "alert"):
            continue
        today = at.astimezone(ZoneInfo(person.time_zone)).date()
        with transaction.atomic():
            due = [alert for alert in _alerts(person) if is_due(alert, today)]
            parts = _parts(visitor_for(person, None, at), person, due, dry=dry, at=at, today=today)
            if parts and not dry:
                notify(person, "alerts", {"parts": parts, "count": sum(part.count for part in parts)}, "alert")
        if parts:
            said.append(f"№ {person.pk}: {len(parts)}")
    return said


def _people() -> set[int]:
    return {
        owner
        for model in KINDS.values()
        for owner in model.objects.exclude(rhythm=Rhythm.NEVER).order_by().values_list("owner_id", flat=True)
    }


def _alerts(person: User) -> Iterator[Alert]:
    for model in KINDS.values():
        rows = model.objects.select_for_update().filter(owner=person).exclude(rhythm=Rhythm.NEVER)
        yield from rows.order_by("pk")


def _parts(visitor: Visitor, person: User, due: list[Alert], *, dry: bool, at: datetime, today: date) -> list[Part]:
    """Ask what is new in each; one that cannot be asked now is asked again the next day."""
    parts = []
    for alert in due:
        try:
            now = look(visitor, alert)
        except (TooLongError, AlertError):
            continue
        with translation.override(person.language):
            fresh = items(visitor, [news.as_data() for news in now.news], person.language, most=len(now.news))
        if fresh:
            parts.append(_part(leads(visitor, [alert])[0][0], alert, fresh))
        if not dry:
            alert.asked_on = today
            alert.mailed_at = at if fresh else alert.mailed_at
            take_note(alert, now)
    return parts


def _part(name: str, alert: Alert, fresh: list[Item]) -> Part:
    told = [(item, site_address(reverse("archive:document", args=[item.entry.identifier]))) for item in fresh[:SHOWN]]
    own = site_address(reverse("annotations:alert", args=[kind_of(alert), alert.pk]))
    stop = site_address(reverse("annotations:alert-stop", args=[token_for(alert)]))
    return Part(name, len(fresh), told, max(0, len(fresh) - SHOWN), own, stop)
