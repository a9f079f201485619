"""Queries compiled once and run many times, where building SQL takes longer than answering it.

Measured on the page of a document: an ordinary query of the ORM costs about a millisecond, of which PostgreSQL has
a fifth. Only hot paths belong here. Rows come as psycopg gives them, so JSON is text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value

Build = Callable[..., QuerySet[Any, Any]]


class IsOneOf(Func):
    """The condition that a column is among ids, written by `array`, or among texts, given as a list: one value.

    Hundreds of parameters take long to read, and a query of one value can be compiled once.
    """

    output_field = BooleanField()
    conditional = True
    template = "%(expressions)s)"
    arg_joiner = " = ANY ("

    def __init__(self, field: str, ids: str) -> None:
        super().__init__(F(field), Value(ids))


def array(ids: Iterable[int]) -> str:
    """Write ids as PostgreSQL reads an array."""
    return f"{{{','.join(map(str, ids))}}}"


def mark(kind: type, number: int) -> Any:
    """Give a value that stands for a parameter while a query is compiled, and that nothing else in a query is."""
    if kind is str:
        return f"\x01{number}"
    if kind is UUID:
        return UUID(int=number)
    if kind is datetime:
        return datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=number)
    return 2_047_483_600 + number


class Compiled:
    """A query whose values change from run to run and whose SQL does not.

    `build` makes it of values of the given kinds (int, str, UUID or datetime); it is called at the first run, when the
    models are ready. Raises ValueError then if it leaves one of them out, the first `spare` of them excepted.
    """

    def __init__(self, build: Build, *kinds: type, spare: int = 0) -> None:
        """Remember how to build it."""
        self.build = build
        self.spare = spare
        self.marks = [mark(kind, number) for number, kind in enumerate(kinds)]
        self._sql = ""
        self._slots: list[tuple[bool, Any]] = []

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """Run it with values in the order of the kinds."""
        with connection.cursor() as cursor:
            cursor.execute(*self.written(*values))
            return cursor.fetchall()

    def written(self, *values: Any) -> tuple[str, Sequence[Any]]:
        """Give the statement and its parameters, to be a part of another."""
        if not self._sql:
            self._compile()
        return self._sql, [values[slot] if is_value else slot for is_value, slot in self._slots]

    def _compile(self) -> None:
        sql, parameters = self.build(*self.marks).query.sql_with_params()
        unused = [value for value in self.marks[self.spare :] if value not in parameters]
        if unused:
            raise ValueError(f"The query does not use its parameters {unused}.")
        self._slots = [
            (True, self.marks.index(value)) if value in self.marks else (False, value) for value in parameters
        ]
        self._sql = sql
