from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Product
from tests.asking import BACKEND, body
from tests.factories.accounts import make_contract, make_institution, make_network, make_product, make_user
from tests.factories.archive import make_document, make_repository, make_section, make_unit, make_volume

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def product() -> Product:
    return make_product("papers")


def test_home_of_an_empty_archive_says_so(client: Client) -> None:
    assert "no volume has been published" in body(client, "/")


def test_home_counts_and_shows_what_may_be_found(client: Client) -> None:
    make_document(make_volume(title="Open papers"), day=date(1934, 10, 14))
    make_document(make_volume(title="Planted draft", state="draft"), state="draft", day=date(1950, 1, 1))

    html = body(client, "/")

    assert ("Open papers" in html, "Planted draft" in html, "1950" in html) == (True, False, False)
    assert "<dt>document</dt><dd>1</dd>" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_same_whatever_there_is(client: Client, rows: int, django_assert_num_queries: Counted) -> None:
    for number in range(rows):
        fond = make_unit(make_repository(), "1")
        make_document(make_volume(), unit=fond, title=f"Letter {number}")

    with django_assert_num_queries(7):
        body(client, "/")


@pytest.mark.parametrize("rows", [1, 3])
def test_volumes_ask_the_same_whatever_there_is(client: Client, rows: int, django_assert_num_queries: Counted) -> None:
    for _ in range(rows):
        make_document(make_volume())

    with django_assert_num_queries(4):
        body(client, "/volumes/")


def test_volumes_are_paged_and_leave_drafts_out(client: Client) -> None:
    for number in range(51):
        make_volume(f"v{number:02}", title=f"Papers {number:02}")
    make_volume("planted", title="Planted draft", state="draft")

    first, second = body(client, "/volumes/"), body(client, "/volumes/?page=2")

    assert ("Page 1 of 2" in first, "Papers 49" in first, "Papers 50" in first) == (True, True, False)
    assert ("Papers 50" in second, "Planted" in first + second) == (True, False)


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", ""])
def test_wrong_page_of_a_list_shows_a_page_that_exists(client: Client, page: str) -> None:
    make_volume(title="Open papers")

    assert "Open papers" in body(client, f"/volumes/?page={page}")


@pytest.mark.parametrize("rows", [1, 3, 340])
def test_volume_asks_the_same_whatever_is_in_it(client: Client, rows: int, django_assert_num_queries: Counted) -> None:
    volume = make_volume("papers")
    part = make_section(volume, order=0)
    for order in range(1, rows + 1):
        make_document(volume, title=f"Letter {order}", order=order, section=part, day=date(1934, 10, 14))

    with django_assert_num_queries(4):
        html = body(client, "/volumes/papers/")

    assert html.count("14 October 1934") == rows


def test_volume_of_twins_stays_within_ten_statements(client: Client, django_assert_max_num_queries: Counted) -> None:
    volume = make_volume("papers")
    for order in range(30):
        make_document(volume, title="Letter", order=order, texts=[f"Words {order}"])

    with django_assert_max_num_queries(10):
        html = body(client, "/volumes/papers/")

    looks = {row.partition("</a>")[0].partition('"n">')[2] for row in html.split("<li><a")[1:] if '"n">' in row}
    assert len(looks) == 30


def test_draft_volume_does_not_exist(client: Client) -> None:
    make_volume("planted", state="draft")

    assert client.get("/volumes/planted/").status_code == client.get("/volumes/nothing/").status_code == 404


def test_volume_hides_drafts_and_says_nothing_of_them(client: Client) -> None:
    volume = make_volume("papers")
    make_document(volume, title="Shown letter", order=1)
    make_document(
        volume, title="Planted letter", order=2, state="draft", section=make_section(volume, title="Planted part")
    )

    html = body(client, "/volumes/papers/")

    assert ("Shown letter" in html, "Planted" in html, "1 document" in html) == (True, False, True)


