import time
from datetime import date

import pytest

from archive.query import All, Dated, Either, Node, Not, Numbered, Shelved, Words, parse
from archive.references import ShelfMark

HOSTILE = [
    '"', '""', '"unbalanced', "«", "(((", ")))", "!!&|:*<->", "-", "--", "NOT", "AND OR NOT", "a OR", "OR a", "NOT NOT",
    "title:", "title:-", "title:(", ":", "=", "=(", "*", "a*", "**", "'", "\\", "\x00", "\ud800", "%s", "{}",
    "'; DROP TABLE archive_document; --", "(a+)+$", "<script>", "&lt;", "a" * 10_000, "(" * 10_000, "word " * 10_000,
    "ж" * 10_000, "Stаlin", "שלום", "🙂", "\u202e", "1/2/3/4/5", "f. op. d.", "-(-(-(a", 'title:"', "a:b:c", "date:",
]  # fmt: skip


def shape(node: Node | None) -> object:
    """What a query was understood to be, without offsets and lexemes."""
    if isinstance(node, Words):
        marks = ("phrase " if node.is_phrase else "") + ("exact " if node.is_exact else "")
        return f"{marks}{node.field + ':' if node.field else ''}{node.text}"
    if isinstance(node, All | Either):
        return [type(node).__name__.lower(), *map(shape, node.parts)]
    if isinstance(node, Dated):
        return (node.first.isoformat(), node.last.isoformat())
    if isinstance(node, Not):
        return ["not", shape(node.part)]
    if isinstance(node, Numbered):
        return {"number": node.text}
    return node.mark.normalise() if isinstance(node, Shelved) else None


SHELF_MARKS = ["558/11/1082", "F.558 Op.11 D.1082", "ф. 558, оп. 11, д. 1082", "Фонд 558 опись 11 дело 1082"]
DATES = ["24.12.1939", "24 December 1939", "24 декабря 1939 г.", "1939-12-24", "December 24, 1939"]


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("приказ войскам", "приказ войскам"),
        ('"war aims"', "phrase war aims"),
        ("«мир и война»", "phrase мир и война"),
        ("cats AND dogs", ["all", "cats", "dogs"]),
        ("cats OR dogs birds", ["either", "cats", "dogs birds"]),
        ("cats | dogs", ["either", "cats", "dogs"]),
        ("(cats OR dogs) birds", ["all", ["either", "cats", "dogs"], "birds"]),
        ("cats -dogs", ["all", "cats", ["not", "dogs"]]),
        ("cats NOT dogs", ["all", "cats", ["not", "dogs"]]),
        ("-dogs cats birds", ["all", ["not", "dogs"], "cats birds"]),
        ('NOT "big dogs" cats', ["all", ["not", "phrase big dogs"], "cats"]),
        ("co-operation report", "co-operation report"),
        ("title:cats dogs", ["all", "title:cats", "dogs"]),
        ('author:"Ivan Ivanov"', "phrase author:Ivan Ivanov"),
        ("title:(cats OR dogs)", ["either", "title:cats", "title:dogs"]),
        ("автор:Ежов", "author:Ежов"),
        ("http://example.org cats", "http://example.org cats"),
        ("=Ежову приказ", ["all", "phrase exact Ежову", "приказ"]),
        ("date:1937..1938 приказ", ["all", ("1937-01-01", "1938-12-31"), "приказ"]),
        ("id:d12", {"number": "d12"}),
        ("fond:558", "558"),
    ],
)
def test_query_is_understood(text: str, understood: object) -> None:
    assert shape(parse(text).root) == understood


@pytest.mark.parametrize(
    "text", ["558/11/1082", "F.558 Op.11 D.1082", "ф. 558, оп. 11, д. 1082", "Фонд 558 опись 11 дело 1082"]
)
def test_shelf_mark_is_read_in_every_spelling(text: str) -> None:
    assert parse(text).shelf_mark == ShelfMark(None, "558", "11", "1082")


@pytest.mark.parametrize(
    "text", ["24.12.1939", "24 December 1939", "24 декабря 1939 г.", "1939-12-24", "December 24, 1939"]
)
def test_date_is_read_in_every_spelling(text: str) -> None:
    assert parse(text).dates == Dated(date(1939, 12, 24), date(1939, 12, 24))


def test_dates_among_words_are_dates_or_words() -> None:
    root = parse("Ежов приказ декабрь 1937 Москва").root

    month = ["either", ("1937-12-01", "1937-12-31"), "phrase декабрь 1937"]
    assert shape(root) == ["all", "Ежов приказ", month, "Москва"]


def test_number_alone_may_be_that_of_a_document() -> None:
    assert shape(parse("№ 12").root) == ["either", {"number": "12"}, "phrase № 12"]
    assert shape(parse("frus-d12").root) == ["either", {"number": "frus-d12"}, "frus-d12"]


def test_common_words_are_left_out_beside_others_only() -> None:
    query = parse("the report of the war")

    assert [term.lexemes[0] for words in query.words for term in words.terms] == ["report", "war"]
    assert query.hints == ("common",)
    assert [term.lexemes[0] for words in parse("the who").words for term in words.terms] == ["the", "who"]
    assert parse('"to be or not"').words[0].terms[0].lexemes[0] == "to"


def test_exact_search_takes_everything_as_it_is_spelt() -> None:
    assert shape(parse("Ежову приказ", is_exact=True).root) == "phrase exact Ежову приказ"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_query_is_read_quickly(text: str) -> None:
    start = time.perf_counter()

    query = parse(text)

    assert time.perf_counter() - start < 1
    assert len(query.text) <= 500
    assert sum(len(words.terms) for words in query.words) <= 80


def test_what_was_passed_over_is_said() -> None:
    assert parse('"half open').hints == ("unbalanced",)
    assert parse("(((").hints == ("empty",)
    assert "shortened" in parse("word " * 1000).hints
    assert parse("").hints == ()
