"""What every act on a case stands on: opening it, its desk, its trail, who may decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.access import VERBS
from accounts.audit import surrogate_for
from accounts.models import Membership, ReadingGroup, User
from accounts.visitor import Visitor
from annotations.models import Annotation, Case, Decision, Kind, Report
from annotations.notifying import tell

PERMISSION = "annotations.moderate"
_ROLES = (Membership.Role.OWNER, Membership.Role.MANAGER, Membership.Role.MODERATOR)


class ModerationError(ValueError):
    """What was asked for cannot be done, and nothing was changed; the message is for people."""


@dataclass(frozen=True, slots=True)
class Moderator:
    """Who decides: a person, the groups whose notes they look after, and whether the archive's too."""

    user: User
    groups: frozenset[int]
    is_site: bool

    @property
    def is_any(self) -> bool:
        """True when there is anything at all for this person to decide."""
        return self.is_site or bool(self.groups)

    def role(self, case: Case) -> str:
        """Give the role in which the person acts on a case."""
        return Decision.Role.GROUP if case.desk == Case.Desk.GROUP else Decision.Role.SITE


def moderator_of(user: Any, visitor: Visitor) -> Moderator | None:
    """Give the person as a moderator, None for those who moderate nothing."""
    if not isinstance(user, User) or visitor.user_id != user.pk:
        return None
    groups = frozenset(pk for pk in visitor.groups if VERBS["moderate"](visitor, ReadingGroup(pk=pk)))
    found = Moderator(user, groups, bool(user.is_staff and user.has_perm(PERMISSION)))
    return found if found.is_any else None


def cases_for(moderator: Moderator) -> QuerySet[Case]:
    """Give the cases a moderator may see, decided ones too; one's own notes are others' to decide on."""
    rule = Q(desk=Case.Desk.GROUP, group_id__in=sorted(moderator.groups))
    if moderator.is_site:
        rule |= Q(desk=Case.Desk.SITE)
    return Case.objects.filter(rule).exclude(author_id=moderator.user.pk)


def queue(moderator: Moderator) -> QuerySet[Case]:
    """Give what waits for this moderator, the oldest first."""
    running = cases_for(moderator).exclude(state__in=(Case.State.CLOSED, Case.State.ASKED))
    user = moderator.user.pk
    asks = Report.objects.filter(reporter_id=user, appealed_at__isnull=False).values("case")
    own = Q(decided_by__user_id=user) | Q(reviewed_by__user_id=user) | Q(pk__in=asks)
    return running.exclude(Q(state=Case.State.APPEALED) & own).order_by("opened_at", "pk")


def snapshot(note: Annotation) -> dict[str, Any]:
    """Copy what a note says and quotes now."""
    return {
        "body": note.body,
        "tags": note.tags,
        "link": note.link,
        "exact": note.exact,
        "audience": note.audience,
        "revision": note.revision,
        "taken_at": timezone.now().isoformat(),
    }


def open_case(note: Annotation, cause: str = "") -> tuple[Case, bool]:
    """Give the running case of a note with whether it is new; the note's row is locked by the caller."""
    found = Case.objects.select_for_update().filter(annotation=note).exclude(state=Case.State.CLOSED).first()
    if found is not None:
        return found, False
    group = note.group_id if note.audience == "group" else None
    has_others = group is not None and moderators_of_group(group).exclude(pk=note.owner_id or 0).exists()
    case = Case.objects.create(
        annotation=note,
        author_id=note.owner_id,
        group_id=group,
        desk=Case.Desk.GROUP if has_others else Case.Desk.SITE,
        cause=cause,
        snapshot=snapshot(note),
    )
    tell_moderators(case)
    return case, True


def step(case: Case, act: str, role: str, by: User | None, **more: Any) -> Decision:
    """Add a step to the trail of a case."""
    surrogate = surrogate_for(by) if by else None
    revision = case.annotation.revision if case.annotation else None
    return Decision.objects.create(case=case, act=act, role=role, by=surrogate, revision=revision, **more)


def moderators_of_group(group: int) -> QuerySet[User]:
    """Give owner, managers and moderators of a group that is not archived."""
    return User.objects.filter(
        memberships__group_id=group,
        memberships__group__archived_at__isnull=True,
        memberships__role__in=_ROLES,
        is_active=True,
    ).distinct()


def moderators_of_site() -> Iterable[User]:
    """Give the staff who may decide for the archive."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    return [person for person in staff if person.has_perm(PERMISSION)]


def tell_moderators(case: Case) -> None:
    """Tell those whose turn it is that a case waits; its author is never among them."""
    people = moderators_of_group(case.group_id or 0) if case.desk == Case.Desk.GROUP else moderators_of_site()
    tell((person for person in people if person.pk != case.author_id), Kind.CASE, case=case)