def test_licensed_volume_shows_records_without_words_and_the_way_in(client: Client, product: Product) -> None:
    volume = make_volume("papers", audience="controlled", product=product)
    make_document(volume, title="Letter", order=1, texts=["Planted words."])
    make_document(volume, title="Open letter", order=2, audience="open")

    html = body(client, "/volumes/papers/")

    assert ("This volume is licensed" in html, "Planted" in html) == (True, False)
    assert html.count('<span class="lock">licensed</span>') == 1
    assert "/account/login/?next=/volumes/papers/" in html


def test_reader_with_a_contract_sees_an_open_door(client: Client, product: Product) -> None:
    make_document(make_volume("papers", audience="controlled", product=product))
    reader = make_user()
    make_contract(reader, product)
    client.force_login(reader, BACKEND)

    html = body(client, "/volumes/papers/")

    assert ("You have access" in html, "This volume is licensed" in html, "licensed</span>" in html) == (
        True,
        False,
        False,
    )


def test_network_of_a_library_is_named_on_every_page(client: Client, product: Product) -> None:
    library = make_institution("Kolva Library")
    make_network(library, "192.0.2.0/24")
    make_contract(library, product)

    inside = client.get("/", REMOTE_ADDR="192.0.2.7").content.decode()
    outside = client.get("/", REMOTE_ADDR="198.51.100.7").content.decode()

    assert ("Access provided by Kolva Library" in inside, "Kolva Library" in outside) == (True, False)


def test_access_that_ended_says_so(client: Client, product: Product) -> None:
    make_volume("papers", audience="controlled", product=product)
    library = make_institution("Kolva Library")
    make_network(library, "192.0.2.0/24")
    ended_on = timezone.now().date() - timedelta(days=2)
    make_contract(library, product, starts_on=ended_on - timedelta(days=30), ends_on=ended_on)

    html = client.get("/volumes/papers/", REMOTE_ADDR="192.0.2.7").content.decode()

    assert f"The access through Kolva Library ended on {date_format(ended_on, 'j F Y')}." in html
    assert "Access provided by" not in html


def test_suspended_access_is_named_with_whom_to_ask(client: Client, product: Product) -> None:
    make_volume("papers", audience="controlled", product=product)
    library = make_institution("Kolva Library", contact_email="desk@example.org")
    make_network(library, "192.0.2.0/24")
    make_contract(library, product, state="suspended")

    html = client.get("/volumes/papers/", REMOTE_ADDR="192.0.2.7").content.decode()

    assert "The access through Kolva Library is suspended." in html
    assert "mailto:desk@example.org" in html


def test_title_is_escaped_in_the_table_of_contents(client: Client) -> None:
    make_document(make_volume("papers"), title="<script>alert(1)</script> & more", number="<1>")

    html = body(client, "/volumes/papers/")

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html
    assert "<script>alert" not in html


def test_section_leads_to_its_text(client: Client) -> None:
    volume = make_volume("papers")
    part = make_section(volume, "ch1", order=1)
    make_document(volume, "preface", kind="matter", order=2, section=part)

    response = client.get("/volumes/papers/sections/ch1/")

    assert (response.status_code, response.headers["Location"]) == (302, "/documents/papers-preface/")


def test_section_without_text_leads_to_its_place_in_the_contents(client: Client) -> None:
    volume = make_volume("papers")
    make_document(volume, order=2, section=make_section(volume, "ch1", order=1))

    response = client.get("/volumes/papers/sections/ch1/")

    assert (response.status_code, response.headers["Location"]) == (302, "/volumes/papers/#section-ch1")
    assert 'id="section-ch1"' in body(client, "/volumes/papers/")


def test_section_of_hidden_things_does_not_exist(client: Client) -> None:
    volume = make_volume("papers")
    make_document(volume, order=2, state="draft", kind="matter", section=make_section(volume, "ch1", order=1))

    assert client.get("/volumes/papers/sections/ch1/").status_code == 404


def test_posting_to_a_page_is_refused(client: Client) -> None:
    assert client.post("/volumes/").status_code == 405
