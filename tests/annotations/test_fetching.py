"""Notes fetched by compiled queries are those that the rule gives, for everybody and at any moment."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.visitor import Visitor, visitor_for
from annotations.fetching import NAMES, count_on, fetch, fetch_end, fetch_one, notes_on
from annotations.models import Annotation
from tests.annotations.world import PEOPLE, World
from tests.factories.accounts import make_user
from tests.factories.annotations import make_note_on_region, make_note_on_words, make_public_note
from tests.factories.archive import make_document, make_image, make_page, make_text, make_volume, publish_version

pytestmark = pytest.mark.django_db


def told(notes: list[Any]) -> list[tuple[Any, ...]]:
    return [(*(getattr(note, name) for name in NAMES), note.anchor) for note in notes]


@pytest.fixture
def world() -> World:
    """Notes of every kind, on words that were corrected and on a part of an image too."""
    world = World()
    text = make_text(world.document, ["The wind fell and the river stood."])
    make_page(world.document, 2, image=make_image())
    make_note_on_words(world.owner, text, "the river", audience="open", extra={"rights": "CC0"}, tags=["a", "b"])
    make_note_on_region(world.owner, make_page(world.document, 3, image=make_image()), audience="open")
    publish_version(text, "At night the wind fell and the river stood.")
    return world


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("leaves", [(), (1, 3)])
def test_compiled_queries_give_what_the_rule_gives(world: World, person: str, leaves: tuple[int, ...]) -> None:
    visitor = visitor_for(world.people[person], None)
    for document in (world.document, world.draft, world.licensed):
        place = (document.pk, *leaves)
        notes = notes_on(visitor, None, *place)
        oldest = fetch(visitor, notes.order_by("created_at", "id"))

        assert told(fetch_end(visitor, place, 50, is_back=False)) == told(oldest)
        assert told(fetch_end(visitor, place, 2, is_back=True)) == told(oldest[::-1][:2])
        assert count_on(visitor, place) == (len(oldest), max((note.modified_at for note in oldest), default=None))
        assert [told([fetch_one(visitor, note.pk)]) for note in oldest] == [told([note]) for note in oldest]


@pytest.mark.parametrize("person", PEOPLE)
def test_one_note_is_given_to_those_who_may_read_it(world: World, person: str) -> None:
    visitor = visitor_for(world.people[person], None)
    readable = set(Annotation.objects.readable_by(visitor).values_list("pk", flat=True))

    given = {note.pk for note in Annotation.objects.all() if fetch_one(visitor, note.pk) is not None}

    assert given == readable


def test_a_query_kept_from_before_asks_for_the_present_moment() -> None:
    opening = timezone.now() + timedelta(hours=1)
    document = make_document(make_volume("v"), "1", public_from=opening)
    note = make_public_note(make_user(), document)
    stranger, place = Visitor(), (document.pk,)

    before = fetch_end(stranger, place, 5, is_back=False), count_on(stranger, place), fetch_one(stranger, note.pk)
    with time_machine.travel(opening + timedelta(minutes=1)):
        after = fetch_end(stranger, place, 5, is_back=False), count_on(stranger, place), fetch_one(stranger, note.pk)

    assert before == ([], (0, None), None)
    assert ([found.pk for found in after[0]], after[1][0], after[2].may_quote) == ([note.pk], 1, True)
