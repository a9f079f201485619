"""What people do with folders: make, rename, move, share, delete, clone; each act can be undone."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Audience, State, may
from accounts.groups import lock_group
from accounts.models import ReadingGroup, User
from accounts.visitor import Visitor
from annotations.models import Folder, FolderChange, FolderItem
from annotations.passage_anchors import anchor_to_current, hold_texts

# Folders inside folders inside folders: deeper than this nobody finds anything.
DEEPEST = 12
LONGEST_TITLE = 200


class FolderError(ValueError):
    """What was asked for cannot be done, and nothing was changed; the message is for people."""


class NoFolderError(FolderError):
    """There is no such folder, or it is not for the visitor: the same answer."""


class StaleFolderError(FolderError):
    """Somebody else has changed the folder since the visitor saw it."""


def new_folder(
    visitor: Visitor, title: str, *, parent: Any = None, group: ReadingGroup | None = None, description: str = ""
) -> Folder:
    """Make a folder of one's own, of a group, or inside another; it has the lock of what it is in.

    Raises FolderError, NoFolderError.
    """
    if visitor.user_id is None:
        raise NoFolderError(_("Sign in to make folders."))
    with transaction.atomic():
        above = held(visitor, parent) if parent is not None else None
        if above is None and group is not None and not _may_start(visitor, group):
            raise NoFolderError(_("You may not make folders in this group."))
        owner = visitor.user_id if group is None else None
        lock: dict[str, Any] = {"owner_id": owner, "group": group, "audience": "group" if group else "owner"}
        if above is not None:
            lock = _lock_of(above)
        folder = Folder(title=_titled(title), description=description[:4000], parent=above, **lock)
        folder.state, folder.made_by_id = State.PUBLISHED, visitor.user_id
        if above is not None and len(_above(above)) >= DEEPEST:
            raise FolderError(_("Folders go no deeper than this."))
        folder.order = _last_order(folder) + 1
        folder.save(force_insert=True)
        note_change(visitor, folder, "new", {})
    return folder


def _may_start(visitor: Visitor, group: ReadingGroup) -> bool:
    is_leader = may(visitor, "invite", group)
    return may(visitor, "contribute", group) and (is_leader or group.folder_access == "read_write")


def _titled(title: str) -> str:
    title = " ".join(title.replace("\x00", "").split())
    if not title or len(title) > LONGEST_TITLE:
        raise FolderError(_("A folder has a name of 1 to 200 characters."))
    return title


def _lock_of(folder: Folder) -> dict[str, Any]:
    names = ("owner_id", "group_id", "audience", "members_write")
    return {name: getattr(folder, name) for name in names}


def _last_order(folder: Folder) -> int:
    kin = Folder.objects.filter(owner_id=folder.owner_id, parent_id=folder.parent_id)
    kin = kin if folder.owner_id else kin.filter(group_id=folder.group_id)
    return int(kin.aggregate(last=Max("order"))["last"] or 0)


def held(visitor: Visitor, pk: Any) -> Folder:
    """Give a folder the visitor may write to, with its tree held until the end of the transaction.

    A tree is held by its person's or its group's row, so that of two who change it at once the second sees
    what the first has done. Raises NoFolderError.
    """
    found = Folder.objects.writable_by(visitor).filter(pk=pk).first()
    if found is None:
        raise NoFolderError(_("There is no such folder, or you may not change it."))
    hold_tree(found)
    again: Folder | None = Folder.objects.writable_by(visitor).select_for_update(of=("self",)).filter(pk=pk).first()
    if again is None:
        raise NoFolderError(_("There is no such folder, or you may not change it."))
    return again


def hold_tree(folder: Folder) -> None:
    """Hold everything that has the folder's owner or group."""
    if folder.owner_id is not None:
        User.objects.select_for_update(no_key=True).get(pk=folder.owner_id)
    else:
        lock_group(folder.group_id or 0)


def _fresh(folder: Folder, revision: int | None) -> None:
    if revision is not None and folder.revision != revision:
        raise StaleFolderError(_("Somebody else has changed this folder since you saw it. Look again, then decide."))


def _save(folder: Folder) -> None:
    folder.revision, folder.modified_at = folder.revision + 1, timezone.now()
    folder.save()


def note_change(visitor: Visitor, folder: Folder, verb: str, data: dict[str, Any]) -> FolderChange:
    """Keep what it takes to undo an act."""
    return FolderChange.objects.create(person_id=visitor.user_id or 0, folder=folder, verb=verb, data=data)


@transaction.atomic
def rename(visitor: Visitor, pk: Any, title: str, description: str, revision: int | None = None) -> FolderChange:
    """Give a folder another name and description. Raises FolderError, NoFolderError, StaleFolderError."""
    folder = held(visitor, pk)
    _fresh(folder, revision)
    before = {"title": folder.title, "description": folder.description}
    folder.title, folder.description = _titled(title), description[:4000]
    _save(folder)
    return note_change(visitor, folder, "rename", before)


@transaction.atomic
def move(visitor: Visitor, pk: Any, into: Any, revision: int | None = None) -> FolderChange:
    """Move a folder into another of the same owner or group, or to the top (`into` None).

    It takes on the lock of where it comes to lie. Raises FolderError, NoFolderError, StaleFolderError.
    """
    folder = held(visitor, pk)
    _fresh(folder, revision)
    before = {"parent": str(folder.parent_id or ""), "order": folder.order, **_lock_of(folder)}
    goal = held(visitor, into) if into is not None else None
    if goal is None and folder.owner_id not in (None, visitor.user_id):
        raise FolderError(_("Only its owner takes a folder out of what is shared."))
    put_under(folder, goal)
    _save(folder)
    return note_change(visitor, folder, "move", before)


