import time
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client

from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
PASSWORDS = {"password1": "a long new password", "password2": "a long new password"}
ASKED = [
    ("/account/login/", {"login": "{}", "password": "wrong password"}),
    ("/account/password/reset/", {"email": "{}"}),
    ("/account/login/code/", {"email": "{}"}),
    ("/account/signup/", {"email": "{}", **PASSWORDS}),
]


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long answers waited."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    return waits


@pytest.mark.parametrize(("path", "form"), ASKED)
@pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
def test_a9_an_answer_to_a_typed_address_waits_for_what_is_left_of_its_time(
    path: str, form: dict[str, str], email: str, client: Client, settings: Any, slept: list[float]
) -> None:
    make.make_user("known@example.org")
    settings.EVEN_SECONDS = 1000

    client.post(path, {name: value.format(email) for name, value in form.items()})

    assert [900 < wait < 1000 for wait in slept] == [True]


@pytest.mark.parametrize(("method", "path"), [("get", "/account/login/"), ("post", "/preferences/"), ("get", "/none/")])
def test_other_answers_wait_for_nothing(
    method: str, path: str, client: Client, settings: Any, slept: list[float]
) -> None:
    settings.EVEN_SECONDS = 1000

    client.generic(method.upper(), path)

    assert slept == []


@pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
def test_a9_signing_up_hashes_the_password_once_whether_or_not_there_is_an_account(
    email: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.make_user("known@example.org")
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def noted(hasher: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", noted)

    client.post("/account/signup/", {"email": email, **PASSWORDS})

    assert hashed == [PASSWORDS["password1"]]
