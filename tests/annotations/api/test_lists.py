"""Containers and their pages over the wire."""

from typing import Any

import pytest

from tests.annotations.wire import BASE, path_of
from tests.asking import client_of
from tests.counting import statements_of
from tests.factories.accounts import make_group, make_member, make_user
from tests.factories.annotations import (
    make_group_note,
    make_note,
    make_note_on_words,
    make_public_note,
    make_reply,
)
from tests.factories.archive import make_document, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db
DOCUMENT = "/annotations/documents/papers-letter/"


@pytest.fixture(autouse=True)
def letter() -> Any:
    document = make_document(make_volume("papers", title="Papers"), "letter", identifier="papers-letter")
    for order in range(1, 5):
        make_page(document, order)
    make_text(document, ["Words of the first page.", "Words of the second.", "Of the third.", "Of the fourth."])
    return document


def numbered(letter: Any, count: int) -> list[str]:
    owner = make_user()
    return [f"{BASE}/annotations/{make_public_note(owner, letter, f'{n}').pk}/" for n in range(count)]


def test_an_empty_container_is_valid(letter: Any) -> None:
    written = client_of(None).get(DOCUMENT).json()

    assert written == {
        "@context": written["@context"],
        "id": f"{BASE}{DOCUMENT}?iris=0",
        "type": ["BasicContainer", "AnnotationCollection"],
        "label": letter.title,
        "total": 0,
    }


def test_a_container_gives_its_first_page_with_descriptions(letter: Any) -> None:
    ids = numbered(letter, 3)

    response = client_of(None).get(DOCUMENT)

    written = response.json()
    assert written["total"] == 3
    assert [note["id"] for note in written["first"]["items"]] == ids
    assert [note["body"][0]["value"] for note in written["first"]["items"]] == ["0", "1", "2"]
    assert response["Content-Location"] == f"{BASE}{DOCUMENT}?iris=0"
    assert '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"' in response["Link"]
    assert 'rel="http://www.w3.org/ns/ldp#constrainedBy"' in response["Link"]
    assert "Prefer" in response["Vary"]


@pytest.mark.parametrize(
    ("preferred", "items", "location"),
    [
        ("http://www.w3.org/ns/oa#PreferContainedIRIs", True, "?iris=1"),
        ("http://www.w3.org/ns/oa#PreferContainedDescriptions", True, "?iris=0"),
        (
            "http://www.w3.org/ns/ldp#PreferMinimalContainer http://www.w3.org/ns/oa#PreferContainedIRIs",
            False,
            "?iris=1",
        ),
    ],
)
def test_prefer_chooses_what_a_container_holds(letter: Any, preferred: str, items: bool, location: str) -> None:
    ids = numbered(letter, 2)
    header = {"Prefer": f'return=representation;include="{preferred}"'}

    response = client_of(None).get(DOCUMENT, headers=header)

    first = response.json()["first"]
    assert response["Content-Location"] == f"{BASE}{DOCUMENT}{location}"
    if not items:
        assert first == f"{BASE}{DOCUMENT}?iris=1&page=first"
    elif location == "?iris=1":
        assert first["items"] == ids
    else:
        assert [note["id"] for note in first["items"]] == ids


def test_pages_give_every_note_once_while_others_write(letter: Any) -> None:
    ids = numbered(letter, 5)
    client = client_of(None)
    seen, starts, address = [], [], f"{DOCUMENT}?iris=1&limit=2&page=first"

    while address:
        page = client.get(address).json()
        seen += page["items"]
        starts.append(page["startIndex"])
        address = path_of(page.get("next", ""))
        if len(seen) == 2:
            ids += numbered(letter, 1)

    assert (seen, starts) == (ids, [0, 2, 4])


def test_the_last_page_leads_back_to_the_first(letter: Any) -> None:
    ids = numbered(letter, 5)
    client = client_of(None)
    collection = client.get(f"{DOCUMENT}?iris=1&limit=2").json()

    last = client.get(path_of(collection["last"])).json()
    middle = client.get(path_of(last["prev"])).json()
    first = client.get(path_of(middle["prev"])).json()

    assert [last["items"], middle["items"], first["items"]] == [ids[3:], ids[1:3], ids[:1]]
    assert [last["startIndex"], middle["startIndex"], first["startIndex"]] == [3, 1, 0]
    assert "next" not in last
    assert "prev" not in first


