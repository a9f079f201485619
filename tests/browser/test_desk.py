"""My archive in a browser: no axe fault at three widths in both colours, order by dragging, drafts of this device."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotations.models import FolderItem, Kind, Notification
from tests.browser.inspecting import Inspection
from tests.browser.test_accounts import member, sign_in
from tests.factories import accounts as make
from tests.factories.annotations import (
    make_folder,
    make_group_note,
    make_item,
    make_note,
    make_note_on_words,
    make_profile,
    make_public_note,
    make_reply,
)
from tests.factories.archive import make_document, make_page, make_text, make_volume

LONG = "It is the first time that the minister is named; compare the letter of 3 May, where the name is left out."


@pytest.fixture
def desk(live_server: Any) -> Any:  # noqa: ARG001 the server sees only what is committed
    """A reader with notes, tags, folders, a group with its talk, news and a profile."""
    user, other = member(), make.make_user(name="Boris Godunov")
    group = make.make_group("Seminar on the letters of the ministry", slug="seminar")
    make.make_member(group, user, "owner")
    make.make_member(group, other)
    volume = make_volume("papers")
    letters = [make_document(volume, f"d{n}", title=f"Letter {n} to the minister") for n in range(3)]
    make_page(letters[0], 1)
    text = make_text(letters[0], ["Words of the letter about the ice."])
    note = make_note_on_words(user, text, "about the ice", body=LONG, tags=["ice", "names"])
    shared = make_group_note(other, group, letters[1], body="Who is meant here?")
    make_public_note(user, letters[2], "A *public* remark with [a link](https://example.org/).")
    make_profile(user, "ada", is_public=True, about="I read old letters.")
    folder = make_folder(user, "Chapter one: the winter", description="What the first chapter needs.")
    make_folder(user, "Drawings", parent=folder)
    for letter in letters:
        make_item(folder, letter)
    make_item(folder, annotation=note)
    make_item(folder, letters[0], added_by=user, text=text, version=text.current, start=0, end=5, exact="Words")
    make_folder(group=group, title="Week 1")
    make_note(user, body="Shall we meet?", on="folder", folder=folder)
    talk = make_note(user, body="Welcome.", on="group", group=group, audience="group")
    make_reply(other, talk, "Thank you.")
    Notification.objects.create(recipient=user, kind=Kind.REPLY, annotation=shared)
    return folder


PAGES = (
    *("/desk/", "/desk/?words=minister&tag=ice", "/desk/unattached/", "/desk/tags/", "/desk/folders/", "/desk/drafts/"),
    *("/desk/news/", "/desk/profile/", "/desk/bring/", "/desk/reports/", "/groups/seminar/", "/groups/seminar/rules/"),
    *(
        "/readers/ada/",
        "/folders/{folder}/",
        "/folders/keep/?on=/documents/papers-d0/",
        "/folders/keep-results/?q=letter",
    ),
)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (390, "light")])
def test_pages_of_the_desk_have_no_axe_fault(
    page: Page, inspection: Inspection, desk: Any, width: int, scheme: str
) -> None:
    inspection.set_window(width, scheme)
    sign_in(page)

    for path in PAGES:
        page.goto(path.format(folder=desk.pk))
        page.evaluate("for (const it of document.querySelectorAll('main details')) it.open = true")
        inspection.look(path)
        _picture(page, path, width)

    assert inspection.faults == {}


def _picture(page: Page, path: str, width: int) -> None:
    """Keep a picture of the page for a designer's eye, where one is asked for."""
    folder = os.environ.get("PICTURES")
    if folder:
        name = "".join(sign if sign.isalnum() else "-" for sign in path.partition("{")[0]).strip("-")
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_r8_things_are_set_in_order_by_dragging_and_by_buttons(page: Page, desk: Any) -> None:
    sign_in(page)
    page.goto(f"/folders/{desk.pk}/")
    before = list(desk.items.values_list("pk", flat=True))

    page.locator(".items > li").nth(2).drag_to(page.locator(".items > li").first, target_position={"x": 60, "y": 3})
    expect(page.get_by_text("The order is changed.")).to_be_visible()
    dragged = list(FolderItem.objects.filter(folder=desk).values_list("pk", flat=True))
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    undone = list(FolderItem.objects.filter(folder=desk).values_list("pk", flat=True))
    page.get_by_role("button", name="Number 2 up").click()

    assert dragged == [before[2], before[0], before[1], *before[3:]]
    assert undone == before
    expect(page.get_by_text("The order is changed.")).to_be_visible()
    after = list(FolderItem.objects.filter(folder=desk).values_list("pk", flat=True))
    assert after == [before[1], before[0], *before[2:]]


def test_drafts_of_this_device_are_listed_as_words(page: Page, desk: Any) -> None:
    sign_in(page)
    words = "<img src=x onerror=alert(1)> half a thought"
    draft = {"body": words, "at": 1_700_000_000_000}
    keys = [f"draft:{desk.owner_id}:/annotations/documents/papers-d0/", "draft:0:/annotations/documents/papers-d1/"]
    for key in keys:
        page.evaluate("([key, draft]) => localStorage.setItem(key, draft)", [key, json.dumps(draft)])

    page.goto("/desk/drafts/")

    link = page.locator("[data-module=drafts] a")
    expect(link).to_have_count(1)
    expect(link).to_have_text(words)
    assert link.get_attribute("href") == "/documents/papers-d0/"
    assert page.locator("main img").count() == 0


@pytest.mark.usefixtures("desk")
def test_everything_of_a_folder_works_without_script(page_without_script: Page) -> None:
    page = page_without_script
    sign_in(page)
    page.goto("/desk/folders/")
    page.locator("summary", has_text="Make a folder").click()
    page.get_by_label("Name", exact=False).first.fill("New one")
    page.get_by_role("button", name="Make it").click()
    page.locator("summary", has_text="Put something in").click()
    page.get_by_label("Address of a document").fill("/documents/papers-d1/")
    page.get_by_role("button", name="Put in").click()
    page.get_by_label("Say something").fill("To read by Monday.")
    page.get_by_role("button", name="Say it").click()

    expect(page.get_by_role("link", name="Letter 1 to the minister")).to_be_visible()
    expect(page.get_by_text("To read by Monday.")).to_be_visible()
