"""My archive: searched, filtered, tagged; what is found is what may be read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import User
from accounts.visitor import Visitor, visitor_for
from annotations import desk
from annotations.annotate import AnnotateError
from annotations.models import Anchor, Annotation
from annotations.note_index import write_index
from tests.asking import client_of
from tests.counting import statements_when_warm
from tests.factories.accounts import make_contract, make_group, make_member, make_product, make_user
from tests.factories.annotations import (
    make_group_note,
    make_note,
    make_note_on_words,
    make_public_note,
    make_rules,
)
from tests.factories.archive import make_document, make_text, make_version, make_volume

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter() -> Any:
    return make_document(make_volume("papers"), "letter", identifier="papers-letter", title="A letter")


def visit(user: User | None) -> Visitor:
    return visitor_for(user, None)


def indexed(note: Annotation) -> Annotation:
    write_index(note)
    return note


def found(user: User, **query: str) -> list[str]:
    """The words of the notes a filter lets through, in the order of the alphabet."""
    return sorted(note.body for note in desk.notes_for(visit(user), desk.read_filter(query)))


def test_words_are_found_in_notes_tags_and_quotations(letter: Any) -> None:
    user = make_user()
    indexed(make_note(user, letter, "About icebergs"))
    indexed(make_note(user, letter, "tagged", tags=["Iceberg"]))
    indexed(make_note_on_words(user, make_text(letter, ["An iceberg drifts."]), "iceberg", body="quoted"))
    indexed(make_note(user, letter, "о льдинах"))

    assert found(user, words="iceberg") == ["About icebergs", "quoted", "tagged"]
    assert found(user, words="льдина") == ["о льдинах"]
    assert found(user, words="iceberg tagged") == ["tagged"]
    assert found(user, words="& ' | !") == found(user)


def test_r5_quoted_words_find_no_note_of_others_where_the_text_is_closed() -> None:
    member, author, product, group = make_user(), make_user(), make_product(), make_group()
    for person in (member, author):
        make_member(group, person)
    closed = make_document(make_volume("closed", audience="controlled", product=product), "d")
    text = make_text(closed, ["Planted words of the text."])
    indexed(make_note_on_words(author, text, "Planted", body="Mine.", audience="group", group=group))

    before = found(member, whose="all", words="planted"), found(author, words="planted")
    make_contract(member, product)

    assert before == ([], ["Mine."])
    assert found(member, whose="all", words="planted") == ["Mine."]


def test_notes_of_groups_are_listed_for_members_and_nobody_elses(letter: Any) -> None:
    user, other, group = make_user(), make_user(), make_group()
    make_member(group, user)
    make_note(user, letter, "mine")
    make_group_note(other, group, letter, body="shared")
    make_group_note(other, make_group(), letter, body="Planted of another group")
    make_note(other, letter, "Planted private")
    make_public_note(other, letter, "Planted public")

    assert [found(user, whose=whose) for whose in ("mine", "groups", "all")] == [
        ["mine"],
        ["shared"],
        ["mine", "shared"],
    ]
    assert found(user, whose="everyone") == ["mine"]
    assert found(user, whose="everyone", document="papers-letter") == ["Planted public", "mine", "shared"]


@pytest.mark.parametrize(
    ("query", "bodies"),
    [
        ({"tag": "ice"}, ["tagged"]),
        ({"motivation": "highlighting"}, ["highlight"]),
        ({"audience": "open"}, ["public"]),
        ({"document": "papers-other"}, ["elsewhere"]),
        ({"since": "2001-01-01", "until": "2001-12-31"}, ["old"]),
        ({"since": "2001-13-99", "audience": "nobody", "motivation": "x", "whose": "x"}, None),
    ],
)
def test_a_list_is_narrowed(letter: Any, query: dict[str, str], bodies: list[str] | None) -> None:
    user = make_user()
    make_note(user, letter, "tagged", tags=["ice"])
    make_note(user, letter, "highlight", motivation="highlighting")
    make_public_note(user, letter, "public")
    make_note(user, make_document(letter.volume, "other", identifier="papers-other"), "elsewhere")
    make_note(user, letter, "old", created_at=datetime(2001, 5, 6, tzinfo=UTC))

    assert found(user, **query) == (bodies if bodies is not None else found(user))


def test_r5_notes_whose_words_are_gone_are_listed_with_the_old_quotation(letter: Any) -> None:
    user = make_user()
    text = make_text(letter, ["About the ice and the snow."])
    stays = make_note_on_words(user, text, "the snow", body="stays")
    lost = make_note_on_words(user, text, "the ice", body="lost")
    version = make_version(text, ["About the snow."])
    Anchor.objects.create(annotation=stays, version=version, finding="found", start=6, end=14, exact="the snow")
    Anchor.objects.create(annotation=lost, version=version, finding="unattached")

    page = client_of(user).get("/desk/unattached/").content.decode()

    assert list(desk.unattached(visit(user))) == [lost]
    assert ("the ice" in page, "the snow" in page) == (True, False)
    assert list(desk.unattached(visit(make_user()))) == []


def test_a_tag_is_renamed_and_merged_in_ones_own_notes_only(letter: Any) -> None:
    user, other = make_user(), make_user()
    both = make_note(user, letter, "both", tags=["ice", "Ice"])
    theirs = make_public_note(other, letter, "theirs", tags=["ice"])
    for name in ("ice", "Ice"):
        make_note(user, letter, "", motivation="tagging", tags=[name])

    count = desk.rename_tag(visit(user), "ice", "Ice")

    both.refresh_from_db()
    theirs.refresh_from_db()
    assert (count, both.tags, both.revision, theirs.tags) == (2, ["Ice"], 2, ["ice"])
    assert desk.tags_of(visit(user)) == [("Ice", 2)]
    assert found(user, words="ice") == ["", "both"]


@pytest.mark.parametrize("name", ["", " ", "a,b", "x" * 81])
def test_a_tag_that_is_none_is_refused(letter: Any, name: str) -> None:
    user = make_user()
    make_note(user, letter, tags=["ice"])

    with pytest.raises(AnnotateError):
        desk.rename_tag(visit(user), "ice", name)

    assert desk.tags_of(visit(user)) == [("ice", 1)]


def test_a_dropped_tag_takes_mere_taggings_along(letter: Any) -> None:
    user = make_user()
    make_note(user, letter, "", motivation="tagging", tags=["ice"])
    make_note(user, letter, "said", tags=["ice", "snow"])

    desk.drop_tag(visit(user), "ice")

    assert desk.tags_of(visit(user)) == [("snow", 1)]
    assert found(user) == ["said"]


def test_renaming_is_a_change_that_the_rules_look_at(letter: Any) -> None:
    make_rules(words="casino")
    user = make_user()
    note = make_public_note(user, letter, "x", tags=["ice"])

    desk.rename_tag(visit(user), "ice", "casino")

    assert list(Annotation.objects.readable_by(visit(None))) == []
    assert list(Annotation.objects.readable_by(visit(user))) == [note]


def test_the_desk_costs_the_same_at_1_and_at_25_notes(letter: Any) -> None:
    user = make_user()
    client = client_of(user)

    make_note(user, letter)
    few = statements_when_warm(lambda: client.get("/desk/"))
    for number in range(24):
        make_note(user, make_document(letter.volume, f"d{number}"), tags=["ice"])

    assert statements_when_warm(lambda: client.get("/desk/")) == few


def test_what_the_search_box_is_given_is_shown_as_words(letter: Any) -> None:
    user = make_user()
    make_note(user, letter, "<script>alert(1)</script>", tags=["<b>"])
    hostile = '"><script>alert(1)</script>'

    pages = [
        client_of(user).get(path, {"words": hostile, "tag": hostile, "document": hostile}).content.decode()
        for path in ("/desk/", "/desk/tags/")
    ]

    assert [page for page in pages if "<script>alert" in page or "<b>" in page.replace("<b>A reader", "")] == []
