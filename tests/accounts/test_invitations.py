"""The life of an invitation, whichever way it reached the person."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.invitations import (
    InvitationError,
    Sent,
    Standing,
    accept,
    decline,
    expired,
    find,
    invite,
    joined_by,
    open_to_many,
    read_sheet,
    standing_for,
    token_of,
)
from accounts.models import Invitation, Membership, ReadingGroup, User
from tests.factories.accounts import make_group, make_institution, make_member, make_user
from tests.races import at_once


@pytest.fixture
def owner() -> User:
    return make_user("professor@example.org", name="Prof. Lange")


@pytest.fixture
def group(owner: User) -> ReadingGroup:
    made = make_group("Seminar")
    make_member(made, owner, "owner")
    return made


def invited(group: ReadingGroup, owner: User, email: str = "student@example.org") -> Invitation:
    invite(group, [(1, email)], owner)
    return Invitation.objects.get(group=group, email=email, revoked_at=None)


@pytest.mark.django_db
def test_each_address_of_a_list_is_told_what_became_of_it(group: ReadingGroup, owner: User) -> None:
    known = make_user("known@example.org")
    addresses = ["new@example.org", "known@example.org", "NEW@example.org", owner.email, "no address", ""]
    invited(group, owner, "before@example.org")

    lines = invite(group, enumerate([*addresses, "before@example.org"], 1), owner)

    assert [line.sent for line in lines] == [
        Sent.INVITED,
        Sent.INVITED,
        Sent.DOUBLED,
        Sent.MEMBER,
        Sent.BAD,
        Sent.BAD,
        Sent.AGAIN,
    ]
    assert not Membership.objects.filter(user=known).exists()


@pytest.mark.django_db
def test_a9_mail_and_answer_are_the_same_for_known_and_unknown_addresses(
    group: ReadingGroup, owner: User, django_capture_on_commit_callbacks: Any
) -> None:
    make_user("known@example.org", language="ru")

    with django_capture_on_commit_callbacks(execute=True):
        lines = invite(group, enumerate(["known@example.org", "unknown@example.org"], 1), owner)

    tokens = [token_of(Invitation.objects.get(email=line.email)) for line in lines]
    bodies = {message.body.replace(token, "T") for message, token in zip(mail.outbox, tokens, strict=True)}
    assert (len(bodies), {line.sent for line in lines}) == (1, {Sent.INVITED})


@pytest.mark.django_db
def test_token_is_kept_as_its_digest_and_finds_the_invitation(group: ReadingGroup, owner: User) -> None:
    invitation = invited(group, owner)
    token = token_of(invitation)

    row = Invitation.objects.values().get()

    assert [value for value in row.values() if token in str(value)] == []
    assert find(token.lower().replace("-", " ")) == invitation
    assert find(token[:-1] + ("0" if token[-1] != "0" else "1")) is None


@pytest.mark.django_db
def test_accepted_once_by_one_person(group: ReadingGroup, owner: User) -> None:
    invitation, student = invited(group, owner), make_user()

    assert [accept(invitation, student), accept(invitation, student)] == [True, True]
    with pytest.raises(InvitationError) as caught:
        accept(invitation, make_user())

    assert caught.value.standing is Standing.ACCEPTED
    assert Invitation.objects.get().accepted_by == student


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "rules", "expected"),
    [
        ({}, {}, Standing.OPEN),
        ({"revoked_at": timezone.now()}, {}, Standing.REVOKED),
        ({"declined_at": timezone.now()}, {}, Standing.DECLINED),
        ({"accepted_at": timezone.now()}, {}, Standing.ACCEPTED),
        ({"expires_at": timezone.now() - timedelta(hours=1)}, {}, Standing.EXPIRED),
        ({}, {"join_until": timezone.now().date() - timedelta(days=2)}, Standing.CLOSED),
        ({}, {"archived_at": timezone.now()}, Standing.CLOSED),
    ],
)
def test_every_standing(
    group: ReadingGroup, owner: User, columns: dict[str, Any], rules: dict[str, Any], expected: Standing
) -> None:
    invited(group, owner)
    Invitation.objects.update(**columns)
    ReadingGroup.objects.update(**rules)
    token = token_of(Invitation.objects.get())
    found = find(token)
    assert found is not None

    assert [standing_for(found, None), standing_for(found, make_user())] == [expected] * 2
    assert standing_for(found, owner) is Standing.MEMBER


@pytest.mark.django_db
def test_i6_private_address_is_refused_by_the_rule_of_the_institution(group: ReadingGroup, owner: User) -> None:
    institution = make_institution(email_domains="uni.example.org")
    ReadingGroup.objects.update(institution=institution, own_addresses_only=True)
    link = open_to_many(group, "link", owner)
    found = find(token_of(link))
    assert found is not None
    private, student, liar = make_user(), make_user(), make_user()
    for user, email, is_verified in (
        (private, "me@mail.example.com", True),
        (student, "me@cs.uni.example.org", True),
        (liar, "you@uni.example.org", False),
    ):
        EmailAddress.objects.create(user=user, email=email, verified=is_verified)

    assert [standing_for(found, user) for user in (None, private, student, liar)] == [
        Standing.OPEN,
        Standing.ADDRESS,
        Standing.OPEN,
        Standing.ADDRESS,
    ]


@pytest.mark.django_db
def test_i7_new_link_ends_the_leaked_one_and_who_came_by_it_is_listed(group: ReadingGroup, owner: User) -> None:
    leaked = open_to_many(group, "link", owner)
    stranger = make_user()
    accept(leaked, stranger)

    new = open_to_many(group, "link", owner)

    with pytest.raises(InvitationError):
        accept(leaked, make_user())
    assert [member.user for member in joined_by(leaked)] == [stranger]
    assert joined_by(new) == []


@pytest.mark.django_db
def test_declined_invitation_makes_room_for_a_new_one(group: ReadingGroup, owner: User) -> None:
    invitation = invited(group, owner)

    assert [decline(invitation), decline(invitation)] == [True, False]
    assert invite(group, [(1, "student@example.org")], owner)[0].sent is Sent.INVITED


@pytest.mark.django_db
def test_expired_invitation_is_found_and_can_be_sent_again(group: ReadingGroup, owner: User) -> None:
    invitation = invited(group, owner)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    assert list(expired()) == [invitation]
    assert invite(group, [(1, "student@example.org")], owner)[0].sent is Sent.INVITED


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("a@example.org\nb@example.org", [(1, "a@example.org"), (2, "b@example.org")]),
        ("Name;E-Mail\nÖ;o@example.org", [(2, "o@example.org")]),
        ("name,mail\n\nx, x@example.org ", [(3, " x@example.org ")]),
        ("E-Mail\nnobody\nb@example.org", [(2, ""), (3, "b@example.org")]),
        ("Имя\tпочта\nА\ta@example.org", [(2, "a@example.org")]),
        ("", []),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_sheet_is_read_in_any_common_shape(data: str, expected: list[tuple[int, str]], encoding: str) -> None:
    assert read_sheet(data.encode(encoding)) == expected


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"a@example.org\n" * 2001])
def test_what_is_no_sheet_is_refused(data: bytes) -> None:
    with pytest.raises(ValidationError):
        read_sheet(data)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_invitation_and_32_people_has_one_winner() -> None:
    owner, group = make_user(), make_group()
    make_member(group, owner, "owner")
    people = [make_user(password=None) for _ in range(32)]
    invitation = invited(group, owner)

    results = at_once([partial(accept, invitation, person) for person in people])

    assert [result for result in results if result is True] == [True]
    assert {result.standing for result in results if isinstance(result, InvitationError)} == {Standing.ACCEPTED}
    assert Membership.objects.filter(group=group).count() == 2
