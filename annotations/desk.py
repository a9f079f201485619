"""My archive: all of mine and of my groups, searched and filtered; my tags, renamed and merged; what lost its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.access import Audience
from accounts.visitor import Visitor
from annotations.annotate import LONGEST_TAG, AnnotateError, blank
from annotations.models import Anchor, Annotation
from annotations.note_index import with_words, write_index
from annotations.screening import after_edit, screen

M = Annotation.Motivation
WHOSE = ("mine", "groups", "all", "everyone")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of notes is narrowed to; empty parts narrow nothing. `whose` is one of WHOSE.

    Everyone's notes are given of one document only: of all of them there is no list here.
    """

    words: str = ""
    tag: str = ""
    document: str = ""
    audience: str = ""
    motivation: str = ""
    since: date | None = None
    until: date | None = None
    whose: str = "mine"

    @property
    def is_empty(self) -> bool:
        """True when it lets all of one's own notes through."""
        return self == Filter()

    @property
    def group(self) -> int | None:
        """Give the group whose notes are wanted."""
        number = self.audience.partition("-")[2]
        return int(number) if number.isdecimal() and len(number) < 12 else None


def read_filter(query: Mapping[str, str]) -> Filter:
    """Read a filter from the parts of an address; what makes no sense narrows nothing."""
    said = {name: query.get(name, "").replace("\x00", "").strip()[:250] for name in Filter.__slots__}
    return Filter(
        words=said["words"],
        tag=said["tag"],
        document=said["document"],
        audience=said["audience"] if said["audience"].partition("-")[0] in Audience.values else "",
        motivation=said["motivation"] if said["motivation"] in M.values else "",
        since=_day(said["since"]),
        until=_day(said["until"]),
        whose=said["whose"] if said["whose"] in WHOSE and (said["document"] or said["whose"] != "everyone") else "mine",
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def notes_for(visitor: Visitor, wanted: Filter) -> QuerySet[Annotation]:
    """Give the notes a filter lets through, the latest first: one's own, one's groups', or both."""
    mine = Q(owner_id=visitor.user_id or 0)
    shared = Q(audience=Audience.GROUP, group_id__in=sorted(visitor.groups))
    whose = {"mine": mine, "groups": shared & ~mine, "all": mine | shared, "everyone": Q()}
    rows = Annotation.objects.readable_by(visitor).filter(whose[wanted.whose]).marked_for(visitor)
    if wanted.words:
        rows = with_words(rows, wanted.words)
    narrowed: QuerySet[Annotation] = rows.filter(*_conditions(wanted)).order_by("-created_at", "-pk")
    return narrowed


def _conditions(wanted: Filter) -> list[Q]:
    found = {
        "tags__contains": [wanted.tag] if wanted.tag else None,
        "document__identifier": wanted.document or None,
        "motivation": wanted.motivation or None,
        "audience": wanted.audience.partition("-")[0] or None,
        "group_id": wanted.group,
        "created_at__date__gte": wanted.since,
        "created_at__date__lte": wanted.until,
    }
    return [Q(**{name: value}) for name, value in found.items() if value is not None]


def unattached(visitor: Visitor) -> QuerySet[Annotation]:
    """Give one's own notes on words that stand nowhere for certain in the current text; they keep their quotation."""
    here = Anchor.objects.filter(annotation=OuterRef("pk"), version=OuterRef("text__current"))
    certain = here.filter(Q(finding=Anchor.Finding.FOUND) | Q(is_confirmed=True)).exclude(
        finding=Anchor.Finding.UNATTACHED
    )
    own = Annotation.objects.readable_by(visitor).filter(owner_id=visitor.user_id or 0, on="words")
    lost: QuerySet[Annotation] = own.exclude(version=F("text__current")).exclude(Exists(certain))
    return lost.order_by("-created_at", "-pk")


def tags_of(visitor: Visitor) -> list[tuple[str, int]]:
    """Give one's own tags with how many notes bear each, in the order of the alphabet."""
    own = Annotation.objects.filter(owner_id=visitor.user_id or 0, deleted_at=None).order_by()
    rows = own.annotate(name=Func(F("tags"), function="unnest", output_field=CharField()))
    counted = rows.values_list("name").annotate(count=Count("pk"))
    return sorted(((name, count) for name, count in counted), key=lambda row: row[0].casefold())


@transaction.atomic
def rename_tag(visitor: Visitor, old: str, new: str) -> int:
    """Rename one of one's own tags; where there is one of that name both become one. Gives how many notes changed.

    A shared note that changes is looked at by the same rules as any change. Raises AnnotateError.
    """
    new = " ".join(new.replace("\x00", "").split())
    if not new or len(new) > LONGEST_TAG or "," in new:
        raise AnnotateError(_("A tag has 1 to 80 characters and no comma."))
    own = Annotation.objects.filter(owner_id=visitor.user_id or 0, deleted_at=None, tags__contains=[old])
    notes = list(own.select_for_update(of=("self",)).order_by("pk"))
    for note in notes if new != old else ():
        _retag(note, list(dict.fromkeys(new if tag == old else tag for tag in note.tags)))
    _drop_doubles(visitor, new)
    return len(notes) if new != old else 0


def drop_tag(visitor: Visitor, name: str) -> int:
    """Take one of one's own tags from all notes; a mere tagging goes with it. Gives how many notes changed."""
    with transaction.atomic():
        own = Annotation.objects.filter(owner_id=visitor.user_id or 0, deleted_at=None, tags__contains=[name])
        notes = list(own.select_for_update(of=("self",)).order_by("pk"))
        for note in notes:
            rest = [tag for tag in note.tags if tag != name]
            if not rest and not note.body and note.motivation == M.TAGGING:
                blank(note)
            else:
                _retag(note, rest)
    return len(notes)


def _retag(note: Annotation, tags: list[str]) -> None:
    note.tags, note.revision, note.modified_at = tags, note.revision + 1, timezone.now()
    if note.hidden_at is not None:
        note.withdrawn_at = note.modified_at
    note.save(update_fields=["tags", "revision", "modified_at", "withdrawn_at"])
    write_index(note)
    after_edit(note)
    screen(note)


def _drop_doubles(visitor: Visitor, name: str) -> None:
    """Keep one mere tagging of a document by a tag, the widest and then the oldest."""
    own = Annotation.objects.filter(owner_id=visitor.user_id or 0, deleted_at=None, motivation=M.TAGGING, body="")
    rows = own.filter(on="document", tags=[name]).order_by("created_at", "pk")
    kept: dict[Any, Annotation] = {}
    for note in sorted(rows, key=lambda row: row.audience != Audience.OPEN):
        if note.document_id in kept:
            blank(note)
        kept.setdefault(note.document_id, note)
