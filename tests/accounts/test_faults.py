"""A1, A7, A8, A11 to A13 and C10 over the whole table of addresses and over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Contract, ReadingGroup, User
from accounts.throttle import Limit
from tests.asking import BACKEND
from tests.factories import accounts as make
from tests.factories.annotations import make_note
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
CAMPUS = "192.0.2.77"
END = datetime(2026, 6, 1, tzinfo=UTC)
UNSAFE = ("post", "put", "patch", "delete")
# The form of language and colours stands on every page and may be sent by anybody; the payment service has no token.
WITHOUT_TOKEN = {"/preferences/", "/payments/stripe/"}
SAMPLES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}
SIGN_UP = {"email": "new@example.org", "password1": "a long new password", "password2": "a long new password"}


def signed_in(user: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user, BACKEND)
    return client


def reads(client: Client, **extra: Any) -> bool:
    return b"Planted words" in client.get("/documents/v-1/", **extra).content


@pytest.fixture
def product() -> Any:
    product = make.make_product()
    make_document(
        make_volume("v", audience="controlled", product=product), "1", identifier="v-1", texts=["Planted words."]
    )
    return product


def test_a1_subscription_that_ends_mid_session_opens_nothing_more_and_notes_stay(product: Any) -> None:
    user = make.make_user()
    make.make_contract(
        user, product, starts_on=date(2025, 1, 1), ends_on=date(2026, 5, 31), time_zone="UTC", grace_minutes=0
    )
    note = make_note(user, make_document(make_volume("open"), "2"), body="My own words.")
    with time_machine.travel(END - timedelta(minutes=1), tick=False):
        client = signed_in(user)
        first, cached = reads(client), client.get("/documents/v-1/")["Cache-Control"]
    with time_machine.travel(END + timedelta(minutes=1), tick=False):
        then = reads(client)
        mine = json.loads(client.get("/annotations/mine/", headers={"Accept": "application/json"}).content)
        taken = client.post("/profile/data/").content.decode()

    assert (first, then, "private" in cached) == (True, False, True)
    assert note.body in json.dumps(mine)
    assert note.body in taken


def test_a1_disabled_person_is_signed_out_on_the_next_request(product: Any) -> None:
    user = make.make_user()
    make.make_contract(user, product)
    client = signed_in(user)
    first = reads(client)

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert (first, reads(client), client.get("/subscription/").status_code) == (True, False, 302)


def test_a1_removed_network_opens_nothing_on_the_next_request(product: Any) -> None:
    institution = make.make_institution()
    network = make.make_network(institution)
    make.make_contract(institution, product)
    first = reads(Client(), REMOTE_ADDR=CAMPUS)

    network.delete()

    assert (first, reads(Client(), REMOTE_ADDR=CAMPUS)) == (True, False)


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Give an address of every pattern of the site that is written with plain converters."""
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if not re.search(r"[\^\\(]", here):
                yield re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "x"), here)
        else:
            yield from addresses(entry, here)


ADDRESSES = sorted(set(addresses(get_resolver())))


def refusals(methods: tuple[str, ...], kind: str, within: str = "/", **headers: str) -> dict[str, int]:
    """What each unsafe request answers that is not refused: no token, no such method, no such kind of body."""
    client = signed_in(make.make_superuser(), enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    statuses = {
        f"{method} {address}": getattr(client, method)(address, "{}", content_type=kind, headers=headers).status_code
        for address in ADDRESSES
        for method in methods
        if address not in WITHOUT_TOKEN and address.startswith(within)
    }
    return {name: status for name, status in statuses.items() if status not in {403, 405, 415}}


def test_a7_no_address_takes_a_form_without_a_token() -> None:
    assert len(ADDRESSES) > 150
    assert refusals(("post",), "text/plain") == {}


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-CSRFToken": "b" * 32}, {"X-HTTP-Method-Override": "GET"}],
    ids=["no token", "another session's token", "method override"],
)
@pytest.mark.parametrize("within", ["/annotations/", "/api/", "/profile/", "/orders/", "/groups/"])
def test_a7_no_unsafe_method_passes_with_a_wrong_token(headers: dict[str, str], within: str) -> None:
    assert refusals(UNSAFE, "application/json", within, **headers) == {}


