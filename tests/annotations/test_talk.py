"""Discussions of folders and groups, mentions and news, public profiles: who is told, who sees."""

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from accounts.visitor import Visitor, visitor_for
from annotations import moderation
from annotations.annotate import AnnotateError, Draft, edit, write
from annotations.announcing import handles_in
from annotations.cases import moderator_of, queue
from annotations.models import Annotation, Delivery, Notification, Profile
from annotations.notifying import choose_ways, news_of, send_digests
from annotations.targets import Place
from tests.asking import client_of
from tests.factories.accounts import make_group, make_member, make_user
from tests.factories.annotations import (
    make_folder,
    make_group_note,
    make_item,
    make_note,
    make_profile,
    make_public_note,
    make_rules,
)
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter() -> Any:
    return make_document(make_volume("papers"), "letter", identifier="papers-letter")


def visit(user: User | None) -> Visitor:
    return visitor_for(user, None)


def say(user: User, letter: Any, body: str, **draft: Any) -> Annotation:
    return write(visit(user), Draft(body=body, **draft), Place("document", document_id=letter.pk))[0]


def told(user: User) -> list[str]:
    return list(news_of(visit(user)).order_by("pk").values_list("kind", flat=True))


def circle() -> tuple[Any, User, User]:
    group, one, other = make_group("Circle", slug="circle"), make_user(name="One"), make_user(name="Other")
    for person in (one, other):
        make_member(group, person)
    return group, one, other


@pytest.mark.parametrize(
    ("words", "handles"),
    [
        ("@ada and @Bob-2, @ada!", ["ada", "bob-2"]),
        ("a@ada.org, @@ada, @a, ada@", []),
        ("(@ada)", ["ada"]),
    ],
)
def test_handles_are_read_from_words(words: str, handles: list[str]) -> None:
    assert handles_in(words) == handles


@pytest.mark.parametrize(
    ("audience", "persona", "is_told"),
    [
        ("open", "stranger", True),
        ("group", "member", True),
        ("group", "stranger", False),
        ("owner", "member", False),
    ],
)
def test_a_mention_tells_only_those_who_may_read_the_note(
    letter: Any, audience: str, persona: str, is_told: bool
) -> None:
    group, author, member = circle()
    people = {"member": member, "stranger": make_user()}
    make_profile(people[persona], "ada")

    say(author, letter, "See this, @ada.", audience=audience, group_id=group.pk if audience == "group" else None)

    assert told(people[persona]) == (["mention"] if is_told else [])


def test_a_mention_is_told_once_however_often_the_note_changes(letter: Any) -> None:
    author, reader = make_user(), make_user()
    make_profile(reader, "ada")
    note = say(author, letter, "@ada", audience="open")

    edit(visit(author), note.pk, Draft(body="@ada again", audience="open"), 1)

    assert told(reader) == ["mention"]


def test_news_of_a_note_that_may_no_longer_be_read_are_gone(letter: Any) -> None:
    author, reader = make_user(), make_user()
    make_profile(reader, "ada")
    note = say(author, letter, "Planted @ada", audience="open")
    before = told(reader)

    edit(visit(author), note.pk, Draft(body="Planted @ada"), 1)

    page = client_of(reader).get("/desk/news/").content.decode()
    assert (before, told(reader)) == (["mention"], [])
    assert str(note.pk) not in page


def test_a_note_that_waits_for_moderators_is_told_of_when_it_shows(letter: Any) -> None:
    group, author, reader = circle()
    lead = make_user()
    make_member(group, lead, "moderator")
    make_rules(group, looks_first=True)
    make_profile(reader, "ada")
    say(author, letter, "@ada", audience="group", group_id=group.pk)
    before = told(reader)
    moderator = moderator_of(lead, visit(lead))
    assert moderator is not None

    moderation.decide(moderator, queue(moderator).get().pk, "keep")

    assert (before, told(reader)) == ([], ["mention"])


def test_replies_are_told_to_whom_they_answer(letter: Any) -> None:
    opener, answerer = make_user(), make_user()
    note = make_public_note(opener, letter)
    reply = Place("note", document_id=letter.pk, reply_to=note)

    write(visit(answerer), Draft("replying", "So?", audience="open"), reply)
    write(visit(opener), Draft("replying", "So.", audience="open"), reply)

    assert (told(opener), told(answerer)) == (["reply"], [])


@pytest.mark.parametrize(
    ("way", "mails", "rows", "due"), [("mail", 1, 1, 0), ("digest", 0, 1, 1), ("site", 0, 1, 0), ("off", 0, 0, 0)]
)
def test_news_come_the_way_a_person_chose(
    letter: Any, django_capture_on_commit_callbacks: Any, way: str, mails: int, rows: int, due: int
) -> None:
    author, reader = make_user(name="Planted Author"), make_user()
    make_profile(reader, "ada")
    choose_ways(reader.pk, {"mention": way})

    with django_capture_on_commit_callbacks(execute=True):
        say(author, letter, "Planted @ada", audience="open")

    found = Notification.objects.filter(recipient=reader)
    assert (len(mail.outbox), found.count(), found.filter(is_due=True).count()) == (mails, rows, due)
    assert "Planted" not in "".join(str(message.body) for message in mail.outbox)


