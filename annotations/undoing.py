"""Undoing what was done to a folder; each act once, by who did it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visitor import Visitor
from annotations.folder_items import hold_items, write_order
from annotations.folders import FolderError, NoFolderError, give_lock, hold_tree, put_under
from annotations.models import Folder, FolderChange, FolderItem
from annotations.passage_anchors import anchor_to_current, hold_texts


@transaction.atomic
def undo(visitor: Visitor, number: int) -> Folder:
    """Undo one's own act, and give the folder. Raises NoFolderError, FolderError."""
    change = FolderChange.objects.select_for_update().filter(pk=number, person_id=visitor.user_id or 0).first()
    if change is None:
        raise NoFolderError(_("There is nothing to undo."))
    if change.undone_at is not None:
        raise FolderError(_("This is undone already."))
    may_write = Folder.objects.writable_by(visitor)
    if change.verb == "delete":
        # What is deleted is nobody's to write; whose it is says the lock it keeps.
        Folder.objects.filter(pk__in=change.data["folders"]).update(deleted_at=None)
    hold_tree(change.folder)
    folder = may_write.filter(pk=change.folder.pk).first()
    if folder is None:
        raise NoFolderError(_("You may not change this folder any more."))
    _UNDOERS[change.verb](folder, change)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    return folder


def _unmake(folder: Folder, _change: FolderChange) -> None:
    if folder.items.exists() or folder.children.filter(deleted_at=None).exists():
        raise FolderError(_("There is something in this folder by now; delete it instead."))
    Folder.objects.filter(pk=folder.pk).update(deleted_at=timezone.now())


def _name_back(folder: Folder, change: FolderChange) -> None:
    Folder.objects.filter(pk=folder.pk).update(**change.data, revision=folder.revision + 1)


def _move_back(folder: Folder, change: FolderChange) -> None:
    data = dict(change.data)
    parent, order = data.pop("parent"), data.pop("order")
    goal = Folder.objects.filter(pk=parent, deleted_at=None).first() if parent else None
    if parent and goal is None:
        raise FolderError(_("The folder it came from is gone."))
    if goal is None:
        give_lock(folder, data)
    put_under(folder, goal)
    folder.order = order
    folder.revision += 1
    folder.save()


def _bring_back(_folder: Folder, _change: FolderChange) -> None:
    """Do nothing more: the rows were marked before the right to write was asked for."""


def _take_out(folder: Folder, change: FolderChange) -> None:
    hold_items(change.data["items"])
    FolderItem.objects.filter(folder=folder, pk__in=change.data["items"]).delete()


def _put_back(folder: Folder, change: FolderChange) -> None:
    data = dict(change.data)
    place = data.pop("order")
    hold_texts([data["text_id"]])
    rows = list(FolderItem.objects.filter(folder=folder).values_list("pk", "order"))
    last = max((order for _pk, order in rows), default=0)
    more = {"order": last + 1, "exact": data.pop("exact"), "added_by_id": data.pop("added_by_id")}
    item, is_new = FolderItem.objects.get_or_create(folder=folder, **data, defaults=more)
    if is_new:
        anchor_to_current([item.pk])
        before = [pk for pk, order in rows if order < place]
        write_order([*before, item.pk, *(pk for pk, order in rows if order >= place)])


def _order_back(folder: Folder, change: FolderChange) -> None:
    present = list(FolderItem.objects.filter(folder=folder).values_list("pk", flat=True))
    known = [pk for pk in change.data["items"] if pk in set(present)]
    write_order([*known, *(pk for pk in present if pk not in set(known))])


_UNDOERS: dict[str, Callable[[Folder, FolderChange], None]] = {
    "new": _unmake,
    "rename": _name_back,
    "move": _move_back,
    "delete": _bring_back,
    "add": _take_out,
    "remove": _put_back,
    "order": _order_back,
}