def test_a11_cookie_of_the_session_is_out_of_reach_of_scripts_and_other_sites(client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    user = make.make_user("reader@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    client.post("/account/login/", {"login": user.email, "password": make.PASSWORD})

    flags = client.cookies["sessionid"]
    assert (flags["httponly"], flags["samesite"], flags["secure"]) == (True, "Lax", True)


def test_a11_kept_cookie_opens_nothing_after_signing_out() -> None:
    client = signed_in(make.make_user())
    stolen = client.cookies["sessionid"].value
    client.post("/account/logout/")

    thief = Client()
    thief.cookies["sessionid"] = stolen

    assert thief.get("/subscription/").status_code == 302


def test_a12_signing_up_with_more_fields_makes_an_ordinary_account(client: Client) -> None:
    extra = {"is_staff": "1", "is_superuser": "1", "is_curator": "on", "is_active": "1", "erased_at": "2020-01-01"}

    client.post("/account/signup/", {**SIGN_UP, **extra})

    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_curator, user.erased_at) == (False, False, False, None)


def test_a12_group_and_token_are_their_makers_whatever_the_form_says() -> None:
    maker, other = make.make_user(), make.make_user()
    client = signed_in(maker)
    form = {"name": "Mine", "folder_access": "read_only", "time_zone": "UTC"}

    client.post("/groups/new/", {**form, "slug": "taken", "owner": other.pk, "is_public": "on", "created_at": "2001"})
    client.post("/tokens/", {"name": "t", "scope": "read", "days": "1", "user": other.pk, "digest": "0" * 64})

    group = ReadingGroup.objects.get()
    assert (group.slug == "taken", group.is_public, group.created_at.year) == (False, False, datetime.now(UTC).year)
    assert list(group.memberships.values_list("user", "role")) == [(maker.pk, "owner")]
    assert list(User.objects.filter(api_tokens__isnull=False)) == [maker]


def test_a13_taking_data_out_is_limited_by_account_and_says_when_to_come_again() -> None:
    first, second = signed_in(make.make_user()), signed_in(make.make_user())

    answers = [first.post("/profile/data/") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60 * 60
    assert second.post("/profile/data/").status_code == 200


def test_a13_joining_is_limited_by_account_so_that_a_lecture_hall_is_not_shut_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("accounts.views.joining.TOKENS", Limit("join", 3, 60 * 60))
    busy, other = signed_in(make.make_user()), signed_in(make.make_user())

    answers = [busy.post("/join/", {"code": "NO-SUCH"}).status_code for _ in range(4)]

    assert answers == [400] * 3 + [429]
    assert other.post("/join/", {"code": "NO-SUCH"}).status_code == 400


@pytest.mark.parametrize(
    "email",
    ["\u212aim@example.org", "\uff4bim@example.org", "kim@ex\u00e4mple.org", "kim@exa\u0308mple.org"],
    ids=["kelvin", "full width", "umlaut", "two marks"],
)
def test_c10_letters_that_fold_or_look_alike_make_no_second_account(client: Client, email: str) -> None:
    make.make_user("kim@example.org")

    answer = client.post("/account/signup/", {**SIGN_UP, "email": email})

    # What folds to the known address by itself is told to that address alone; the rest is refused in the form.
    assert (answer.status_code, [message.to for message in mail.outbox]) in [(200, []), (302, [["kim@example.org"]])]
    assert User.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_user(email)


def test_l4_reinstated_contract_has_lost_nothing(product: Any) -> None:
    institution, user = make.make_institution(), make.make_user()
    contract = make.make_contract(institution, product, seats=2)
    make.make_seat(contract, user)
    client, seen = signed_in(user), []
    for state in ("active", "suspended", "active"):
        Contract.objects.filter(pk=contract.pk).update(state=state)
        seen.append((reads(client), contract.assigned_seats.count()))

    assert seen == [(True, 1), (False, 1), (True, 1)]
