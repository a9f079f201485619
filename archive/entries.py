"""Documents as entries of a list: what is seen of each before it is opened, no two alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from accounts.compiled import IsOneOf, array
from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from archive.dates import display
from archive.models import Document, NameRole, Text, Volume
from archive.models.documents import DocumentQuerySet

COLUMNS = (
    "pk",
    "identifier",
    "kind",
    "number",
    "title",
    "order",
    "section_id",
    "volume_id",
    "is_readable",
    "date_edtf",
    "calendar",
)
OPENING = 600  # characters of a text in which twins are expected to differ
Clues = dict[int, str]
Group = list["Entry"]

# The same few thousand dates are written again on every page.
_shown = lru_cache(maxsize=32_768)(display)


class Entry(NamedTuple):
    """A document in a list; `hint` tells it from its namesakes of the same date, `date` always has its year.

    `where` is the title of its volume, for lists that are not the volume's own.
    """

    pk: int
    identifier: str
    kind: str
    number: str
    title: str
    order: int
    section_id: int | None
    volume_id: int | None
    is_readable: bool
    date: str
    hint: str = ""
    where: str = ""

    @property
    def is_matter(self) -> bool:
        """True for the text of a section."""
        return self.kind == Document.Kind.MATTER


def entries(visitor: Visitor, documents: DocumentQuerySet, language: str) -> list[Entry]:
    """Read what `findable_by` let through, in its order, in one statement; up to three more where titles repeat."""
    return _told(visitor, documents.values_list(*COLUMNS), language)


def _told(visitor: Visitor, known: Iterable[tuple[Any, ...]], language: str) -> list[Entry]:
    rows = [
        Entry(*columns, date=_shown(edtf, language, calendar=calendar) if edtf else _("undated"))  # type: ignore[misc]
        for *columns, edtf, calendar in known
    ]
    hints = _hints(visitor, _twins(rows))
    return [row._replace(hint=hints[row.pk]) if row.pk in hints else row for row in rows] if hints else rows


def entries_with_volumes(visitor: Visitor, documents: DocumentQuerySet, language: str) -> list[Entry]:
    """Give entries that say where they stand, in one statement more; a volume that is hidden is not named."""
    return _placed(visitor, entries(visitor, documents, language))


def entries_of(visitor: Visitor, ids: Sequence[int], language: str) -> list[Entry]:
    """Read documents by their ids, of those the visitor may find, as `entries_with_volumes` does, in any order."""
    return _placed(visitor, _told(visitor, _DOCUMENTS(visitor, array(ids)) if ids else [], language))


def _placed(visitor: Visitor, rows: list[Entry]) -> list[Entry]:
    titles = {pk: title for pk, _slug, title in volume_names(visitor, {row.volume_id for row in rows if row.volume_id})}
    return [row._replace(where=titles.get(row.volume_id or 0, "")) for row in rows]


def volume_names(visitor: Visitor, ids: Iterable[int]) -> list[tuple[int, str, str]]:
    """Give id, slug and title of volumes the visitor may find."""
    known = array(ids)
    return [(pk, slug, title) for pk, slug, title in _VOLUMES(visitor, known)] if known != "{}" else []


def _documents(visitor: Visitor, at: datetime, ids: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any] = Document.objects.findable_by(visitor, at)
    return found.filter(IsOneOf("pk", ids)).order_by().values_list(*COLUMNS)


def _volumes(visitor: Visitor, at: datetime, ids: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any] = Volume.objects.findable_by(visitor, at)
    return found.filter(IsOneOf("pk", ids)).order_by().values_list("pk", "slug", "title")


_DOCUMENTS = CompiledRule(_documents, str)
_VOLUMES = CompiledRule(_volumes, str)


def first_difference(texts: Sequence[str], words: int = 9) -> list[str]:
    """Give of each text some words from where the first of them parts from the others; texts alike give the same."""
    split = [text.split() for text in texts]
    shared = 0
    while all(len(parts) > shared for parts in split) and len({parts[shared] for parts in split}) == 1:
        shared += 1
    found = []
    for parts in split:
        shown = " ".join(parts[shared : shared + words])
        found.append(f"{'… ' if shared and shown else ''}{shown}{' …' if len(parts) > shared + words else ''}")
    return found


def _twins(rows: Iterable[Entry]) -> list[Group]:
    """Give the groups that share title and date."""
    groups: dict[tuple[str, str], Group] = defaultdict(list)
    for row in rows:
        groups[row.title.casefold(), row.date].append(row)
    return [group for group in groups.values() if len(group) > 1]


def _hints(visitor: Visitor, groups: list[Group]) -> Clues:
    """Tell twins apart by people, then by words; what is still alike shows the end of its address."""
    hints: Clues = {}
    sources: list[Callable[[Visitor, list[int]], Clues]] = [_people, _descriptions, _openings]
    for source in sources:
        if groups:
            clues = source(visitor, [row.pk for group in groups for row in group])
            groups = [group for group in groups if not _told_apart(group, clues, hints)]
    for group in groups:
        seen: set[tuple[str, str]] = set()
        for row in group:
            look = (row.number, hints.get(row.pk, ""))
            if look in seen:
                hints[row.pk] = " · ".join(part for part in (look[1], row.identifier) if part)
            seen.add(look)
    return hints


def _told_apart(group: Group, clues: Clues, hints: Clues) -> bool:
    found = [clues.get(row.pk, "") for row in group]
    if len(set(found)) > 1:
        for row, words in zip(group, first_difference(found), strict=True):
            hints[row.pk] = " · ".join(part for part in (hints.get(row.pk), words) if part)
    return len({hints.get(row.pk) for row in group}) == len(group)


def _people(_visitor: Visitor, ids: list[int]) -> Clues:
    rows = NameRole.objects.filter(document__in=ids, role__in=[NameRole.Role.AUTHOR, NameRole.Role.RECIPIENT])
    roles: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for document, role, name in rows.order_by("order", "pk").values_list("document", "role", "name__name"):
        roles[document][role].append(name)
    return {document: _who(names["author"], names["recipient"]) for document, names in roles.items()}


def _who(authors: list[str], recipients: list[str]) -> str:
    names = {"author": "; ".join(authors), "recipient": "; ".join(recipients)}
    if authors and recipients:
        return _("%(author)s to %(recipient)s") % names
    return _("to %(recipient)s") % names if recipients else names["author"]


def _descriptions(_visitor: Visitor, ids: list[int]) -> Clues:
    rows = Document.objects.filter(pk__in=ids).annotate(opening=Left("description", OPENING))
    return dict(rows.values_list("pk", "opening"))


def _openings(visitor: Visitor, ids: list[int]) -> Clues:
    """Give the first words of the texts, of those only that the visitor may read."""
    texts = Text.objects.readable_by(visitor).filter(document__in=ids, current__isnull=False)
    rows = (
        texts.order_by("document", "order", "pk")
        .distinct("document")
        .annotate(opening=Left(F("current__canonical"), OPENING))
    )
    return dict(rows.values_list("document", "opening"))
