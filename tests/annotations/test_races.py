"""Many at one instant: C4 to C8 of the faults, on real connections."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections

from accounts.models import Membership, ReadingGroup
from accounts.visitor import visitor_for
from annotations.annotate import AnnotateError, Draft, delete, edit, write
from annotations.models import Annotation
from annotations.targets import Place
from tests.annotations.wire import MEDIA_TYPE, sent
from tests.asking import client_of
from tests.factories.accounts import make_group, make_member, make_user
from tests.factories.annotations import make_note
from tests.factories.archive import make_document, make_volume
from tests.races import rounds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CLIENTS = 16
TARGET = "http://testserver/documents/papers-letter/"


@pytest.fixture(autouse=True)
def letter() -> Any:
    return make_document(make_volume("papers"), "letter", identifier="papers-letter")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let every act begin at the same moment, each on a connection of its own; gives what they gave, or raised."""
    barrier = threading.Barrier(len(acts), timeout=30)
    answers: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            answers[number] = acts[number]()
        except AnnotateError as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_c4_sixteen_edits_of_one_version_have_one_winner(letter: Any) -> None:
    user = make_user()
    note = make_note(user, letter)
    clients = [client_of(user) for _ in range(CLIENTS)]

    def put(number: int) -> int:
        data = json.dumps(sent(TARGET, f"Edit {number}."))
        address = f"/annotations/{note.pk}/"
        return clients[number].put(address, data, content_type=MEDIA_TYPE, headers={"If-Match": '"1"'}).status_code

    statuses = Counter(at_once(*(partial(put, n) for n in range(CLIENTS))))

    note.refresh_from_db()
    assert statuses == {200: 1, 412: CLIENTS - 1}
    assert note.revision == 2


def test_c5_the_same_create_sixteen_times_makes_one_note() -> None:
    user = make_user()
    clients = [client_of(user) for _ in range(CLIENTS)]
    data = json.dumps(sent(TARGET))

    def post(number: int) -> tuple[int, str]:
        response = clients[number].post(
            "/annotations/", data, content_type=MEDIA_TYPE, headers={"Idempotency-Key": "once"}
        )
        return response.status_code, response["Location"]

    answers = set(at_once(*(partial(post, n) for n in range(CLIENTS))))

    note = Annotation.objects.get()
    assert answers == {(201, f"http://testserver/annotations/{note.pk}/")}


def test_first_notes_of_a_new_document_all_succeed() -> None:
    clients = [client_of(make_user()) for _ in range(CLIENTS)]
    data = json.dumps(sent(TARGET))

    def post(number: int) -> int:
        return clients[number].post("/annotations/", data, content_type=MEDIA_TYPE).status_code

    assert at_once(*(partial(post, n) for n in range(CLIENTS))) == [201] * CLIENTS


def test_two_bookmarks_of_one_document_at_once_are_one(letter: Any) -> None:
    visitor = visitor_for(make_user(), None)
    draft, place = Draft("bookmarking"), Place("document", document_id=letter.pk)

    answers = at_once(*(lambda: write(visitor, draft, place) for _ in range(8)))

    assert len({note.pk for note, _is_new in answers}) == 1
    assert Annotation.objects.count() == 1


def test_c6_deleting_and_editing_at_once_ends_in_a_deleted_note(letter: Any) -> None:
    user = make_user()
    visitor = visitor_for(user, None)

    for _round in rounds(20):
        note = make_note(user, letter)
        edited, deleted = at_once(
            partial(edit, visitor, note.pk, Draft(body="New."), 1),
            partial(delete, visitor, note.pk, None),
        )
        note.refresh_from_db()
        assert deleted is None
        assert isinstance(edited, Annotation | AnnotateError)
        assert (note.deleted_at is None, note.body) == (False, "")


@pytest.mark.parametrize("act", ["leave", "archive"])
def test_c6_posting_into_a_group_that_ends_leaves_no_note_that_nobody_may_see(letter: Any, act: str) -> None:
    place = Place("document", document_id=letter.pk)
    for number in rounds(20):
        user = make_user()
        group = make_group(slug=f"g-{number}")
        make_member(group, user)
        visitor = visitor_for(user, None)
        ending = {
            "leave": lambda group=group: Membership.objects.filter(group=group).delete(),
            "archive": lambda group=group: ReadingGroup.objects.filter(pk=group.pk).update(
                archived_at="2026-01-01T00:00Z"
            ),
        }[act]

        posted, _ended = at_once(
            partial(write, visitor, Draft(body="Mine.", audience="group", group_id=group.pk), place),
            ending,
        )

        seen = Annotation.objects.readable_by(visitor_for(user, None)).filter(group=group).count()
        assert seen == (0 if isinstance(posted, AnnotateError) else 1)


def test_c7_after_a_note_is_made_private_nobody_else_reads_it(letter: Any) -> None:
    owner = make_user()
    visitor = visitor_for(owner, None)
    note = make_note(owner, letter, "Planted.", audience="open")
    reader = client_of(make_user())
    addresses = [f"/annotations/{note.pk}/", "/annotations/documents/papers-letter/", "/annotations/"]
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                for address in addresses:
                    reader.get(address)
        finally:
            connections.close_all()

    thread = threading.Thread(target=read)
    thread.start()
    edit(visitor, note.pk, Draft(body="Planted.", audience="owner"), 1)
    after = [client_of(make_user()).get(address).content.decode() for address in addresses]
    stop.set()
    thread.join()

    assert not any("Planted." in page for page in after)
