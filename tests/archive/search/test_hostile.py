"""H6: whatever is typed, every door of search answers quickly; what takes long is stopped and explained."""

import time

import pytest
from django.db import connection
from django.test import Client, override_settings

from archive.query import parse
from archive.search import TooLongError, bounded, search
from tests.archive.search.world import STRANGER, index
from tests.archive.test_query import HOSTILE
from tests.factories.archive import make_document, make_name, make_role, make_text, make_volume

pytestmark = pytest.mark.django_db
TYPED = [query for query in HOSTILE if "\ud800" not in query] + [
    "!!&|:*<->", '"one "two" three"', "a*", "ж*", "1*", "<-> <2>", "'a' & !'b':*A", "a:*", "(a|a|a|a)*" * 50,
    "(x+x+)+y",
    "SELECT * FROM accounts_user", "1' OR '1'='1", "%%%", "_____", "ж" * 5_000, "Стalin Мosква", "\u202eabc", "́́́",
    "title:author:text:", 'title:"', "-" * 400, "NOT " * 60, "((((a) OR b) AND c) NOT d", "2024-02-30", "31.13.1939",
    "=\"", "word " * 10_000, "ф. 1, оп. 2, д. 3 " * 300, "\n\t\r", "\\", "\\'", "''",
    "::tsquery", "a\\:*b", "$1 $2 %s {0}",
]  # fmt: skip
DOORS = ("/search/", "/search/list/csv/", "/search/feed/", "/search/side-by-side/", "/api/v1/search/")


@pytest.fixture
def _world() -> None:
    document = make_document(make_volume(), title="It's a title: 100% & <b>", texts=["Of a, b and abc; x+x."])
    make_text(document, ["Жа и Сталин."], slug="translation-ru", language="ru")
    make_role(document, make_name("O'Neill"))
    index()


@pytest.mark.usefixtures("_world")
@pytest.mark.parametrize("query", TYPED, ids=lambda text: ascii(text[:18]))
def test_h6_hostile_query_is_answered(query: str, client: Client) -> None:
    begun = time.process_time()

    statuses = {door: client.get(door, {"q": query}).status_code for door in DOORS}

    allowed = {"/search/feed/": {200, 404}, "/api/v1/search/": {200, 400}}
    wrong = {door: status for door, status in statuses.items() if status not in allowed.get(door, {200})}
    assert wrong == {}
    assert time.process_time() - begun < len(DOORS)


@pytest.mark.usefixtures("_world")
def test_h6_unbalanced_query_says_what_was_passed_over(client: Client) -> None:
    html = client.get("/search/", {"q": '"Of a'}).content.decode()

    assert "had no partner and was passed over" in html


@pytest.mark.parametrize(
    "parameter", ["volume", "fond", "author", "language", "has", "from", "sort", "page", "exact", "d"]
)
@pytest.mark.parametrize("value", ["\x00", "'", "%", "9" * 40, "-1", "é" * 300])
@pytest.mark.usefixtures("_world")
def test_h7_hostile_parameter_is_answered(parameter: str, value: str, client: Client) -> None:
    statuses = {client.get(door, {"q": "abc", parameter: value}).status_code for door in DOORS}

    assert statuses <= {200, 400}


@override_settings(SEARCH_TIMEOUT=1234)
def test_statements_of_a_search_have_a_time_limit() -> None:
    with bounded(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("1234ms",)


@override_settings(SEARCH_TIMEOUT=50)
def test_search_is_stopped_by_the_database_itself() -> None:
    with pytest.raises(TooLongError), bounded(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")

    assert search(STRANGER, parse("a")).count == 0
