"""Notes in the administration: public ones are shown, and nothing of the others by any way of asking."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from annotations.models import (
    Anchor,
    Annotation,
    Case,
    Decision,
    Delivery,
    Folder,
    FolderChange,
    FolderItem,
    IdempotencyKey,
    Notification,
    PassageAnchor,
    Profile,
    Report,
    Rules,
    SavedSearch,
    Watch,
)
from tests.factories.accounts import make_group, make_staff, make_user
from tests.factories.annotations import (
    make_case,
    make_folder,
    make_group_note,
    make_item,
    make_note,
    make_note_on_words,
    make_profile,
    make_public_note,
    make_reply,
    make_report,
    make_rules,
    make_saved_search,
    make_watch,
)
from tests.factories.archive import make_document, make_text, make_version, make_volume
from tests.office import answers, librarian, listed, models_with_pages, statements_for_one_and_three, url_of

pytestmark = pytest.mark.django_db


def public_note() -> Annotation:
    return make_public_note(make_user(), make_document(make_volume()), "Public words.")


def anchor() -> Anchor:
    text = make_text(make_document(make_volume()), ["Words of the text."])
    note = make_note_on_words(make_user(), text, "Words", audience="open")
    return Anchor.objects.create(annotation=note, version=make_version(text, ["Others."]), finding="unattached")


def passage_anchor() -> PassageAnchor:
    folder, text = make_folder(make_user(), audience="open"), make_text(make_document(make_volume()))
    place = {"text": text, "version": text.current, "start": 0, "end": 4, "exact": "Text"}
    item = make_item(folder, text.document, **place)
    return PassageAnchor.objects.create(item=item, version=make_version(text, ["Others."]), finding="unattached")


def key() -> IdempotencyKey:
    note, owner = public_note(), make_user()
    return IdempotencyKey.objects.create(owner=owner, key=str(note.pk), digest="x", annotation=note)


def search() -> SavedSearch:
    return make_saved_search(make_user(), "Planted name", "q=planted")


def watch() -> Watch:
    return make_watch(make_user(), make_volume(title="Planted volume"))


def report() -> Report:
    return make_report(make_case(public_note()), make_user())


def decision() -> Decision:
    return Decision.objects.create(case=make_case(public_note()), act="keep", role="site")


def rules() -> Rules:
    """The archive's once, then those of groups, which the list leaves out."""
    return make_rules(make_group() if Rules.objects.exists() else None)


MAKERS: dict[type[Model], Any] = {
    Annotation: public_note,
    Anchor: anchor,
    IdempotencyKey: key,
    SavedSearch: search,
    Watch: watch,
    Case: lambda: make_case(public_note()),
    Report: report,
    Decision: decision,
    Rules: rules,
    Notification: lambda: Notification.objects.create(
        recipient=make_user(), kind="outcome", case=make_case(public_note())
    ),
    Folder: lambda: make_folder(make_user(), audience="open"),
    FolderItem: lambda: make_item(make_folder(make_user(), audience="open"), make_document(make_volume())),
    PassageAnchor: passage_anchor,
    FolderChange: lambda: FolderChange.objects.create(person=make_user(), folder=make_folder(make_user()), verb="new"),
    Profile: lambda: make_profile(make_user(), is_public=True),
    Delivery: lambda: Delivery.objects.create(user=make_user(), kind="mention", way="off"),
}
each_model = pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)


def test_every_model_of_the_room_has_its_pages() -> None:
    assert set(MAKERS) == models_with_pages("annotations")


@each_model
def test_pages_open_and_nothing_can_be_written(model: type[Model]) -> None:
    row = MAKERS[model]()

    assert answers(librarian(), row) == [200, 200, 403]


@each_model
def test_list_takes_as_many_statements_for_three_rows_as_for_one(model: type[Model]) -> None:
    for_one, for_three = statements_for_one_and_three(model, MAKERS[model])

    assert for_three == for_one


@each_model
def test_staff_without_permission_see_nothing(model: type[Model]) -> None:
    client = Client()
    client.force_login(make_staff())

    assert client.get(url_of(model)).status_code == 403


def test_private_and_group_notes_are_not_found_by_staff() -> None:
    owner, document = make_user(), make_document(make_volume())
    private = make_note(owner, document, "Planted.")
    shared = make_group_note(owner, make_group(), document, body="Planted.")
    reply = make_reply(owner, private, "Planted.", audience="open")
    public = make_public_note(owner, document, "Planted.")
    client = librarian()

    pages = [client.get(url_of(Annotation, "change", note.pk)).status_code for note in (private, shared, reply)]

    assert pages == [302, 302, 302]
    assert listed(client, Annotation) == [public.pk]
    assert listed(client, Annotation, q="Planted") == [public.pk]
    assert listed(client, Annotation, q=str(private.pk)) == []


@pytest.mark.parametrize("model", [SavedSearch, Watch], ids=lambda model: model.__name__)
def test_what_a_reader_looks_for_and_watches_is_not_shown_to_staff(model: type[Model]) -> None:
    row = MAKERS[model]()
    client = librarian()

    pages = [client.get(address).content.decode() for address in (url_of(model), url_of(model, "change", row.pk))]

    assert [word for page in pages for word in ("Planted", "planted", row.owner.email) if word in page] == []


def test_cases_of_groups_are_not_found_by_staff() -> None:
    group, owner = make_group(), make_user()
    note = make_group_note(owner, group, make_document(make_volume()), body="Planted.")
    case = make_case(note, desk="group", group=group)
    make_report(case, make_user(), words="Planted.")
    client = librarian()

    assert [listed(client, model) for model in (Case, Report, Decision)] == [[], [], []]
    assert client.get(url_of(Case, "change", case.pk)).status_code == 302
