import pytest
from django.test import Client

from tests.archive.search.world import index
from tests.factories.accounts import make_product
from tests.factories.archive import make_document, make_text, make_volume

pytestmark = pytest.mark.django_db


def body(client: Client, query: str, **more: str) -> str:
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_empty_box_is_shown(client: Client) -> None:
    html = body(client, "")

    assert 'name="q"' in html
    assert "Nothing found" not in html


def test_hits_are_marked_in_title_and_text_and_lead_to_their_page(client: Client) -> None:
    document = make_document(make_volume("papers"), "d1", title="Order on rivers")
    make_text(document, ["Nothing here.", "Of <rivers> & lakes."])
    index()

    html = body(client, "rivers")

    assert "Order on <mark>rivers</mark>" in html
    assert "Of &lt;<mark>rivers</mark>&gt; &amp; lakes." in html
    assert "/documents/papers-d1/?page=2&amp;q=rivers&amp;s=q%3Drivers#page-2" in html


def test_locked_hit_shows_the_record_and_no_words(client: Client) -> None:
    volume = make_volume(audience="controlled", product=make_product("papers"))
    make_document(volume, title="Locked letter", texts=["A planted confidence of rivers."])
    index()

    html = body(client, "rivers")

    assert ("Locked letter" in html, "confidence" in html) == (True, False)


def test_nothing_found_says_so(client: Client) -> None:
    assert "Nothing found for “rivers”." in body(client, "rivers")


@pytest.mark.parametrize("page", ["-1", "0", "x", "", "1000000000000", "1" * 400, "²", "\x00"])
def test_page_that_is_none_shows_one(client: Client, page: str) -> None:
    make_document(make_volume(), texts=["Of rivers."])
    index()

    assert "<mark>rivers</mark>" in body(client, "rivers", page=page)


def test_results_are_for_this_visitor_only(client: Client) -> None:
    assert client.get("/search/?q=x").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("raw", ["q=%FF%FE", "q=%00", "q=a&q=b", "q[]=a", "q=%ED%A0%80"])
def test_broken_addresses_are_answered(client: Client, raw: str) -> None:
    assert client.get(f"/search/?{raw}").status_code == 200
