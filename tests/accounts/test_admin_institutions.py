"""Institutions in the administration: networks pasted in any notation, access tested and explained."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import (
    Contract,
    Institution,
    NetworkRange,
)
from tests.factories import accounts as make
from tests.office import errors, librarian, said, url_of

pytestmark = pytest.mark.django_db


def institution_form(**fields: Any) -> dict[str, Any]:
    tables = ("contracts", "networks", "identity_providers")
    management = {f"{name}-{key}": 0 for name in tables for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {"name": "Brakebills", "slug": "brakebills", "is_active": "on", "time_zone": "UTC", **management, **fields}


def test_pasted_networks_are_put_on_file_with_a_new_institution() -> None:
    paste = "8.8.8.0/24 # Library\n9.9.9.*, 1.1.1.1-1.1.1.2\n2001:470::/48"

    response = librarian().post(url_of(Institution, "add"), institution_form(paste=paste), follow=True)

    rows = NetworkRange.objects.filter(institution__slug="brakebills").order_by("network")
    assert [(str(row.network), row.note) for row in rows] == [
        ("1.1.1.1/32", ""),
        ("1.1.1.2/32", ""),
        ("8.8.8.0/24", "Library"),
        ("9.9.9.0/24", ""),
        ("2001:470::/48", ""),
    ]
    assert said(response)[0] == "5 networks added; 0 on file already, 0 replaced by wider ones, 0 repeated."


def test_unreadable_entries_are_named_by_line_and_nothing_is_saved() -> None:
    response = librarian().post(url_of(Institution, "add"), institution_form(paste="8.8.8.0/24\nlibrary\n8.8.8.300"))

    assert errors(response)["paste"] == [
        "Line 2, “library”: not a network or an address.",
        "Line 3, “8.8.8.300”: not a network or an address.",
    ]
    assert Institution.objects.count() == 0


def test_odd_networks_are_saved_only_when_that_is_said() -> None:
    client = librarian()
    paste = {"paste": "10.0.0.0/8\n8.8.8.7/24"}

    first = client.post(url_of(Institution, "add"), institution_form(**paste))
    second = client.post(url_of(Institution, "add"), institution_form(**paste, keep_flagged="on"))

    assert errors(first)["keep_flagged"] == [
        "Line 1, 10.0.0.0/8: private or reserved: visitors never arrive from there over the internet.",
        "Line 1, 10.0.0.0/8: larger than one institution usually has.",
        "Line 2, 8.8.8.0/24: written with the address of one machine; read as the whole network.",
    ]
    assert second.status_code == 302
    assert NetworkRange.objects.count() == 2


def test_network_of_another_institution_stops_the_form_and_is_named_with_links() -> None:
    holder = make.make_institution("Fogg & Sons")
    row = make.make_network(holder, "8.8.8.0/25")

    response = librarian().post(url_of(Institution, "add"), institution_form(paste="8.8.8.0/24"))

    page = response.content.decode()
    assert list(errors(response)) == ["paste"]
    assert f'<a href="{url_of(NetworkRange, "change", row.pk)}">8.8.8.0/25</a>' in page
    assert f'<a href="{url_of(Institution, "change", holder.pk)}">Fogg &amp; Sons</a>' in page
    assert Institution.objects.count() == 1


def test_network_of_the_consortium_may_be_its_member_s_too() -> None:
    consortium = make.make_institution()
    make.make_network(consortium, "8.8.8.0/24")

    form = institution_form(paste="8.8.8.0/24", consortium=consortium.pk)
    response = librarian().post(url_of(Institution, "add"), form)

    assert response.status_code == 302
    assert NetworkRange.objects.count() == 2


def test_one_network_on_its_own_page_is_checked_the_same_way() -> None:
    mine, other = make.make_institution(), make.make_institution()
    make.make_network(other, "8.8.8.0/24")
    client = librarian()

    add = url_of(NetworkRange, "add")
    wrong = [
        client.post(add, {"institution": mine.pk, "network": text})
        for text in ("library", "0.0.0.0/0", "9.9.9.1-9.9.9.2", "9.9.9.1, 9.9.9.3", "#", "8.8.8.8")
    ]
    odd = client.post(url_of(NetworkRange, "add"), {"institution": mine.pk, "network": "10.0.0.0/8"}, follow=True)

    assert [list(errors(response)) for response in wrong] == [["network"]] * 6
    assert said(odd)[:2] == [
        "10.0.0.0/8: private or reserved: visitors never arrive from there over the internet.",
        "10.0.0.0/8: larger than one institution usually has.",
    ]


def test_institution_s_words_are_tidied() -> None:
    form = institution_form(country="de", email_domains="@Uni.Example, uni.example; cs.uni.example")

    librarian().post(url_of(Institution, "add"), form)

    row = Institution.objects.get()
    assert (row.country, row.email_domains) == ("DE", "uni.example cs.uni.example")


@pytest.mark.parametrize(("field", "value"), [("time_zone", "Europe/Atlantis"), ("country", "D1")])
def test_institution_s_nonsense_is_refused(field: str, value: str) -> None:
    response = librarian().post(url_of(Institution, "add"), institution_form(**{field: value}))

    assert list(errors(response)) == [field]


def test_page_of_an_institution_says_what_its_people_can_read() -> None:
    consortium = make.make_institution("Consortium")
    mine = make.make_institution("Brakebills", consortium=consortium)
    make.make_contract(consortium, make.make_product(), ends_on=None)
    make.make_contract(mine, make.make_product(), state="suspended", ends_on=None)

    page = librarian().get(url_of(Institution, "change", mine.pk)).content.decode()

    assert "…: runs, without end" in page
    assert "…: suspended" in page


def ask(client: Client, question: str) -> Any:
    return client.get(reverse("admin:accounts_institution_test_access"), {"asked": question})


def test_access_is_explained_for_an_address() -> None:
    mine = make.make_institution("Brakebills")
    make.make_network(mine, "8.8.8.0/24")
    contract = make.make_contract(mine, make.make_product("Fillory Papers"), ends_on=date(2099, 1, 1))

    response = ask(librarian(), "8.8.8.7")

    assert [(row["opens"], row["products"]) for row in response.context["rows"]] == [(True, "Fillory Papers")]
    assert "The address is on the institution&#x27;s network. Until Jan. 2, 2099" in response.content.decode()
    assert url_of(Contract, "change", contract.pk) in response.content.decode()
    assert url_of(Institution, "change", mine.pk) in response.content.decode()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("9.9.9.9", "9.9.9.9 is on file for no institution."),
        ("nobody@nowhere.example", "nobody@nowhere.example has no account."),
        ("nowhere.example", "No institution has nowhere.example on file."),
        ("gone@brakebills.example", "(switched off: cannot sign in)"),
        ("brakebills.example", "A domain alone opens nothing."),
        ("so what?", "Write a network address, an e-mail address or a domain"),
    ],
)
def test_access_is_explained_when_there_is_none(question: str, words: str) -> None:
    make.make_institution(email_domains="brakebills.example")
    make.make_user("gone@brakebills.example", is_active=False)

    assert words in ask(librarian(), question).content.decode()


def test_access_is_explained_only_to_those_who_may_see_contracts_and_people() -> None:
    client = Client()
    client.force_login(make.make_staff())

    assert ask(client, "8.8.8.8").status_code == 403
    assert ask(Client(), "8.8.8.8").status_code == 302
