"""The transaction in which a search runs: its time is bounded, and the planner is told what reading a vector costs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

# When the search that runs is over at the latest, by the clock that only goes forward.
_END: ContextVar[float] = ContextVar("end", default=inf)


class TooLongError(Exception):
    """The database was stopped after the time a search may take (setting SEARCH_TIMEOUT)."""


@contextmanager
def bounded() -> Iterator[None]:
    """Run searches in a transaction whose statements are stopped after SEARCH_TIMEOUT milliseconds.

    What looks into the pages has, all of it together, no more than that: see `bitmaps`.

    A vector lies outside its row, so that matching one without an index is a hundred times dearer than the planner
    thinks: for a common word it would scan them all. Compiling the statements takes longer than they run, and each of
    several workers would look up what all of them need.
    Raises TooLongError.
    """
    begun = _END.set(time.monotonic() + settings.SEARCH_TIMEOUT / 1000)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('jit', 'off', true), "
                "set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)",
                [str(settings.SEARCH_TIMEOUT)],
            )
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooLongError from error
        raise
    finally:
        _END.reset(begun)


@contextmanager
def bitmaps() -> Iterator[None]:
    """Let the planner put the pages of documents and the pages with words together as bitmaps before it reads a row.

    Left alone it walks through the pages of the documents and unpacks the vector of each. A query may ask for many
    phrases, each by a statement; this one and what follows are stopped when the time of the whole search is over.
    """
    left = _END.get() - time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('enable_indexscan', 'off', true), "
            "set_config('statement_timeout', coalesce(%s, current_setting('statement_timeout')), true)",
            [str(max(1, round(left * 1000))) if left < inf else None],
        )
        yield
        cursor.execute("SELECT set_config('enable_indexscan', 'on', true)")


def planned_as_usual() -> None:
    """Let the planner scan again, for what follows the matching in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
