import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.words import (
    ANALYSER_VERSION,
    Term,
    analyse,
    mark,
    query_terms,
    snippet,
    to_tsquery_input,
    to_tsvector_input,
)

TEXT = (
    "Вчера Молотов принял посла. " * 10
    + "Затем социал-демократы с Риббентропом и Молотовым\nподписали пакт. "
    + "Конец. " * 40
)


def test_analyse_gives_lexemes_and_places() -> None:
    assert analyse("Ворошилову, Kirov's", "ru") == [
        Term(("ворошилов",), 0, 10, 1),
        Term(("kirov",), 12, 19, 2),
    ]


def test_analyse_adds_the_whole_of_a_hyphenated_word_at_the_place_of_its_first_part() -> None:
    terms = analyse("a co-operation now", "en")

    assert [(term.lexemes, term.start, term.end, term.position) for term in terms] == [
        (("a",), 0, 1, 1),
        (("co",), 2, 4, 2),
        (("oper",), 5, 14, 3),
        (("cooper",), 2, 14, 2),
        (("now",), 15, 18, 4),
    ]


def test_analyse_leaves_joined_numbers_alone() -> None:
    assert [term.lexemes for term in analyse("1939-1940")] == [("1939",), ("1940",)]


def test_analyse_meets_hyphenated_and_joined_spelling() -> None:
    joined = {lexeme for term in analyse("контрреволюцией") for lexeme in term.lexemes}
    hyphenated = {lexeme for term in analyse("контр-революция") for lexeme in term.lexemes}
    broken = {lexeme for term in analyse("контр-\nреволюции") for lexeme in term.lexemes}

    assert joined == broken == {"контрреволюция"}
    assert joined < hyphenated


@given(st.text(max_size=80), st.sampled_from(["", "ru", "en"]))
def test_analyse_places_words_from_one_without_gaps(text: str, language: str) -> None:
    positions = [term.position for term in analyse(text, language)]

    assert sorted(set(positions)) == list(range(1, max(positions, default=0) + 1))


def test_query_terms_take_a_capitalised_surname_at_its_word() -> None:
    assert [term.lexemes for term in query_terms("Молотов")] == [("молотов",)]
    assert [term.lexemes for term in query_terms("молотов")] == [("молотов", "молот")]


def test_query_terms_hold_the_stems_of_every_language() -> None:
    [term] = query_terms("Regierungen", ("en", "de"))

    assert term.lexemes == ("regierungen", "regier")


def test_query_terms_know_stars_and_common_words() -> None:
    terms = query_terms("о стал* и the революции")

    assert [(term.lexemes, term.is_prefix, term.is_common) for term in terms] == [
        (("о",), False, True),
        (("стал",), True, False),
        (("и",), False, True),
        (("the",), False, True),
        (("революция",), False, False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "постановление Политбюро о внешней политике",
        "Negotiations with the Ambassador's co-operation",
        "изслѣдованіе о добрыхъ людяхъ",
        "Zinovʹev Lénine d'Estournelles Нью-Йорк 1939-1940",
    ],
)
def test_query_of_any_word_of_a_text_finds_it(text: str) -> None:
    indexed = {lexeme for term in analyse(text, "en") for lexeme in term.lexemes}

    missed = [word for word in text.split() for term in query_terms(word) if not indexed & set(term.lexemes)]

    assert missed == []


def test_tsvector_input_lists_places_and_weight() -> None:
    assert to_tsvector_input(analyse("пакт и пакт", "ru")) == "'пакт':1,3 'и':2"
    assert to_tsvector_input(analyse("пакт", "ru"), "A") == "'пакт':1A"
    assert to_tsvector_input([]) == ""


def test_tsvector_input_quotes_what_postgresql_would_misread() -> None:
    assert to_tsvector_input([Term(("it's", "a\\b"), 0, 1, 1)]) == r"""'it''s':1 'a\\b':1"""


