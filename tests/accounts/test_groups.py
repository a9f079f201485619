"""I6, I7: reading groups and the roles in them; the cap as a race."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts import groups
from accounts.access import may
from accounts.groups import (
    Follower,
    GroupError,
    add_member,
    archive_groups,
    clone_group,
    found_group,
    give_role,
    hand_over,
    may_be_joined,
    move_up,
    remove_member,
)
from accounts.models import Membership, ReadingGroup, User, WaitingPlace
from accounts.visitor import visitor_for
from tests.factories.accounts import make_group, make_member, make_user
from tests.races import at_once


@pytest.fixture
def owner() -> User:
    return make_user("professor@example.org")


@pytest.fixture
def group(owner: User) -> ReadingGroup:
    made = make_group("Seminar", cap=2)
    make_member(made, owner, "owner")
    return made


def names(group: ReadingGroup) -> list[str]:
    return sorted(group.memberships.values_list("user__email", flat=True))


@pytest.mark.django_db
def test_i6_who_comes_after_the_last_place_waits_and_the_leaders_are_told(
    group: ReadingGroup, owner: User, django_capture_on_commit_callbacks: Any
) -> None:
    people = [make_user() for _ in range(3)]

    with django_capture_on_commit_callbacks(execute=True):
        is_in = [add_member(group, person, "member") for person in people]

    assert is_in == [True, True, False]
    assert list(group.waiting.values_list("user", flat=True)) == [people[2].pk]
    told = [message.subject for message in mail.outbox if message.to == [owner.email]]
    assert [subject for subject in told if "waiting" in subject] == ["Seminar: somebody is waiting for a place"]


@pytest.mark.django_db
def test_i6_more_places_move_the_line_up_in_order(group: ReadingGroup) -> None:
    people = [make_user() for _ in range(5)]
    for person in people:
        add_member(group, person, "member")
    ReadingGroup.objects.update(cap=4)

    assert move_up(group) == 2
    assert list(group.waiting.values_list("user", flat=True)) == [people[4].pk]


@pytest.mark.django_db
def test_place_that_becomes_free_goes_to_who_waits_longest(group: ReadingGroup) -> None:
    people = [make_user() for _ in range(4)]
    for person in people:
        add_member(group, person, "member")

    remove_member(group, people[0])

    assert names(group) == sorted(["professor@example.org", *(person.email for person in people[1:3])])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "writes"),
    [(datetime(2027, 1, 30, 22, 59, tzinfo=UTC), True), (datetime(2027, 1, 30, 23, tzinfo=UTC), False)],
)
def test_i6_read_only_day_begins_at_midnight_of_the_group(moment: datetime, writes: bool) -> None:
    group, user = make_group(read_only_from=date(2027, 1, 31), time_zone="Europe/Berlin"), make_user()
    make_member(group, user)

    visitor = visitor_for(user, None, moment)

    assert (visitor.groups, may(visitor, "contribute", group)) == ({group.pk: "member"}, writes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "open_"),
    [(datetime(2026, 10, 15, 21, 59, tzinfo=UTC), True), (datetime(2026, 10, 15, 22, tzinfo=UTC), False)],
)
def test_i6_last_day_to_join_ends_at_midnight_of_the_group(moment: datetime, open_: bool) -> None:
    assert may_be_joined(make_group(join_until=date(2026, 10, 15), time_zone="Europe/Berlin"), moment) is open_


@pytest.mark.django_db
def test_i6_student_of_two_sections_sees_both_and_they_are_not_mixed() -> None:
    student, first, second = make_user(), make_group(), make_group(read_only_from=date(2020, 1, 1))
    for group in (first, second):
        make_member(group, student)

    visitor = visitor_for(student, None)

    assert [may(visitor, "contribute", group) for group in (first, second)] == [True, False]
    assert may(visitor, "contribute", make_group()) is False


@pytest.fixture
def follower() -> Iterator[list[Any]]:
    seen: list[Any] = []
    groups.register(
        Follower(
            "test", lambda old, new: seen.append(("clone", old, new)), lambda group, user: seen.append((group, user))
        )
    )
    yield seen
    groups.withdraw("test")


@pytest.mark.django_db
def test_i6_clone_takes_rules_and_what_rooms_above_copy_but_nobody(
    group: ReadingGroup, owner: User, follower: list[Any]
) -> None:
    add_member(group, make_user(), "member")
    ReadingGroup.objects.update(join_until=date(2026, 10, 15), folder_access="read_only")
    group.refresh_from_db()

    new = clone_group(group, owner)

    assert (new.name, new.cap, new.folder_access, new.join_until, new.cloned_from) == (
        "Seminar",
        2,
        "read_only",
        None,
        group,
    )
    assert (names(new), follower) == ([owner.email], [("clone", group, new)])


@pytest.mark.django_db
def test_i7_only_owner_cannot_leave_and_hands_over_first(group: ReadingGroup, owner: User) -> None:
    successor = make_user()
    add_member(group, successor, "member")
    with pytest.raises(GroupError):
        remove_member(group, owner)

    hand_over(group, successor)
    remove_member(group, owner)

    assert list(group.memberships.values_list("user", "role")) == [(successor.pk, "owner")]


@pytest.mark.django_db
def test_i7_ownership_goes_to_members_only_and_is_never_given_beside(group: ReadingGroup) -> None:
    stranger, member = make_user(), make_user()
    add_member(group, member, "member")

    for act in (
        partial(hand_over, group, stranger),
        partial(give_role, group, member, "owner"),
        partial(give_role, group, stranger, "manager"),
    ):
        with pytest.raises(GroupError):
            act()

    assert group.memberships.filter(role="owner").count() == 1


@pytest.mark.django_db
def test_who_leaves_is_told_to_the_rooms_above(group: ReadingGroup, follower: list[Any]) -> None:
    member = make_user()
    add_member(group, member, "member")

    remove_member(group, member)

    assert follower == [(group, member)]


@pytest.mark.django_db
def test_archived_group_moves_nobody_up(group: ReadingGroup) -> None:
    for _ in range(3):
        add_member(group, make_user(), "member")
    archive_groups(ReadingGroup.objects.all())
    ReadingGroup.objects.update(cap=10)

    assert (move_up(group), group.waiting.count()) == (0, 1)


@pytest.mark.django_db
def test_new_group_has_its_owner_and_a_name_nobody_guesses(owner: User) -> None:
    one, two = (found_group(owner, ReadingGroup(name="Чтения")) for _ in range(2))

    assert one.slug != two.slug
    assert names(one) == [owner.email]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_cap_holds_when_32_come_at_once() -> None:
    for _ in range(3):
        group = make_group(cap=5)
        people = [make_user(password=None) for _ in range(32)]

        results = at_once([partial(add_member, group, person, "member") for person in people])

        assert sorted(results) == [False] * 27 + [True] * 5
        assert (Membership.objects.filter(group=group).count(), WaitingPlace.objects.filter(group=group).count()) == (
            5,
            27,
        )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_c6_leaving_handing_over_and_joining_at_once_leaves_one_owner_and_no_error() -> None:
    owner, heir = make_user(), make_user()
    group = make_group(cap=1)
    make_member(group, owner, "owner")
    make_member(group, heir)
    for _ in range(10):
        acts: list[Any] = [partial(hand_over, group, heir), partial(remove_member, group, heir)]
        acts += [partial(add_member, group, make_user(password=None), "member") for _ in range(4)]

        results = at_once(acts)

        assert [
            result for result in results if isinstance(result, Exception) and not isinstance(result, GroupError)
        ] == []
        assert Membership.objects.filter(group=group, role="owner").count() == 1
        hand_over(group, Membership.objects.filter(group=group).exclude(role="owner").first().user)
        add_member(group, heir, "member")
    assert timezone.now() - group.created_at < timedelta(minutes=5)
