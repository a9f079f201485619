"""Reading real documents with script: panes, alignment, page following, deep links, the image, the keyboard."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.library import LETTER, LONG, SPELLINGS, TWO, YIDDISH
from tests.browser.reading import Reader

# The database is made for tests that are marked so; what the server reads was committed before.
pytestmark = pytest.mark.django_db
STILL = 0.001  # what layout may shift at load: nothing, but for rounding
SHARE = "document.querySelector('#facs').offsetWidth / document.querySelector('.reader').offsetWidth"
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}  # bytes a second


def test_image_transcription_and_translation_stand_beside_each_other_in_line(reader: Reader) -> None:
    page = reader.open(LETTER)
    reader.image_of(1)

    lefts = [page.locator(part).bounding_box() for part in (".facs", "#page-1 .c1", "#page-1 .c2")]
    tops = page.evaluate(
        """["c1", "c2"].map((it) => [...document.querySelectorAll(`#page-1 .${it} > *`)].map(
            (cell) => cell.getBoundingClientRect().top))"""
    )

    assert [round(box["x"]) for box in lefts if box] == sorted({round(box["x"]) for box in lefts if box})
    assert tops[0] == tops[1]
    assert len(tops[0]) == 4


def test_panes_are_shown_and_hidden_without_a_new_page_and_kept_for_the_next_document(reader: Reader) -> None:
    page = reader.open(LETTER)
    page.evaluate("window.stays = true")

    page.locator(".panes").get_by_role("button", name="English").click()
    expect(page.locator(".layer.c2")).to_have_count(0)
    reader.said("Shown: Image, Česky transcription")
    page.locator(".panes").get_by_role("button", name="Image").click()
    expect(page.locator(".facs")).to_be_hidden()

    assert page.evaluate("window.stays")
    assert page.locator(".panes").get_by_role("button", name="English").get_attribute("aria-pressed") == "false"
    reader.open(LETTER)
    assert page.locator(".layer.c2").count() == 0
    assert page.locator(".facs").is_hidden()


def test_panes_keep_the_place_of_the_reader(reader: Reader) -> None:
    page = reader.open(f"{LETTER}#page-2")
    reader.at_page(2)
    page.evaluate("scrollBy({ top: 300, behavior: 'instant' })")
    page.wait_for_timeout(100)

    page.keyboard.press("3")
    expect(page.locator(".layer.c2")).to_have_count(0)

    reader.at_page(2)
    box = page.locator("#page-2").bounding_box()
    assert box
    assert box["y"] < 0 < box["y"] + box["height"]


def test_the_page_follows_scrolling_in_text_image_and_address(reader: Reader) -> None:
    page = reader.open(LETTER)
    reader.image_of(1)

    page.locator("#page-3").evaluate("leaf => leaf.scrollIntoView({ behavior: 'instant' })")

    reader.at_page(3)
    reader.image_of(3)
    expect(page.locator("#jump")).to_have_value("3")
    expect(page).to_have_url(re.compile(r"\?page=3#page-3$"))


@pytest.mark.parametrize(("asked", "number"), [("27", 27), ("2", 2)])
def test_a_page_is_gone_to_wherever_it_is(reader: Reader, asked: str, number: int) -> None:
    page = reader.open(LONG)

    page.get_by_label("Page", exact=True).fill(asked)
    page.keyboard.press("Enter")

    reader.at_page(number)
    reader.said(f"Page {number} of 29")
    assert reader.focus == f"Page {number}"


def test_a_page_that_is_not_there_is_told(reader: Reader) -> None:
    page = reader.open(LONG)

    page.get_by_label("Page", exact=True).fill("999")
    page.keyboard.press("Enter")

    reader.said("There is no page “999” here.")
    assert page.locator("#page-1.now").count() == 1


def test_windows_are_put_below_on_approach_and_above_when_asked(reader: Reader) -> None:
    page = reader.open(LONG)
    page.locator("#page-20").evaluate("leaf => leaf.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".leaf")).to_have_count(29)
    assert page.locator(".leaf").evaluate_all("all => all.map((it) => Number(it.dataset.page))") == list(range(1, 30))

    reader.open(f"{LONG}?page=29#page-29")
    reader.at_page(29)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    before = page.locator("#page-21").bounding_box()
    page.locator(".pager.up a").click()
    expect(page.locator(".leaf")).to_have_count(29)
    expect(page.locator("#page-20.far")).to_have_count(1)
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    after = page.locator("#page-21").bounding_box()

    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2


def test_pages_are_turned_one_by_one_over_the_edge_of_a_window(reader: Reader) -> None:
    page = reader.open(f"{LONG}#page-20")
    reader.at_page(20)

    page.get_by_role("button", name="Next page").click()

    reader.at_page(21)
    expect(page.locator("#page-21")).to_be_in_viewport()


def test_a_deep_link_leads_to_its_paragraph(reader: Reader) -> None:
    page = reader.open(f"{LETTER}?page=3#translation-en-p6")

    reader.at_page(3)

    expect(page.locator("#translation-en-p6")).to_be_in_viewport()
    assert page.url.endswith("?page=3#translation-en-p6")


def test_notes_and_their_marks_lead_to_each_other_with_the_focus(reader: Reader) -> None:
    page = reader.open(LONG)
    mark = page.locator(".note-ref").first
    assert page.locator(".fns p").first.evaluate("it => getComputedStyle(it).borderStyle") == "none"

    mark.focus()
    page.keyboard.press("Enter")
    assert re.fullmatch(r"#transcription-ref-\d+", reader.focus)
    expect(page.locator(".fns :focus")).to_be_in_viewport()
    page.keyboard.press("Enter")

    assert re.fullmatch(r"#transcription-note-\d+", reader.focus)
    assert page.evaluate("document.activeElement.matches('.note-ref')")


def test_spellings_are_switched_in_place(reader: Reader) -> None:
    page = reader.open(SPELLINGS)

    page.get_by_role("button", name="original", exact=True).click()

    expect(page.locator("#page-1 .layer")).to_have_attribute("data-text", "transcription-original")
    assert page.get_by_role("button", name="original", exact=True).get_attribute("aria-pressed") == "true"
    assert "у Вас Андреевича" in page.locator("#page-1 .layer").inner_text()


def test_yiddish_runs_from_right_to_left_beside_english(reader: Reader) -> None:
    page = reader.open(YIDDISH)

    right, left = (page.locator(f"#page-1 .{column} p").nth(2).bounding_box() for column in ("c1", "c2"))

    assert page.locator("#page-1 .c1").evaluate("it => getComputedStyle(it).direction") == "rtl"
    assert right
    assert left
    assert right["y"] == left["y"]
    assert page.locator(".facs").count() == 1
    assert page.locator(".facs").is_hidden()


def test_two_translations_of_unequal_length_read_side_by_side(reader: Reader) -> None:
    page = reader.open(TWO)

    page.get_by_role("button", name=re.compile("Deutsch")).click()
    expect(page.locator("#page-1 .layer")).to_have_count(3)

    assert page.locator("#page-2 .layer").count() == 2
    assert page.locator("#page-2 .c3").inner_text().endswith("Der dritte.")


def test_paragraph_and_image_lead_to_each_other(reader: Reader) -> None:
    page = reader.open(LETTER)
    reader.image_of(1)

    page.locator("#translation-en-p3").hover()
    expect(page.locator(".zone.shown")).to_be_visible()
    few = page.locator(".zone").bounding_box()
    assert few
    page.locator("#transcription-p4").hover()
    page.wait_for_function(
        "(h) => document.querySelector('.zone').getBoundingClientRect().height > 2 * h", arg=few["height"]
    )
    assert page.locator("[data-o].on").count() == 2

    many = page.locator(".zone").bounding_box()
    assert many
    page.mouse.click(many["x"] + many["width"] / 2, many["y"] + many["height"] / 2)
    expect(page.locator("#transcription-p4 .no")).to_be_focused()


def test_words_are_found_marked_and_stepped_through(reader: Reader) -> None:
    page = reader.open(f"{LETTER}?q=Kaufering")
    expect(page.locator(".hits output")).to_have_text("1 of 10")

    page.get_by_role("button", name="Next place").click()
    expect(page.locator(".hits output")).to_have_text("2 of 10")
    marked = page.evaluate("[...CSS.highlights.get('found')].map((range) => range.toString())")
    here = page.evaluate("[...CSS.highlights.get('found-here')].map((range) => range.toString())")
    page.keyboard.press("/")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("zzqx")
    expect(page.locator(".hits output")).to_have_text("nothing found")

    assert [word[:9] for word in marked] == ["Kaufering"] * 10
    assert here == [marked[1]]
    assert page.locator("mark.hit").count() == 0


def test_words_are_marked_where_the_browser_cannot_paint_over_text(reader: Reader) -> None:
    reader.page.add_init_script("delete CSS.highlights")
    page = reader.open(f"{LETTER}?q=Kaufering")
    expect(page.locator(".hits output")).to_have_text("1 of 10")
    before = page.locator("#text").text_content()

    page.get_by_role("button", name="Next place").click()
    expect(page.locator(".hits output")).to_have_text("2 of 10")
    marked = page.locator("mark.found").all_inner_texts()
    here = page.locator("mark.found-here").all_inner_texts()
    page.get_by_role("button", name="End the search").click()

    assert [word[:9] for word in marked] == ["Kaufering"] * 10
    assert here == [marked[1]]
    assert page.locator("mark").count() == 0
    assert page.locator("#text").text_content() == before


def test_the_keyboard_alone_reads_a_document(reader: Reader) -> None:
    page = reader.open(LETTER)
    reader.image_of(1)

    page.keyboard.press("j")
    assert reader.focus == "#transcription-p1"
    page.keyboard.press("j")
    assert reader.focus == "#transcription-p2"
    page.keyboard.press("x")
    assert reader.focus.startswith("#translation-en-p")
    page.keyboard.press("]")
    reader.at_page(2)
    reader.said("Page 2 of 3")
    page.keyboard.press("i")
    for _ in range(3):
        page.keyboard.press("+")
    expect(page.locator("[data-live]")).to_have_text(re.compile(r"Zoom \d+ per cent"))
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('#text') !== null")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".split").focus()
    page.keyboard.press("ArrowRight")

    assert page.locator(".split").get_attribute("aria-valuenow") == "33"


def test_shortcuts_follow_the_place_of_the_key_and_can_be_switched_off(reader: Reader) -> None:
    page = reader.open(LETTER)
    russian = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true}))"

    page.evaluate(russian)
    assert reader.focus == "#transcription-p1"
    page.get_by_role("button", name="Display").click()
    page.get_by_label("Shortcuts of one key").uncheck()
    page.keyboard.press("Escape")
    page.locator("#transcription-p1 .no").focus()
    page.keyboard.press("j")

    assert reader.focus == "#transcription-p1"


def test_the_display_is_chosen_and_in_place_before_the_first_paint(reader: Reader) -> None:
    page = reader.open(LETTER)
    page.get_by_role("button", name="Display").click()
    page.get_by_label("Size of the text").fill("22")
    page.get_by_role("button", name="wide").click()
    page.get_by_role("dialog").get_by_role("button", name="Dark").click()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Escape")

    reader.open(LETTER)

    assert page.locator("#page-1 .c1").evaluate("it => getComputedStyle(it).fontSize") == "22px"
    assert page.locator(".split").get_attribute("aria-valuenow") == "55"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert reader.shift <= STILL


def test_the_splitter_takes_one_of_three_widths_without_dragging(reader: Reader) -> None:
    page = reader.open(LETTER)
    page.get_by_role("button", name="Display").click()
    said, seen = [], []

    for name in ("narrow", "medium", "wide"):
        page.get_by_role("button", name=name).click()
        said.append(page.locator(".split").get_attribute("aria-valuenow"))
        seen.append(page.evaluate(SHARE))

    assert said == ["24", "38", "55"]
    assert seen == pytest.approx([0.24, 0.38, 0.55], abs=0.01)


@pytest.mark.parametrize("path", [LETTER, YIDDISH, LONG, f"{LETTER}?page=2#page-2"])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_nothing_moves_at_load_and_nothing_is_wider_than_the_page(
    browser: Browser, library: str, path: str, width: int
) -> None:
    with Reader.opened(browser, library, viewport={"width": width, "height": 900}) as reader:
        reader.open(path)
        reader.page.wait_for_timeout(700)

        assert reader.shift <= STILL
        assert reader.width <= width
        assert reader.complaints == []


@pytest.mark.parametrize("path", [LETTER, LONG, f"{LETTER}?page=2#page-2"])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_nothing_moves_when_the_page_comes_slowly(browser: Browser, library: str, path: str, width: int) -> None:
    with Reader.opened(browser, library, viewport={"width": width, "height": 900}) as reader:
        line = reader.page.context.new_cdp_session(reader.page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
        line.send("Emulation.setCPUThrottlingRate", {"rate": 6})

        reader.open(path)
        reader.page.wait_for_timeout(1500)

        assert reader.shift <= STILL
