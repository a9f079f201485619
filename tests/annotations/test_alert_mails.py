"""Mails of alerts: when they go, what is in them, and that their links do nothing by themselves."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import QueryDict
from django.test import Client

from accounts.jobs import jobs
from accounts.models import User
from accounts.visitor import Visitor
from annotations.alert_mails import is_due, send_due, token_for
from annotations.alerts import save_search, watch
from annotations.models import SavedSearch, Watch
from archive.models import Document
from tests.archive.search.world import index
from tests.factories.accounts import make_user
from tests.factories.annotations import make_saved_search
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.fixture
def person() -> User:
    return make_user("reader@example.org", name="Reader")


@pytest.fixture
def search(person: User) -> SavedSearch:
    saved = save_search(Visitor(user_id=person.pk), "My rivers", QueryDict("q=rivers"), "daily")
    saved.created_at = NOON - timedelta(days=40)
    saved.save()
    return saved


def letter(title: str = "Letter on rivers", **fields: Any) -> Document:
    document = make_document(make_volume(), title=title, texts=["Of rivers and of confidences."], **fields)
    index()
    return document


def send(at: datetime, capture: object, *, dry: bool = False) -> list[str]:
    with capture(execute=True):  # type: ignore[operator]
        return send_due(at, dry)


@pytest.mark.parametrize(
    ("rhythm", "last", "today", "due"),
    [
        ("never", "2026-01-01", "2026-05-20", False),
        ("daily", "2026-05-20", "2026-05-20", False),
        ("daily", "2026-05-19", "2026-05-20", True),
        ("weekly", "2026-05-14", "2026-05-20", False),
        ("weekly", "2026-05-13", "2026-05-20", True),
        ("monthly", "2026-04-21", "2026-05-20", False),
        ("monthly", "2026-04-20", "2026-05-20", True),
        ("monthly", "2026-01-31", "2026-02-28", False),
        ("monthly", "2026-01-31", "2026-03-04", True),
        ("monthly", "2025-12-05", "2026-01-05", True),
    ],
)
def test_rhythm(rhythm: str, last: str, today: str, due: bool) -> None:
    alert = SavedSearch(rhythm=rhythm, asked_on=date.fromisoformat(last))

    assert is_due(alert, date.fromisoformat(today)) is due


def test_mail_tells_once_what_is_new(search: SavedSearch, django_capture_on_commit_callbacks: object) -> None:
    letter()

    for days in (0, 0, 1):
        send(NOON + timedelta(days=days), django_capture_on_commit_callbacks)

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["reader@example.org"], "1 thing is new in what you follow")
    assert "My rivers: 1 new" in message.body
    assert "Letter on rivers (undated; new)" in message.body
    assert "confidences" not in message.body
    search.refresh_from_db()
    assert [row["why"] for row in search.fresh] == ["new"]


def test_nothing_new_is_no_mail(search: SavedSearch, django_capture_on_commit_callbacks: object) -> None:
    assert send(NOON, django_capture_on_commit_callbacks) == []

    search.refresh_from_db()
    assert (mail.outbox, search.asked_on, search.mailed_at) == ([], NOON.date(), None)


def test_dry_run_sends_nothing_and_keeps_nothing(
    search: SavedSearch, person: User, django_capture_on_commit_callbacks: object
) -> None:
    letter()

    said = send(NOON, django_capture_on_commit_callbacks, dry=True)

    search.refresh_from_db()
    assert (said, mail.outbox, search.asked_on, search.fresh) == ([f"№ {person.pk}: 1"], [], None, [])


def test_days_without_a_worker_are_one_mail(search: SavedSearch, django_capture_on_commit_callbacks: object) -> None:
    send(NOON, django_capture_on_commit_callbacks)
    for number in range(3):
        letter(f"Letter {number}")

    send(NOON + timedelta(days=5), django_capture_on_commit_callbacks)

    assert [message.subject for message in mail.outbox] == ["3 things are new in what you follow"]
    assert search.owner_id


def test_one_mail_for_all_that_is_due(
    search: SavedSearch, person: User, django_capture_on_commit_callbacks: object
) -> None:
    volume = make_volume(title="Letters of the year")
    watched = watch(Visitor(user_id=person.pk), volume, "daily")
    Watch.objects.filter(pk=watched.pk).update(created_at=search.created_at)
    make_document(volume, title="Another", texts=["Of lakes."])
    letter()

    send(NOON, django_capture_on_commit_callbacks)

    (message,) = mail.outbox
    assert [part in message.body for part in ("My rivers: 1 new", "Letters of the year: 1 new")] == [True, True]


def test_who_switched_these_mails_off_gets_none(
    search: SavedSearch, person: User, django_capture_on_commit_callbacks: object
) -> None:
    person.muted = ["alert"]
    person.save()
    letter()

    assert send(NOON, django_capture_on_commit_callbacks) == []
    assert (mail.outbox, search.rhythm) == ([], "daily")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
@pytest.mark.usefixtures("search")
def test_hidden_document_is_in_no_mail(state: str, django_capture_on_commit_callbacks: object) -> None:
    letter("Planted", state=state)

    assert (send(NOON, django_capture_on_commit_callbacks), mail.outbox) == ([], [])


@pytest.mark.usefixtures("search")
def test_links_of_the_mail_lead_to_pages_and_change_nothing(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    letter()
    send(NOON, django_capture_on_commit_callbacks)
    before = list(SavedSearch.objects.values())

    links = re.findall(r"https?://[^/\s]+(/\S*)", str(mail.outbox[0].body))
    answers = {link: client.get(link).status_code for link in links}

    assert set(answers.values()) == {200, 302}
    assert list(SavedSearch.objects.values()) == before


def test_mails_are_stopped_by_the_button_without_signing_in(search: SavedSearch, client: Client) -> None:
    address = f"/alerts/stop/{token_for(search)}/"

    asked = client.get(address).content.decode()
    done = client.post(address).content.decode()

    search.refresh_from_db()
    assert (search.rhythm, "My rivers" in asked + done, "No more mails" in done) == ("never", False, True)


def test_token_is_good_for_one_alert_only(search: SavedSearch, person: User) -> None:
    other = make_saved_search(person, "Other", "q=lakes", rhythm="daily")
    token = token_for(search)

    Client().post(f"/alerts/stop/{token}/")
    forged = Client().get(f"/alerts/stop/{token[:-2]}xx/")

    other.refresh_from_db()
    assert (other.rhythm, forged.status_code) == ("daily", 404)


def test_job_is_among_the_daily_ones() -> None:
    assert jobs()["alerts"].run is send_due
