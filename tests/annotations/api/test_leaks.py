"""Who learns of which note, by which channel: a table of people × notes × channels, every cell decided."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from annotations.models import Annotation
from tests.annotations.wire import post, put, sent
from tests.annotations.world import MISSING, PEOPLE, READERS, World
from tests.asking import client_of
from tests.factories.accounts import make_contract, make_user
from tests.factories.annotations import make_note_on_words, make_public_note
from tests.factories.archive import make_text

pytestmark = pytest.mark.django_db
_TOKEN = re.compile(r'value=\\?"[A-Za-z0-9]{64}\\?"')


@pytest.fixture
def world() -> World:
    return World()


def answers(world: World, ask: Callable[[Any, str], tuple[Any, ...]], person: str, note: str) -> bool:
    """Tell whether a channel answers as it does for a note that does not exist."""
    client = client_of(world.people[person])
    key = str(world.notes[note].pk)
    here, there = (_TOKEN.sub("", repr(ask(client, each))) for each in (key, MISSING))
    return here.replace(key, MISSING) == there


def _read(client: Any, key: str) -> tuple[Any, ...]:
    response = client.get(f"/annotations/{key}/")
    return response.status_code, response.content, response.get("ETag")


def _head(client: Any, key: str) -> tuple[Any, ...]:
    response = client.head(f"/annotations/{key}/")
    return response.status_code, dict(response.headers)


def _replace(client: Any, key: str) -> tuple[Any, ...]:
    data = sent("http://testserver/documents/open-a/", "Some words.")
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


def _page(path: str) -> Callable[[Any, str], tuple[Any, ...]]:
    def ask(client: Any, key: str) -> tuple[Any, ...]:
        response = client.get(path.format(key=key))
        return response.status_code, response.get("Location"), response.content

    return ask


def _form(path: str, **data: str) -> Callable[[Any, str], tuple[Any, ...]]:
    def ask(client: Any, key: str) -> tuple[Any, ...]:
        filled = {name: value.format(key=key) for name, value in data.items()}
        response = client.post(path.format(key=key), filled)
        return response.status_code, response.get("Location"), response.content

    return ask


# Pages and forms of a note; what of a note that one may read they refuse is decided elsewhere.
DOORS = {
    "card": _page("/annotations/{key}/card/"),
    "reply page": _page("/annotations/{key}/reply/"),
    "change page": _page("/annotations/{key}/change/"),
    "remove page": _page("/annotations/{key}/remove/"),
    "report page": _page("/annotations/{key}/report/"),
    "keep page": _page("/folders/keep/?on=/annotations/{key}/"),
    "reply form": _form("/annotations/{key}/reply/", body="Me too.", audience="owner"),
    "change form": _form("/annotations/{key}/change/", body="Mine now.", audience="open", revision="1"),
    "remove form": _form("/annotations/{key}/remove/", revision="1"),
    "report form": _form("/annotations/{key}/report/", reason="spam", words="Look."),
    "settle form": _form("/annotations/{key}/settle/", anchor="1", choice="keep"),
    "keep form": _form("/folders/keep/?on=/annotations/{key}/", title="Kept"),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("person", PEOPLE)
def test_pages_and_forms_of_a_note_that_may_not_be_read_are_those_of_none(world: World, person: str, door: str) -> None:
    told = {name for name in READERS if not answers(world, DOORS[door], person, name)}

    assert told <= {name for name, readers in READERS.items() if person in readers}
    assert Annotation.objects.filter(body="Mine now.").exclude(owner=world.owner).count() == 0


@pytest.mark.parametrize("door", DOORS)
def test_every_one_of_these_doors_knows_the_notes_of_their_owner(world: World, door: str) -> None:
    # Nothing is offered for this note, and nobody reports a note of one's own.
    silent = {"settle form", "report page", "report form"}

    assert answers(world, DOORS[door], "owner", "private") == (door in silent)


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
