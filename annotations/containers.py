"""Containers of notes: which notes stand in them for a visitor, cut into pages that nobody's writing disturbs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from annotations import fetching
from annotations.models import Annotation
from archive.models import Document, Volume

Fetch = Callable[[Any, int], list[Any]]


class End(Protocol):
    """Gives so many notes from the beginning, or from the end backwards."""

    def __call__(self, most: int, *, is_back: bool) -> list[Any]:
        """Give them."""


PAGE = 100
MOST = 1_000
_DOCUMENT = CompiledRule(
    lambda visitor, at, identifier: (
        Document.objects.findable_by(visitor, at).filter(identifier=identifier).order_by().values_list("pk", "title")
    ),
    str,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(after|before)-(\d{1,17})-([0-9a-f]{32})")
_LEAVES = re.compile(r"(\d{1,6})-(\d{1,6})")


class NoContainerError(LookupError):
    """There is no such container, or it is not for the visitor: the same answer."""


class BadQueryError(ValueError):
    """A part of the query that cannot be understood; the message is for people."""


@dataclass(frozen=True)
class Container:
    """A container by the path of its address behind /annotations/; `is_counted` where counting is cheap.

    `place` is the key of the document whose notes these are, all or those on two leaves: they are asked for most.
    """

    path: str
    label: str
    build: Callable[[], QuerySet[Annotation]]
    is_counted: bool = True
    place: tuple[int, ...] = ()

    @cached_property
    def notes(self) -> QuerySet[Annotation]:
        """Give the query, made only where it is asked for."""
        return self.build()


@dataclass(frozen=True, slots=True)
class Cut:
    """A page of a container: its rows, how many stand before it, and the names of the pages beside it."""

    rows: list[Any]
    start: int
    next: str = ""
    previous: str = ""


def all_notes(visitor: Visitor) -> Container:
    """Give everything the visitor may read."""
    return Container("", _("Notes"), partial(Annotation.objects.readable_by, visitor), is_counted=False)


def mine(visitor: Visitor) -> Container:
    """Give what the visitor wrote; raises NoContainerError for those who are not signed in."""
    if visitor.user_id is None:
        raise NoContainerError
    own = partial(Annotation.objects.filter, owner_id=visitor.user_id, deleted_at=None)
    return Container("mine", _("My notes"), own)


def with_public_notes(visitor: Visitor, at: datetime | None = None) -> QuerySet[Any]:
    """Give the ids of documents on which there are public notes the visitor may read; tags and bookmarks are none."""
    notes = Annotation.objects.readable_by(visitor, at).filter(
        audience="open", document__isnull=False, hidden_at__isnull=True, withdrawn_at__isnull=True
    )
    return notes.exclude(motivation__in=("tagging", "bookmarking")).order_by().values("document_id")


def of_group(visitor: Visitor, slug: str) -> Container:
    """Give the notes of a group the visitor is in."""
    notes = Annotation.objects.readable_by(visitor).filter(audience="group", group__slug=slug)
    group = notes.model._meta.get_field("group").related_model.objects.filter(slug=slug, pk__in=list(visitor.groups))
    name = group.values_list("name", flat=True).first()
    if name is None:
        raise NoContainerError
    return Container(f"groups/{slug}", name, lambda: notes)


def of_volume(visitor: Visitor, slug: str) -> Container:
    """Give the notes on a volume and on its documents."""
    found = Volume.objects.findable_by(visitor).filter(slug=slug).values_list("pk", "title").first()
    if found is None:
        raise NoContainerError
    inside = Q(volume_id=found[0]) | Q(document__volume_id=found[0])
    return Container(f"volumes/{slug}", found[1], lambda: Annotation.objects.readable_by(visitor).filter(inside))


def of_document(visitor: Visitor, identifier: str, leaves: str = "") -> Container:
    """Give the notes on a document; `leaves` "1-20" keeps those of these leaves and those of the whole document."""
    found = next(iter(_DOCUMENT(visitor, identifier)), None)
    if found is None:
        raise NoContainerError
    place: tuple[int, ...] = (found[0],)
    if leaves:
        match = _LEAVES.fullmatch(leaves)
        if match is None:
            raise BadQueryError(_("Leaves are given as 1-20."))
        place += int(match[1]), int(match[2])
    return Container(
        f"documents/{identifier}", found[1], partial(fetching.notes_on, visitor, None, *place), place=place
    )


def narrowed(container: Container, query: Mapping[str, str]) -> Container:
    """Keep what a query asks for: motivation, tag."""
    wanted: dict[str, Any] = {}
    if query.get("motivation"):
        wanted["motivation"] = query["motivation"]
    if query.get("tag"):
        wanted["tags__contains"] = [query["tag"]]
    return replace(container, build=lambda: container.notes.filter(**wanted), place=()) if wanted else container


def count(visitor: Visitor, container: Container) -> tuple[int, datetime | None]:
    """Count notes, and give when the last of them changed; one statement."""
    if container.place:
        return fetching.count_on(visitor, container.place)
    found = container.notes.order_by().aggregate(total=Count("pk"), last=Max("modified_at"))
    return found["total"], found["last"]


def cut(container: Container, name: str, size: int, fetch: Fetch, end: End | None = None) -> Cut:
    """Cut the page of a name: "first", "last", "after-…" or "before-…"; in the order they were written.

    `fetch` gets so many rows of an ordered query; `end`, where there is a quicker way, the first or the last ones.
    A page is named by the note beside it, so that nothing is skipped or seen twice while others write. Raises
    BadQueryError for a name that means nothing.
    """
    match = _CURSOR.fullmatch(name)
    if match is None and name not in ("first", "last"):
        raise BadQueryError(_("There is no such page."))
    is_back = name == "last" or bool(match and match[1] == "before")
    if end and not match:
        found = end(size + 1, is_back=is_back)
    else:
        rows = container.notes.order_by(*(("-created_at", "-id") if is_back else ("created_at", "id")))
        found = fetch(rows.filter(_beyond(match, is_back=is_back)) if match else rows, size + 1)
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    is_first = not has_more if is_back else name == "first"
    is_last = name == "last" if is_back else not has_more
    return Cut(
        found,
        0 if is_first or not found else _before(container.notes, found[0]),
        "" if is_last or not found else _cursor("after", found[-1]),
        "" if is_first or not found else _cursor("before", found[0]),
    )


def _before(notes: QuerySet[Annotation], note: Any) -> int:
    earlier = Q(created_at__lt=note.created_at) | Q(created_at=note.created_at, pk__lt=note.pk)
    return notes.order_by().filter(earlier).count()


def _cursor(side: str, note: Any) -> str:
    return f"{side}-{(note.created_at - _EPOCH) // timedelta(microseconds=1)}-{note.pk.hex}"


def _beyond(match: re.Match[str], *, is_back: bool) -> Q:
    at, pk = _EPOCH + timedelta(microseconds=int(match[2])), UUID(match[3])
    if is_back:
        return Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk)
    return Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk)
