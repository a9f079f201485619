"""C1, C2, C6, C10 and the places of a group over HTTP: many clients at one instant, against the running archive."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.codes import make_code
from accounts.invitations import invite, open_to_many, token_of
from accounts.models import ActivationCode, Attempt, Contract, Invitation, Membership, ReadingGroup, User, WaitingPlace
from annotations.models import Annotation
from tests.arena import Arena, cookie_of, finish, running, tool_named
from tests.factories import accounts as make
from tests.factories.archive import make_document, make_volume

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CLIENTS = 32
# RACE_ROUNDS=200 shows what a change to a lock is worth; a few rounds keep it from being lost.
ROUNDS = int(os.environ.get("RACE_ROUNDS", "4"))
PAIRS = max(2, ROUNDS // 2)


@pytest.fixture(scope="module")
def arena(
    django_db_setup: None,  # noqa: ARG001 the database is there
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Arena]:
    with django_db_blocker.unblock(), running(tmp_path_factory.mktemp("arena"), tool_named("race.py")) as arena:
        yield arena


def people(count: int) -> tuple[list[User], list[str]]:
    users = [make.make_user(password=None) for _ in range(count)]
    return users, [cookie_of(user) for user in users]


def test_c1_one_code_and_32_people_has_one_winner(arena: Arena) -> None:
    product = make.make_product()
    users, cookies = people(CLIENTS)
    for _ in range(ROUNDS):
        Attempt.objects.all().delete()
        text = make_code([product], months=1)

        start = arena.race("/redeem/", f"code={text}", cookies, CLIENTS, wins=1, success="302")

        assert start.held, start.told
        assert start.statuses == {"302": 1, "400": CLIENTS - 1}
    assert Contract.objects.count() == ROUNDS
    assert ActivationCode.objects.filter(redeemed_by__in=users, contract__isnull=False).count() == ROUNDS


def test_c2_one_code_twice_by_one_person_is_one_subscription(arena: Arena) -> None:
    product = make.make_product()
    _users, cookies = people(1)
    for number in range(1, ROUNDS + 1):
        Attempt.objects.all().delete()
        text = make_code([product], months=1)

        start = arena.race("/redeem/", f"code={text}", cookies, 8, wins=8, success="302")

        assert start.held, start.told
        assert Contract.objects.count() == number


def test_i6_places_of_a_group_hold_when_32_come_at_once(arena: Arena) -> None:
    owner = make.make_user()
    _users, cookies = people(CLIENTS)
    for number in range(ROUNDS):
        Attempt.objects.all().delete()
        group = make.make_group(cap=5, slug=f"course-{number}")
        make.make_member(group, owner, "owner")
        token = token_of(open_to_many(group, "link", owner))

        start = arena.race(f"/join/{token}/", "", cookies, CLIENTS, wins=CLIENTS, success="302")

        assert start.held, start.told
        inside = Membership.objects.filter(group=group).exclude(role="owner").count()
        assert (inside, WaitingPlace.objects.filter(group=group).count()) == (5, CLIENTS - 5)


def test_c1_one_invitation_and_16_people_has_one_winner(arena: Arena) -> None:
    owner = make.make_user()
    _users, cookies = people(16)
    for number in range(PAIRS):
        Attempt.objects.all().delete()
        group = make.make_group(slug=f"circle-{number}")
        invite(group, [(1, f"guest{number}@example.org")], owner)
        token = token_of(Invitation.objects.get(group=group))

        start = arena.race(f"/join/{token}/", "", cookies, 16, wins=1, success="302")

        assert start.held, start.told
        assert Membership.objects.filter(group=group).count() == 1


@pytest.mark.parametrize("verb", ["leave", "archive"])
def test_c6_posting_into_a_group_that_ends_leaves_no_orphan(arena: Arena, verb: str) -> None:
    letter = make_document(make_volume(), "1")
    owner, writer = make.make_user(), make.make_user()
    leaver = writer if verb == "leave" else owner
    came_in_time: list[int] = []
    for number in range(PAIRS):
        group = make.make_group(slug=f"g-{number}")
        make.make_member(group, owner, "owner")
        make.make_member(group, writer)
        note = f"body=Mine+{number}-{{i}}.&audience=group-{group.pk}"
        posting: dict[str, Any] = {
            "path": f"/annotations/new/{letter.identifier}/",
            "body": note,
            "cookies": [cookie_of(writer)],
        }
        ending: dict[str, Any] = {
            "path": f"/groups/{group.slug}/do/{verb}/",
            "body": "",
            "cookies": [cookie_of(leaver)],
        }

        with (
            arena.begun(**posting, clients=6, wins=6, success="200,302,400,403,404,409,422") as one,
            arena.begun(**ending, clients=2, wins=2, success="302,404") as two,
        ):
            posted, ended = finish(one), finish(two)

        assert posted.held, posted.told
        assert ended.held, ended.told
        assert not Annotation.objects.filter(group=group, owner=None).exists()
        came_in_time.append(posted.statuses.get("302", 0))
        gone = not Membership.objects.filter(group=group, user=writer).exists()
        assert gone if verb == "leave" else ReadingGroup.objects.get(pk=group.pk).archived_at is not None
    assert Annotation.objects.filter(owner=writer).count() == sum(came_in_time)
    # In so many rounds some note is first; in a few it may not be.
    assert any(came_in_time) or PAIRS < 50


def test_c10_one_address_registered_16_times_at_once_is_one_account(arena: Arena) -> None:
    cookies = [cookie_of()]
    words = "password1=a+long+new+password&password2=a+long+new+password"
    for number in range(ROUNDS):
        body = f"email=Reader{number}%40example.org&{words}"

        start = arena.race("/account/signup/", body, cookies, 16, wins=16, success="302")

        assert start.held, start.told
        assert User.objects.filter(email__iexact=f"reader{number}@example.org").count() == 1
    assert EmailAddress.objects.count() == User.objects.count() == ROUNDS
