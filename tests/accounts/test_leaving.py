"""D7: erasure and export over all tables, the grace period, and groups that need an owner first."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.codes import make_code, redeem
from accounts.erasure import Fate, registered
from accounts.invitations import invite
from accounts.leaving import (
    StillNeededError,
    ask_for_erasure,
    cancel_erasure,
    due_for_erasure,
    effects,
    erase,
    export,
    obstacles,
)
from accounts.models import Order, Product, ReadingGroup, User
from accounts.orders import mark_paid
from accounts.tokens import make_token
from tests.asking import BACKEND
from tests.factories import accounts as make
from tests.factories.annotations import make_note
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
EMAIL = "vanishing.reader@example.org"
NAME = "Vera Vanishing"


def joins_groups(user: User) -> None:
    """Be in groups, own one alone, wait for one, invite and be invited."""
    shared, alone = make.make_group(), make.make_group("Alone")
    leader = make.make_user()
    make.make_member(shared, leader, "owner")
    make.make_member(shared, user)
    make.make_member(alone, user, "owner")
    make.make_waiting(make.make_group(), user)
    invite(make.make_group(), [(1, EMAIL)], leader)
    make.make_invitation(shared, "guest@example.org", invited_by=user)
    make.make_invitation(shared, accepted_by=user, accepted_at=timezone.now())


def holds_keys(user: User, product: Product) -> None:
    """Redeem a code, and hold a token, a second factor and rights in the administration."""
    redeem(make_code([product], months=1), user)
    make_token(user, "My program")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    user.groups.add(Group.objects.create(name="Office"))
    user.user_permissions.add(Permission.objects.all()[0])


@pytest.fixture
def person() -> User:
    """Somebody with a row in every table of the room that can refer to a person."""
    user = make.make_user(EMAIL, name=NAME)
    product, institution = make.make_product(), make.make_institution()
    EmailAddress.objects.create(user=user, email="second." + EMAIL, verified=True)
    make.make_contract(user, product)
    make.make_seat(make.make_contract(institution, product, seats=2), user)
    make.make_visit(user, institution)
    order = make.make_order(make.make_plan(product), user, billing_name=NAME, billing_address=f"Street 1, {NAME}")
    mark_paid(order, "INV-1")
    gift = make.make_order(order.plan, make.make_user(), is_gift=True, recipient_email=EMAIL.upper())
    make.make_notice(user)
    joins_groups(user)
    LogEntry.objects.create(user=user, action_flag=CHANGE, object_id="1", object_repr="№ 1")
    client = Client()
    client.force_login(user, BACKEND)
    UserSession.objects.create(
        user=user,
        session_key=client.session.session_key,
        ip="192.0.2.7",
        user_agent="Firefox",
        last_seen_at=timezone.now(),
    )
    holds_keys(user, product)
    make_note(user, make_document(make_volume(), "1"), body=f"Signed {NAME}")
    assert gift.pk
    return user


def tables_with(word: str) -> list[str]:
    """Every table of the database in which the word stands, in whatever column."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not name.startswith("pg_")]
        found = []
        for table in sorted(tables):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text ILIKE %s', [f"%{word}%"])  # noqa: S608
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_d7_person_stands_in_every_column_that_can_refer_to_one(person: User) -> None:
    below = ("accounts.", "account.", "admin.", "mfa.", "usersessions.")
    wanted = {label for label in registered() if label.startswith(below)} | {"annotations.Annotation.owner"}

    assert wanted - {effect.reference.label for effect in effects(person)} == set()


def test_d7_after_erasure_no_session_and_no_line_of_the_log_holds_the_address(
    person: User, caplog: pytest.LogCaptureFixture
) -> None:
    form = {"email": "sign." + EMAIL, "password1": "a long new password", "password2": "a long new password"}
    Client().post("/account/signup/", form)
    before = Session.objects.count()
    caplog.set_level("DEBUG", logger="accounts")
    caplog.set_level("INFO")

    erase(person)

    assert before > Session.objects.count() > 0
    assert [row for row in Session.objects.all() if EMAIL in json.dumps(row.get_decoded())] == []
    assert [line for line in caplog.messages if EMAIL in line or NAME in line] == []


def test_d7_after_erasure_no_table_holds_address_or_name(person: User) -> None:
    before = tables_with(EMAIL)

    erase(person)

    assert {"accounts_user", "account_emailaddress", "accounts_invitation", "accounts_order"} <= set(before)
    assert (tables_with(EMAIL), tables_with(NAME)) == ([], [])


def test_d7_every_reference_meets_its_fate(person: User) -> None:
    erase(person)

    left = {effect.reference.label for effect in effects(person)}
    assert left == {"accounts.Contract.person", "accounts.Order.buyer", "admin.LogEntry.user"}
    assert {registered()[label].fate for label in left} == {Fate.NAMELESS}
    person.refresh_from_db()
    assert (person.is_active, person.has_usable_password(), person.name) == (False, False, "")


