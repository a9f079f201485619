"""The parts a query is made of once it is understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.references import ShelfMark
from archive.words import QueryTerm

Hint = Literal["unbalanced", "shortened", "common", "empty"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must all be there, next to each other if it is a phrase, spelt just so if it is exact.

    The places of `terms` are those in `text`. `field` is one of `FIELDS`, or "" for anywhere.
    """

    text: str
    terms: tuple[QueryTerm, ...]
    field: str = ""
    is_phrase: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """Documents whose date may lie between two days, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Shelved:
    """Documents kept under a shelf-mark or below it."""

    mark: ShelfMark


@dataclass(frozen=True, slots=True)
class Numbered:
    """Documents of this number in their volume, or with this identifier, now or earlier."""

    text: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One part must hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: Node


Node = Words | Dated | Shelved | Numbered | All | Either | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was typed (cut to what is read of it) and as it is understood; `root` is None for nothing at all.

    `is_plain` says that there are no operators in it, so that it can be tried in other ways.
    """

    text: str
    root: Node | None
    hints: tuple[Hint, ...] = ()
    is_plain: bool = True

    def leaves(self) -> Iterator[Node]:
        """Give the parts that hold no others, in order, without those that are excluded."""
        yield from _leaves(self.root)

    @property
    def words(self) -> list[Words]:
        """Give the parts that are words."""
        return [leaf for leaf in self.leaves() if isinstance(leaf, Words)]

    @property
    def dates(self) -> Dated | None:
        """Give the date the query speaks of, if it does."""
        return next((leaf for leaf in self.leaves() if isinstance(leaf, Dated)), None)

    @property
    def shelf_mark(self) -> ShelfMark | None:
        """Give the shelf-mark the query is, if it is one."""
        return next((leaf.mark for leaf in self.leaves() if isinstance(leaf, Shelved)), None)


def _leaves(node: Node | None) -> Iterator[Node]:
    if isinstance(node, All | Either):
        for part in node.parts:
            yield from _leaves(part)
    elif node is not None and not isinstance(node, Not):
        yield node
