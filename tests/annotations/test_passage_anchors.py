"""Passages in folders follow their text: found again, reworded, or kept with the words they had."""

from typing import Any

import pytest

from accounts.groups import clone_group
from accounts.models import User
from accounts.visitor import Visitor, visitor_for
from annotations import folder_items, passage_anchors
from annotations.folder_items import Thing
from annotations.models import Folder, FolderItem, PassageAnchor
from annotations.undoing import undo
from archive import publication
from archive.models import Text, TextVersion
from tests.asking import client_of
from tests.counting import statements_of
from tests.factories.accounts import make_contract, make_group, make_member, make_product, make_user
from tests.factories.annotations import make_folder
from tests.factories.archive import make_document, make_text, make_volume, publish_version

pytestmark = pytest.mark.django_db
FIRST = "The ice on the river broke early this year.\nNobody in the village had expected it.\nThe ferry was lost."
SECOND = FIRST.replace("\nThe ferry was lost.", "")
Found = tuple[str, str]


@pytest.fixture
def text() -> Text:
    return make_text(make_document(make_volume("papers"), "letter", identifier="papers-letter"), [FIRST])


def visit(user: User | None) -> Visitor:
    return visitor_for(user, None)


def thing(text: Text, words: str, version: TextVersion | None = None) -> Thing:
    at = version or text.current
    assert at is not None
    start = at.canonical.index(words)
    return Thing(text.document_id, None, text.pk, at.pk, start, start + len(words), words)


def keep(user: User, text: Text, *passages: str) -> Folder:
    folder = make_folder(user)
    folder_items.put_in(visit(user), folder.pk, [thing(text, words) for words in passages])
    return folder


def stands(folder: Folder, version: TextVersion) -> list[Found]:
    rows = PassageAnchor.objects.filter(item__folder=folder, version=version).order_by("item__order")
    for row in rows:
        there = "" if row.start is None else version.canonical[row.start : row.end]
        assert row.exact == there
    return [(row.finding, row.exact) for row in rows]


def test_passages_are_found_reworded_or_nowhere(text: Text) -> None:
    folder = keep(make_user(), text, "in the village", "had expected it", "The ferry was lost")

    version = publish_version(text, f"A heading\n{SECOND.replace('expected', 'foreseen')}")

    assert stands(folder, version) == [
        ("found", "in the village"),
        ("reworded", "had foreseen it"),
        ("unattached", ""),
    ]
    assert [row.exact for row in folder.items.all()] == ["in the village", "had expected it", "The ferry was lost"]


def test_the_same_words_elsewhere_are_never_taken_by_guess(text: Text) -> None:
    folder = keep(make_user(), text, "lost")

    version = publish_version(text, FIRST.replace("The ferry was lost.", "By then all hope was lost for ever."))

    assert stands(folder, version) == [("unattached", "")]


def test_words_that_come_back_are_found_again(text: Text) -> None:
    folder = keep(make_user(), text, "The ferry was lost")
    publish_version(text, SECOND)

    version = publish_version(text, f"{FIRST}\nAn addition.")

    assert stands(folder, version) == [("found", "The ferry was lost")]


def test_roll_back_restores_and_finds_what_was_kept_since(text: Text) -> None:
    user, old = make_user(), text.current
    assert old is not None
    early = keep(user, text, "The ferry was lost")
    new = publish_version(text, f"A heading\n{SECOND}")
    text.refresh_from_db()
    late = keep(user, text, "in the village")

    publication.roll_back(old, new)

    assert (stands(early, new), stands(early, old)) == ([], [])
    assert stands(late, old) == [("found", "in the village")]


def test_preview_counts_and_writes_nothing(text: Text) -> None:
    keep(make_user(), text, "in the village", "The ferry was lost")
    old = text.current
    assert old is not None
    lines = SECOND.split("\n")
    blocks = [{"start": SECOND.index(line), "end": SECOND.index(line) + len(line)} for line in lines]
    new = TextVersion(text=text, number=2, canonical=SECOND, length=len(SECOND), blocks=blocks)

    said = publication.preview(old, new)

    assert said == ["1 passage in folders stays; 0 are reworded; 1 keeps its old words only."]
    assert PassageAnchor.objects.count() == 0
    assert passage_anchors.preview(make_text(text.document, ["Other."], slug="other").current or old, new) == []


