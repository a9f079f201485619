"""What is new in a saved search or in what is watched, by the rule as it is at the moment."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.visitor import Visitor
from annotations import alerts
from annotations.alerts import AlertError, News, look, mark_seen, save_search, watch
from annotations.models import SavedSearch, Watch
from archive.models import Document, Text
from tests.archive.search.world import index
from tests.factories.accounts import HIDDEN, lock, make_product, make_user
from tests.factories.annotations import make_watch
from tests.factories.archive import make_document, make_text, make_version, make_volume

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Visitor:
    return Visitor(user_id=make_user().pk)


def saved(reader: Visitor, state: str = "q=rivers", name: str = "Rivers") -> SavedSearch:
    return save_search(reader, name, QueryDict(state))


def letter(**fields: Any) -> Document:
    document = make_document(make_volume(), texts=["Of rivers."], **fields)
    index()
    return document


def test_saved_search_tells_of_what_it_finds_from_now_on(reader: Visitor) -> None:
    letter()
    search = saved(reader)
    new = letter()
    make_document(make_volume(), texts=["Of lakes."])
    index()

    assert look(reader, search).news == (News(new.pk, "new"),)


def test_page_is_not_part_of_a_saved_search(reader: Visitor) -> None:
    assert saved(reader, "q=rivers&page=3&from=1930&utm=x").state == "q=rivers&from=1930"


def test_document_that_becomes_public_is_new(reader: Visitor) -> None:
    document = letter(public_from=timezone.now() + timedelta(days=1))
    search = saved(reader)
    Document.objects.filter(pk=document.pk).update(public_from=timezone.now() - timedelta(hours=1))

    assert look(reader, search).news == (News(document.pk, "new"),)


def test_what_was_looked_at_is_not_told_again(reader: Visitor) -> None:
    search = saved(reader)
    letter()

    mark_seen(reader, search)
    search.refresh_from_db()

    assert (look(reader, search).news, search.fresh) == ((), [])


def test_watched_volume_tells_of_documents_texts_and_corrections(reader: Visitor) -> None:
    volume = make_volume()
    first, second = make_document(volume), make_document(volume, texts=["Of lakes."])
    watched = watch(reader, volume)
    third = make_document(volume, texts=["New."])
    gained = make_text(first, ["Of rivers."], slug="translation-en")
    corrected = second.texts.get()
    make_version(corrected, ["Of greater lakes."])
    make_document(make_volume())

    news = set(look(reader, watched).news)

    assert news == {
        News(third.pk, "new"),
        News(first.pk, "translation", gained.pk),
        News(second.pk, "corrected", corrected.pk),
    }
    mark_seen(reader, watched)
    watched.refresh_from_db()
    assert look(reader, watched).news == ()


def test_watched_document_tells_when_it_gains_a_translation(reader: Visitor) -> None:
    document = make_document(make_volume(), texts=["Реки."])
    watched = watch(reader, document)
    hidden = make_text(document, ["Of rivers."], slug="translation-en", state="draft")

    before = look(reader, watched).news
    Text.objects.filter(pk=hidden.pk).update(state="published")

    assert (before, look(reader, watched).news) == ((), (News(document.pk, "translation", hidden.pk),))


def test_watching_again_changes_the_rhythm(reader: Visitor) -> None:
    volume = make_volume()
    watch(reader, volume)

    assert (watch(reader, volume, "daily").rhythm, Watch.objects.count()) == ("daily", 1)


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_documents_are_no_news(kind: str, reader: Visitor) -> None:
    volume = make_volume()
    search, watched = saved(reader), watch(reader, volume)
    locked = make_document(volume, title="Planted", texts=["Of rivers."], **lock(kind))
    index()

    of_itself = make_watch(make_user(), locked)

    assert [look(reader, alert).news for alert in (search, watched, of_itself)] == [(), (), ()]


def test_documents_of_a_hidden_volume_are_no_news_of_it(reader: Visitor) -> None:
    volume = make_volume()
    watched = watch(reader, volume)
    make_document(volume)
    type(volume).objects.filter(pk=volume.pk).update(state="withdrawn")

    assert look(reader, watched).news == ()


def test_licensed_document_is_news_as_a_record(reader: Visitor) -> None:
    search = saved(reader)
    locked = letter(audience="controlled", product=make_product("papers"))

    assert look(reader, search).news == (News(locked.pk, "new"),)


def test_two_of_one_name_are_refused(reader: Visitor) -> None:
    saved(reader)

    with pytest.raises(AlertError, match="of this name"):
        saved(reader)


def test_nothing_is_saved_that_is_no_search_or_too_wide_or_one_too_many(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter()
    letter()
    with pytest.raises(AlertError, match="nothing to search for"):
        saved(reader, "page=2")
    monkeypatch.setattr(alerts, "WIDEST", 1)
    with pytest.raises(AlertError, match="narrow it down"):
        saved(reader)
    monkeypatch.setattr(alerts, "MOST_OF_A_PERSON", 0)
    with pytest.raises(AlertError, match="as many as"):
        watch(reader, make_volume())

    assert (SavedSearch.objects.count(), Watch.objects.count()) == (0, 0)


def test_guest_has_no_alerts() -> None:
    with pytest.raises(AlertError, match="Sign in"):
        watch(Visitor(), make_volume())
