"""Saved searches and watches: begun, looked at, changed; and what is new in them for whom they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.visitor import Visitor
from annotations.models import Alert, Rhythm, SavedSearch, Watch
from archive.models import Document, Text, TextVersion, Volume
from archive.query import parse
from archive.search import bounded, read_selection
from archive.search.finding import matching
from archive.search.returning import state_of
from archive.search.spelling import across_scripts

MOST_OF_A_PERSON = 100
# Ids are kept of everything that is known; a search that finds more than this is too wide to tell what is new.
WIDEST = 50_000
MOST_FRESH = 500


class AlertError(ValueError):
    """What was asked cannot be done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class News:
    """A document that is new, or has gained or changed a text; `why` is as in `Alert.fresh`."""

    document: int
    why: str
    text: int | None = None

    def as_data(self) -> dict[str, Any]:
        """Give it as it is stored."""
        return {"document": self.document, "why": self.why, "text": self.text}


@dataclass(frozen=True, slots=True)
class Now:
    """What there is at a moment: documents, versions of texts, and which of it is news."""

    documents: frozenset[int]
    versions: frozenset[int]
    news: tuple[News, ...]


def save_search(visitor: Visitor, name: str, parameters: QueryDict, rhythm: str = Rhythm.WEEKLY) -> SavedSearch:
    """Save a search under a name; what it finds today is known. Raises AlertError and archive.search.TooLongError."""
    parameters = parameters.copy()
    parameters.pop("page", None)
    state = state_of(parameters)
    if not state:
        raise AlertError(_("There is nothing to search for in it, or it is too long to be saved."))
    found = _found(visitor, state)
    search = SavedSearch(owner_id=_person(visitor), name=name, state=state, rhythm=rhythm, known=sorted(found))
    _keep(search, _("You have a saved search of this name already: choose another."))
    return search


def watch(visitor: Visitor, thing: Volume | Document, rhythm: str = Rhythm.WEEKLY) -> Watch:
    """Watch a volume or a document the visitor may know of; a second time changes the rhythm. Raises AlertError."""
    place = {"volume": thing} if isinstance(thing, Volume) else {"document": thing}
    kept = Watch.objects.filter(owner_id=visitor.user_id, **place).first()
    if kept is not None:
        change(kept, rhythm)
        return kept
    new = Watch(owner_id=_person(visitor), rhythm=rhythm, **place)
    now = look(visitor, new)
    new.known, new.versions = sorted(now.documents), sorted(now.versions)
    _keep(new, _("You watch it already."))
    return new


def watched(visitor: Visitor, thing: Volume | Document) -> Watch | None:
    """Give the visitor's watch of a thing."""
    place = {"volume": thing} if isinstance(thing, Volume) else {"document": thing}
    return Watch.objects.filter(owner_id=visitor.user_id or 0, **place).first()


def change(alert: Alert, rhythm: str, name: str = "") -> None:
    """Change how often mails go, and the name of a saved search. Raises AlertError."""
    alert.rhythm = rhythm
    columns = ["rhythm"]
    if isinstance(alert, SavedSearch) and name:
        alert.name = name
        columns.append("name")
    try:
        with transaction.atomic():
            alert.save(update_fields=columns)
    except IntegrityError as error:
        raise AlertError(_("You have a saved search of this name already: choose another.")) from error


def look(visitor: Visitor, alert: Alert) -> Now:
    """Tell what there is and what of it is new, by the rule as it is for the visitor now; nothing is written."""
    if isinstance(alert, SavedSearch):
        found = _found(visitor, alert.state)
        return Now(frozenset(found), frozenset(), tuple(News(pk, "new") for pk in sorted(found - set(alert.known))))
    return _look_at(visitor, alert) if isinstance(alert, Watch) else Now(frozenset(), frozenset(), ())


def take_note(alert: Alert, now: Now) -> None:
    """Remember what is new as told; it waits in `fresh` until it is looked at. The row is to be locked."""
    alert.known = sorted({*alert.known, *now.documents})
    alert.fresh = [*alert.fresh, *(news.as_data() for news in now.news)][-MOST_FRESH:]
    if isinstance(alert, Watch):
        alert.versions = sorted({*alert.versions, *now.versions})
    alert.save()


def mark_seen(visitor: Visitor, alert: Alert) -> None:
    """Take note of everything as known and looked at. Raises archive.search.TooLongError."""
    with transaction.atomic():
        rows: Any = SavedSearch.objects if isinstance(alert, SavedSearch) else Watch.objects
        row = rows.select_for_update().get(pk=alert.pk)
        take_note(row, look(visitor, row))
        row.fresh, row.seen_at = [], timezone.now()
        row.save()


def _person(visitor: Visitor) -> int:
    if visitor.user_id is None:
        raise AlertError(_("Sign in first: what is saved belongs to an account."))
    return visitor.user_id


def _found(visitor: Visitor, state: str) -> set[int]:
    parameters = QueryDict(state)
    query = parse(parameters.get("q") or "", is_exact=parameters.get("exact") == "1")
    with bounded():
        documents = matching(visitor, across_scripts(query), read_selection(parameters.getlist))
        found = set(documents.order_by().values_list("pk", flat=True)[: WIDEST + 1])
    if len(found) > WIDEST:
        raise AlertError(_("This search finds too much to tell what is new in it: narrow it down first."))
    return found


def _look_at(visitor: Visitor, watch: Watch) -> Now:
    documents = Document.objects.findable_by(visitor).order_by("order", "pk")
    if watch.volume_id is not None:
        inside = Volume.objects.findable_by(visitor).filter(pk=watch.volume_id).values("pk")
        documents = documents.proper().filter(volume__in=inside)
    else:
        documents = documents.filter(pk=watch.document_id)
    ids = list(documents.values_list("pk", flat=True))
    texts = Text.objects.findable_by(visitor).filter(document__in=ids, current__isnull=False)
    rows = list(texts.order_by("document", "order", "pk").values_list("pk", "document_id", "kind", "current_id"))
    known = set(watch.known)
    news = [News(pk, "new") for pk in ids if pk not in known] if watch.pk else []
    news += _of_texts([row for row in rows if row[1] in known], watch)
    return Now(frozenset(ids), frozenset(row[3] for row in rows), tuple(news))


def _of_texts(rows: Iterable[tuple[int, int, str, int]], watch: Watch) -> list[News]:
    """Tell which texts of known documents are new, and which have another version."""
    known = set(watch.versions)
    texts = set(TextVersion.objects.filter(pk__in=known).order_by().values_list("text_id", flat=True))
    return [
        News(document, "corrected" if text in texts else kind, text)
        for text, document, kind, version in rows
        if version not in known
    ]


def _keep(alert: Alert, doubled: str) -> None:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=alert.owner_id)
        kept = sum(model.objects.filter(owner_id=alert.owner_id).count() for model in (SavedSearch, Watch))
        if kept >= MOST_OF_A_PERSON:
            raise AlertError(_("You have %(count)s already, which is as many as there may be.") % {"count": kept})
        try:
            with transaction.atomic():
                alert.save(force_insert=True)
        except IntegrityError as error:
            raise AlertError(doubled) from error
