"""Reading groups: made, cloned, handed over, left, archived; places, and who waits for one."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Invitation, Membership, ReadingGroup, User, WaitingPlace
from accounts.notices import notify
from accounts.visitor import end_of, start_of

Role = Membership.Role
# What one click gives a course that needs longer.
EXTENSION = timedelta(weeks=4)


class GroupError(Exception):
    """Something that cannot be done with a group; `reason` names it."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Follower:
    """What a room above keeps in groups. Each runs inside the transaction; what it raises stops the act.

    `clone(old, new)` copies texts, folders and tasks, never people or notes; `remove(group, user)` deals with
    what a person who leaves had there.
    """

    name: str
    clone: Callable[[ReadingGroup, ReadingGroup], None]
    remove: Callable[[ReadingGroup, User], None]


_followers: dict[str, Follower] = {}


def register(follower: Follower) -> None:
    """Sign in a follower; the same name again replaces it."""
    _followers[follower.name] = follower


def withdraw(name: str) -> None:
    """Take a follower out again; raises KeyError when nobody signed it in."""
    del _followers[name]


def new_slug(name: str) -> str:
    """Give a short name that nobody else has, and that cannot be guessed from the name."""
    return f"{slugify(name)[:60] or 'group'}-{secrets.token_hex(4)}"


@transaction.atomic
def found_group(owner: User, group: ReadingGroup) -> ReadingGroup:
    """Save a new group with its owner in it."""
    group.slug = new_slug(group.name)
    group.save()
    Membership.objects.create(group=group, user=owner, role=Role.OWNER)
    return group


@transaction.atomic
def clone_group(group: ReadingGroup, owner: User) -> ReadingGroup:
    """Make next term's group: name, description and rules, what rooms above copy, nobody but the owner, no dates."""
    new = ReadingGroup(
        name=group.name,
        description=group.description,
        institution=group.institution,
        folder_access=group.folder_access,
        is_public=group.is_public,
        cap=group.cap,
        time_zone=group.time_zone,
        own_addresses_only=group.own_addresses_only,
        cloned_from=group,
    )
    found_group(owner, new)
    for name in sorted(_followers):
        _followers[name].clone(group, new)
    return new


def is_read_only(group: ReadingGroup, at: datetime | None = None) -> bool:
    """Tell whether members only read by now."""
    day = group.read_only_from
    return day is not None and start_of(day, group.time_zone) <= (at or timezone.now())


def lock_group(number: int) -> ReadingGroup:
    """Lock a group until the transaction ends, and give it as it is now.

    Its key stays free: who writes in the group holds their place in it and then refers to the group, and would wait
    for whoever holds the group and wants to end that place. Raises ReadingGroup.DoesNotExist.
    """
    return ReadingGroup.objects.select_for_update(no_key=True).get(pk=number)


def hold_place(user: int, group: int) -> bool:
    """Lock a person's place in a group until the transaction ends; tells whether the person may write there now."""
    rows = Membership.objects.filter(user_id=user, group_id=group, group__archived_at__isnull=True)
    place = rows.select_related("group").select_for_update(of=("self",), no_key=True).first()
    return place is not None and not is_read_only(place.group)


def may_be_joined(group: ReadingGroup, at: datetime | None = None) -> bool:
    """Tell whether the last day to join is still to come, by the group's own clock."""
    until = end_of(group.join_until, group.time_zone)
    return group.archived_at is None and (until is None or (at or timezone.now()) < until)


def places_left(group: ReadingGroup) -> int | None:
    """Count free places; the owner takes none. None without a limit."""
    if group.cap is None:
        return None
    return max(0, group.cap - group.memberships.exclude(role=Role.OWNER).count())


@transaction.atomic
def add_member(group: ReadingGroup, user: User, role: str, invitation: Invitation | None = None) -> bool:
    """Put a person in, or in line when all places are taken; gives whether the person is in.

    The group's row is locked, so that two who come for the last place do not both get it.
    """
    locked = lock_group(group.pk)
    if Membership.objects.filter(group=locked, user=user).exists():
        return True
    if places_left(locked) == 0:
        _, is_new = WaitingPlace.objects.get_or_create(group=locked, user=user, defaults={"invitation": invitation})
        if is_new:
            _tell_leaders(locked, "group_full", user)
        return False
    Membership.objects.create(group=locked, user=user, role=role, invitation=invitation)
    WaitingPlace.objects.filter(group=locked, user=user).delete()
    _tell_leaders(locked, "group_joined", user)
    return True