@pytest.mark.parametrize("query", ["page=2", "page=after-1-x", "limit=0", "limit=x", "leaves=1"])
def test_a_query_that_means_nothing_answers_400(query: str) -> None:
    response = client_of(None).get(f"{DOCUMENT}?{query}")

    assert response.status_code == 400


def test_leaves_keep_what_stands_there_and_what_is_on_the_whole(letter: Any) -> None:
    owner, text = make_user(), letter.texts.get()
    second = letter.pages.get(order=2)
    kept = [
        make_note_on_words(owner, text, "second", audience="open"),
        make_public_note(owner, letter, "on the page", on="page", page=second),
        make_public_note(owner, letter, "on the document"),
    ]
    make_note_on_words(owner, text, "first", audience="open")
    make_note_on_words(owner, text, "third", audience="open")

    written = client_of(None).get(f"{DOCUMENT}?leaves=2-2&iris=1&page=first").json()

    assert written["items"] == [f"{BASE}/annotations/{note.pk}/" for note in kept]


def test_containers_of_volume_group_and_person_hold_theirs(letter: Any) -> None:
    owner, member = make_user(), make_user()
    group = make_group("Seminar", slug="seminar")
    make_member(group, owner)
    make_member(group, member)
    shared = make_group_note(owner, group, letter)
    public = make_public_note(owner, letter)
    private = make_note(owner, letter)
    addresses = ["/annotations/groups/seminar/", "/annotations/volumes/papers/", "/annotations/mine/", "/annotations/"]

    def held(user: Any) -> list[Any]:
        found = []
        for address in addresses:
            response = client_of(user).get(f"{address}?iris=1")
            first = response.json().get("first", {}) if response.status_code == 200 else None
            found.append(first if first is None else [path_of(iri)[13:-1] for iri in first.get("items", [])])
        return found

    keys = {name: str(note.pk) for name, note in (("s", shared), ("p", public), ("o", private))}
    everything = [keys["s"], keys["p"], keys["o"]]
    assert held(owner) == [[keys["s"]], everything, everything, everything]
    assert held(member) == [[keys["s"]], [keys["s"], keys["p"]], [], [keys["s"], keys["p"]]]
    assert held(None) == [None, [keys["p"]], None, [keys["p"]]]


@pytest.mark.parametrize(
    "address", ["/annotations/documents/none/", "/annotations/volumes/none/", "/annotations/groups/x/"]
)
def test_a_container_that_is_not_there_answers_404(address: str) -> None:
    assert client_of(make_user()).get(address).status_code == 404


def test_a_list_costs_the_same_at_1_and_at_30_notes(letter: Any) -> None:
    owner, text = make_user(), letter.texts.get()
    client = client_of(None)
    address = f"{DOCUMENT}?leaves=1-4"

    def ask() -> None:
        assert client.get(address).status_code == 200

    def fill(count: int) -> None:
        for number in range(count):
            note = make_note_on_words(owner, text, "second", audience="open", body=f"{number}")
            make_reply(make_user(), note)

    fill(1)
    few = statements_of(ask)
    fill(30)
    many = statements_of(ask)

    # One says who asks; document, count and rows are the list's own.
    assert (few, many) == (4, 4)


def test_tag_and_motivation_narrow_a_list(letter: Any) -> None:
    owner = make_user()
    tagged = make_public_note(owner, letter, "", motivation="tagging", tags=["ice"])
    make_public_note(owner, letter, "", motivation="tagging", tags=["snow"])
    make_public_note(owner, letter)

    written = client_of(None).get(f"{DOCUMENT}?iris=1&motivation=tagging&tag=ice").json()

    assert (written["total"], written["first"]["items"]) == (1, [f"{BASE}/annotations/{tagged.pk}/"])
