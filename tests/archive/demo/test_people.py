from ipaddress import ip_address

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.visitor import Refusal, Visitor, visitor_for
from archive.demo.people import NETWORKS, PASSWORD, SIGN_INS, UNIVERSITY, SignIn
from archive.models import Volume

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

OPEN = ["kolva-reports", "upper-kolva-letters"]
ALL = ["kolva-papers", *OPEN]
READS = {
    "stranger": OPEN,
    "subscriber": ALL,
    "lapsed subscriber": OPEN,
    "campus": ALL,
    "seat": ALL,
    "queued": OPEN,
    "lapsed institution": OPEN,
    "group owner": ALL,
    "group manager": ALL,
    "group member": OPEN,
    "editor": ALL,
    "librarian": OPEN,
    "superuser": OPEN,
}


def _readable(visitor: Visitor) -> list[str]:
    return sorted(Volume.objects.readable_by(visitor).values_list("slug", flat=True))


def _findable(visitor: Visitor) -> list[str]:
    return sorted(Volume.objects.findable_by(visitor).values_list("slug", flat=True))


@pytest.mark.parametrize("sign_in", SIGN_INS, ids=lambda it: it.role)
def test_person_signs_in_with_the_printed_password(client: Client, sign_in: SignIn) -> None:
    answer = client.post(reverse("account_login"), {"login": sign_in.email, "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(User.objects.get(email=sign_in.email).pk)


@pytest.mark.parametrize("sign_in", SIGN_INS, ids=lambda it: it.role)
def test_person_reads_what_the_role_opens_and_finds_the_rest(sign_in: SignIn) -> None:
    visitor = visitor_for(User.objects.get(email=sign_in.email), None)

    assert _readable(visitor) == READS[sign_in.role]
    assert _findable(visitor) == ALL


def test_every_role_has_its_row() -> None:
    assert {sign_in.role for sign_in in SIGN_INS} == READS.keys()


def test_anonymous_visitor_reads_what_is_open() -> None:
    assert _readable(Visitor.anonymous()) == OPEN
    assert _findable(Visitor.anonymous()) == ALL


def test_visitor_on_the_universitys_network_reads_everything() -> None:
    assert _readable(visitor_for(None, ip_address("192.0.2.7"))) == ALL


def test_no_network_of_the_demonstration_holds_this_machine() -> None:
    assert NETWORKS[UNIVERSITY] == "192.0.2.0/24"
    assert _readable(visitor_for(None, ip_address("127.0.0.1"))) == OPEN


@pytest.mark.parametrize(
    ("email", "refusal"),
    [
        ("lapsed@example.org", Refusal.EXPIRED),
        ("college@example.org", Refusal.EXPIRED),
        ("queued@example.org", Refusal.FULL),
    ],
)
def test_person_who_is_refused_is_told_why(email: str, refusal: Refusal) -> None:
    visitor = visitor_for(User.objects.get(email=email), None)

    assert [grant.refused for grant in visitor.refused] == [refusal]


@pytest.mark.parametrize(
    ("email", "opens", "refuses"),
    [
        ("librarian@example.org", "admin:accounts_institution_changelist", "admin:archive_volume_changelist"),
        ("editor@example.org", "admin:archive_volume_changelist", "admin:accounts_institution_changelist"),
    ],
)
def test_staff_keep_their_own_room(client: Client, email: str, opens: str, refuses: str) -> None:
    client.force_login(User.objects.get(email=email))

    assert client.get(reverse(opens)).status_code == 200
    assert client.get(reverse(refuses)).status_code == 403


def test_superuser_opens_the_administration(client: Client) -> None:
    client.force_login(User.objects.get(email="admin@example.org"))

    assert client.get(reverse("admin:index")).status_code == 200
