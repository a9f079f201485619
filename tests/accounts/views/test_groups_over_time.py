"""I6 and I7 over HTTP: the last day of a course, four weeks more, next term, and a group whose owner has gone."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.invitations import open_to_many, token_of
from accounts.models import Invitation, Membership, ReadingGroup, User
from annotations.models import Annotation
from tests.asking import client_of
from tests.factories import accounts as make
from tests.factories.annotations import make_note
from tests.factories.archive import make_document, make_volume
from tests.office import librarian

pytestmark = pytest.mark.django_db
BEFORE, AFTER = datetime(2026, 1, 30, 12, tzinfo=UTC), datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def course() -> ReadingGroup:
    group = make.make_group("Archives of the North", slug="north", cap=40, read_only_from=date(2026, 1, 31))
    make.make_member(group, make.make_user("professor@example.org", name="Prof. Lange"), "owner")
    make.make_member(group, make.make_user("student@example.org", name="Sam Student"))
    return group


@pytest.fixture
def letter() -> Any:
    return make_document(make_volume("v"), "1", identifier="v-1")


def write(client: Client, group: ReadingGroup, words: str) -> int:
    form = {"body": words, "audience": f"group-{group.pk}"}
    return client.post("/annotations/new/v-1/", form).status_code


def test_i6_on_the_read_only_day_writing_stops_and_reading_and_export_go_on(course: ReadingGroup, letter: Any) -> None:
    student = User.objects.get(email="student@example.org")
    with time_machine.travel(BEFORE, tick=False):
        before = write(client_of(student), course, "Written in time.")
    with time_machine.travel(AFTER, tick=False):
        client = client_of(student)
        after = write(client, course, "Written too late.")
        page = client.get("/groups/north/").content.decode()
        note = client.get(f"/annotations/{Annotation.objects.get().pk}/").content.decode()
        taken = client.post("/profile/data/").content.decode()

    assert (before, after) == (302, 422)
    assert list(Annotation.objects.values_list("body", flat=True)) == ["Written in time."]
    assert "for reading and exporting only" in page
    assert ("Written in time." in note, "Written in time." in taken) == (True, True)
    assert course.memberships.count() == 2
    assert letter.pk


@pytest.mark.parametrize(
    ("now", "until"),
    [(BEFORE, date(2026, 2, 28)), (AFTER, date(2026, 2, 28)), (datetime(2026, 3, 10, tzinfo=UTC), date(2026, 4, 7))],
)
@pytest.mark.usefixtures("letter")
def test_i6_one_click_gives_four_weeks_more(now: datetime, until: date, course: ReadingGroup) -> None:
    professor, student = (User.objects.get(email=f"{name}@example.org") for name in ("professor", "student"))
    with time_machine.travel(now, tick=False):
        client = client_of(professor)
        button = 'action="/groups/north/do/extend/"' in client.get("/groups/north/people/").content.decode()
        client.post("/groups/north/do/extend/")
        status = write(client_of(student), course, "Four weeks more.")

    course.refresh_from_db()
    assert (button, course.read_only_from, status) == (True, until, 302)


def test_i6_group_without_a_last_day_has_nothing_to_extend(course: ReadingGroup) -> None:
    ReadingGroup.objects.update(read_only_from=None)
    client = client_of(User.objects.get(email="professor@example.org"))

    answer = client.post("/groups/north/do/extend/", follow=True)

    assert "This group has no day on which writing stops." in answer.content.decode()
    assert "do/extend" not in answer.content.decode()
    assert course.pk


def test_i6_clone_takes_no_note_and_nobody_but_its_maker(course: ReadingGroup, letter: Any) -> None:
    professor, student = (User.objects.get(email=f"{name}@example.org") for name in ("professor", "student"))
    make_note(student, letter, body="Of last term.", audience="group", group=course)

    client_of(professor).post("/groups/north/do/clone/")

    new = ReadingGroup.objects.get(cloned_from=course)
    assert (new.read_only_from, new.join_until, new.cap) == (None, None, 40)
    assert [one.user for one in new.memberships.all()] == [professor]
    assert Annotation.objects.filter(group=new).count() == 0
    assert Annotation.objects.filter(group=course).count() == 1


@pytest.mark.usefixtures("letter")
def test_i6_student_of_two_sections_sees_both_and_they_are_never_mixed(course: ReadingGroup) -> None:
    student, colleague = User.objects.get(email="student@example.org"), make.make_user()
    second = make.make_group("Second section", slug="second")
    for person in (student, colleague):
        make.make_member(second, person)
    with time_machine.travel(BEFORE, tick=False):
        client = client_of(student)
        write(client, course, "For the first section.")
        note = Annotation.objects.get()
        own = client.get(f"/annotations/{note.pk}/").status_code
        other = client_of(colleague).get(f"/annotations/{note.pk}/").status_code
        pages = client.get("/groups/").content.decode()

    assert ("Archives of the North" in pages, "Second section" in pages) == (True, True)
    assert (own, other) == (200, 404)


def test_i6_rule_about_addresses_is_said_before_anybody_types_a_password(course: ReadingGroup) -> None:
    university = make.make_institution("Brakebills", email_domains="brakebills.example.org")
    ReadingGroup.objects.update(institution=university, own_addresses_only=True)
    token = token_of(open_to_many(course, "link", None))

    page = Client().get(f"/join/{token}/").content.decode()

    assert "Only people with a verified address of Brakebills can join (brakebills.example.org)." in page
    assert 'type="password"' not in page


def test_i7_leaked_link_is_revoked_by_any_manager_its_use_counted_and_the_joins_listed(course: ReadingGroup) -> None:
    manager = make.make_user()
    make.make_member(course, manager, "manager")
    link = open_to_many(course, "link", None)
    stranger = make.make_user("leak@example.org", name="Lena Leak")
    client_of(stranger).post(f"/join/{token_of(link)}/")
    client = client_of(manager)

    listed = client.get("/groups/north/people/").content.decode()
    client.post("/groups/north/do/revoke/", {"invitation": link.pk})
    late = client_of(make.make_user()).post(f"/join/{token_of(link)}/")

    assert ("1 person joined by it" in listed, "Lena Leak" in listed) == (True, True)
    assert (late.status_code, Invitation.objects.get().revoked_at is None) == (409, False)


def test_i7_staff_appoint_an_owner_where_the_only_one_has_disappeared(
    course: ReadingGroup, django_capture_on_commit_callbacks: Any
) -> None:
    heir = Membership.objects.get(user__email="student@example.org")
    gone = make.make_member(course, make.make_user(is_active=False))
    office, address = librarian(), "/admin/accounts/membership/"
    asked = office.post(address, {"action": "appoint", "_selected_action": [heir.pk]}).content.decode()
    office.post(address, {"action": "appoint", "_selected_action": [gone.pk], "confirmed": "1"})
    kept = Membership.objects.get(role="owner").user.email

    with django_capture_on_commit_callbacks(execute=True):
        office.post(address, {"action": "appoint", "_selected_action": [heir.pk], "confirmed": "1"})

    assert ("becomes a manager" in asked, kept) == (True, "professor@example.org")
    roles = dict(course.memberships.values_list("user__email", "role"))
    assert (roles["student@example.org"], roles["professor@example.org"]) == ("owner", "manager")
    assert [message.to for message in mail.outbox] == [["student@example.org"]]
