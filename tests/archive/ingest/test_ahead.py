import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.ingest.ahead import ahead


def test_items_come_in_order() -> None:
    assert list(ahead(range(100), 3)) == list(range(100))


def test_what_the_source_raises_is_raised_in_its_place() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise LookupError("lost")

    taken = ahead(source(), 3)

    assert next(taken) == 1
    with pytest.raises(LookupError, match="lost"):
        next(taken)


def test_a_caller_who_stops_early_stops_the_source() -> None:
    taken = []

    def source() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    with closing(ahead(source(), 2)) as items:
        assert next(items) == 0

    assert len(taken) < 20
    assert not [thread for thread in threading.enumerate() if thread.name == "ingest-ahead"]


def test_the_source_runs_no_further_ahead_than_there_is_room() -> None:
    taken = []
    waited = threading.Event()

    def source() -> Iterator[int]:
        for number in range(50):
            taken.append(number)
            if number == 3:
                waited.set()
            yield number

    with closing(ahead(source(), 2)) as items:
        next(items)
        assert waited.wait(5)
        assert len(taken) <= 5
