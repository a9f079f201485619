from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import (
    HistoricalDate,
    bounds,
    display,
    from_edtf,
    julian_to_gregorian,
    parse_attributes,
    parse_query,
    sort_key,
)


def test_from_edtf_without_text_is_undated() -> None:
    undated = from_edtf("")

    assert undated == HistoricalDate("", None, None)
    assert not undated.is_dated


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("1939-12-24", date(1939, 12, 24), date(1939, 12, 24)),
        ("1940-02", date(1940, 2, 1), date(1940, 2, 29)),
        ("1939", date(1939, 1, 1), date(1939, 12, 31)),
        ("1962-10-27T20:00:00", date(1962, 10, 27), date(1962, 10, 27)),
        ("1934-10-14/1934-11", date(1934, 10, 14), date(1934, 11, 30)),
        ("1939-12?", date(1939, 12, 1), date(1939, 12, 31)),
        ("1939-?12-24", date(1939, 12, 24), date(1939, 12, 24)),
        ("193X", date(1930, 1, 1), date(1939, 12, 31)),
        ("1939-12-XX", date(1939, 12, 1), date(1939, 12, 31)),
        ("1939-22", date(1939, 6, 1), date(1939, 8, 31)),
        ("../1939", None, date(1939, 12, 31)),
        ("1939/..", date(1939, 1, 1), None),
        ("/1939", None, date(1939, 12, 31)),
        ("[1934..1936]", date(1934, 1, 1), date(1936, 12, 31)),
        ("[..1936]", None, date(1936, 12, 31)),
        ("[1936..]", date(1936, 1, 1), None),
        ("{1909,1906..1907}", date(1906, 1, 1), date(1909, 12, 31)),
        ("XXXX-06-09", None, None),
        ("-0356-07-20", None, None),
        ("Y17000", None, None),
        ("0000", None, None),
    ],
)
def test_bounds_of_edtf(edtf: str, earliest: date | None, latest: date | None) -> None:
    assert bounds(edtf) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    ["1939-02-30", "1939-13", "1900-02-29", "1940/1939", "24.12.1939", "nonsense", "1939-6-1", "1" * 5000, "<b>"],
)
def test_bounds_of_what_is_not_edtf_raises(text: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|no such day|ends before"):
        bounds(text)


@pytest.mark.parametrize(
    ("old_style", "new_style"),
    [
        ((1917, 10, 25), date(1917, 11, 7)),
        ((1900, 2, 28), date(1900, 3, 12)),
        ((1900, 2, 29), date(1900, 3, 13)),
        ((1825, 12, 14), date(1825, 12, 26)),
        ((1709, 6, 27), date(1709, 7, 8)),
        ((1582, 10, 5), date(1582, 10, 15)),
    ],
)
def test_old_style_days_of_history(old_style: tuple[int, int, int], new_style: date) -> None:
    assert julian_to_gregorian(*old_style) == new_style


@given(st.dates(date(1583, 1, 1), date(2100, 1, 1)))
def test_old_style_next_day_is_next_day(day: date) -> None:
    converted = julian_to_gregorian(day.year, day.month, min(day.day, 27))
    following = julian_to_gregorian(day.year, day.month, min(day.day, 27) + 1)

    assert converted is not None
    assert following is not None
    assert following.toordinal() - converted.toordinal() == 1


def test_old_style_beyond_the_last_year_has_no_day() -> None:
    assert julian_to_gregorian(9999, 12, 31) is None


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("1917-10-25", date(1917, 11, 7), date(1917, 11, 7)),
        ("1900-02", date(1900, 2, 13), date(1900, 3, 13)),
        ("1917", date(1917, 1, 1), date(1917, 12, 31)),
        ("1917-10-XX", date(1917, 10, 14), date(1917, 11, 13)),
        ("191X", date(1910, 1, 1), date(1919, 12, 31)),
    ],
)
def test_old_style_is_converted_in_bounds_only(edtf: str, earliest: date, latest: date) -> None:
    found = from_edtf(edtf, calendar="julian")

    assert (found.edtf, found.earliest, found.latest) == (edtf, earliest, latest)


