"""I6 in a browser, without script: a professor opens a course, 41 students come, the term ends, next term begins."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.invitations import token_of
from accounts.models import Invitation, Membership, ReadingGroup, User
from annotations.models import Annotation
from tests.asking import BACKEND
from tests.factories import accounts as make
from tests.factories.archive import make_document, make_volume


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def enter(page: Page, user: User) -> None:
    """Put a signed-in session into the browser, as signing in by hand is shown elsewhere."""
    client = Client()
    client.force_login(user, BACKEND)
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": "localhost", "path": "/"}]
    )


def open_course(page: Page, sheet: Path) -> ReadingGroup:
    """Fill in the forms of the professor: the group, a link, a code, a sheet of eleven addresses."""
    page.goto("/groups/new/")
    page.get_by_label("Name").fill("Archives of the North")
    page.get_by_label("Places").fill("40")
    page.get_by_label("Join until").fill(f"{timezone.now().date() + timedelta(days=30):%Y-%m-%d}")
    page.get_by_label("Read only from").fill(f"{timezone.now().date() + timedelta(days=120):%Y-%m-%d}")
    press(page, "Make the group")
    press(page, "Make a new link")
    press(page, "Make a new code")
    page.get_by_label("Or a sheet (CSV)").set_input_files(sheet)
    press(page, "Send invitations")
    expect(page.get_by_text("s10@example.org: invited")).to_be_visible()
    return ReadingGroup.objects.get(name="Archives of the North")


def come(page: Page, user: User, way: str, token: str) -> str:
    """Join by a link that is opened or a code that is typed; gives the heading of the page where one lands."""
    enter(page, user)
    if way == "code":
        page.goto("/join/")
        page.get_by_label("Code of the group").fill(token.lower())
        press(page, "Go on")
    else:
        page.goto(f"/join/{token}/")
    press(page, "Join")
    return page.locator("h1").inner_text()


def tokens(group: ReadingGroup) -> list[tuple[str, str]]:
    """How the 41 come: eleven by the mails of the sheet, nineteen by the link, eleven by the code."""
    words = (str(message.body).split() for message in mail.outbox if "Invitation" in message.subject)
    mailed = [next(word for word in found if "/join/" in word).split("/")[-2] for found in words]
    link, code = (token_of(Invitation.objects.get(group=group, kind=kind)) for kind in ("link", "code"))
    return [*(("mail", token) for token in mailed), *[("link", link)] * 19, *[("code", code)] * 11]


@pytest.mark.usefixtures("live_server")
def test_i6_course_from_its_first_day_to_next_term(page_without_script: Page, tmp_path: Path) -> None:
    page, professor = page_without_script, make.make_user("professor@example.org", name="Prof. Lange")
    make_document(make_volume("v"), "1", identifier="v-1")
    sheet = tmp_path / "students.csv"
    sheet.write_text("Name;Mail\n" + "\n".join(f"Student {n};s{n}@example.org" for n in range(11)))
    enter(page, professor)
    group = open_course(page, sheet)
    students = [make.make_user(f"s{number}@example.org", name=f"Student {number}") for number in range(41)]

    landed = [come(page, one, *way) for one, way in zip(students, tokens(group), strict=True)]

    assert landed == ["Archives of the North"] * 40 + ["My reading groups"]
    enter(page, professor)
    page.goto(f"/groups/{group.slug}/people/")
    expect(page.get_by_role("heading", name="Waiting for a place")).to_be_visible()
    page.get_by_label("Places").fill("41")
    press(page, "Change the number of places")
    assert Membership.objects.filter(group=group, role="member").count() == 41
    end_term(page, group, students[40])
    enter(page, professor)
    page.goto(f"/groups/{group.slug}/people/")
    press(page, "Make it anew for next term")
    new = ReadingGroup.objects.get(cloned_from=group)
    assert list(new.memberships.values_list("user__email", "role")) == [("professor@example.org", "owner")]
    assert group.memberships.count() == 42


def end_term(page: Page, group: ReadingGroup, student: User) -> None:
    """Let the read-only day come, and see that the student reads on and cannot write."""
    ReadingGroup.objects.filter(pk=group.pk).update(read_only_from=timezone.now().date(), join_until=None)
    enter(page, student)
    page.goto(f"/groups/{group.slug}/")
    expect(page.get_by_text("for reading and exporting only")).to_be_visible()
    page.goto("/annotations/new/v-1/")
    page.get_by_label("Your note").fill("Too late.")
    page.get_by_label("Archives of the North").check()
    with page.expect_navigation():
        page.locator("main form button").first.click()
    expect(page.locator("main").get_by_role("alert")).to_be_visible()
    assert Annotation.objects.count() == 0