def test_a_passage_of_an_older_version_is_found_in_the_current_one_at_once(text: Text) -> None:
    user, old = make_user(), text.current
    folder = make_folder(user)
    version = publish_version(text, f"A heading\n{FIRST}")

    folder_items.put_in(visit(user), folder.pk, [thing(text, "in the village", old)])

    assert stands(folder, version) == [("found", "in the village")]


def test_undoing_and_cloning_find_passages_again(text: Text) -> None:
    group, lead = make_group(), make_user()
    make_member(group, lead, "owner")
    folder = make_folder(group=group)
    folder_items.put_in(visit(lead), folder.pk, [thing(text, "in the village"), thing(text, "The ferry")])
    version = publish_version(text, f"A heading\n{SECOND}")
    expected = [("found", "in the village"), ("unattached", "")]

    change = folder_items.take_out(visit(lead), folder.pk, folder.items.all()[0].pk)
    without = stands(folder, version)
    undo(visit(lead), change.pk)
    copy = clone_group(group, lead)

    assert without == expected[1:]
    assert stands(folder, version) == expected
    assert stands(Folder.objects.get(group=copy), version) == expected


def test_the_folder_says_what_became_of_the_words(text: Text) -> None:
    user = make_user()
    folder = keep(user, text, "in the village", "had expected it", "The ferry was lost")
    publish_version(text, f"A heading\n{SECOND.replace('expected', 'foreseen')}")
    client = client_of(user)

    page = client.get(f"/folders/{folder.pk}/").content.decode()
    items = client.get(f"/api/v1/folders/{folder.pk}/").json()["items"]

    for words in ("had expected it", "had foreseen it", "The ferry was lost", "They are kept here as they were."):
        assert page.count(words) == 1
    assert [item["now"]["finding"] for item in items] == ["found", "reworded", "unattached"]
    assert [item["now"].get("exact") for item in items] == ["in the village", "had foreseen it", None]
    assert {item["now"]["target"].rpartition("/documents/")[2] for item in items} == {
        "papers-letter/texts/transcription/v2/"
    }


def test_words_of_the_new_version_need_the_licence(text: Text) -> None:
    owner, member, group, product = make_user(), make_user(), make_group(), make_product("papers")
    for person in (owner, member):
        make_member(group, person)
    make_contract(owner, product)
    volume = make_volume("licensed", audience="controlled", product=product)
    text = make_text(make_document(volume, "letter", identifier="licensed-letter"), [FIRST])
    folder = make_folder(owner, audience="group", group=group)
    folder_items.put_in(visit(owner), folder.pk, [thing(text, "had expected it")])
    publish_version(text, FIRST.replace("expected", "foreseen"))

    said: dict[str, Any] = {}
    for name, person in (("owner", owner), ("member", member)):
        client = client_of(person)
        said[name] = [
            "foreseen" in client.get(path).content.decode()
            for path in (f"/folders/{folder.pk}/", f"/api/v1/folders/{folder.pk}/")
        ]

    assert said == {"owner": [True, True], "member": [False, False]}


def test_a_folder_costs_the_same_at_1_and_at_20_passages(text: Text) -> None:
    user = make_user()
    folder = keep(user, text, "The ice")
    publish_version(text, f"A heading\n{FIRST}")

    few = statements_of(lambda: folder_items.full_items(visit(user), folder))
    text.refresh_from_db()
    old = text.versions.get(number=1)
    folder_items.put_in(visit(user), folder.pk, [thing(text, FIRST[start : start + 9], old) for start in range(20)])

    assert FolderItem.objects.count() == 21
    assert statements_of(lambda: folder_items.full_items(visit(user), folder)) == few
