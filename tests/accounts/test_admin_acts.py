"""Contracts, seats, codes, groups and people in the administration: what is refused, what is asked, what is done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.back_office import EDITABLE_ROWS
from accounts.models import (
    ActivationCode,
    Contract,
    Invitation,
    ReadingGroup,
    Seat,
    User,
)
from tests.factories import accounts as make
from tests.office import act, errors, librarian, listed, said, url_of

pytestmark = pytest.mark.django_db


def contract_form(**fields: Any) -> dict[str, Any]:
    terms = {"kind": "subscription", "state": "active", "grace_minutes": 15, "off_campus_days": 30}
    return {**terms, "starts_on": "2026-01-01", **fields}


def test_contract_takes_the_time_zone_of_its_institution() -> None:
    mine = make.make_institution(time_zone="Asia/Tbilisi")
    product = make.make_product()

    librarian().post(url_of(Contract, "add"), contract_form(institution=mine.pk, products=[product.pk]))

    assert Contract.objects.get().time_zone == "Asia/Tbilisi"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({}, "__all__"),
        ({"person": True, "seats": 3}, "__all__"),
        ({"person": True, "ends_on": "2025-12-31"}, "__all__"),
        ({"person": True, "time_zone": "Mars/Olympus"}, "__all__"),
    ],
)
def test_contract_s_nonsense_is_refused(fields: dict[str, Any], where: str) -> None:
    if "person" in fields:
        fields["person"] = make.make_user().pk

    response = librarian().post(url_of(Contract, "add"), contract_form(products=[make.make_product().pk], **fields))

    assert list(errors(response)) == [where]
    assert Contract.objects.count() == 0


def test_contract_keeps_as_many_seats_as_are_taken() -> None:
    mine, product = make.make_institution(), make.make_product()
    contract = make.make_contract(mine, product, seats=2)
    make.make_seat(contract, make.make_user())
    make.make_seat(contract, make.make_user())

    form = contract_form(institution=mine.pk, products=[product.pk], seats=1)
    response = librarian().post(url_of(Contract, "change", contract.pk), form)

    assert errors(response) == {"seats": ["2 seats are taken; release some first."]}


def test_seat_is_given_under_the_lock_and_queued_when_full() -> None:
    contract = make.make_contract(make.make_institution(), make.make_product(), seats=1)
    client = librarian()

    first, second = (
        client.post(url_of(Seat, "add"), {"contract": contract.pk, "user": make.make_user().pk}, follow=True)
        for _ in "12"
    )

    assert "All seats are taken: the person waits for the next one." not in said(first)
    assert "All seats are taken: the person waits for the next one." in said(second)
    assert list(Seat.objects.order_by("pk").values_list("is_queued", flat=True)) == [False, True]


def test_seat_needs_a_contract_with_seats_and_a_person_without_one() -> None:
    open_to_all = make.make_contract(make.make_institution(), make.make_product())
    limited = make.make_contract(make.make_institution(), make.make_product(), seats=5)
    ada = make.make_user()
    make.make_seat(limited, ada)
    client = librarian()

    nowhere = client.post(url_of(Seat, "add"), {"contract": open_to_all.pk, "user": ada.pk})
    twice = client.post(url_of(Seat, "add"), {"contract": limited.pk, "user": ada.pk})

    assert (list(errors(nowhere)), list(errors(twice))) == (["contract"], ["user"])


def acted(model: Any, action: str, row: Any) -> tuple[Any, Any]:
    """Choose an action and look, then say yes."""
    client = librarian()
    asked = act(client, model, action, [row])
    before = model.objects.get(pk=row.pk)
    act(client, model, action, [row], confirmed="yes")

    assert "Yes, do it" in asked.content.decode()
    return before, model.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("model", "action", "column"),
    [
        (ActivationCode, "revoke", "revoked_at"),
        (Invitation, "revoke", "revoked_at"),
        (ReadingGroup, "archive", "archived_at"),
        (Seat, "release", "released_at"),
    ],
)
def test_action_asks_before_it_acts(model: Any, action: str, column: str) -> None:
    makers: dict[type[Model], Callable[[], Any]] = {
        ActivationCode: make.make_code,
        Invitation: lambda: make.make_invitation(make.make_group()),
        ReadingGroup: make.make_group,
        Seat: lambda: make.make_seat(
            make.make_contract(make.make_institution(), make.make_product(), seats=1), make.make_user()
        ),
    }

    before, after = acted(model, action, makers[model]())

    assert getattr(before, column) is None
    assert getattr(after, column) is not None


def test_answer_for_everything_on_the_list_does_not_name_each_row() -> None:
    rows = [make.make_code() for _ in range(3)]
    client = librarian()

    asked = act(client, ActivationCode, "revoke", rows[:1], select_across=1)
    act(client, ActivationCode, "revoke", rows[:1], select_across=1, confirmed="yes")

    assert asked.content.decode().count('name="_selected_action"') == 1
    assert 'name="select_across" value="1"' in asked.content.decode()
    assert ActivationCode.objects.filter(revoked_at__isnull=True).count() == 0


def test_archived_group_is_opened_again() -> None:
    group = make.make_group()
    client = librarian()
    act(client, ReadingGroup, "archive", [group], confirmed="yes")

    act(client, ReadingGroup, "reopen", [group])

    assert ReadingGroup.objects.get().archived_at is None


def test_person_is_added_without_a_password_and_logged_without_a_name() -> None:
    form = {"email": "ada@uni.example", "name": "Ada", "usable_password": "false"}

    response = librarian().post(url_of(User, "add"), form)

    ada = User.objects.get(email="ada@uni.example")
    assert response.status_code == 302
    assert not ada.has_usable_password()
    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == [f"№ {ada.pk}"]


def test_person_with_the_same_address_in_other_letters_is_refused() -> None:
    make.make_user("ada@uni.example")

    response = librarian().post(url_of(User, "add"), {"email": "ADA@uni.example", "usable_password": "false"})

    assert "There is already an account with this address." in response.content.decode()


def test_clerk_cannot_hand_out_rights() -> None:
    clerk = make.make_staff()
    clerk.user_permissions.set(_permissions("view_user", "change_user"))
    client = Client()
    client.force_login(clerk)
    tables = ("contracts", "seats", "memberships")
    management = {f"{name}-{key}": 0 for name in tables for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {
        "email": clerk.email,
        "name": "Clerk",
        "language": "en",
        "time_zone": "UTC",
        "is_active": "on",
        **management,
    }

    response = client.post(url_of(User, "change", clerk.pk), {**form, "is_superuser": "on", "is_curator": "on"})

    clerk.refresh_from_db()
    assert response.status_code == 302
    assert (clerk.name, clerk.is_superuser, clerk.is_staff) == ("Clerk", False, True)


def _permissions(*names: str) -> Any:
    return Permission.objects.filter(codename__in=names)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"today": "running"}, {"endless", "soon", "full"}),
        ({"today": "not"}, {"stopped"}),
        ({"today": "full"}, {"full"}),
        ({"ends_within": "30"}, {"soon"}),
        ({"ends_within": "7"}, set()),
    ],
)
def test_contracts_are_filtered_by_how_they_stand(query: dict[str, str], found: set[str]) -> None:
    mine, today = make.make_institution(), timezone.now().date()
    rows = {
        "endless": make.make_contract(mine, ends_on=None),
        "soon": make.make_contract(mine, ends_on=today + timedelta(days=20)),
        "full": make.make_contract(mine, seats=1, ends_on=None),
        "stopped": make.make_contract(mine, state="cancelled", ends_on=None),
    }
    make.make_seat(rows["full"], make.make_user())
    names = {row.pk: name for name, row in rows.items()}

    assert {names[pk] for pk in listed(librarian(), Contract, **query)} == found


@pytest.mark.parametrize(
    ("answer", "found"),
    [("open", {"open"}), ("accepted", {"accepted"}), ("revoked", {"revoked"}), ("expired", {"expired"})],
)
def test_invitations_are_filtered_by_what_became_of_them(answer: str, found: set[str]) -> None:
    group, now = make.make_group(), timezone.now()
    rows = {
        "open": make.make_invitation(group, expires_at=now + timedelta(days=1)),
        "accepted": make.make_invitation(group, accepted_at=now, expires_at=now),
        "revoked": make.make_invitation(group, revoked_at=now),
        "expired": make.make_invitation(group, expires_at=now),
    }
    names = {row.pk: name for name, row in rows.items()}

    assert {names[pk] for pk in listed(librarian(), Invitation, answer=answer)} == found


def test_large_group_is_shown_and_not_edited() -> None:
    group = make.make_group()
    client = librarian()
    make.make_member(group, make.make_user())
    few = client.get(url_of(ReadingGroup, "change", group.pk)).content.decode()
    for _ in range(EDITABLE_ROWS):
        make.make_member(group, make.make_user(password=None))

    many = client.get(url_of(ReadingGroup, "change", group.pk)).content.decode()

    assert 'name="memberships-0-role"' in few
    assert 'name="memberships-0-role"' not in many