@transaction.atomic
def move_up(group: ReadingGroup) -> int:
    """Give free places to those who wait longest; gives how many moved up."""
    locked = lock_group(group.pk)
    if locked.archived_at is not None:
        return 0
    free = places_left(locked)
    line = WaitingPlace.objects.filter(group=locked).select_related("user", "invitation").order_by("id")
    moved = list(line if free is None else line[:free])
    for place in moved:
        role = place.invitation.role if place.invitation else Role.MEMBER
        defaults = {"role": role, "invitation": place.invitation}
        Membership.objects.get_or_create(group=locked, user=place.user, defaults=defaults)
        notify(place.user, "group_place", {"group": locked})
    WaitingPlace.objects.filter(pk__in=[place.pk for place in moved]).delete()
    return len(moved)


def leave_group(group: ReadingGroup, user: User) -> None:
    """Leave; an owner hands over first. Raises GroupError."""
    remove_member(group, user)


@transaction.atomic
def remove_member(group: ReadingGroup, user: User) -> None:
    """Take a person out of the group or of its line; what they wrote there stays theirs. Raises GroupError."""
    locked = lock_group(group.pk)
    WaitingPlace.objects.filter(group=locked, user=user).delete()
    membership = Membership.objects.filter(group=locked, user=user).first()
    if membership is None:
        return
    if membership.role == Role.OWNER:
        raise GroupError("owner")
    membership.delete()
    for name in sorted(_followers):
        _followers[name].remove(locked, user)
    move_up(locked)


@transaction.atomic
def hand_over(group: ReadingGroup, to: User) -> None:
    """Make a member the owner; who owned it becomes a manager. Raises GroupError for a stranger."""
    locked = lock_group(group.pk)
    successor = Membership.objects.filter(group=locked, user=to).first()
    if successor is None:
        raise GroupError("stranger")
    Membership.objects.filter(group=locked, role=Role.OWNER).exclude(pk=successor.pk).update(role=Role.MANAGER)
    Membership.objects.filter(pk=successor.pk).update(role=Role.OWNER)
    notify(to, "group_yours", {"group": locked})


@transaction.atomic
def give_role(group: ReadingGroup, user: User, role: str) -> None:
    """Change a member's role; ownership is handed over, never given beside. Raises GroupError."""
    lock_group(group.pk)
    if role not in {Role.MANAGER, Role.MODERATOR, Role.MEMBER}:
        raise GroupError("role")
    if not Membership.objects.filter(group=group, user=user).exclude(role=Role.OWNER).update(role=role):
        raise GroupError("owner")


@transaction.atomic
def extend_group(group: ReadingGroup, at: datetime | None = None) -> date:
    """Let members write four weeks longer, from today where writing has stopped already; gives the new day.

    Raises GroupError for a group without such a day.
    """
    locked = lock_group(group.pk)
    if locked.read_only_from is None:
        raise GroupError("endless")
    today = (at or timezone.now()).astimezone(ZoneInfo(locked.time_zone)).date()
    locked.read_only_from = max(today, locked.read_only_from) + EXTENSION
    locked.save(update_fields=["read_only_from"])
    return locked.read_only_from


def archive_groups(groups: QuerySet[ReadingGroup], at: datetime | None = None) -> int:
    """Close groups without deleting anything: members no longer read what the group's lock opens. Gives how many."""
    return groups.filter(archived_at__isnull=True).update(archived_at=at or timezone.now())


def reopen_groups(groups: QuerySet[ReadingGroup]) -> int:
    """Open archived groups again, with the members they had. Gives how many."""
    return groups.filter(archived_at__isnull=False).update(archived_at=None)


def revoke_invitations(invitations: QuerySet[Invitation], at: datetime | None = None) -> int:
    """Make open invitations useless; answered ones stay as they are. Gives how many."""
    still_open = invitations.filter(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True)
    return still_open.update(revoked_at=at or timezone.now())


def leaders(group: ReadingGroup) -> Iterable[User]:
    """Give owner and managers."""
    return User.objects.filter(memberships__group=group, memberships__role__in=[Role.OWNER, Role.MANAGER])


def _tell_leaders(group: ReadingGroup, template: str, newcomer: User) -> None:
    for leader in leaders(group):
        notify(leader, template, {"group": group, "person": newcomer}, kind="group")