@pytest.mark.parametrize(
    ("attributes", "edtf", "warnings"),
    [
        ({"when": "1939-12-24"}, "1939-12-24", ()),
        ({"when": " 1939-12 "}, "1939-12", ()),
        ({"when": "1962-10-27T20:00:00"}, "1962-10-27T20:00:00", ()),
        ({"when": "1962-10-27T20:00:00.000+03:00"}, "1962-10-27", ()),
        ({"when": "1939-12-24+03:00"}, "1939-12-24", ()),
        ({"when": "19390612"}, "1939-06-12", ()),
        ({"when": "1910?"}, "1910?", ()),
        ({"from_": "1934", "to": "1936"}, "1934/1936", ()),
        ({"from_": "1934-10-14", "to": "1934-10-14"}, "1934-10-14", ()),
        ({"from_": "1934"}, "1934/..", ()),
        ({"to": "1934"}, "../1934", ()),
        ({"not_before": "1891", "not_after": "1891"}, "1891", ()),
        ({"not_before": "1891", "not_after": "1893"}, "[1891..1893]", ()),
        ({"not_after": "1939-05"}, "[..1939-05]", ()),
        ({"from_": "1891-1893", "to": "1895/1896"}, "1891/1896", ("year-list",)),
        ({"when": "-06-09"}, "XXXX-06-09", ("no-year",)),
        ({"when": "--06-09"}, "XXXX-06-09", ("no-year",)),
        ({"from_": "1934-06", "to": "--06-09"}, "1934-06", ("no-year",)),
        ({"when": "1920-01-12/13"}, "1920-01-12/1920-01-13", ("slash-date",)),
        ({"when": "1920-01/02"}, "1920-01/1920-02", ("slash-date",)),
        ({"when": "1939/40"}, "1939/1940", ("slash-date",)),
        ({"when": "1894—1895"}, "1894/1895", ("year-list",)),
        ({"when": "1890, 1891, 1895 и 1898"}, "{1890,1891,1895,1898}", ("year-list",)),
        ({"when": "1896—1897, 1900"}, "{1896..1897,1900}", ("year-list",)),
        ({"when": "1939-02-30"}, "1939-02", ("impossible-day",)),
        ({"when": "1939-00-00"}, "1939", ("impossible-month",)),
        ({"when": "24.12.1939"}, "1939-12-24", ("loose-date",)),
        ({"when": "December 1939"}, "1939-12", ("loose-date",)),
        ({"when": "30-31 May 1939"}, "1939-05-30/1939-05-31", ("loose-date",)),
        ({"when": "1930s"}, "1930/1939", ("loose-date",)),
        ({"when": "в 1939 году"}, "1939", ("loose-date",)),
        ({"when": "09/11/1944"}, "", ("not-a-date",)),
        ({"when": "whatever"}, "", ("not-a-date",)),
        ({"when": "whatever", "not_before": "1939"}, "[1939..]", ("not-a-date",)),
        ({"not_before": "1887-09-01", "not_after": "18887-12-31"}, "[1887-09-01..]", ("not-a-date",)),
        ({"when": "fill date later"}, "", ("placeholder",)),
        ({"not_before": "fill date_not_before later"}, "", ("placeholder",)),
        ({"when": "????"}, "", ("placeholder",)),
        ({"from_": "1935", "to": "1934"}, "1934/1935", ("reversed",)),
        ({"not_before": "1935", "not_after": "1934"}, "[1934..1935]", ("reversed",)),
        ({"when": "-0356"}, "-0356", ("out-of-range",)),
        ({}, "", ()),
        ({"when": "  "}, "", ()),
    ],
)
def test_attributes_as_found_in_editions(attributes: dict[str, str], edtf: str, warnings: tuple[str, ...]) -> None:
    found = parse_attributes(**attributes)  # type: ignore[arg-type]

    assert (found.edtf, found.warnings) == (edtf, warnings)


def test_attributes_keep_their_wording_when_nothing_is_printed() -> None:
    assert parse_attributes(when="-06-09").printed == "-06-09"
    assert parse_attributes(when="-06-09", printed="9 июня").printed == "9 июня"
    assert parse_attributes(when="1939-12-24").printed == ""


def test_attributes_do_not_print_a_placeholder() -> None:
    assert parse_attributes(when="fill date later", printed="fill date later").printed == ""


def test_attributes_in_old_style_allow_the_leap_day_it_had() -> None:
    old_style = parse_attributes(when="1900-02-29", calendar="julian")
    new_style = parse_attributes(when="1900-02-29")

    assert (old_style.edtf, old_style.earliest) == ("1900-02-29", date(1900, 3, 13))
    assert (new_style.edtf, new_style.warnings) == ("1900-02", ("impossible-day",))


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["gregorian", "julian"]))
def test_attributes_never_raise_and_keep_what_they_cannot_read(when: str, to: str, calendar: str) -> None:
    found = parse_attributes(when=when, to=to, calendar=calendar)  # type: ignore[arg-type]

    assert found.edtf == "" or bounds(found.edtf, found.calendar) == (found.earliest, found.latest)
    assert found.edtf or found.warnings or not (when.strip() or to.strip())


