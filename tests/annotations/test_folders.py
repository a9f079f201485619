"""Folders: in one another, shared as a whole, put in order, undone."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.groups import clone_group, remove_member
from accounts.leaving import erase
from accounts.models import User
from accounts.visitor import Visitor, visitor_for
from annotations import folder_items, folder_pages, folders
from annotations.folder_items import Thing
from annotations.folders import FolderError, NoFolderError, StaleFolderError
from annotations.models import Folder, FolderChange, FolderItem
from annotations.undoing import undo
from tests.counting import statements_of
from tests.factories.accounts import make_contract, make_group, make_member, make_product, make_user
from tests.factories.annotations import make_folder, make_group_note, make_item, make_note, make_public_note
from tests.factories.archive import make_document, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters() -> list[Any]:
    volume = make_volume("papers")
    return [make_document(volume, f"d{number}") for number in range(4)]


def visit(user: User | None) -> Visitor:
    return visitor_for(user, None)


def inside(user: User | None, folder: Folder) -> list[Any]:
    """What a person sees in a folder."""
    return [row.document_id or row.annotation_id for row in folder_items.items_of(visit(user), folder)]


def reads(user: User | None, folder: Folder) -> bool:
    return bool(Folder.objects.readable_by(visit(user)).filter(pk=folder.pk).exists())


def test_r8_all_results_go_into_a_folder_in_one_step_with_an_undo(letters: list[Any]) -> None:
    user = make_user()
    folder = make_folder(user)
    make_item(folder, letters[2])
    hidden = make_document(letters[0].volume, "draft", state="draft")

    change, new = folder_items.put_documents_in(visit(user), folder.pk, [*(row.pk for row in letters), hidden.pk])
    after = inside(user, folder)
    undo(visit(user), change.pk)

    assert (new, after) == (3, [letters[2].pk, letters[0].pk, letters[1].pk, letters[3].pk])
    assert inside(user, folder) == [letters[2].pk]


def test_r8_sharing_reaches_what_is_in_it_now_and_later_sub_folders_too(letters: list[Any]) -> None:
    owner, member = make_user(), make_user()
    group = make_group("Seminar")
    for person in (owner, member):
        make_member(group, person)
    top = folders.new_folder(visit(owner), "Top")
    inner = folders.new_folder(visit(owner), "Inner", parent=top.pk)

    folders.share(visit(owner), top.pk, "group", group.pk)
    later = folders.new_folder(visit(owner), "Later", parent=inner.pk)
    folder_items.put_in(visit(owner), later.pk, [Thing(letters[0].pk)])

    tree = folder_pages.flat(folder_pages.trees(visit(member)))
    assert [(it.folder.title, it.depth, it.folder.things) for it in tree] == [
        ("Top", 0, 0),
        ("Inner", 1, 0),
        ("Later", 2, 1),
    ]
    assert (reads(make_user(), top), reads(None, later)) == (False, False)
    folders.share(visit(owner), top.pk, "owner")
    assert [reads(member, it) for it in (top, inner, later)] == [False, False, False]


def test_r8_an_item_whose_licence_ends_stays_listed_and_locked_with_my_notes_readable() -> None:
    user, product = make_user(), make_product()
    licensed = make_document(
        make_volume("closed", audience="controlled", product=product), "d", texts=["Planted words."]
    )
    contract = make_contract(user, product)
    note = make_note(user, licensed, "My words.")
    folder = make_folder(user)
    make_item(folder, licensed)
    make_item(folder, annotation=note)
    before = [row.is_readable for row in folder_items.full_items(visit(user), folder)]

    contract.delete()

    rows = folder_items.full_items(visit(user), folder)
    assert before == [True, True]
    assert [(row.is_readable, row.annotation.body if row.annotation else "") for row in rows] == [
        (False, ""),
        (False, "My words."),
    ]


def test_a_private_note_in_a_shared_folder_is_seen_by_its_author_only(letters: list[Any]) -> None:
    owner, member = make_user(), make_user()
    group = make_group()
    for person in (owner, member):
        make_member(group, person)
    folder = make_folder(owner, audience="group", group=group)
    private = make_note(owner, letters[0], "Planted.")
    shared = make_group_note(owner, group, letters[0])
    for note in (private, shared):
        make_item(folder, annotation=note)

    seen = {name: inside(person, folder) for name, person in {"owner": owner, "member": member}.items()}

    assert seen == {"owner": [private.pk, shared.pk], "member": [shared.pk]}
    [branch] = folder_pages.trees(visit(member))
    assert branch.folder.things == 1


@pytest.mark.parametrize(
    ("role", "access", "writes"),
    [("member", "read_write", True), ("member", "read_only", False), ("manager", "read_only", True)],
)
def test_a_groups_folder_is_changed_by_those_the_group_says(
    letters: list[Any], role: str, access: str, writes: bool
) -> None:
    group, person = make_group(folder_access=access), make_user()
    make_member(group, person, role)
    folder = make_folder(group=group)

    with suppress(NoFolderError):
        folder_items.put_in(visit(person), folder.pk, [Thing(letters[0].pk)])

    assert bool(inside(person, folder)) is writes


@pytest.mark.parametrize("members_write", [True, False])
def test_a_shared_folder_is_read_only_unless_its_owner_says_otherwise(members_write: bool) -> None:
    owner, member, group = make_user(), make_user(), make_group()
    for person in (owner, member):
        make_member(group, person)
    folder = make_folder(owner)
    folders.share(visit(owner), folder.pk, "group", group.pk, members_write=members_write)

    may_write = Folder.objects.writable_by(visit(member)).filter(pk=folder.pk).exists()

    assert may_write is members_write


def test_a_folder_cannot_lie_inside_itself_nor_with_others() -> None:
    user = make_user()
    top, group = folders.new_folder(visit(user), "Top"), make_group()
    make_member(group, user)
    inner = folders.new_folder(visit(user), "Inner", parent=top.pk)
    of_group = folders.new_folder(visit(user), "Shared", group=group)

    for folder, goal in ((top, inner), (top, top), (inner, of_group)):
        with pytest.raises(FolderError):
            folders.move(visit(user), folder.pk, goal.pk)

    assert list(Folder.objects.order_by("title").values_list("title", "parent__title")) == [
        ("Inner", "Top"),
        ("Shared", None),
        ("Top", None),
    ]


def test_the_later_of_two_changes_is_told() -> None:
    user = make_user()
    folder = make_folder(user)
    folders.rename(visit(user), folder.pk, "First", "", 1)

    with pytest.raises(StaleFolderError):
        folders.rename(visit(user), folder.pk, "Second", "", 1)

    assert Folder.objects.get().title == "First"


@pytest.mark.parametrize(
    ("where", "order"), [("up", "1023"), ("down", "0213"), ("first", "1023"), ("last", "0231"), (4, "0231")]
)
def test_things_are_set_in_order_without_dragging(letters: list[Any], where: Any, order: str) -> None:
    user = make_user()
    folder = make_folder(user)
    items = [make_item(folder, letter) for letter in letters]

    change = folder_items.set_in_order(visit(user), folder.pk, items[1].pk, where)
    after = inside(user, folder)
    undo(visit(user), change.pk)

    assert after == [letters[int(number)].pk for number in order]
    assert inside(user, folder) == [letter.pk for letter in letters]


def test_what_is_taken_out_comes_back_to_its_place(letters: list[Any]) -> None:
    user = make_user()
    folder = make_folder(user)
    items = [make_item(folder, letter) for letter in letters]

    change = folder_items.take_out(visit(user), folder.pk, items[1].pk)
    undo(visit(user), change.pk)

    assert inside(user, folder) == [letter.pk for letter in letters]
    with pytest.raises(FolderError, match="undone already"):
        undo(visit(user), change.pk)


def test_a_deleted_folder_comes_back_with_all_in_it(letters: list[Any]) -> None:
    user = make_user()
    top = folders.new_folder(visit(user), "Top")
    inner = folders.new_folder(visit(user), "Inner", parent=top.pk)
    make_item(inner, letters[0])
    change = folders.delete_folder(visit(user), top.pk)
    gone = [reads(user, it) for it in (top, inner)]

    undo(visit(user), change.pk)

    assert gone == [False, False]
    assert ([reads(user, it) for it in (top, inner)], inside(user, inner)) == ([True, True], [letters[0].pk])


def test_somebody_elses_act_cannot_be_undone() -> None:
    folder = folders.new_folder(visit(make_user()), "Mine")

    with pytest.raises(NoFolderError):
        undo(visit(make_user()), FolderChange.objects.get(folder=folder).pk)


def test_the_same_thing_lies_in_a_folder_once(letters: list[Any]) -> None:
    user = make_user()
    folder = make_folder(user)
    make_item(folder, letters[0])

    _change, new = folder_items.put_in(visit(user), folder.pk, [Thing(letters[0].pk)] * 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_item(folder, letters[0])

    assert (new, FolderItem.objects.count()) == (0, 1)


def test_pages_passages_and_notes_are_kept_by_their_addresses(letters: list[Any]) -> None:
    user, letter = make_user(), letters[0]
    page, base = make_page(letter, 1), "http://testserver"
    make_text(letter, ["Words about the ice."])
    note = make_public_note(make_user(), letter)
    selector = {"type": "TextQuoteSelector", "exact": "the ice"}
    front = f"{base}/documents/{letter.identifier}/"
    passage = {"source": f"{front}texts/transcription/v1/", "selector": selector}
    targets = [front, f"{front}pages/1/", passage, f"{base}/annotations/{note.pk}/"]
    folder = make_folder(user)

    folder_items.put_in(visit(user), folder.pk, [folder_items.thing_of(visit(user), it, base) for it in targets])

    rows = folder_items.full_items(visit(user), folder)
    assert [(row.page_id, row.exact, row.annotation_id) for row in rows] == [
        (None, "", None),
        (page.pk, "", None),
        (None, "the ice", None),
        (None, "", note.pk),
    ]


def test_next_terms_group_gets_folders_and_no_notes(letters: list[Any]) -> None:
    owner, group = make_user(), make_group("Course")
    make_member(group, owner, "owner")
    top = folders.new_folder(visit(owner), "Week 1", group=group)
    inner = folders.new_folder(visit(owner), "Reading", parent=top.pk)
    make_item(inner, letters[0])
    make_item(inner, annotation=make_group_note(owner, group, letters[0]))

    new = clone_group(group, owner)

    rows = Folder.objects.filter(group=new).order_by("created_at")
    assert [(row.title, row.parent.title if row.parent else "") for row in rows] == [
        ("Week 1", ""),
        ("Reading", "Week 1"),
    ]
    assert [(row.folder.title, row.document_id) for row in FolderItem.objects.filter(folder__group=new)] == [
        ("Reading", letters[0].pk)
    ]


def test_who_leaves_a_group_takes_along_what_they_shared() -> None:
    group, owner = make_group(), make_user()
    make_member(group, owner)
    folder = make_folder(owner, audience="group", group=group)

    remove_member(group, owner)

    folder.refresh_from_db()
    assert (folder.audience, folder.group_id, reads(owner, folder)) == ("owner", None, True)


def test_erasing_a_person_leaves_none_of_their_folders(letters: list[Any]) -> None:
    user, group = make_user(), make_group()
    make_member(group, user)
    make_member(group, make_user(), "owner")
    top = folders.new_folder(visit(user), "Planted")
    folders.new_folder(visit(user), "Inner", parent=top.pk)
    shared = folders.new_folder(visit(user), "Ours", group=group)
    folder_items.put_in(visit(user), shared.pk, [Thing(letters[0].pk)])

    erase(user)

    assert [(row.title, row.made_by) for row in Folder.objects.all()] == [("Ours", None)]
    assert list(FolderItem.objects.values_list("added_by", flat=True)) == [None]


def test_a_folder_costs_the_same_at_1_and_at_30_things(letters: list[Any]) -> None:
    user = make_user()
    folder = make_folder(user)
    make_item(folder, letters[0])
    make_item(folder, annotation=make_note(user, letters[0]))

    few = statements_of(lambda: folder_items.full_items(visit(user), folder))
    for _ in range(15):
        make_item(folder, make_document(letters[0].volume))
        make_item(folder, annotation=make_note(user, letters[0]))

    assert statements_of(lambda: folder_items.full_items(visit(user), folder)) == few
