"""Containers of notes: which notes stand in them for a visitor, cut into pages that nobody's writing disturbs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from annotations.models import Anchor, Annotation
from archive.models import Document, PageBreak, Volume

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


@dataclass(frozen=True, slots=True)
class Container:
    """A container by the path of its address behind /annotations/; `is_counted` where counting is cheap."""

    path: str
    label: str
    notes: QuerySet[Annotation]
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """A page of a container: its rows, how many stand before it, and the names of the pages beside it."""

    rows: list[Any]
    start: int
    next: str = ""
    previous: str = ""


def all_notes(visitor: Visitor) -> Container:
    """Give everything the visitor may read."""
    return Container("", _("Notes"), Annotation.objects.readable_by(visitor), is_counted=False)


def mine(visitor: Visitor) -> Container:
    """Give what the visitor wrote; raises NoContainerError for those who are not signed in."""
    if visitor.user_id is None:
        raise NoContainerError
    return Container("mine", _("My notes"), Annotation.objects.filter(owner_id=visitor.user_id, deleted_at=None))


def with_public_notes(visitor: Visitor) -> QuerySet[Any]:
    """Give the ids of documents on which there are public notes the visitor may read; tags and bookmarks are none."""
    notes = Annotation.objects.readable_by(visitor).filter(
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
    return Container(f"groups/{slug}", name, notes)


def of_volume(visitor: Visitor, slug: str) -> Container:
    """Give the notes on a volume and on its documents."""
    found = Volume.objects.findable_by(visitor).filter(slug=slug).values_list("pk", "title").first()
    if found is None:
        raise NoContainerError
    inside = Q(volume_id=found[0]) | Q(document__volume_id=found[0])
    return Container(f"volumes/{slug}", found[1], Annotation.objects.readable_by(visitor).filter(inside))


def of_document(visitor: Visitor, identifier: str, leaves: str = "") -> Container:
    """Give the notes on a document; `leaves` "1-20" keeps those of these leaves and those of the whole document."""
    found = next(iter(_DOCUMENT(visitor, identifier)), None)
    if found is None:
        raise NoContainerError
    notes = Annotation.objects.readable_by(visitor).filter(document_id=found[0])
    if leaves:
        match = _LEAVES.fullmatch(leaves)
        if match is None:
            raise BadQueryError(_("Leaves are given as 1-20."))
        notes = notes.filter(in_leaves(int(match[1]), int(match[2])))
    return Container(f"documents/{identifier}", found[1], notes)


def in_leaves(first: int, last: int) -> Q:
    """Give the query for notes on leaves, on words there in current versions, on the whole document, and replies.

    Words that stand nowhere now are counted to the page they were on.
    """
    breaks = PageBreak.objects.filter(version=OuterRef("version"), leaf__gte=first, leaf__lte=last)
    here = Exists(breaks.filter(start__lt=OuterRef("end"), end__gt=OuterRef("start")))
    anchors = Anchor.objects.filter(annotation=OuterRef("pk"), version=OuterRef("text__current"), start__isnull=False)
    on_page = Q(page__order__gte=first, page__order__lte=last)
    is_current = Q(version=F("text__current"))
    words = (is_current & here) | (~is_current & (Exists(anchors.filter(here)) | (~Exists(anchors) & on_page)))
    return Q(on__in=("document", "note")) | (Q(on__in=("page", "region")) & on_page) | (Q(on="words") & words)


def narrowed(container: Container, query: Mapping[str, str]) -> QuerySet[Annotation]:
    """Keep what a query asks for: motivation, tag."""
    notes = container.notes
    if query.get("motivation"):
        notes = notes.filter(motivation=query["motivation"])
    if query.get("tag"):
        notes = notes.filter(tags__contains=[query["tag"]])
    return notes


def count(notes: QuerySet[Annotation]) -> tuple[int, datetime | None]:
    """Count notes, and give when the last of them changed; one statement."""
    found = notes.order_by().aggregate(total=Count("pk"), last=Max("modified_at"))
    return found["total"], found["last"]


def cut(notes: QuerySet[Annotation], name: str, size: int, fetch: Callable[[Any, int], list[Any]]) -> Cut:
    """Cut the page of a name: "first", "last", "after-…" or "before-…"; in the order they were written.

    `fetch` gets so many rows of an ordered query. A page is named by the note beside it, so that nothing is
    skipped or seen twice while others write. Raises BadQueryError for a name that means nothing.
    """
    match = _CURSOR.fullmatch(name)
    if match is None and name not in ("first", "last"):
        raise BadQueryError(_("There is no such page."))
    is_back = name == "last" or bool(match and match[1] == "before")
    rows = notes.order_by("-created_at", "-id") if is_back else notes.order_by("created_at", "id")
    if match:
        rows = rows.filter(_beyond(match, is_back=is_back))
    found = fetch(rows, size + 1)
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    is_first = not has_more if is_back else name == "first"
    is_last = name == "last" if is_back else not has_more
    return Cut(
        found,
        0 if is_first or not found else _before(notes, found[0]),
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