def test_one_digest_counts_what_may_still_be_read(letter: Any, django_capture_on_commit_callbacks: Any) -> None:
    author, reader = make_user(), make_user()
    make_profile(reader, "ada")
    choose_ways(reader.pk, {"mention": "digest"})
    notes = [say(author, letter, f"Planted @ada {number}", audience="open") for number in range(3)]
    Annotation.objects.filter(pk=notes[0].pk).update(hidden_at=timezone.now())

    for _day in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            send_digests(timezone.now(), dry=False)

    [message] = mail.outbox
    assert "Somebody mentions me: 2" in message.body
    assert "Planted" not in message.body


def test_what_is_owed_cannot_be_switched_off() -> None:
    user = make_user()

    choose_ways(user.pk, {"hidden": "off", "outcome": "off", "mention": "nonsense", "reply": "off"})

    assert list(Delivery.objects.values_list("kind", "way")) == [("reply", "off")]


def test_a_groups_discussion_is_for_its_members(letter: Any) -> None:  # noqa: ARG001 the archive is not empty
    _group, one, other = circle()
    client_of(one).post("/groups/circle/talk/", {"body": "Planted words.", "key": "a"})
    client_of(one).post("/groups/circle/talk/", {"body": "Planted words.", "key": "a"})
    note = Annotation.objects.get()

    answer = client_of(make_user()).post("/groups/circle/talk/", {"body": "Let me in."})
    seen = client_of(other).get("/groups/circle/").content.decode()

    assert "Planted words." in seen
    assert f"/annotations/{note.pk}/reply/" in seen
    assert answer.status_code == 404
    assert (told(other), told(one)) == (["talk"], [])
    for client in (client_of(None), client_of(make_user())):
        for path in (f"/annotations/{note.pk}/", "/annotations/", "/annotations/groups/circle/"):
            assert "Planted" not in client.get(path).content.decode()


def test_a_folders_discussion_goes_where_the_folder_goes(letter: Any) -> None:
    group, owner, member = circle()
    folder = make_folder(owner, audience="group", group=group)
    make_item(folder, letter)
    address = f"/folders/{folder.pk}/"
    client_of(member).post(f"{address}talk/", {"body": "Planted question."})
    note = Annotation.objects.get()
    reply = client_of(owner).post(
        f"/annotations/{note.pk}/reply/", {"body": "Planted answer.", "audience": f"group-{group.pk}"}
    )
    shared = client_of(member).get(address).content.decode()
    folder.audience, folder.group = "owner", None
    folder.save()

    own = client_of(owner).get(address).content.decode()

    assert reply["Location"].startswith(address)
    assert ("Planted question." in shared, "Planted answer." in shared) == (True, True)
    assert "Original withdrawn." not in shared
    assert "Planted answer." in own
    seen = Annotation.objects.readable_by(visit(member)).values_list("body", flat=True)
    assert list(seen) == ["Planted question."]
    assert client_of(member).get(address).status_code == 404


def test_in_a_group_that_is_over_nobody_says_anything_more(letter: Any) -> None:
    group, one, _other = circle()
    group.read_only_from = timezone.now().date()
    group.save()

    with pytest.raises(AnnotateError, match="reading only"):
        say(one, letter, "Too late.", audience="group", group_id=group.pk)

    assert Annotation.objects.count() == 0


def test_the_groups_page_shows_folders_and_notes_to_members_only(letter: Any) -> None:
    group, one, other = circle()
    make_folder(group=group, title="Planted folder")
    make_group_note(one, group, letter, body="Planted note.")
    make_note(one, letter, "Planted private.")

    seen = client_of(other).get("/groups/circle/").content.decode()

    assert ("Planted folder" in seen, "Planted note." in seen, "Planted private." in seen) == (True, True, False)
    assert client_of(make_user()).get("/groups/circle/").status_code == 404


def test_a_profile_is_off_by_default_and_shows_only_what_is_public(letter: Any) -> None:
    person = make_user(name="Ada Reader")
    client = client_of(person)
    client.post("/desk/profile/", {"handle": "ada", "about": "I read."})
    hidden = make_public_note(person, letter, "Planted hidden.", hidden_at=timezone.now())
    make_note(person, letter, "Planted private.")
    make_folder(person, "Planted folder")
    make_public_note(person, letter, "Said to all.")
    before = client_of(None).get("/readers/ada/").status_code

    client.post("/desk/profile/", {"handle": "ada", "about": "I read.", "is_public": "on"})

    pages = [it.get("/readers/ada/").content.decode() for it in (client_of(None), client)]
    assert before == 404
    for page in pages:
        assert all(words in page for words in ("Ada Reader", "I read.", "Said to all."))
        assert "Planted" not in page
        assert str(hidden.pk) not in page
        assert person.email not in page.replace(f"Signed in as {person.email}", "")


@pytest.mark.parametrize("handle", ["ADA", "a", "-ada", "a b", "ada", "<script>"])
def test_a_handle_that_is_none_or_taken_is_refused(handle: str) -> None:
    make_profile(make_user(), "ada")
    person = make_user()

    response = client_of(person).post("/desk/profile/", {"handle": handle})

    assert response.status_code == 422
    assert Profile.objects.filter(user=person).count() == 0
