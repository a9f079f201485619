from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import parse_query

DAY = date(1939, 12, 24)


@pytest.mark.parametrize(
    "text",
    [
        "24.12.1939",
        "24. 12. 1939",
        "24/12/1939",
        "24-12-1939",
        "1939-12-24",
        "1939.12.24",
        "24 December 1939",
        "24 DEC. 1939",
        "24th of December, 1939",
        "December 24, 1939",
        "1939 Dec 24",
        "on 24 December 1939",
        "24 декабря 1939",
        "24 декабря 1939 г.",
        "24-го декабря 1939 года",
        "24.XII.1939",
        "24. Dezember 1939",
        "le 24 décembre 1939",
        "24. prosince 1939",
        "  24   december\n1939 ",
    ],
)
def test_query_reads_one_day_however_written(text: str) -> None:
    assert parse_query(text) == (DAY, DAY)


@pytest.mark.parametrize(
    "text", ["December 1939", "декабрь 1939", "в декабре 1939 года", "12.1939", "1939-12", "Dec. 1939"]
)
def test_query_reads_a_month(text: str) -> None:
    assert parse_query(text) == (date(1939, 12, 1), date(1939, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1939", date(1939, 1, 1), date(1939, 12, 31)),
        ("в 1939 году", date(1939, 1, 1), date(1939, 12, 31)),
        ("1930s", date(1930, 1, 1), date(1939, 12, 31)),
        ("1930-е годы", date(1930, 1, 1), date(1939, 12, 31)),
        ("1937-1939", date(1937, 1, 1), date(1939, 12, 31)),
        ("1937–1939 гг.", date(1937, 1, 1), date(1939, 12, 31)),
        ("1937/1939", date(1937, 1, 1), date(1939, 12, 31)),
        ("1937-39", date(1937, 1, 1), date(1939, 12, 31)),
        ("between 1937 and 1939", date(1937, 1, 1), date(1939, 12, 31)),
        ("from June 1939 to May 1940", date(1939, 6, 1), date(1940, 5, 31)),
        ("14-16 October 1934", date(1934, 10, 14), date(1934, 10, 16)),
        ("14–16 октября 1934", date(1934, 10, 14), date(1934, 10, 16)),
        ("14. - 16. 10. 1934", date(1934, 10, 14), date(1934, 10, 16)),
        ("14.10-16.10.1934", date(1934, 10, 14), date(1934, 10, 16)),
        ("14.10.1934-16.10.1934", date(1934, 10, 14), date(1934, 10, 16)),
        ("October–November 1934", date(1934, 10, 1), date(1934, 11, 30)),
        ("с 14 октября по 2 ноября 1934 г.", date(1934, 10, 14), date(1934, 11, 2)),
        ("30 December 1934 – 2 January 1935", date(1934, 12, 30), date(1935, 1, 2)),
        ("1er août 1914", date(1914, 8, 1), date(1914, 8, 1)),
    ],
)
def test_query_reads_spans(text: str, first: date, last: date) -> None:
    assert parse_query(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "1082",
        "2500",
        "558/11/1082",
        "17/3/1",
        "1082/1083",
        "06-09",
        "31.02.1939",
        "0 May 1939",
        "24.13.1939",
        "1939-1937",
        "1939-1940-1941",
        "1939 plan",
        "plan 1939",
        "Stalin 1939",
        "№ 1939",
        "I 1939",
        "may",
        "to",
        "- 1939 -",
        "the end of 1939, as it was",
        "1 2 1939",
        "9" * 10_000,
    ],
)
def test_query_that_is_no_date_is_none(text: str) -> None:
    assert parse_query(text) is None


@given(st.text(max_size=70) | st.text(alphabet="0123456789-–/. мая", max_size=30))
def test_query_never_raises_nor_runs_backwards(text: str) -> None:
    span = parse_query(text)

    assert span is None or span[0] <= span[1]
