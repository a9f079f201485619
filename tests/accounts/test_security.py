"""A6–A12 over signing in, signing up and resetting; second factors; seeing as a member."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.asking import BACKEND
from tests.factories import accounts as make
from tests.factories.accounts import PASSWORD
from tests.office import librarian
from tests.races import at_once

pytestmark = pytest.mark.django_db
LOGIN, RESET, SIGNUP = "/account/login/", "/account/password/reset/", "/account/signup/"
LIMITS: dict[str, str] = {}


def member(email: str = "known@example.org") -> User:
    user = make.make_user(email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def plain(response: Any, *emails: str) -> str:
    """A page without its token and without the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    for email in emails:
        text = text.replace(email, "ADDRESS")
    return text


def sign_in(client: Client, email: str = "known@example.org", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (LOGIN, {"login": "{}", "password": "wrong password"}),
        (RESET, {"email": "{}"}),
        (SIGNUP, {"email": "{}", "password1": "a long new password", "password2": "a long new password"}),
        ("/account/login/code/", {"email": "{}"}),
    ],
)
def test_a9_known_and_unknown_addresses_get_the_same_answer(path: str, form: dict[str, str]) -> None:
    member()
    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        filled = {name: value.format(email) for name, value in form.items()}
        client = Client()
        first = client.post(path, filled)
        last = client.get(first["Location"]) if first.status_code == 302 else first
        answers.append((first.status_code, first.headers.get("Location"), plain(last, email)))

    assert answers[0] == answers[1]


@pytest.mark.parametrize("host", ["evil.example.com", "testserver.evil.example.com"])
def test_a6_strange_host_is_refused(client: Client, host: str) -> None:
    assert client.get(LOGIN, headers={"Host": host}).status_code == 400


def test_a6_links_in_mails_come_from_the_setting_and_not_from_the_host(client: Client) -> None:
    member()

    client.post(RESET, {"email": "known@example.org"}, headers={"Host": "archive.example.org"})
    client.post(RESET, {"email": "unknown@example.org"}, headers={"Host": "archive.example.org"})
    client.post(
        SIGNUP,
        {"email": "new@example.org", "password1": "a long new password", "password2": "a long new password"},
        headers={"Host": "archive.example.org"},
    )

    links = [link for message in mail.outbox for link in re.findall(r"https?://[^\s<\"]+", str(message.body))]
    assert len(links) >= 3
    assert [link for link in links if not link.startswith("http://localhost:8000/")] == []
    assert all(message.alternatives[0].mimetype == "text/html" for message in mail.outbox)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example.com/",
        "\\\\evil.example.com",
        "/\\evil.example.com",
        "https:evil.example.com",
        "https://evil.example.com/",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:x=1\r\nX: y",
    ],
)
def test_a6_way_back_after_signing_in_never_leaves_the_site(client: Client, wanted: str) -> None:
    member()

    response = sign_in(client, next=wanted)

    location = response["Location"]
    assert response.status_code == 302
    assert location == "/" or (location.startswith("/%0d") and "\n" not in location)


def test_r1_signing_in_leads_back_to_the_page(client: Client) -> None:
    member()

    assert sign_in(client, next="/volumes/?page=2")["Location"] == "/volumes/?page=2"


