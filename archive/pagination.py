"""Which leaf each stretch of a document's texts is shown on; texts without page breaks get implied ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.alignment import pair_breaks
from archive.records import BreakRecord, PageRecord, TextRecord

# A text without breaks that is longer than this is cut, so that no window grows without bound.
LONGEST = 8_000
# About a printed page.
STRETCH = 3_000


@dataclass(frozen=True, slots=True)
class Laid:
    """A text with a break for every stretch; for each its leaf, and the order of its page (0: none)."""

    text: TextRecord
    leaves: tuple[int, ...]
    pages: tuple[int, ...]


def paginate(texts: Sequence[TextRecord], pages: Sequence[PageRecord]) -> tuple[list[Laid], int]:
    """Lay the texts of a document on leaves and give the number of leaves, at least 1.

    With pages, a break stands on the page it pairs with, an unpaired one on the page of the break
    before it. Without, the breaks of the text that has most of them are the leaves, and the others
    join them by label. A text without breaks is cut where its sister's blocks are cut, else evenly.
    """
    broken = [_opened(text) if text.breaks else None for text in texts]
    if pages:
        laid = [_on_pages(text, pages) if text else None for text in broken]
        total = len(pages)
    else:
        laid, total = _on_virtual_leaves(broken)
    guide = _guide([found for found in laid if found])
    if guide is None:
        guide = _cut(texts)
        total = max(total, guide.leaves[-1] if guide else 1)
    whole = [found or _implied(text, guide) for text, found in zip(texts, laid, strict=True)]
    return whole, max(total, 1)


def _opened(text: TextRecord) -> TextRecord:
    """Let the text begin with a break: what stands before the first one of the source is opened by an implied one."""
    if text.breaks[0].offset == 0:
        return text
    return replace(text, breaks=(BreakRecord(0, is_implied=True), *text.breaks))


def _on_pages(text: TextRecord, pages: Sequence[PageRecord]) -> Laid:
    paired = [0 if index is None else index + 1 for index in pair_breaks(text.breaks, pages)]
    first = next((order for order in paired if order), 1)
    return Laid(text, _carried(paired, first), tuple(paired))


def _on_virtual_leaves(texts: Sequence[TextRecord | None]) -> tuple[list[Laid | None], int]:
    longest = max((text for text in texts if text), key=lambda text: len(text.breaks), default=None)
    if longest is None:
        return [None for _ in texts], 1
    order: dict[str, int] = {}
    for leaf, found in enumerate(longest.breaks, 1):
        order.setdefault(found.label, leaf)
    order.pop("", None)
    laid: list[Laid | None] = []
    for text in texts:
        if text is None:
            laid.append(None)
            continue
        leaves = tuple(range(1, len(text.breaks) + 1))
        if text is not longest and len(text.breaks) != len(longest.breaks):
            leaves = _carried([order.get(found.label, 0) for found in text.breaks], 1)
        laid.append(Laid(text, leaves, (0,) * len(leaves)))
    return laid, len(longest.breaks)


def _carried(orders: Sequence[int], first: int) -> tuple[int, ...]:
    """Give each break that has no leaf the one before it; `first` serves until there is one."""
    leaves = []
    current = first
    for order in orders:
        current = order or current
        leaves.append(current)
    return tuple(leaves)


def _guide(laid: Sequence[Laid]) -> Laid | None:
    return max(laid, key=lambda found: len(found.leaves), default=None)


def _cut(texts: Sequence[TextRecord]) -> Laid | None:
    """Cut the first text at blocks into stretches of about a page, if any text is long."""
    if not texts or max(text.main_end for text in texts) <= LONGEST:
        return None
    text = max(texts, key=lambda text: text.main_end)
    starts, last = [0], 0
    for block in text.blocks:
        if block.start - last >= STRETCH and block.start < text.main_end:
            starts.append(block.start)
            last = block.start
    leaves = tuple(range(1, len(starts) + 1))
    return Laid(_with_breaks(text, starts), leaves, (0,) * len(starts))


def _implied(text: TextRecord, guide: Laid | None) -> Laid:
    """Cut a text without breaks like the guide: at the same blocks if it has as many, else evenly if it is long."""
    ours = _starts(text)
    theirs = _starts(guide.text) if guide else []
    if guide is None or not ours or (len(ours) != len(theirs) and text.main_end <= LONGEST):
        return Laid(_with_breaks(text, [0]), (1,), (0,))
    starts: dict[int, int] = {}
    for found, leaf in zip(guide.text.breaks, guide.leaves, strict=True):
        if len(ours) == len(theirs):
            place = min(bisect_left(theirs, found.offset), len(ours) - 1)
        else:
            share = found.offset / max(guide.text.main_end, 1)
            place = max(bisect_right(ours, round(share * text.main_end)) - 1, 0)
        starts.setdefault(ours[place] if found.offset else 0, leaf)
    offsets = sorted(starts)
    return Laid(_with_breaks(text, offsets), tuple(starts[offset] for offset in offsets), (0,) * len(offsets))


def _starts(text: TextRecord) -> list[int]:
    return [block.start for block in text.blocks if block.start < text.main_end]


def _with_breaks(text: TextRecord, starts: Sequence[int]) -> TextRecord:
    return replace(text, breaks=tuple(BreakRecord(start, is_implied=True) for start in starts))
