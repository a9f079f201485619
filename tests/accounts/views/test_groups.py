"""Reading groups as people use them; A2: every account, order, code, group and invitation address by persona."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.group_acts import ACTS
from accounts.invitations import open_to_many, token_of
from accounts.models import Invitation, Membership, ReadingGroup
from tests.asking import client_of
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
PERSONAS = ("anonymous", "other", "lapsed", "member", "ex-member", "moderator", "manager", "owner", "curator", "staff")


@pytest.fixture
def group() -> ReadingGroup:
    return make.make_group("Seminar", slug="seminar", cap=40)


@pytest.fixture
def clients(group: ReadingGroup) -> dict[str, Client]:
    people = {
        "other": make.make_user(),
        "lapsed": make.make_user(),
        "ex-member": make.make_user(),
        "curator": make.make_curator(),
        "staff": make.make_staff(),
        **{role: make.make_user(name=role.title()) for role in ("member", "moderator", "manager", "owner")},
    }
    for role in ("member", "moderator", "manager", "owner"):
        make.make_member(group, people[role], role)
    return {"anonymous": Client(), **{name: client_of(user) for name, user in people.items()}}


# Who gets what: the page, the page of people, its settings, and each act (tried without its data).
PAGES: dict[str, dict[str, int]] = {
    "/groups/seminar/": dict.fromkeys(("member", "moderator", "manager", "owner"), 200),
    "/groups/seminar/people/": dict.fromkeys(("manager", "owner"), 200),
    "/groups/seminar/settings/": dict.fromkeys(("manager", "owner"), 200),
}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("persona", PERSONAS)
def test_a2_pages_of_a_group(path: str, persona: str, clients: dict[str, Client]) -> None:
    expected = PAGES[path].get(persona, 302 if persona == "anonymous" else 404)

    response = clients[persona].get(path)
    missing = clients[persona].get(path.replace("seminar", "missing"))

    assert response.status_code == expected
    if expected == 404:
        assert response.content.replace(b"seminar", b"missing") == missing.content
    elif expected == 302:
        assert response["Location"].replace("seminar", "missing") == missing["Location"]


@pytest.mark.parametrize("verb", ACTS)
@pytest.mark.parametrize("persona", PERSONAS)
def test_a2_acts_on_a_group(verb: str, persona: str, clients: dict[str, Client]) -> None:
    may = persona in ACTS[verb][0]

    response = clients[persona].post(f"/groups/seminar/do/{verb}/")

    assert response.status_code == (302 if may or persona == "anonymous" else 404)
    if not may:
        group = ReadingGroup.objects.get(slug="seminar")
        assert (group.memberships.count(), group.archived_at, ReadingGroup.objects.count()) == (4, None, 1)


def test_a2_invitation_of_another_group_cannot_be_withdrawn(clients: dict[str, Client]) -> None:
    other = make.make_group()
    foreign = open_to_many(other, "link", None)

    clients["owner"].post("/groups/seminar/do/revoke/", {"invitation": foreign.pk})
    clients["owner"].post("/groups/seminar/do/remove/", {"person": make.make_member(other, make.make_user()).user_id})

    foreign.refresh_from_db()
    assert (foreign.revoked_at, other.memberships.count()) == (None, 1)


def open_course(professor: Client) -> ReadingGroup:
    """A course with 40 places, a link and a code, as the professor makes it."""
    form = {"name": "Archives of the North", "folder_access": "read_only", "cap": "40", "time_zone": "Europe/Berlin"}
    professor.post("/groups/new/", {**form, "join_until": "2099-10-15", "read_only_from": "2100-01-31"})
    group = ReadingGroup.objects.get(name="Archives of the North")
    for kind in ("link", "code"):
        professor.post(f"/groups/{group.slug}/do/{kind}/")
    return group


def tokens_of(group: ReadingGroup) -> list[str]:
    """41 students: 11 were sent a mail, 19 hold the link, 11 the code."""
    mailed = [next(word for word in message.body.split() if "/join/" in word).split("/")[-2] for message in mail.outbox]
    link, code = (token_of(Invitation.objects.get(group=group, kind=kind)) for kind in ("link", "code"))
    return mailed + [link] * 19 + [code] * 11


def test_i6_professor_makes_a_course_group_and_41_students_come(django_capture_on_commit_callbacks: Any) -> None:
    professor = client_of(make.make_user("professor@example.org", name="Prof. Lange"))
    group = open_course(professor)
    sheet = SimpleUploadedFile("s.csv", "\n".join(f"s{n};s{n}@example.org" for n in range(11)).encode(), "text/csv")
    with django_capture_on_commit_callbacks(execute=True):
        professor.post(f"/groups/{group.slug}/people/", {"sheet": sheet, "role": "member"})

    landed = []
    for number, token in enumerate(tokens_of(group)):
        student = client_of(make.make_user(f"s{number}@example.org", password=None))
        typed = student.post("/join/", {"code": token.lower()})
        landed.append(student.post(typed["Location"])["Location"])

    page = professor.get(f"/groups/{group.slug}/people/").content.decode()
    assert landed == [f"/groups/{group.slug}/"] * 40 + ["/groups/"]
    assert (group.memberships.exclude(role="owner").count(), group.waiting.count()) == (40, 1)
    assert "s40@example.org" in page
    professor.post(f"/groups/{group.slug}/do/cap/", {"cap": "41"})
    professor.post(f"/groups/{group.slug}/do/clone/")
    assert (group.memberships.count(), group.waiting.count()) == (42, 0)
    assert ReadingGroup.objects.get(cloned_from=group).memberships.count() == 1


def test_looking_at_an_invitation_changes_nothing(group: ReadingGroup) -> None:
    token = token_of(open_to_many(group, "link", make.make_user(name="Prof. Lange")))

    pages = [Client().get(f"/join/{token}/") for _ in range(3)]

    assert ["Prof. Lange" in page.content.decode() for page in pages] == [True] * 3
    assert (Membership.objects.count(), Invitation.objects.get().accepted_at) == (0, None)


def test_signed_out_person_signs_in_and_lands_on_the_invitation(group: ReadingGroup) -> None:
    token = token_of(open_to_many(group, "link", None))

    response = Client().post(f"/join/{token}/")

    assert response["Location"] == f"/account/login/?next=/join/{token}/"


def test_people_are_invited_as_members_unless_one_says_otherwise(clients: dict[str, Client]) -> None:
    page = clients["owner"].get("/groups/seminar/people/").content.decode()

    [choices] = re.findall(r'<select name="role".*?</select>', page, re.DOTALL)
    assert re.findall(r'<option value="(\w+)" selected>', choices) == ["member"]


def test_declining_needs_no_account(clients: dict[str, Client]) -> None:
    clients["owner"].post("/groups/seminar/people/", {"addresses": "guest@example.org", "role": "member"})
    invitation = Invitation.objects.get(email="guest@example.org")

    page = Client().post(f"/join/{token_of(invitation)}/", {"decline": "1"})

    assert (page.status_code, "You declined" in page.content.decode()) == (200, True)


@pytest.mark.usefixtures("group")
def test_public_group_is_shown_to_everybody_only_where_the_installation_allows_it(settings: Any) -> None:
    ReadingGroup.objects.update(is_public=True)
    without = Client().get("/groups/seminar/").status_code
    settings.PUBLIC_GROUPS = True

    page = Client().get("/groups/seminar/")

    assert (without, page.status_code, "Members" in page.content.decode()) == (302, 200, False)


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"name": "X", "join_until": "2026-10-15", "read_only_from": "2026-10-15"}]
)
def test_wrong_group_form_makes_nothing(form: dict[str, str], clients: dict[str, Client]) -> None:
    response = clients["other"].post(
        "/groups/new/", {"folder_access": "read_only", "time_zone": "UTC", **form, "owner": "1", "slug": "mine"}
    )

    assert (response.status_code, ReadingGroup.objects.count()) == (400, 1)


@pytest.mark.parametrize("people", [1, 3])
def test_page_of_people_takes_as_many_statements_for_three_as_for_one(
    people: int, group: ReadingGroup, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    for _ in range(people):
        make.make_member(group, make.make_user())
        make.make_waiting(group, make.make_user())
        make.make_invitation(group, make.make_user().email)
    clients["owner"].get("/groups/seminar/people/")

    with django_assert_max_num_queries(12):
        clients["owner"].get("/groups/seminar/people/")


def test_group_page_shows_no_address(group: ReadingGroup, clients: dict[str, Client]) -> None:
    shy = make.make_user("shy@example.org")
    make.make_member(group, shy)

    html = clients["member"].get("/groups/seminar/").content.decode()

    assert ("shy@example.org" in html, "A member without a name" in html) == (False, True)
