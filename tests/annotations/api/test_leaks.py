"""Who learns of which note, by which channel: a table of people × notes × channels, every cell decided."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Membership, ReadingGroup, User
from annotations.models import Annotation
from tests.annotations.wire import post, put, sent
from tests.asking import client_of
from tests.factories.accounts import (
    make_contract,
    make_curator,
    make_group,
    make_member,
    make_product,
    make_superuser,
    make_user,
)
from tests.factories.annotations import make_group_note, make_note, make_note_on_words, make_public_note, make_reply
from tests.factories.archive import make_document, make_text, make_volume

pytestmark = pytest.mark.django_db
PLANTED = "planted-words"
MISSING = "00000000-0000-4000-8000-000000000000"
PEOPLE = ("anonymous", "stranger", "member", "former", "owner", "curator", "root", "lapsed")

# Who may read which note; everybody else must not be able to tell it from one that does not exist.
READERS: dict[str, set[str]] = {
    "private": {"owner"},
    "group": {"owner", "member"},
    "public": set(PEOPLE),
    "hidden": {"owner"},
    "waiting": {"owner"},
    "deleted": set(),
    "draft_document": {"owner", "curator"},
    "licensed_document": set(PEOPLE),
    "reply_in_private_thread": {"owner"},
    "reply_in_deleted_thread": {"owner"},
    "reply_in_hidden_thread": {"owner"},
    "archived_group": {"owner"},
}


class World:
    """Everybody, and a note of each kind, all by the same owner."""

    def __init__(self) -> None:
        self.people: dict[str, User | None] = {
            "anonymous": None,
            "stranger": make_user(),
            "member": make_user(),
            "former": make_user(),
            "owner": make_user(name="Olga"),
            "curator": make_curator(),
            "root": make_superuser(),
            "lapsed": make_user(),
        }
        self.owner = self.person("owner")
        product = make_product("papers")
        make_contract(
            self.person("lapsed"), product, ends_on=timezone.now().date().replace(year=2020), starts_on="2019-01-01"
        )
        self.group = self._group("seminar")
        self.old_group = self._group("old")
        ReadingGroup.objects.filter(pk=self.old_group.pk).update(archived_at=timezone.now())
        Membership.objects.filter(user=self.people["former"]).delete()
        self.product = product
        self.document = make_document(make_volume("open"), "a", identifier="open-a")
        self.draft = make_document(make_volume("draft", state="draft"), "b", identifier="draft-b")
        licensed = make_volume("licensed", audience="controlled", product=product)
        self.licensed = make_document(licensed, "c", identifier="licensed-c")
        self.notes = self._notes()

    def person(self, name: str) -> User:
        user = self.people[name]
        assert user is not None
        return user

    def _group(self, slug: str) -> ReadingGroup:
        group = make_group(slug=slug)
        for name in ("member", "former", "owner"):
            make_member(group, self.person(name))
        return group

    def _notes(self) -> dict[str, Annotation]:
        document, owner, now = self.document, self.owner, timezone.now()
        other = make_user()
        threads = {
            "private": make_note(other, document),
            "deleted": make_public_note(other, document, "", deleted_at=now),
            "hidden": make_public_note(other, document, hidden_at=now),
        }
        notes = {
            "private": make_note(owner, document, PLANTED),
            "group": make_group_note(owner, self.group, document, body=PLANTED),
            "public": make_public_note(owner, document, PLANTED),
            "hidden": make_public_note(owner, document, PLANTED, hidden_at=now),
            "waiting": make_public_note(owner, document, PLANTED, withdrawn_at=now),
            "deleted": make_public_note(owner, document, "", deleted_at=now),
            "draft_document": make_public_note(owner, self.draft, PLANTED),
            "licensed_document": make_public_note(owner, self.licensed, PLANTED),
            "archived_group": make_group_note(owner, self.old_group, document, body=PLANTED),
        }
        for name, thread in threads.items():
            notes[f"reply_in_{name}_thread"] = make_reply(owner, thread, PLANTED, audience="open")
        return notes


@pytest.fixture
def world() -> World:
    return World()


def answers(world: World, ask: Callable[[Any, str], tuple[Any, ...]], person: str, note: str) -> bool:
    """Tell whether a channel answers as it does for a note that does not exist."""
    client = client_of(world.people[person])
    key = str(world.notes[note].pk)
    here, there = ask(client, key), ask(client, MISSING)
    return repr(here).replace(key, MISSING) == repr(there)


def _read(client: Any, key: str) -> tuple[Any, ...]:
    response = client.get(f"/annotations/{key}/")
    return response.status_code, response.content, response.get("ETag")


def _head(client: Any, key: str) -> tuple[Any, ...]:
    response = client.head(f"/annotations/{key}/")
    return response.status_code, dict(response.headers)


def _replace(client: Any, key: str) -> tuple[Any, ...]:
    data = sent("http://testserver/documents/open-a/", PLANTED)
    response = put(client, f"/annotations/{key}/", data, **{"If-Match": '"99"'})
    return response.status_code, response.content


def _delete(client: Any, key: str) -> tuple[Any, ...]:
    response = client.delete(f"/annotations/{key}/", headers={"If-Match": '"99"'})
    return response.status_code, response.content


def _reply(client: Any, key: str) -> tuple[Any, ...]:
    response = post(client, sent(f"http://testserver/annotations/{key}/", "Me too."))
    return response.status_code, response.content if response.status_code != 201 else b""


CHANNELS = {"read": _read, "head": _head, "replace": _replace, "delete": _delete, "reply": _reply}


@pytest.mark.parametrize("person", PEOPLE)
def test_a_note_that_may_not_be_read_is_like_none(world: World, person: str) -> None:
    told = {
        channel: {name for name in READERS if not answers(world, ask, person, name)}
        for channel, ask in CHANNELS.items()
    }

    # Without an account nothing can be written, so that writing tells nothing.
    silent = {"replace", "delete", "reply"} if person == "anonymous" else set()
    readable = {name for name, readers in READERS.items() if person in readers}
    assert told == {channel: set() if channel in silent else readable for channel in CHANNELS}


CONTAINERS = (
    "/annotations/",
    "/annotations/documents/open-a/",
    "/annotations/documents/draft-b/",
    "/annotations/documents/licensed-c/",
    "/annotations/volumes/open/",
    "/annotations/groups/seminar/",
    "/annotations/groups/old/",
    "/annotations/mine/",
    "/annotations/documents/open-a/?leaves=1-20",
    "/annotations/documents/open-a/?page=last&limit=1",
)


@pytest.mark.parametrize("person", PEOPLE)
def test_containers_hold_and_count_what_may_be_read(world: World, person: str) -> None:
    client = client_of(world.people[person])
    readable = {str(world.notes[name].pk) for name, readers in READERS.items() if person in readers}
    seen = set()

    for address in CONTAINERS:
        response = client.get(address)
        written = response.json()
        items = written.get("items") or (written.get("first") or {}).get("items", [])
        keys = {item["id"].rstrip("/").rpartition("/")[2] for item in items}
        assert keys <= readable, address
        if "total" in written:
            assert written["total"] == len(items), address
        seen |= keys

    assert seen == readable


@pytest.mark.parametrize("person", [name for name in PEOPLE if name != "owner"])
def test_nothing_hidden_changes_what_others_are_sent(world: World, person: str) -> None:
    """Container, count, ETag and page names are the same whether or not the notes they may not read exist."""
    client = client_of(world.people[person])
    addresses = [address for address in CONTAINERS if "mine" not in address]

    before = [(client.get(address).content, client.get(address).get("ETag")) for address in addresses]
    hidden = [world.notes[name].pk for name, readers in READERS.items() if person not in readers]
    Annotation.objects.filter(thread__in=hidden).delete()
    Annotation.objects.filter(pk__in=hidden).delete()
    after = [(client.get(address).content, client.get(address).get("ETag")) for address in addresses]

    assert before == after


def test_words_of_a_closed_text_are_told_to_its_readers_and_to_who_wrote_the_note(world: World) -> None:
    text = make_text(world.licensed, ["The planted secret of the licensed letter."])
    note = make_note_on_words(world.owner, text, "planted secret", audience="open", body="Interesting.")
    subscriber = make_user()
    make_contract(subscriber, world.product)

    told = {}
    for name, user in {**world.people, "subscriber": subscriber}.items():
        written = client_of(user).get(f"/annotations/{note.pk}/").json()
        assert written["body"][0]["value"] == "Interesting."
        told[name] = "planted secret" in json.dumps(written)

    assert {name for name, is_told in told.items() if is_told} == {"owner", "curator", "subscriber"}
    assert client_of(None).get(f"/annotations/{note.pk}/").json()["target"] == "http://testserver/documents/licensed-c/"


def test_an_address_of_a_person_is_never_told(world: World) -> None:
    make_public_note(make_user("planted@example.org", name=""), world.document)

    page = client_of(world.people["stranger"]).get("/annotations/documents/open-a/").content.decode()

    assert "planted@example.org" not in page
