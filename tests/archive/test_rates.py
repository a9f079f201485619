from typing import Any

import time_machine
from django.contrib.sessions.backends.cache import SessionStore
from django.test import RequestFactory

from archive.rates import MOST_KEPT, WINDOW, Rates, rates, seconds_to_wait

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def waits(times: int, address: str = "192.0.2.7", agent: str = BROWSER, session: str = "") -> list[bool]:
    """Whether each of so many requests had to wait."""
    request = RequestFactory().get("/search/", REMOTE_ADDR=address, headers={"User-Agent": agent})
    request.session = SessionStore(session or None)
    return [seconds_to_wait(request) > 0 for _ in range(times)]


def test_counts_begin_anew_in_the_next_window() -> None:
    counted = Rates()

    assert [counted.add("a", 0), counted.add("a", WINDOW - 1), counted.add("a", WINDOW)] == [1, 2, 1]


def test_old_keys_are_forgotten() -> None:
    counted = Rates()
    for number in range(MOST_KEPT + 5):
        counted.add(str(number), 0)

    assert (counted.add("0", 0), counted.add(str(MOST_KEPT + 4), 0)) == (1, 2)


@time_machine.travel("2026-03-01T12:00:00Z", tick=False)
def test_session_address_and_machine_have_their_limits(settings: Any) -> None:
    settings.SEARCH_RATE = 4
    rates.clear()

    assert waits(5, session="session-of-one") == [False] * 4 + [True]
    assert waits(2, session="session-of-other") == [False] * 2
    assert waits(2, "192.0.2.8", agent="SomeBot/1.0") == [False, True]
    assert waits(41, "192.0.2.9")[-2:] == [False, True]
    rates.clear()