def test_d7_ledger_keeps_its_sums_and_leads_to_nobody(person: User) -> None:
    order = Order.objects.filter(buyer=person).get()
    before = list(order.events.values_list("event", "amount"))

    erase(person)

    order.refresh_from_db()
    assert (list(order.events.values_list("event", "amount")), order.billing_name) == (before, "–")
    actors = order.events.exclude(actor=None).values_list("actor__user", flat=True)
    assert set(actors) == {None}


def test_d7_export_holds_everything_that_is_kept(person: User) -> None:
    taken = export(person)

    exported = {label for label, reference in registered().items() if reference.is_exported}
    assert set(taken) == exported | {"person"}
    assert taken["person"]["email"] == EMAIL
    for effect in effects(person):
        if effect.reference.is_exported:
            assert len(taken[effect.reference.label]) == effect.count
    assert "password" not in json.dumps(taken)


def test_r9_export_of_somebody_with_nothing_is_a_valid_empty_file(client: Client) -> None:
    user = make.make_user()
    client.force_login(user, BACKEND)

    response = client.post("/profile/data/")

    assert response["Content-Disposition"].startswith('attachment; filename="my-data-')
    assert json.loads(response.content)["accounts.Contract.person"] == []
    assert json.loads(response.content)["annotations.Annotation.owner"] == []


def test_r9_after_the_institutions_contract_has_ended_one_signs_in_and_takes_ones_own_along(client: Client) -> None:
    institution, product = make.make_institution(), make.make_product()
    user, ended = make.make_user("member@example.org"), {"starts_on": "2020-01-01", "ends_on": "2020-12-31"}
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    make.make_seat(make.make_contract(institution, product, seats=2, **ended), user)
    letter = make_document(make_volume(audience="controlled", product=product), "1", texts=["Licensed words."])
    make_note(user, letter, body="My own words.")

    signed = client.post("/account/login/", {"login": user.email, "password": make.PASSWORD})
    seen = client.get("/annotations/mine/").content.decode()
    taken = client.post("/profile/data/").content.decode()

    assert signed.status_code == 302
    assert ("My own words." in seen, "My own words." in taken) == (True, True)
    assert client.get(f"/documents/{letter.identifier}/").content.decode().count("Licensed words.") == 0


def test_r10_deletion_waits_until_a_shared_group_has_an_owner(person: User) -> None:
    group = make.make_group("Shared")
    make.make_member(group, person, "owner")
    make.make_member(group, make.make_user())

    with pytest.raises(StillNeededError) as caught:
        ask_for_erasure(person)
    ReadingGroup.objects.filter(pk=group.pk).update(archived_at=timezone.now())

    assert ["Shared" in sentence for sentence in caught.value.obstacles] == [True]
    assert obstacles(person) == []


def test_owner_of_a_volume_hands_over_first(person: User) -> None:
    make_volume(owner=person)

    with pytest.raises(StillNeededError):
        erase(person)


def test_r10_grace_period_can_be_cancelled_and_ends(person: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        until = ask_for_erasure(person)
        again = ask_for_erasure(person)

    assert until == again
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    assert list(due_for_erasure(until - timedelta(seconds=1))) == []
    assert list(due_for_erasure(until)) == [person]
    assert [cancel_erasure(person), cancel_erasure(person)] == [True, False]
    assert list(due_for_erasure(until)) == []


def test_r10_page_lists_what_goes_what_stays_and_offers_export(person: User, client: Client) -> None:
    client.force_login(person, BACKEND)

    html = client.get("/profile/delete/").content.decode()

    goes, stays = html.index("What goes"), html.index("What stays without your name")
    assert goes < html.index("campus network") < stays < html.index("sum and date stay")
    assert "/profile/data/" in html


def test_deleting_asks_for_the_password_again_and_then_waits(person: User, client: Client) -> None:
    client.force_login(person, BACKEND)
    without = client.post("/profile/delete/", {"sure": "on"})
    client.post("/account/reauthenticate/", {"password": make.PASSWORD})

    client.post("/profile/delete/", {"sure": "on"})

    person.refresh_from_db()
    assert (without.status_code, "/account/reauthenticate/" in without["Location"]) == (302, True)
    assert person.erase_after is not None
    client.post("/profile/delete/cancel/")
    person.refresh_from_db()
    assert person.erase_after is None


@pytest.mark.usefixtures("person")
def test_command_tries_and_erases() -> None:
    said = StringIO()
    call_command("erase_user", EMAIL, dry_run=True, stdout=said)
    assert User.objects.filter(email=EMAIL).exists()

    call_command("erase_user", EMAIL, stdout=StringIO())

    assert "sum and date stay" in said.getvalue()
    assert not User.objects.filter(email=EMAIL).exists()
    with pytest.raises(CommandError, match="no account"):
        call_command("erase_user", EMAIL)


def test_command_exports(person: User) -> None:
    said = StringIO()

    call_command("export_user", person.email.upper(), stdout=said)

    assert json.loads(said.getvalue())["person"]["name"] == NAME
