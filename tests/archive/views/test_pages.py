import re

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "words"), [("/about/", "Who may read what"), ("/help/", "Find a document")])
def test_page_about_the_archive(client: Client, address: str, words: str) -> None:
    response = client.get(address)

    assert (response.status_code, words in response.content.decode()) == (200, True)


def test_robots_keeps_crawlers_out_of_search_and_accounts(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().split() == [
        *("User-agent:", "*"),
        *("Disallow:", "/account/", "Disallow:", "/admin/", "Disallow:", "/search/", "Disallow:", "/preferences/"),
    ]


def test_favicon_leads_to_the_icon(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/img/favicon.svg"


@pytest.mark.django_db
def test_unknown_address_is_answered_in_the_look_of_the_site(client: Client) -> None:
    response = client.get("/nothing/")

    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/volumes/", "/about/", "/account/login/", "/nothing/"])
def test_page_carries_no_words_of_script_or_style_and_no_token(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    scripts = re.findall(r"<script[^>]*>", html)
    assert [tag for tag in scripts if ' src="/static/' not in tag and ' type="application/json"' not in tag] == []
    assert ("<style" in html, " style=" in html) == (False, False)
    assert ("csrfmiddlewaretoken" in html) == (address == "/account/login/")


@pytest.mark.django_db
def test_page_is_in_the_language_of_the_reader(client: Client) -> None:
    html = client.get("/volumes/", headers={"Accept-Language": "ru"}).content.decode()

    assert '<html lang="ru"' in html
