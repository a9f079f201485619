"""What can be done to a folder from its page, by the name of the button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.visitor import Visitor
from annotations import folder_items, folders
from annotations.folders import FolderError
from annotations.models import Folder, FolderChange
from annotations.targets import TargetError


@dataclass(frozen=True, slots=True)
class Acting:
    """Who does something to which folder, what the form said, and scheme and host of this archive."""

    visitor: Visitor
    folder: Folder
    data: Mapping[str, str]
    base: str

    def number(self, name: str) -> int:
        """Give a whole number that the form names; raises FolderError."""
        text = self.data.get(name, "")
        if not text.isascii() or not text.isdecimal() or len(text) > 9:
            raise FolderError(_("Write a whole number."))
        return int(text)

    @property
    def revision(self) -> int | None:
        """Give the revision the form was made from, None when it does not say."""
        return self.number("revision") if self.data.get("revision") else None


Done = tuple[str, FolderChange | None]


def _new(it: Acting) -> Done:
    folders.new_folder(it.visitor, it.data.get("title", ""), parent=it.folder.pk)
    return _("The folder is made."), None


def _rename(it: Acting) -> Done:
    title, words = it.data.get("title", ""), it.data.get("description", "").replace("\x00", "")
    return _("The folder is changed."), folders.rename(it.visitor, it.folder.pk, title, words, it.revision)


def _move(it: Acting) -> Done:
    goal = it.data.get("into") or None
    return _("The folder is moved."), folders.move(it.visitor, it.folder.pk, goal, it.revision)


def _share(it: Acting) -> Done:
    audience, _dash, group = it.data.get("audience", "").partition("-")
    number = int(group) if group.isdecimal() and len(group) < 12 else None
    folders.share(it.visitor, it.folder.pk, audience, number, members_write="members_write" in it.data)
    return _("It holds for all that is in this folder, now and later."), None


def _delete(it: Acting) -> Done:
    change = folders.delete_folder(it.visitor, it.folder.pk)
    return _("The folder is deleted; what lay in it is untouched."), change


def _add(it: Acting) -> Done:
    address = it.data.get("address", "").strip()
    try:
        thing = folder_items.thing_of(it.visitor, address if "://" in address else f"{it.base}{address}", it.base)
    except TargetError as error:
        raise FolderError(str(error)) from error
    change, count = folder_items.put_in(it.visitor, it.folder.pk, [thing])
    return (_("It is in the folder."), change) if count else (_("It was in the folder already."), None)


def _remove(it: Acting) -> Done:
    return _("It is taken out."), folder_items.take_out(it.visitor, it.folder.pk, it.number("item"))


def _order(it: Acting) -> Done:
    where = it.data.get("where", "")
    if where not in ("up", "down", "first", "last"):
        change = folder_items.set_in_order(it.visitor, it.folder.pk, it.number("item"), it.number("place"))
    else:
        change = folder_items.set_in_order(it.visitor, it.folder.pk, it.number("item"), where)  # type: ignore[arg-type]  # checked
    return _("The order is changed."), change


ACTS: dict[str, Callable[[Acting], Done]] = {
    "new": _new,
    "rename": _rename,
    "move": _move,
    "share": _share,
    "delete": _delete,
    "add": _add,
    "remove": _remove,
    "order": _order,
}
