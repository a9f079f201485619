"""What can be done to a reading group from its page, each act with the roles that may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.groups import (
    GroupError,
    archive_groups,
    clone_group,
    extend_group,
    give_role,
    hand_over,
    leave_group,
    move_up,
    remove_member,
    reopen_groups,
    revoke_invitations,
)
from accounts.invitations import open_to_many
from accounts.models import Invitation, Membership, ReadingGroup, User

Role = Membership.Role
MOST_PLACES = 100_000


class Problem(Exception):  # noqa: N818 it is told to a person, not raised to a caller
    """A sentence for the person who tried."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who does something to which group, and what the form said."""

    group: ReadingGroup
    user: User
    data: Mapping[str, str]

    def person(self) -> User:
        """Give the member that the form names; only this group's can be named."""
        number = self.data.get("person", "")
        found = User.objects.filter(memberships__group=self.group, pk=number) if number.isdecimal() else None
        person = found.first() if found is not None else None
        if person is None:
            raise Problem(_("This person is not in the group any more."))
        return person


def _leave(it: Acting) -> str:
    try:
        leave_group(it.group, it.user)
    except GroupError as error:
        raise Problem(_("You own the group: hand it over or archive it first.")) from error
    return _("You have left the group. What you wrote there stays yours.")


def _remove(it: Acting) -> str:
    try:
        remove_member(it.group, it.person())
    except GroupError as error:
        raise Problem(_("The owner cannot be removed.")) from error
    return _("The person is removed. What the person wrote stays with them.")


def _role(it: Acting) -> str:
    try:
        give_role(it.group, it.person(), it.data.get("role", ""))
    except GroupError as error:
        raise Problem(_("This role cannot be given.")) from error
    return _("The role is changed.")


def _hand_over(it: Acting) -> str:
    hand_over(it.group, it.person())
    return _("The group has a new owner; you are a manager now.")


def _open(kind: str) -> Callable[[Acting], str]:
    def run(it: Acting) -> str:
        open_to_many(it.group, kind, it.user)
        return _("It is made new; the one before opens nothing any more.")

    return run


def _revoke(it: Acting) -> str:
    number = it.data.get("invitation", "")
    rows = Invitation.objects.filter(group=it.group, pk=int(number) if number.isdecimal() else 0)
    if not revoke_invitations(rows):
        raise Problem(_("This invitation is not open any more."))
    return _("The invitation is withdrawn.")


def _raise_cap(it: Acting) -> str:
    text = it.data.get("cap", "")
    if not text.isdecimal() or int(text) > MOST_PLACES:
        raise Problem(_("Write the number of places."))
    ReadingGroup.objects.filter(pk=it.group.pk).update(cap=int(text))
    moved = move_up(it.group)
    return _("There are %(places)s places now; %(moved)d people moved up.") % {"places": text, "moved": moved}


def _extend(it: Acting) -> str:
    try:
        day = extend_group(it.group)
    except GroupError as error:
        raise Problem(_("This group has no day on which writing stops.")) from error
    return _("Members can write until %(day)s.") % {"day": date_format(day - timedelta(days=1), "j E Y")}


def _archive(it: Acting) -> str:
    archive_groups(ReadingGroup.objects.filter(pk=it.group.pk))
    return _("The group is archived. Nothing is deleted; you can open it again.")


def _reopen(it: Acting) -> str:
    reopen_groups(ReadingGroup.objects.filter(pk=it.group.pk))
    return _("The group is open again.")


def _clone(it: Acting) -> str:
    new = clone_group(it.group, it.user)
    return _("“%(name)s” is made anew, with nobody in it but you. Set its days next.") % {"name": new.name}


EVERYBODY = (Role.OWNER, Role.MANAGER, Role.MODERATOR, Role.MEMBER)
LEADERS = (Role.OWNER, Role.MANAGER)
OWNER = (Role.OWNER,)
ACTS: dict[str, tuple[tuple[str, ...], Callable[[Acting], str]]] = {
    "leave": (EVERYBODY, _leave),
    "remove": (LEADERS, _remove),
    "role": (LEADERS, _role),
    "hand-over": (OWNER, _hand_over),
    "link": (LEADERS, _open("link")),
    "code": (LEADERS, _open("code")),
    "revoke": (LEADERS, _revoke),
    "cap": (LEADERS, _raise_cap),
    "extend": (LEADERS, _extend),
    "archive": (OWNER, _archive),
    "reopen": (OWNER, _reopen),
    "clone": (LEADERS, _clone),
}
