import pytest
from django.test import Client
from django.urls import reverse

ADDRESS = "/preferences/"


def test_address() -> None:
    assert reverse("accounts:preferences") == ADDRESS


@pytest.mark.parametrize(("choice", "value"), [("language", "ru"), ("theme", "dark"), ("theme", "light")])
def test_choice_is_kept_and_leads_back(client: Client, choice: str, value: str) -> None:
    cookie = {"language": "django_language", "theme": "theme"}[choice]

    response = client.post(ADDRESS, {choice: value, "next": "/volumes/?page=2"})

    assert (response.status_code, response.headers["Location"]) == (302, "/volumes/?page=2")
    kept = response.cookies[cookie]
    assert (kept.value, kept["samesite"], bool(kept["httponly"])) == (value, "Lax", True)


def test_theme_of_the_system_forgets_the_choice(client: Client) -> None:
    client.post(ADDRESS, {"theme": "dark"})

    client.post(ADDRESS, {"theme": "system"})

    assert "theme" not in {name for name, morsel in client.cookies.items() if morsel.value}


@pytest.mark.parametrize("form", [{}, {"language": "xx"}, {"theme": "pink"}, {"theme": '"><script>'}])
def test_unknown_choice_changes_nothing(client: Client, form: dict[str, str]) -> None:
    response = client.post(ADDRESS, form)

    assert (response.status_code, dict(response.cookies)) == (302, {})


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example.org/", "//elsewhere.example.org/", "javascript:alert(1)", ""]
)
def test_way_back_never_leaves_the_site(client: Client, wanted: str) -> None:
    assert client.post(ADDRESS, {"theme": "dark", "next": wanted}).headers["Location"] == "/"


def test_choosing_needs_a_form(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 405


@pytest.mark.django_db
def test_chosen_theme_stands_on_the_page_and_a_wrong_cookie_is_harmless(client: Client) -> None:
    client.cookies["theme"] = "dark"
    dark = client.get("/about/").content.decode()
    client.cookies["theme"] = '\\"><b>'
    wrong = client.get("/about/").content.decode()

    assert 'data-theme="dark"' in dark
    assert "><b>" not in wrong
