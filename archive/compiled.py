"""Queries compiled once and run many times, where building SQL takes longer than answering it.

Measured on the page of a document: an ordinary query of the ORM costs about a millisecond, of which PostgreSQL has
a fifth. Only hot paths belong here. Rows come as psycopg gives them, so JSON is text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.visitor import Visitor

Build = Callable[..., QuerySet[Any, Any]]
# Shapes of visitors whose SQL is kept: by the number of products and groups, with an account or not, curator or not.
SHAPES = 64


def mark(kind: type, number: int) -> Any:
    """Give a value that stands for a parameter while a query is compiled, and that nothing else in a query is."""
    if kind is str:
        return f"\x01{number}"
    if kind is datetime:
        return datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=number)
    return 2_047_483_600 + number


class Compiled:
    """A query whose values change from run to run and whose SQL does not.

    `build` makes it of values of the given kinds (int, str or datetime); it is called at the first run, when the
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
        if not self._sql:
            self._compile()
        parameters = [values[slot] if is_value else slot for is_value, slot in self._slots]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            return cursor.fetchall()

    def _compile(self) -> None:
        sql, parameters = self.build(*self.marks).query.sql_with_params()
        unused = [value for value in self.marks[self.spare :] if value not in parameters]
        if unused:
            raise ValueError(f"The query does not use its parameters {unused}.")
        self._slots = [
            (True, self.marks.index(value)) if value in self.marks else (False, value) for value in parameters
        ]
        self._sql = sql


class CompiledRule:
    """A query under the rule: compiled once for each shape of visitor, run with this visitor's own keys, now.

    `build` gets a visitor, the moment at which the rule is asked, and values of the given kinds.
    """

    def __init__(self, build: Build, *kinds: type) -> None:
        """Remember how to build it."""
        self.build = build
        self.kinds = kinds
        self._shaped = lru_cache(maxsize=SHAPES)(self._shape)

    def __call__(self, visitor: Visitor, *values: Any) -> list[tuple[Any, ...]]:
        """Run it for a visitor."""
        products, groups = sorted(visitor.products), sorted(visitor.groups)
        account = [] if visitor.user_id is None else [visitor.user_id]
        compiled = self._shaped(len(products), len(groups), len(account), is_curator=visitor.is_curator)
        return compiled(*products, *groups, *account, timezone.now(), *values)

    def _shape(self, products: int, groups: int, account: int, *, is_curator: bool) -> Compiled:
        def build(*marks: Any) -> QuerySet[Any, Any]:
            keys: Sequence[int] = marks[: products + groups + account]
            visitor = Visitor(
                user_id=keys[-1] if account else None,
                is_curator=is_curator,
                products=frozenset(keys[:products]),
                groups=dict.fromkeys(keys[products : products + groups], ""),
            )
            return self.build(visitor, *marks[len(keys) :])

        # The rule for records asks for no product, so a visitor's keys need not all be in the query.
        keys = products + groups + account
        return Compiled(build, *[int] * keys, datetime, *self.kinds, spare=keys)
