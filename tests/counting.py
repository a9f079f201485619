"""Counting the statements that something takes."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def statements_of(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def statements_when_warm(act: Callable[[], Any]) -> int:
    """How many statements the second of two runs takes: the first fills the session and what is kept in memory."""
    act()
    return statements_of(act)