def test_tsvector_input_keeps_words_beyond_the_last_place_findable() -> None:
    terms = [Term((f"w{place}",), 0, 1, place) for place in range(1, 20_001)]

    written = to_tsvector_input(terms)

    assert written.endswith("'w20000':16383")
    assert max(map(int, re.findall(r":(\d+)", written))) == 16_383


def test_tsvector_input_lists_at_most_255_places_of_a_word() -> None:
    written = to_tsvector_input([Term(("w",), 0, 1, place) for place in range(1, 1000)])

    assert written.count(",") == 254


def test_tsvector_input_stops_before_the_size_limit() -> None:
    terms = [Term(("ы" * 250 + str(place),), 0, 1, place) for place in range(1, 5000)]

    written = to_tsvector_input(terms)

    assert 900_000 < len(written.encode()) < 1_048_575


@pytest.mark.parametrize(
    ("query", "together", "phrase"),
    [
        ("Сталин Молотову", "'сталин' & 'молотов'", "'сталин' <-> 'молотов'"),
        ("стали", "('стать' | 'сталь')", "('стать' | 'сталь')"),
        ("стал*", "'стал':*", "'стал':*"),
        ("alma-ata now", "('alma' <-> 'ata' | 'almaata') & 'now'", "'alma' <-> 'ata' <-> 'now'"),
        ("1939-1940", "'1939' & '1940'", "'1939' <-> '1940'"),
        ("'); DROP TABLE --", "'drop' & ('tabl' | 'table')", "'drop' <-> ('tabl' | 'table')"),
        ("!&|()", "", ""),
    ],
)
def test_tsquery_input(query: str, together: str, phrase: str) -> None:
    terms = query_terms(query)

    assert to_tsquery_input(terms) == together
    assert to_tsquery_input(terms, is_phrase=True) == phrase


def test_mark_finds_every_form_and_whole_hyphenated_words() -> None:
    text = "Молотова и молоты, с контр-революцией, Молотовымъ"

    spans = mark(text, {"молотов", "контрреволюция"})

    assert [text[start:end] for start, end in spans] == ["Молотова", "контр-революцией", "Молотовымъ"]


def test_mark_finds_beginnings() -> None:
    text = "сталь, сталинский, стол"

    spans = mark(text, set(), prefixes=("стал",))

    assert [text[start:end] for start, end in spans] == ["сталь", "сталинский"]


@given(st.lists(st.sampled_from(["Stalin", "co-operation", "Сталину", "и", "\n"]), max_size=20))
def test_mark_spans_are_in_order_and_apart(words: list[str]) -> None:
    spans = mark(" ".join(words), {"stalin", "сталин", "oper", "cooper", "co"})

    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert len(spans) == sum(word in ("Stalin", "co-operation", "Сталину") for word in words)


def test_snippet_shows_where_most_wanted_words_meet() -> None:
    found = snippet(TEXT, {"молотов", "риббентроп", "пакт"}, 70)

    assert [found.text[start:end] for start, end in found.spans] == ["Риббентропом", "Молотовым", "пакт"]
    assert len(found.text) <= 70
    assert TEXT[found.start : found.end].replace("\n", " ") == found.text
    assert not found.text[0].isspace()
    assert TEXT[found.start - 1].isspace()
    assert TEXT[found.end].isspace()


def test_snippet_without_a_hit_is_the_beginning() -> None:
    found = snippet(TEXT, {"ленин"}, 40)

    assert found.spans == ()
    assert found.start == 0
    assert found.text == TEXT[: found.end]
    assert 20 < found.end <= 40


@given(st.text(alphabet="Сталин stalin-\n.", max_size=300), st.integers(1, 120))
def test_snippet_spans_lie_within_it(text: str, width: int) -> None:
    found = snippet(text, {"сталин", "stalin"}, width)

    assert found.text == text[found.start : found.end].replace("\n", " ")
    assert all(0 <= start < end <= len(found.text) for start, end in found.spans)


def test_analyser_version_names_its_dictionaries() -> None:
    assert re.fullmatch(r"\d+/[\d.]+/[\d.]+", ANALYSER_VERSION)