def put_under(folder: Folder, goal: Folder | None) -> None:
    """Set a folder under another, with the lock of that one for all below it; its tree is held by the caller."""
    if goal is not None:
        if (goal.owner_id, goal.owner_id or goal.group_id) != (folder.owner_id, folder.owner_id or folder.group_id):
            raise FolderError(_("A folder stays with its owner or its group; copy what is in it instead."))
        if folder.pk in _above(goal):
            raise FolderError(_("A folder cannot lie inside itself."))
        if len(_above(goal)) + _height(folder) > DEEPEST:
            raise FolderError(_("Folders go no deeper than this."))
        give_lock(folder, _lock_of(goal))
    folder.parent = goal
    folder.order = _last_order(folder) + 1


def _above(folder: Folder) -> list[Any]:
    """Give a folder and all it lies in, from the inside out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE up (id, parent_id) AS (SELECT id, parent_id FROM annotations_folder WHERE id = %s"
            " UNION SELECT f.id, f.parent_id FROM annotations_folder f JOIN up ON f.id = up.parent_id)"
            " SELECT id FROM up",
            [folder.pk],
        )
        return [row[0] for row in cursor.fetchall()]


BELOW = (
    "WITH RECURSIVE down (id, level) AS (SELECT %s::uuid, 1"
    " UNION SELECT f.id, level + 1 FROM annotations_folder f JOIN down ON f.parent_id = down.id)"
    " SELECT id, level FROM down"
)


def _rows_below(folder: Folder) -> list[tuple[Any, int]]:
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [folder.pk])
        return list(cursor.fetchall())


def _height(folder: Folder) -> int:
    return max(level for _id, level in _rows_below(folder))


def below(folder: Folder) -> list[Any]:
    """Give the ids of a folder and of all inside it."""
    return [pk for pk, _level in _rows_below(folder)]


def give_lock(folder: Folder, lock: dict[str, Any]) -> None:
    """Set the lock of a folder and of all inside it."""
    Folder.objects.filter(pk__in=below(folder)).update(**lock)
    for name, value in lock.items():
        setattr(folder, name, value)


@transaction.atomic
def share(visitor: Visitor, pk: Any, audience: str, group: int | None = None, *, members_write: bool = False) -> None:
    """Say who reads a folder of one's own and all inside it, now and later. Raises FolderError, NoFolderError."""
    folder = held(visitor, pk)
    if folder.owner_id != visitor.user_id:
        raise FolderError(_("Only its owner shares a folder; a group's folder is the group's."))
    if audience == Audience.GROUP and (group is None or group not in visitor.groups):
        raise FolderError(_("You are not in this group."))
    if audience not in (Audience.OWNER, Audience.GROUP, Audience.OPEN):
        raise FolderError(_("A folder is for you only, for one of your groups, or for everyone."))
    if folder.parent_id is not None:
        folder.parent, folder.order = None, _last_order(Folder(owner_id=folder.owner_id)) + 1
    is_group = audience == Audience.GROUP
    before = {"parent": "", "order": folder.order, **_lock_of(folder)}
    give_lock(
        folder,
        {"audience": audience, "group_id": group if is_group else None, "members_write": is_group and members_write},
    )
    _save(folder)
    note_change(visitor, folder, "move", before)


@transaction.atomic
def delete_folder(visitor: Visitor, pk: Any) -> FolderChange:
    """Delete a folder with all inside it; what lay in it is not touched, and the act can be undone."""
    folder = held(visitor, pk)
    gone = [str(each) for each in below(folder)]
    Folder.objects.filter(pk__in=gone, deleted_at=None).update(deleted_at=timezone.now(), revision=F("revision") + 1)
    return note_change(visitor, folder, "delete", {"folders": gone})


def clone_folders(old: ReadingGroup, new: ReadingGroup) -> None:
    """Copy a group's own folders with the documents, pages and passages in them; never notes of people."""
    rows = list(Folder.objects.filter(group=old, owner=None, deleted_at=None).order_by("created_at"))
    copies: dict[Any, Folder] = {}
    while rows:
        ready = [row for row in rows if row.parent_id is None or row.parent_id in copies]
        for row in ready:
            above = copies.get(row.parent_id)
            lock = {"group": new, "audience": "group", "state": State.PUBLISHED}
            copies[row.pk] = Folder.objects.create(
                title=row.title, description=row.description, parent=above, order=row.order, **lock
            )
        rows = [row for row in rows if row not in ready] if ready else []
    items = list(FolderItem.objects.filter(folder__in=copies, annotation=None))
    hold_texts(item.text_id for item in items)
    for item in items:
        item.pk, item.folder, item.added_by = None, copies[item.folder_id], None
        item.save(force_insert=True)
    anchor_to_current(item.pk for item in items)


def keep_for_group(group: ReadingGroup, user: User) -> None:
    """Take folders that somebody who leaves has shared with the group back into their own hands."""
    Folder.objects.filter(group=group, owner=user).update(audience="owner", group=None, members_write=False)


def roots(visitor: Visitor) -> QuerySet[Folder]:
    """Give the folders at the top of what the visitor may read: own ones, and the uppermost of those shared."""
    mine: QuerySet[Folder] = Folder.objects.readable_by(visitor)
    return mine.filter(parent=None).select_related("group").order_by("order", "created_at")
