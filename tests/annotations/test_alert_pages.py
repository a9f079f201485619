"""Saved searches and watches as pages: everything by plain forms, and nobody else's."""

import pytest
from django.test import Client

from accounts.models import User
from annotations.models import SavedSearch, Watch
from tests.archive.search.world import index
from tests.asking import client_of
from tests.factories.accounts import make_user
from tests.factories.annotations import make_saved_search, make_watch
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_user()


@pytest.fixture
def signed_in(person: User) -> Client:
    return client_of(person)


def test_search_is_saved_from_its_results_and_run_again(signed_in: Client) -> None:
    make_document(make_volume(), title="First", texts=["Of rivers."])
    index()
    results = signed_in.get("/search/?q=rivers&from=1900&page=1").content.decode()
    address = "/alerts/searches/new/?q=rivers&page=1&from=1900"
    assert address.replace("&", "&amp;") in results

    told = signed_in.post(address, {"name": "Rivers", "rhythm": "monthly"}, follow=True).content.decode()

    search = SavedSearch.objects.get()
    assert (search.name, search.rhythm, search.state) == ("Rivers", "monthly", "q=rivers&from=1900")
    assert ("Nothing new." in told, "/search/?q=rivers&amp;from=1900" in told) == (True, True)


def test_page_shows_what_is_new_until_it_is_seen(signed_in: Client, person: User) -> None:
    search = make_saved_search(person, "Rivers", "q=rivers")
    make_document(make_volume(), title="A new letter", texts=["Of rivers."])
    index()
    address = f"/alerts/search/{search.pk}/"

    twice = ["A new letter" in signed_in.get(address).content.decode() for _ in range(2)]
    after = signed_in.post(address, {"act": "seen"}, follow=True).content.decode()

    assert (twice, "A new letter" in after) == ([True, True], False)


@pytest.mark.parametrize("kind", ["volume", "document"])
def test_volume_and_document_are_watched(kind: str, signed_in: Client) -> None:
    document = make_document(make_volume("papers"), "d1")
    name = "papers" if kind == "volume" else document.identifier
    page = signed_in.get(f"/{kind}s/{name}/").content.decode()
    address = f"/alerts/watch/{kind}/{name}/"
    assert address in page

    signed_in.post(address, {"rhythm": "daily"})

    watch = Watch.objects.get()
    assert (watch.rhythm, watch.volume_id is None, watch.document_id is None) == (
        "daily",
        kind == "document",
        kind == "volume",
    )


def test_alert_is_renamed_quietened_and_removed(signed_in: Client, person: User) -> None:
    search = make_saved_search(person, "Rivers", "q=rivers")
    address = f"/alerts/search/{search.pk}/"

    signed_in.post(address, {"act": "change", "name": "Lakes", "rhythm": "never"})
    search.refresh_from_db()
    signed_in.post(address, {"act": "remove"})

    assert (search.name, search.rhythm, SavedSearch.objects.count()) == ("Lakes", "never", 0)


def test_nonsense_in_a_form_is_told_and_changes_nothing(signed_in: Client, person: User) -> None:
    search = make_saved_search(person, "Rivers", "q=rivers")
    make_saved_search(person, "Lakes", "q=lakes")
    address = f"/alerts/search/{search.pk}/"

    wrong = signed_in.post(address, {"act": "change", "name": "", "rhythm": "hourly"})
    doubled = signed_in.post(address, {"act": "change", "name": "Lakes", "rhythm": "daily"}, follow=True)

    search.refresh_from_db()
    assert (wrong.status_code, search.name, search.rhythm) == (400, "Rivers", "weekly")
    assert "of this name already" in doubled.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_alert_of_another_person_does_not_exist(method: str, signed_in: Client) -> None:
    other = make_user()
    rows = [make_saved_search(other, "Planted", "q=x"), make_watch(other, make_volume())]

    answers = [
        getattr(signed_in, method)(f"/alerts/{kind}/{row.pk}/", {"act": "remove"}).status_code
        for kind, row in zip(("search", "watch"), rows, strict=True)
    ]

    assert answers == [404, 404]
    assert "Planted" not in signed_in.get("/alerts/").content.decode()
    assert (SavedSearch.objects.count(), Watch.objects.count()) == (1, 1)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_watched_thing_that_was_hidden_is_not_named(state: str, signed_in: Client, person: User) -> None:
    volume = make_volume(title="Planted volume", state=state)
    watches = [make_watch(person, volume), make_watch(person, make_document(volume, title="Planted", state=state))]
    fresh = [{"document": watches[1].document_id, "why": "new", "text": None}]
    Watch.objects.update(fresh=fresh)

    pages = [signed_in.get(f"/alerts/watch/{watch.pk}/") for watch in watches] + [signed_in.get("/alerts/")]

    assert [(page.status_code, "Planted" in page.content.decode()) for page in pages] == [(200, False)] * 3


def test_list_asks_as_often_for_three_as_for_one(
    signed_in: Client, person: User, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        make_saved_search(person, f"Search {number}", "q=x")
        make_watch(person, make_volume())
        make_watch(person, make_document(make_volume()))

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert signed_in.get("/alerts/").status_code == 200
