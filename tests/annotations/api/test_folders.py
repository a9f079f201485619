"""Folders for programs: by token and by session, within what a person may do."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.tokens import make_token
from annotations.models import Folder
from tests.annotations.wire import BASE
from tests.asking import client_of
from tests.factories.accounts import make_group, make_member, make_user
from tests.factories.annotations import make_folder, make_item
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
FOLDERS = "/api/v1/folders/"


@pytest.fixture
def letter() -> Any:
    return make_document(make_volume("papers"), "letter", identifier="papers-letter")


def send(client: Client, verb: str, path: str, data: Any = None, **headers: str) -> Any:
    body = json.dumps(data) if data is not None else ""
    return client.generic(verb, path, body, content_type="application/json", headers=headers)


def test_a_folder_is_made_filled_ordered_and_deleted(letter: Any) -> None:
    client = client_of(make_user())
    other = make_document(letter.volume, "other", identifier="papers-other")
    made = send(client, "POST", FOLDERS, {"title": "Reading"})
    address = f"{FOLDERS}{made.json()['id']}/"

    targets = [f"{BASE}/documents/{row.identifier}/" for row in (letter, other)]
    first = send(client, "POST", f"{address}items/", {"targets": targets})
    second = send(client, "POST", f"{address}items/", {"targets": targets})
    items = client.get(address).json()["items"]
    moved = send(client, "PATCH", f"{address}items/{items[1]['item']}/", {"place": 1})
    gone = send(client, "DELETE", f"{address}items/{items[0]['item']}/")

    assert (made.status_code, first.json(), second.json()) == (201, {"new": 2}, {"new": 0})
    assert (moved.status_code, gone.status_code) == (200, 204)
    assert [item["target"] for item in client.get(address).json()["items"]] == [targets[1]]
    assert send(client, "DELETE", address).status_code == 204
    assert client.get(address).status_code == 404


def test_a_token_that_may_only_read_writes_nothing() -> None:
    user = make_user()
    _row, text = make_token(user, "reader")
    headers = {"Authorization": f"Bearer {text}"}

    listed, made = send(Client(), "GET", FOLDERS, **headers), send(Client(), "POST", FOLDERS, {"title": "x"}, **headers)

    assert (listed.status_code, made.status_code) == (200, 403)
    assert Folder.objects.count() == 0


def test_nobody_signed_in_has_no_folders_and_makes_none() -> None:
    make_folder(make_user(), "Planted")

    assert Client().get(FOLDERS).json() == {"folders": []}
    assert send(Client(), "POST", FOLDERS, {"title": "x"}).status_code == 401


@pytest.mark.parametrize(("verb", "data"), [("GET", None), ("PATCH", {"title": "x"}), ("DELETE", None)])
def test_others_folders_do_not_exist(letter: Any, verb: str, data: Any) -> None:
    folder = make_folder(make_user(), "Planted")
    make_item(folder, letter)
    client = client_of(make_user())

    hidden = send(client, verb, f"{FOLDERS}{folder.pk}/", data)
    missing = send(client, verb, f"{FOLDERS}00000000-0000-4000-8000-000000000000/", data)

    assert (hidden.status_code, hidden.content) == (404, missing.content)


def test_a_stale_change_is_refused() -> None:
    user = make_user()
    folder = make_folder(user, revision=3)

    answer = send(client_of(user), "PATCH", f"{FOLDERS}{folder.pk}/", {"title": "x", "revision": 2})

    assert answer.status_code == 409
    assert Folder.objects.get().title == "Papers"


@pytest.mark.parametrize(
    "data",
    [
        {"title": ""},
        {"title": 5},
        {"title": "x" * 201},
        {"title": "x", "parent": "no"},
        {"title": "x", "group": "no"},
        {"title": "a\x00b"},
        [],
        "x",
    ],
)
def test_nonsense_is_refused_and_changes_nothing(data: Any) -> None:
    answer = send(client_of(make_user()), "POST", FOLDERS, data)

    assert answer.status_code in (400, 404)
    assert Folder.objects.count() == 0


def test_what_is_no_target_puts_nothing_in(letter: Any) -> None:
    user = make_user()
    folder = make_folder(user)
    targets = [f"{BASE}/documents/{letter.identifier}/", "https://example.com/"]

    answer = send(client_of(user), "POST", f"{FOLDERS}{folder.pk}/items/", {"targets": targets})

    assert answer.status_code == 400
    assert folder.items.count() == 0


def test_members_find_the_groups_folders(letter: Any) -> None:
    group, member = make_group(slug="circle"), make_user()
    make_member(group, member)
    folder = make_folder(group=group, title="Ours")
    make_item(folder, letter)

    [listed] = client_of(member).get(FOLDERS).json()["folders"]

    assert (listed["title"], listed["group"], listed["things"]) == ("Ours", "circle", 1)
