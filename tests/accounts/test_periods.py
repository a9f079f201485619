"""R10: lengths of access over month ends, 29 February and the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.periods import last_day


@pytest.mark.parametrize(
    ("start", "months", "days", "expected"),
    [
        (date(2026, 3, 15), 12, 0, date(2027, 3, 14)),
        (date(2026, 1, 1), 12, 0, date(2026, 12, 31)),
        (date(2027, 12, 31), 12, 0, date(2028, 12, 30)),
        (date(2028, 2, 29), 12, 0, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, 0, date(2032, 2, 28)),
        (date(2027, 3, 1), 12, 0, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, 0, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, 0, date(2027, 1, 14)),
        (date(2026, 5, 1), 0, 1, date(2026, 5, 1)),
        (date(2026, 5, 1), 0, 365, date(2027, 4, 30)),
        (date(2026, 5, 1), 1, 7, date(2026, 6, 7)),
    ],
)
def test_last_day(start: date, months: int, days: int, expected: date) -> None:
    assert last_day(start, months, days) == expected


@pytest.mark.parametrize(("months", "days"), [(0, 0), (-1, 40), (1, -1)])
def test_no_length_is_refused(months: int, days: int) -> None:
    with pytest.raises(ValueError, match="a day"):
        last_day(date(2026, 1, 1), months, days)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_renewals_one_after_the_other_lose_no_day_to_one_long_period(start: date, months: int) -> None:
    first = last_day(start, months)
    second = last_day(first + timedelta(days=1), months)

    assert start <= first < second
    assert second >= last_day(start, 2 * months)
