"""Annotating where one reads: by mouse, touch and keyboard, in Russian and English and on the image."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import ReadingGroup
from annotations.models import Annotation
from archive.models import Text
from tests.browser.notebook import LETTER, Notebook, Seminar, settle
from tests.factories.annotations import make_note_on_words

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def ada(browser: Browser, base_url: str, people: Seminar) -> Iterator[Notebook]:
    with Notebook.of(browser, base_url, people.ada) as window:
        yield window
    assert window.complaints == []


def only_note() -> Annotation:
    note: Annotation = Annotation.objects.get(deleted_at__isnull=True)
    return note


def test_words_of_both_texts_are_annotated_with_the_mouse_and_stay_after_a_reload(ada: Notebook) -> None:
    page = ada.open(LETTER)
    ada.select("вода уже не дышит")

    ada.tools.get_by_role("button", name="Note").click()
    ada.write("Дыхание реки.")
    ada.select("quietly", text="translation-en")
    ada.tools.get_by_role("button", name="Highlight").click()
    ada.painted("on", "quietly")
    ada.open(LETTER)

    ada.painted("owner", "вода уже не дышит|quietly")
    expect(ada.note("Дыхание реки.")).to_be_visible()
    notes = list(Annotation.objects.order_by("created_at").values_list("motivation", "exact", "audience", "body"))
    assert notes == [
        ("commenting", "вода уже не дышит", "owner", "Дыхание реки."),
        ("highlighting", "quietly", "owner", ""),
    ]
    assert page.locator(".to-note").count() == 2


def test_the_form_stands_beside_its_words_however_many_notes_stand_before(ada: Notebook, people: Seminar) -> None:
    text = Text.objects.get(slug="transcription")
    for number in range(8):
        make_note_on_words(people.ada, text, "без ветра", body=f"{number}. {'Quiet. ' * 20}")
    page = ada.open(LETTER)
    settle(page)

    ada.select("буква")
    words = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().top")
    ada.tools.get_by_role("button", name="Note").click()
    expect(ada.composer.get_by_label("Your note")).to_be_focused()

    expect(ada.composer).to_be_in_viewport()
    assert ada.composer.bounding_box()["y"] == pytest.approx(words, abs=40)


def test_cards_and_marks_are_narrowed_to_those_of_one_audience_by_keyboard(ada: Notebook, people: Seminar) -> None:
    text = Text.objects.get(slug="transcription")
    make_note_on_words(people.ada, text, "без ветра", body="Mine.")
    make_note_on_words(people.ben, text, "буква", body="For all.", audience="open")
    page = ada.open(LETTER)
    expect(ada.note("For all.")).to_be_visible()

    page.get_by_role("radio", name="All", exact=True).focus()
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("radio", name="Only me")).to_be_checked()
    expect(ada.note("For all.")).to_be_hidden()
    expect(ada.note("Mine.")).to_be_visible()
    ada.painted("owner", "без ветра")
    ada.painted("open", "")
    ada.select("тихо")
    ada.tools.get_by_role("button", name="Note").click()
    expect(ada.composer).to_be_visible()


def test_words_over_a_page_break_are_one_note(ada: Notebook) -> None:
    ada.open(LETTER)
    ada.select("буква", "каретка")

    ada.tools.get_by_role("button", name="Note").click()
    ada.write("Over the break.")

    note = only_note()
    assert note.exact == "буква «щ» западает, и каретка"
    assert note.page is not None
    assert note.page.order == 1
    ada.painted("on", "буква «щ» западает, и |каретка")


def test_the_keyboard_alone_chooses_words_and_annotates_them(ada: Notebook) -> None:
    page = ada.open(LETTER)
    page.keyboard.press("j")
    page.keyboard.press("x")

    page.keyboard.press("w")
    dialog = page.get_by_role("dialog", name="Choose words")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    for _ in range(len("The ice")):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.type("not written")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(ada.composer.get_by_label("Your note")).to_be_focused()
    page.keyboard.type("By keys alone.")
    page.keyboard.press("Control+Enter")

    expect(ada.note("By keys alone.")).to_be_focused()
    assert (only_note().exact, only_note().body) == ("The ice", "By keys alone.")


def test_one_key_highlights_the_paragraph_and_another_tags_the_words_selected(ada: Notebook) -> None:
    page = ada.open(LETTER)
    page.keyboard.press("j")

    page.keyboard.press("h")
    ada.painted("on", "Лёд стал сегодня ночью, тихо, без ветра. Утром вышла к рейке| — а вода уже не дышит.")
    ada.select("Ундервуд")
    page.keyboard.press("t")
    page.keyboard.type("typewriter, old  things")
    page.keyboard.press("Control+Enter")
    expect(ada.composer).to_have_count(0)

    kept = Annotation.objects.order_by("created_at").values_list("motivation", "exact", "tags")
    assert list(kept) == [
        ("highlighting", "Лёд стал сегодня ночью, тихо, без ветра. Утром вышла к рейке — а вода уже не дышит.", []),
        ("tagging", "Ундервуд", ["typewriter", "old things"]),
    ]


def test_a_finger_annotates_a_paragraph_and_the_words_selected(
    browser: Browser, base_url: str, people: Seminar
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with Notebook.of(browser, base_url, people.ada, **phone) as ada:
        page = ada.open(LETTER)
        page.locator("#translation-en-p3 .add").tap()
        ada.write("By a finger.")
        ada.select("без ветра")
        box = ada.tools.bounding_box()
        ada.tools.get_by_role("button", name="Highlight").tap()
        ada.painted("on", "без ветра")

        assert box["y"] > 700
        exact = Annotation.objects.order_by("created_at").values_list("exact", flat=True)
        assert list(exact) == ["There will be no post now.", "без ветра"]
        assert ada.width == 390
        assert ada.complaints == []


def middle_of_the_image(ada: Notebook) -> tuple[float, float]:
    """Open the letter, and give a place of the window that is on its image."""
    page = ada.open(LETTER)
    ada.image_of(1)
    settle(page)
    page.wait_for_timeout(500)
    box = page.locator(".osd").bounding_box()
    assert box
    return box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.45


def test_parts_of_the_image_are_drawn_by_mouse_corner_by_corner_and_by_keys(ada: Notebook) -> None:
    x, y = middle_of_the_image(ada)
    page = ada.page

    page.get_by_role("button", name="A note on a part of the image").click()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    ada.write("A frame.")
    page.get_by_role("button", name="A note on a shape drawn by corners").click()
    for dx, dy in ((0, 0), (80, 0), (40, 60), (0, 0)):
        page.mouse.click(x + dx, y + dy)
    ada.write("A shape.")
    # Its card takes the focus when it comes, and with it the keys.
    expect(ada.note("A shape.")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    for key in ("ArrowRight", "Shift+ArrowDown", "Enter"):
        page.keyboard.press(key)
    ada.write("By keys.")

    frame, shape, keyed = Annotation.objects.order_by("created_at").values_list("region", flat=True)
    assert (frame["type"], shape["type"], len(shape["points"])) == ("rectangle", "polygon", 3)
    assert keyed["xywh"] == [333, 420, 270, 198]
    assert frame["xywh"][2] / frame["xywh"][3] == pytest.approx(60 / 40, rel=0.1)
    expect(page.locator(".rgn")).to_have_count(3)
    page.locator(".rgn").first.press("Enter")
    expect(page.locator(".note.on")).to_contain_text("A frame.")


def test_two_taps_set_the_corners_of_a_frame(browser: Browser, base_url: str, people: Seminar) -> None:
    tablet = {"viewport": {"width": 900, "height": 1100}, "has_touch": True}
    with Notebook.of(browser, base_url, people.ada, **tablet) as ada:
        x, y = middle_of_the_image(ada)
        page = ada.page

        page.get_by_role("button", name="A note on a part of the image").tap()
        page.touchscreen.tap(x, y)
        page.touchscreen.tap(x + 50, y + 50)
        ada.write("Two taps.")

        assert (only_note().region or {})["type"] == "rectangle"
        assert ada.complaints == []


def test_another_person_replies_and_loses_the_note_when_it_is_narrowed(
    browser: Browser, base_url: str, people: Seminar, ada: Notebook
) -> None:
    ada.open(LETTER)
    ada.select("с последней лодкой")
    ada.tools.get_by_role("button", name="Note").click()
    ada.composer.get_by_label("Kolva seminar").check()
    expect(ada.composer.locator("[data-who-line]")).to_have_text("The 2 members of Kolva seminar read it.")
    ada.write("Which boat?", "Kolva seminar")

    with Notebook.of(browser, base_url, people.ben) as ben:
        ben.open(LETTER)
        ben.painted("group", "с последней лодкой")
        ben.note("Which boat?").get_by_role("link", name="Reply").click()
        ben.write("The mail boat.", "Kolva seminar")
        expect(ben.page.locator(".replies .note")).to_contain_text("The mail boat.")

        ada.note("Which boat?").get_by_role("link", name="Change").click()
        expect(ada.composer.get_by_label("Your note")).to_have_value("Which boat?")
        ada.write("Which boat?")
        ada.painted("on", "с последней лодкой")

        ben.open(LETTER)
        settle(ben.page)
        assert ben.note("Which boat?").count() == 0
        expect(ben.note("The mail boat.")).to_contain_text("Original withdrawn.")
        assert ben.complaints == []
    assert ada.page.locator(".note.owner").count() == 1


def test_a_note_for_a_group_is_not_there_for_others(browser: Browser, base_url: str, people: Seminar) -> None:
    text = Text.objects.get(slug="transcription")
    group = ReadingGroup.objects.get()
    make_note_on_words(people.ada, text, "без ветра", audience="group", group=group, body="Planted")

    with Notebook.of(browser, base_url, people.eve) as eve:
        page = eve.open(LETTER)
        settle(page)

        assert "Planted" not in page.content()
        assert eve.painted_now == {"owner": "", "group": "", "open": "", "on": ""}


def test_marks_take_the_place_of_highlights_where_the_browser_has_none(
    browser: Browser, base_url: str, people: Seminar
) -> None:
    with Notebook.of(browser, base_url, people.ada) as ada:
        ada.page.context.add_init_script("delete CSS.highlights; delete window.Highlight;")
        page = ada.open(LETTER)
        assert not page.evaluate("'highlights' in CSS")
        ada.select("буква", "каретка")
        ada.tools.get_by_role("button", name="Highlight").click()
        expect(page.locator("mark.note-owner")).to_have_count(2)
        ada.open(LETTER)

        expect(page.locator("mark.note-owner")).to_have_text(["буква «щ» западает, и ", "каретка"])
        assert ada.complaints == []
