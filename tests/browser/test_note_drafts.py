"""What is being written survives a reload, a lost connection and the end of the session, and is kept once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, expect

from annotations.models import Annotation
from tests.browser.notebook import LETTER, Notebook, Seminar, key_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def ada(browser: Browser, base_url: str, people: Seminar) -> Iterator[Notebook]:
    """A window with a note begun; what fails on the way may be complained of."""
    with Notebook.of(browser, base_url, people.ada) as window:
        window.open(LETTER)
        window.select("без ветра")
        window.tools.get_by_role("button", name="Note").click()
        window.composer.get_by_label("Your note").fill("Half a thought")
        window.composer.get_by_label("Tags, separated by commas").fill("wind")
        yield window


def kept() -> list[Any]:
    return list(Annotation.objects.values_list("exact", "body", "tags"))


def test_a_draft_is_offered_again_after_a_reload(ada: Notebook) -> None:
    ada.open(LETTER)

    expect(ada.composer.get_by_label("Your note")).to_have_value("Half a thought")
    expect(ada.composer.get_by_role("alert")).to_have_text("Your words from before were kept. Save or discard them.")
    ada.composer.get_by_role("button", name="Save").click()
    expect(ada.composer).to_have_count(0)
    assert kept() == [("без ветра", "Half a thought", ["wind"])]
    ada.open(LETTER)
    assert ada.composer.count() == 0


def test_a_lost_connection_keeps_the_words_and_saving_again_keeps_one_note(ada: Notebook) -> None:
    answers: list[int] = []

    def lose(route: Any) -> None:
        """The note arrives; its answer is lost on the way back."""
        if route.request.method == "POST" and not answers:
            answers.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    ada.page.route("**/annotations/", lose)
    ada.composer.get_by_role("button", name="Save").click()
    expect(ada.composer.get_by_role("alert")).to_contain_text("The archive does not answer.")

    ada.composer.get_by_role("button", name="Save").click()
    expect(ada.composer).to_have_count(0)

    assert answers == [201]
    assert kept() == [("без ветра", "Half a thought", ["wind"])]


def test_a_session_that_ended_keeps_the_words_until_the_person_is_back(
    ada: Notebook, people: Seminar, base_url: str
) -> None:
    Session.objects.all().delete()
    ada.composer.get_by_role("button", name="Save").click()
    expect(ada.composer.get_by_role("alert")).to_contain_text("You are no longer signed in.")
    expect(ada.composer.get_by_role("link", name="Sign in")).to_have_attribute("target", "_blank")

    ada.open(LETTER)
    assert ada.composer.count() == 0
    ada.page.context.add_cookies([{"name": "sessionid", "value": key_of(people.ada), "url": base_url}])
    ada.open(LETTER)
    ada.composer.get_by_role("button", name="Save").click()
    expect(ada.composer).to_have_count(0)

    assert kept() == [("без ветра", "Half a thought", ["wind"])]


def test_words_of_one_person_are_not_offered_to_the_next_at_the_same_computer(
    ada: Notebook, people: Seminar, base_url: str
) -> None:
    ada.page.context.add_cookies([{"name": "sessionid", "value": key_of(people.eve), "url": base_url}])

    ada.open(LETTER)

    assert ada.composer.count() == 0


def test_a_note_changed_elsewhere_is_not_overwritten_unasked(ada: Notebook) -> None:
    ada.composer.get_by_role("button", name="Save").click()
    expect(ada.composer).to_have_count(0)
    ada.note("Half a thought").get_by_role("link", name="Change").click()
    ada.composer.get_by_label("Your note").fill("Mine")
    Annotation.objects.update(body="Elsewhere", revision=2)

    ada.composer.get_by_role("button", name="Save").click()
    expect(ada.composer.get_by_role("alert")).to_contain_text("This note has been changed elsewhere")
    assert kept()[0][1] == "Elsewhere"
    ada.composer.get_by_role("button", name="Save").click()
    expect(ada.composer).to_have_count(0)

    assert kept()[0][1] == "Mine"


def test_discarded_words_are_gone(ada: Notebook) -> None:
    ada.composer.get_by_role("button", name="Discard").click()
    ada.open(LETTER)

    assert ada.composer.count() == 0
    assert kept() == []