@given(st.text(alphabet="0123456789-/.X?~[]{},T: ", max_size=24))
def test_attributes_of_digits_and_signs_never_raise(when: str) -> None:
    found = parse_attributes(when=when)

    assert not (found.earliest and found.latest) or found.earliest <= found.latest


def test_sort_key_puts_narrow_before_wide_and_undated_last() -> None:
    names = ["", "1940", "XXXX-06-09", "1939-12-24", "1939", "1939-01-01", "../1938", "1938/.."]

    ordered = sorted(names, key=lambda edtf: sort_key(*bounds(edtf)) if edtf else sort_key(None, None))

    assert ordered == ["1938/..", "../1938", "1939-01-01", "1939", "1939-12-24", "1940", "", "XXXX-06-09"]


@pytest.mark.parametrize(
    ("edtf", "english", "russian"),
    [
        ("", "undated", "без даты"),
        ("1939-12-24", "24 December 1939", "24 декабря 1939"),
        ("1962-10-27T20:00:00", "27 October 1962", "27 октября 1962"),
        ("1939-12", "December 1939", "декабрь 1939"),
        ("1939", "1939", "1939"),
        ("1934-10-14/1934-10-16", "14–16 October 1934", "14–16 октября 1934"),
        ("1934-10-14/1934-11-02", "14 October – 2 November 1934", "14 октября – 2 ноября 1934"),
        ("1934-12-30/1935-01-02", "30 December 1934 – 2 January 1935", "30 декабря 1934 – 2 января 1935"),
        ("1934-10/1934-11", "October–November 1934", "октябрь–ноябрь 1934"),
        ("1934-10/1935-02", "October 1934 – February 1935", "октябрь 1934 – февраль 1935"),
        ("1934/1936", "1934–1936", "1934–1936"),
        ("1934/1935-01-02", "1934 – 2 January 1935", "1934 – 2 января 1935"),
        ("../1939-10", "until October 1939", "до октября 1939"),
        ("1939-10/..", "from October 1939", "с октября 1939"),
        ("../..", "undated", "без даты"),
        ("1939?", "1939 (?)", "1939 (?)"),
        ("1939-12-24~", "about 24 December 1939", "около 24 декабря 1939"),
        ("1939-12%", "about December 1939 (?)", "около декабря 1939 (?)"),
        ("193X", "1930s", "1930-е"),
        ("19XX", "1900–1999", "1900–1999"),
        ("1939-XX", "1939", "1939"),
        ("1939-12-XX", "December 1939", "декабрь 1939"),
        ("1939-21", "spring 1939", "весна 1939"),
        ("1939-22/..", "from summer 1939", "с лета 1939"),
        ("[1939,1940]", "1939 or 1940", "1939 или 1940"),
        ("{1906..1907,1909}", "1906–1907 and 1909", "1906–1907 и 1909"),
        (
            "[1934-10-14..1934-10-16]",
            "between 14 and 16 October 1934",
            "не ранее 14, не позднее 16 октября 1934",
        ),
        ("[1891..1893]", "between 1891 and 1893", "не ранее 1891, не позднее 1893"),
        ("[1934-10..]", "not before October 1934", "не ранее октября 1934"),
        ("[..1934-10]", "not after October 1934", "не позднее октября 1934"),
        ("XXXX-06-09", "9 June, year unknown", "9 июня, год неизвестен"),
        ("Y17000", "Y17000", "Y17000"),
        ("nonsense", "nonsense", "nonsense"),
    ],
)
def test_display_in_both_languages(edtf: str, english: str, russian: str) -> None:
    assert (display(edtf, "en"), display(edtf, "ru")) == (english, russian)


def test_display_names_the_old_style_where_it_matters() -> None:
    assert display("1917-10-25", calendar="julian") == "25 October 1917 (Old Style)"
    assert display("1917-10-25", "ru-RU", calendar="julian") == "25 октября 1917 (ст. ст.)"
    assert display("1917", calendar="julian") == "1917"


@given(st.dates(date(1400, 1, 1), date(2099, 12, 31)), st.sampled_from(["en", "ru"]))
def test_query_reads_back_every_day_as_displayed(day: date, language: str) -> None:
    assert parse_query(display(day.isoformat(), language)) == (day, day)


@given(
    st.dates(date(1400, 1, 1), date(2099, 12, 31)),
    st.dates(date(1400, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["en", "ru"]),
)
def test_query_reads_back_every_span_as_displayed(one: date, other: date, language: str) -> None:
    first, last = sorted((one, other))

    shown = display(f"{first.isoformat()}/{last.isoformat()}", language)

    assert parse_query(shown) == (first, last)
