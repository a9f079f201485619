"""Every form for notes, open on the page of a document: nothing that axe finds, nothing wider than the window."""

import pytest
from playwright.sync_api import Browser, expect

from archive.models import Text
from tests.browser.inspecting import axe_faults
from tests.browser.notebook import LETTER, Notebook, Seminar, settle
from tests.factories.annotations import make_note_on_words

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def look(window: Notebook) -> list[str]:
    """What is wrong with the page as it stands, its form in sight."""
    expect(window.composer).to_be_in_viewport()
    # Colours that are on their way are nobody's.
    window.page.evaluate("Promise.all(document.getAnimations().map((it) => it.finished.catch(() => null)))")
    faults = axe_faults(window.page)
    asked = window.page.viewport_size
    if asked and window.width > asked["width"]:
        faults.append(f"{window.width} wide in a window of {asked['width']}")
    return faults


def look_at_tools(window: Notebook, words: str) -> list[str]:
    """What is wrong with the page while words are selected."""
    window.select(words)
    return axe_faults(window.page)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_no_form_for_notes_has_an_axe_fault(
    browser: Browser, base_url: str, people: Seminar, width: int, scheme: str
) -> None:
    text = Text.objects.get(slug="transcription")
    make_note_on_words(people.ada, text, "без ветра", body="Mine.")
    make_note_on_words(people.ben, text, "Ундервуд", body="Which one?", audience="open")
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "reduced_motion": "reduce"}
    faults: dict[str, list[str]] = {}

    with Notebook.of(browser, base_url, people.ada, **options) as ada:
        ada.open(LETTER)
        settle(ada.page)
        faults["tools"] = look_at_tools(ada, "вода уже не дышит")
        ada.tools.get_by_role("button", name="Note").click()
        faults["note"] = look(ada)
        ada.composer.get_by_label("Your note").fill("The river breathes.")
        ada.composer.get_by_label("Public", exact=True).check()
        faults["written"] = look(ada)
        ada.page.context.set_offline(True)
        ada.composer.get_by_role("button", name="Save").click()
        expect(ada.composer.get_by_role("alert")).to_be_visible()
        faults["refused"] = look(ada)
        ada.page.context.set_offline(False)
        ada.composer.get_by_role("button", name="Discard").click()
        for name, words, act in (("change", "Mine.", "Change"), ("reply", "Which one?", "Reply")):
            ada.note(words).get_by_role("link", name=act).click()
            faults[name] = look(ada)
            ada.composer.get_by_role("button", name="Discard").click()

    assert {name: found for name, found in faults.items() if found} == {}