def test_a8_one_account_from_many_addresses_is_slowed_and_a_code_by_mail_still_lets_the_owner_in(
    settings: Any,
) -> None:
    settings.ACCOUNT_RATE_LIMITS = LIMITS
    cache.clear()
    member()
    for number in range(5):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        sign_in(client, password="wrong")
    locked = sign_in(Client(REMOTE_ADDR="198.51.100.99"))

    owner = Client(REMOTE_ADDR="203.0.113.5")
    owner.post("/account/login/code/", {"email": "known@example.org"})
    code = re.search(r"^[A-Z0-9-]{6,}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    response = owner.post("/account/login/code/confirm/", {"code": code[0]})

    assert "Too many failed login attempts" in locked.content.decode()
    assert (response.status_code, "_auth_user_id" in owner.session) == (302, True)
    cache.clear()


def test_a8_one_address_and_many_accounts_is_slowed(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = LIMITS
    cache.clear()
    client = Client(REMOTE_ADDR="198.51.100.7")

    pages = [sign_in(client, f"person{number}@example.org", "wrong") for number in range(12)]

    slowed = ["Too many failed" in page.content.decode() for page in pages]
    assert slowed == [False] * 10 + [True] * 2
    cache.clear()


def test_a8_forged_headers_do_not_make_new_addresses(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = LIMITS
    cache.clear()
    pages = [
        Client(REMOTE_ADDR="198.51.100.8").post(
            LOGIN,
            {"login": f"person{number}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )
        for number in range(12)
    ]

    assert "Too many failed" in pages[-1].content.decode()
    cache.clear()


def test_a11_session_is_new_after_signing_in_and_dead_after_signing_out(client: Client) -> None:
    member()
    planted = client.session
    planted["note"] = "planted by somebody else"
    planted.save()
    client.cookies["sessionid"] = before = str(planted.session_key)
    sign_in(client)
    inside = client.cookies["sessionid"].value
    flags = client.cookies["sessionid"]["samesite"]
    before_is_kept = Session.objects.filter(session_key=before).exists()
    client.post("/account/logout/")

    assert inside != before
    assert (before_is_kept, Session.objects.filter(session_key=inside).exists()) == (False, False)
    assert flags == "Lax"


def test_a11_other_devices_are_signed_out_by_a_new_password_and_by_the_list(client: Client) -> None:
    member()
    other, third = Client(), Client()
    for each in (client, other, third):
        sign_in(each)
    client.get("/account/sessions/")
    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "a quite new password", "password2": "a quite new password"},
    )
    after_change = [each.get("/subscription/").status_code for each in (client, other)]
    sign_in(other, password="a quite new password")
    other.get("/subscription/")
    client.post("/account/sessions/")
    after_list = [each.get("/subscription/").status_code for each in (client, other)]

    assert (after_change, after_list) == ([200, 302], [200, 302])


def test_verification_by_link_acts_on_the_button_only(client: Client) -> None:
    client.post(
        SIGNUP, {"email": "new@example.org", "password1": "a long new password", "password2": "a long new password"}
    )
    link = re.search(r"http://localhost:8000(/account/confirm-email/[^\s]+)", str(mail.outbox[0].body))
    assert link is not None
    scanner = Client()
    looked = [scanner.get(link[1]).status_code, scanner.head(link[1]).status_code]
    verified_by_looking = EmailAddress.objects.get().verified

    scanner.post(link[1])

    assert (looked, verified_by_looking, EmailAddress.objects.get().verified) == ([200, 200], False, True)


def test_verification_by_typed_code(client: Client) -> None:
    client.post(
        SIGNUP, {"email": "new@example.org", "password1": "a long new password", "password2": "a long new password"}
    )
    code = re.search(r"\b\d{4} \d{4}\b", str(mail.outbox[0].body))
    assert code is not None
    stranger = Client().post("/verify/", {"code": code[0]})
    wrong = client.post("/verify/", {"code": "0000 0000"})

    right = client.post("/verify/", {"code": code[0]})

    assert [stranger["Location"], wrong["Location"], right["Location"]] == [
        "/account/confirm-email/",
        "/account/confirm-email/",
        LOGIN,
    ]
    assert EmailAddress.objects.get().verified


def test_verification_code_is_worth_five_tries_and_a_quarter_of_an_hour(client: Client) -> None:
    form = {"email": "new@example.org", "password1": "a long new password", "password2": "a long new password"}
    client.post(SIGNUP, form)
    code = re.search(r"\b\d{4} \d{4}\b", str(mail.outbox[0].body))
    assert code is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.post("/verify/", {"code": code[0]})
    for _ in range(4):
        client.post("/verify/", {"code": "0000 0000"})
    client.post("/verify/", {"code": "0000 0000"})

    client.post("/verify/", {"code": code[0]})

    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize("email", ["READER@example.org", "reader@EXAMPLE.ORG", " reader@example.org "])
def test_c10_one_mailbox_is_one_account(client: Client, email: str) -> None:
    member("reader@example.org")

    client.post(SIGNUP, {"email": email, "password1": "a long new password", "password2": "a long new password"})

    assert User.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_c10_one_address_registered_twelve_times_at_once_is_one_account() -> None:
    form = {"password1": "a long new password", "password2": "a long new password"}
    spellings = ["reader@example.org", "READER@example.org", "reader@EXAMPLE.ORG"] * 4

    results = at_once([partial(Client().post, SIGNUP, {"email": email, **form}) for email in spellings])

    assert [result for result in results if isinstance(result, Exception)] == []
    assert {(result.status_code, result.headers.get("Location")) for result in results} == {
        (302, "/account/confirm-email/")
    }
    assert User.objects.count() == 1


def test_staff_need_a_second_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_MFA = True
    client = librarian(email="ada@example.org")
    without = client.get("/admin/")
    user = User.objects.get(email="ada@example.org")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})

    assert (without.status_code, without["Location"]) == (302, "/account/2fa/")
    assert client.get("/admin/").status_code == 200


def test_passkeys_recovery_codes_and_devices_have_their_pages(client: Client) -> None:
    member()
    sign_in(client)

    client.post("/account/reauthenticate/", {"password": PASSWORD})
    pages = ["/account/2fa/", "/account/2fa/webauthn/", "/account/2fa/totp/activate/", "/account/sessions/"]

    assert [client.get(page).status_code for page in pages] == [200] * 4


def test_profile_is_saved_and_unknown_fields_are_ignored(client: Client) -> None:
    user = member()
    client.force_login(user, BACKEND)
    form = {"name": "Ada", "language": "ru", "time_zone": "Europe/Berlin", "mails": ["group", "alert"]}

    response = client.post("/profile/", {**form, "is_staff": "1", "email": "evil@example.org", "is_curator": "on"})

    user.refresh_from_db()
    assert (response.status_code, user.name, user.language, user.time_zone, user.muted) == (
        302,
        "Ada",
        "ru",
        "Europe/Berlin",
        ["reminder"],
    )
    assert (user.is_staff, user.is_curator, user.email) == (False, False, "known@example.org")
    assert client.post("/profile/", {**form, "time_zone": "Mars/Base"}).status_code == 400


def view_as(client: Client, user: User) -> Any:
    data = {"action": "view_as", "_selected_action": [user.pk], "confirmed": "1"}
    return client.post("/admin/accounts/user/", data)


def test_view_as_shows_a_banner_reads_only_is_written_down_and_ends() -> None:
    user = member()
    make.make_contract(user, make.make_product("Papers"))
    client = librarian()

    response = view_as(client, user)
    page = client.get("/subscription/").content.decode()
    refused = [
        client.post("/redeem/", {"code": "x"}).status_code,
        client.get("/admin/").status_code,
        client.get("/profile/data/").status_code,
        client.get("/account/email/").status_code,
    ]
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        after = client.get("/subscription/").content.decode()

    assert (response["Location"], refused) == ("/", [403] * 4)
    assert ("You see the site as" in page, "Papers" in page, "You see the site as" in after) == (True, True, False)
    assert LogEntry.objects.filter(object_id=str(user.pk), change_message__contains="Looked").count() == 1


def test_view_as_can_be_stopped_and_never_borrows_the_eyes_of_staff() -> None:
    client, user = librarian(), member()
    view_as(client, make.make_superuser())
    as_staff = client.get("/admin/").status_code
    view_as(client, user)

    client.post("/view-as/stop/")

    assert (as_staff, client.get("/admin/").status_code) == (200, 200)


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override"])
def test_a7_forms_without_a_token_are_refused(header: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(), BACKEND)
    paths = ["/redeem/", "/profile/", "/profile/delete/", "/profile/data/", "/groups/new/", "/join/", "/verify/"]

    statuses = [
        client.post(path, "{}", content_type="text/plain", headers={header: "GET"}).status_code for path in paths
    ]

    assert statuses == [403] * len(paths)
