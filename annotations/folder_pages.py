"""What pages about folders show: trees, the way down to a folder, who sees it, where a thing may be put."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.access import Audience
from accounts.visitor import Visitor
from annotations.models import Annotation, Folder
from archive.models import Document


@dataclass(slots=True)
class Branch:
    """A folder with those inside it; `depth` counts from 0."""

    folder: Any
    depth: int = 0
    children: list[Branch] = field(default_factory=list)


def trees(visitor: Visitor) -> list[Branch]:
    """Give all folders the visitor may read as trees, in three statements; counts are of what the visitor may see."""
    rows = Folder.objects.readable_by(visitor).exclude(audience=Audience.OPEN, group=None).select_related("group")
    if visitor.user_id is not None:
        own = Folder.objects.filter(owner_id=visitor.user_id, deleted_at=None).values("pk")
        rows = Folder.objects.readable_by(visitor).select_related("group", "owner")
        rows = rows.filter(Q(pk__in=own) | Q(audience=Audience.GROUP))
    documents = Document.objects.findable_by(visitor).values("pk")
    notes = Annotation.objects.readable_by(visitor).values("pk")
    seen = Q(items__document__in=documents) | Q(items__annotation__in=notes)
    found = list(rows.annotate(things=Count("items", filter=seen)).order_by("order", "created_at"))
    inside: dict[Any, list[Any]] = defaultdict(list)
    known = {row.pk for row in found}
    for row in found:
        inside[row.parent_id if row.parent_id in known else None].append(row)
    return _branches(inside, None, 0)


def _branches(inside: dict[Any, list[Any]], parent: Any, depth: int) -> list[Branch]:
    return [Branch(row, depth, _branches(inside, row.pk, depth + 1)) for row in inside.get(parent, [])]


def flat(branches: list[Branch]) -> list[Branch]:
    """Give branches one after the other, each before those inside it."""
    return [each for branch in branches for each in (branch, *flat(branch.children))]


def choices(visitor: Visitor) -> list[tuple[str, str]]:
    """Give the folders a thing may be put into, for a list to choose from; inner ones are indented."""
    writable = set(Folder.objects.writable_by(visitor).values_list("pk", flat=True))
    return [
        (str(it.folder.pk), f"{'– ' * it.depth}{it.folder.title}{_group_of(it.folder)}")
        for it in flat(trees(visitor))
        if it.folder.pk in writable
    ]


def _group_of(folder: Any) -> str:
    return f" ({folder.group.name})" if folder.group else ""


def way_to(visitor: Visitor, folder: Folder) -> list[Folder]:
    """Give the folders above one that the visitor may read, the uppermost first."""
    known = {row.pk: row for row in Folder.objects.readable_by(visitor).filter(_kin(folder))}
    way: list[Folder] = []
    above = folder.parent_id
    while above in known and len(way) < len(known):
        way.insert(0, known[above])
        above = known[above].parent_id
    return way


def _kin(folder: Folder) -> Q:
    return Q(owner_id=folder.owner_id) if folder.owner_id else Q(owner=None, group_id=folder.group_id)


def audience_sentence(folder: Any) -> str:
    """Say in a sentence who sees a folder."""
    if folder.audience == Audience.OPEN:
        return _("Everyone sees it.")
    if folder.audience == Audience.OWNER:
        return _("Only you see it.")
    words = {"group": folder.group.name}
    if folder.owner_id is None:
        return _("It belongs to %(group)s; its members see it.") % words
    if folder.members_write:
        return _("The members of %(group)s see it and may change it.") % words
    return _("The members of %(group)s see it.") % words
