"""Report, hide, appeal, restore with all four people; and the pages of the desk without an axe fault."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from annotations.models import Case
from tests.browser.inspecting import Inspection
from tests.browser.test_accounts import member, sign_in
from tests.factories.annotations import make_public_note
from tests.factories.archive import make_document, make_page, make_text, make_volume

NOTE = "The names are wrong here."


def person(email: str, **fields: Any) -> Any:
    user = member(email)
    type(user).objects.filter(pk=user.pk).update(**fields)
    return user


def act_as(page: Page, email: str) -> None:
    page.context.clear_cookies()
    sign_in(page, f"{email}@example.org")


@pytest.fixture
def note(live_server: Any) -> Any:  # noqa: ARG001 the server sees only what is committed
    for name in ("author", "reporter"):
        person(f"{name}@example.org")
    for name in ("first", "second"):
        person(f"{name}@example.org", is_staff=True, is_superuser=True)
    letter = make_document(make_volume("papers"), "letter", identifier="papers-letter")
    make_page(letter, 1)
    make_text(letter, ["Words of the letter."])
    return make_public_note(User.objects.get(email="author@example.org"), letter, NOTE)


def report(page: Page, note: Any) -> None:
    act_as(page, "reporter")
    page.goto(f"/annotations/{note.pk}/report/")
    page.get_by_label("private life of a person").check()
    page.get_by_label("In your words").fill("That is my aunt.")
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("you will be told what became of it")).to_be_visible()


def hide(page: Page) -> None:
    act_as(page, "first")
    page.goto("/moderation/")
    page.get_by_role("link", name="Case").click()
    page.get_by_label("Rule").select_option("privacy")
    page.get_by_label("Reasons").fill("It names a living person.")
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()


def appeal(page: Page) -> None:
    act_as(page, "author")
    page.goto("/desk/reports/")
    page.get_by_role("link", name=NOTE).click()
    expect(page.get_by_text("It names a living person.")).to_be_visible()
    page.get_by_label("Why should the note be shown?").fill("The person died in 1940.")
    page.get_by_role("button", name="Appeal").click()


def restore(page: Page) -> None:
    act_as(page, "second")
    page.goto(f"/moderation/{Case.objects.get().pk}/")
    page.get_by_role("button", name="Restore").click()


def test_report_hide_appeal_restore_with_four_people(page: Page, note: Any) -> None:
    seen = []

    def look() -> None:
        page.context.clear_cookies()
        page.goto("/documents/papers-letter/")
        seen.append(page.locator("#notes").get_by_text(NOTE).count())

    report(page, note)
    look()
    hide(page)
    look()
    appeal(page)
    look()
    restore(page)
    look()
    act_as(page, "reporter")
    page.goto("/desk/reports/")

    assert seen == [1, 0, 0, 1]
    expect(page.get_by_text("the note stays")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (390, "light")])
def test_pages_of_moderation_have_no_axe_fault(
    page: Page, inspection: Inspection, note: Any, width: int, scheme: str
) -> None:
    inspection.set_window(width, scheme)
    act_as(page, "reporter")

    inspection.visit(f"/annotations/{note.pk}/report/")
    page.get_by_label("private life of a person").check()
    page.get_by_role("button", name="Report").click()
    inspection.visit("/desk/reports/")
    act_as(page, "first")
    number = Case.objects.get().pk
    inspection.visit("/moderation/", f"/moderation/{number}/", "/desk/news/")
    page.goto(f"/moderation/{number}/")
    page.get_by_label("Rule").select_option("privacy")
    page.get_by_label("Reasons").fill("It names a living person.")
    page.get_by_role("button", name="Hide").click()
    act_as(page, "author")
    inspection.visit(f"/desk/reports/{number}/")

    assert inspection.faults == {}
