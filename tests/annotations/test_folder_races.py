"""Two tabs, two members at one instant: no cycle, nothing lost, nothing doubled, every thing its own place."""

from functools import partial
from typing import Any

import pytest
from django.db import transaction

from accounts.visitor import visitor_for
from annotations import folder_items, folders
from annotations.folder_items import Thing
from annotations.folders import FolderError
from annotations.models import Folder, FolderItem, PassageAnchor
from tests.factories.accounts import make_group, make_member, make_user
from tests.factories.annotations import make_folder, make_item
from tests.factories.archive import make_document, make_text, make_volume, publish_version
from tests.races import at_once, rounds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def letters() -> list[Any]:
    volume = make_volume("papers")
    return [make_document(volume, f"d{number}") for number in range(6)]


def test_r8_two_members_move_folders_into_each_other_and_the_later_is_told() -> None:
    group = make_group()
    visitors = []
    for _ in range(2):
        person = make_user()
        make_member(group, person)
        visitors.append(visitor_for(person, None))

    for _round in rounds(10):
        one, other = (folders.new_folder(visitors[0], name, group=group) for name in ("One", "Other"))
        first = partial(folders.move, visitors[0], one.pk, other.pk, one.revision)
        second = partial(folders.move, visitors[1], other.pk, one.pk, other.revision)
        answers = at_once([first, second])

        assert [isinstance(answer, FolderError) for answer in answers].count(True) == 1
        parents = set(Folder.objects.filter(pk__in=[one.pk, other.pk]).values_list("parent_id", flat=True))
        assert parents in ({None, one.pk}, {None, other.pk})


def test_c8_adding_removing_and_ordering_from_two_tabs(letters: list[Any]) -> None:
    user = make_user()
    visitor = visitor_for(user, None)

    for _round in rounds(10):
        folder = make_folder(user)
        items = [make_item(folder, letter) for letter in letters[:4]]
        answers = at_once(
            [
                partial(folder_items.put_in, visitor, folder.pk, [Thing(it.pk) for it in letters]),
                partial(folder_items.put_in, visitor, folder.pk, [Thing(it.pk) for it in reversed(letters)]),
                partial(folder_items.take_out, visitor, folder.pk, items[0].pk),
                partial(folder_items.set_in_order, visitor, folder.pk, items[1].pk, "last"),
                partial(folder_items.set_in_order, visitor, folder.pk, items[2].pk, "first"),
            ]
        )

        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        rows = FolderItem.objects.filter(folder=folder)
        documents, places = (list(rows.values_list(name, flat=True)) for name in ("document_id", "order"))
        assert len(set(places)) == len(places)
        assert sorted(set(documents)) == sorted(documents)
        assert set(documents) >= {letter.pk for letter in letters[1:]}


def test_sharing_and_making_a_folder_inside_at_once_leaves_one_lock() -> None:
    user, group = make_user(), make_group()
    make_member(group, user)
    visitor = visitor_for(user, None)

    for _round in rounds(10):
        top = folders.new_folder(visitor, "Top")
        at_once(
            [
                partial(folders.share, visitor, top.pk, "group", group.pk),
                partial(folders.new_folder, visitor, "Inner", parent=top.pk),
            ]
        )

        locks = Folder.objects.filter(pk__in=folders.below(top)).values_list("audience", "group_id")
        assert set(locks) == {("group", group.pk)}


@pytest.mark.parametrize("act", ["put in", "take out"])
def test_publishing_while_a_passage_is_put_in_or_taken_out_leaves_each_where_it_stands(
    letters: list[Any], act: str
) -> None:
    user = make_user()
    visitor = visitor_for(user, None)

    for number in rounds(10):
        text = make_text(letters[0], ["The ice broke."], slug=f"text-{number}")
        thing = Thing(text.document_id, None, text.pk, text.current_id, 4, 7, "ice")
        folder = make_folder(user)
        if act == "take out":
            folder_items.put_in(visitor, folder.pk, [thing])
        there = folder.items.first()
        change: Any = partial(folder_items.take_out, visitor, folder.pk, there.pk) if there else None
        answers = at_once(
            [change or partial(folder_items.put_in, visitor, folder.pk, [thing]), partial(_publish, text)]
        )

        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        stands = PassageAnchor.objects.filter(item__folder=folder).values_list("exact", flat=True)
        assert list(stands) == (["ice"] if act == "put in" else [])


def _publish(text: Any) -> Any:
    with transaction.atomic():
        type(text).objects.select_for_update().get(pk=text.pk)
        return publish_version(text, "A heading\nThe ice broke.")
