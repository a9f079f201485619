"""Long documents are read in windows of leaves; pages are counted by the order of their leaf, everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SIZE = 20


@dataclass(frozen=True, slots=True)
class Window:
    """Leaves `first` to `last`, both included, of `total`; windows never overlap."""

    first: int
    last: int
    total: int

    @property
    def is_whole(self) -> bool:
        """True when the document fits into one."""
        return self.total <= SIZE

    @property
    def before(self) -> Window | None:
        """Give the window before this one."""
        return window_of(self.first - 1, self.total) if self.first > 1 else None

    @property
    def after(self) -> Window | None:
        """Give the window after this one."""
        return window_of(self.last + 1, self.total) if self.last < self.total else None


def window_of(page: int, total: int) -> Window | None:
    """Give the window that holds a page, None when there is no such page; a document without leaves has one."""
    total = max(total, 1)
    if not 1 <= page <= total:
        return None
    first = (page - 1) // SIZE * SIZE + 1
    return Window(first, min(first + SIZE - 1, total), total)


def windows(total: int) -> Iterator[Window]:
    """Give all windows of a document in order."""
    for first in range(1, max(total, 1) + 1, SIZE):
        yield Window(first, min(first + SIZE - 1, max(total, 1)), max(total, 1))
