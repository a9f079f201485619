"""Queries under the rule, compiled once for each shape of visitor; see `accounts.compiled`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.compiled import Build, Compiled
from accounts.visitor import Visitor

# Shapes of visitors whose SQL is kept: by the number of products and groups, with an account or not, curator or not.
SHAPES = 64


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
        compiled, given = self._for(visitor, values)
        return compiled(*given)

    def written(self, visitor: Visitor, *values: Any) -> tuple[str, Sequence[Any]]:
        """Give the statement and its parameters, to be a part of another."""
        compiled, given = self._for(visitor, values)
        return compiled.written(*given)

    def _for(self, visitor: Visitor, values: Sequence[Any]) -> tuple[Compiled, list[Any]]:
        products, groups = sorted(visitor.products), sorted(visitor.groups)
        account = [] if visitor.user_id is None else [visitor.user_id]
        compiled = self._shaped(len(products), len(groups), len(account), is_curator=visitor.is_curator)
        return compiled, [*products, *groups, *account, timezone.now(), *values]

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
