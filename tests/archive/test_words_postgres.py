"""What the analyser writes, PostgreSQL reads as it was meant."""

import pytest
from django.db import connection

from archive.words import Term, analyse, query_terms, to_tsquery_input, to_tsvector_input

pytestmark = pytest.mark.django_db


def _matches(text: str, query: str, *, is_phrase: bool = False) -> bool:
    written = (
        to_tsvector_input(analyse(text, "ru")),
        to_tsquery_input(query_terms(query, ("en", "ru")), is_phrase=is_phrase),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", written)
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Докладъ товарища Ворошилова о положеніи", "доклад Ворошилов положение"),
        ("с контр-революцией", "контрреволюция"),
        ("с контрреволюцией", "контр-революция"),
        ("с контр-\nреволюцией", "контр-революция"),
        ("the Ambassador's co-operation", "ambassadors cooperation"),
        ("письмо Сталину", "стал*"),
        ("back\\slash 'quoted' o'clock", "o'clock"),
    ],
)
def test_query_matches_text(text: str, query: str) -> None:
    assert _matches(text, query)


@pytest.mark.parametrize(
    ("text", "query"), [("молоты и серпы", "Молотов"), ("революция", "контр-революция"), ("Сталину", "столп*")]
)
def test_query_does_not_match_text(text: str, query: str) -> None:
    assert not _matches(text, query)


def test_phrase_matches_words_in_order_only() -> None:
    text = "Политбюро ЦК приняло социал-демократическую программу"

    assert _matches(text, "Политбюро ЦК приняло", is_phrase=True)
    assert _matches(text, "приняло социал-демократическая программа", is_phrase=True)
    assert not _matches(text, "ЦК Политбюро", is_phrase=True)
    assert not _matches(text, "Политбюро приняло", is_phrase=True)


def test_vector_at_its_limits_is_accepted() -> None:
    terms = [Term(("ы" * 240 + str(place), "часто", "it's\\"), 0, 1, place) for place in range(1, 20_000)]

    with connection.cursor() as cursor:
        cursor.execute("SELECT length(%s::tsvector)", [to_tsvector_input(terms)])
        [lexemes] = cursor.fetchone()

    assert 2_000 < lexemes < 2_200
