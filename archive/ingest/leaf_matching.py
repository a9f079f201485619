"""Which leaf of the source is which leaf kept from the load before, so that images and notes stay with their leaf."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive.records import PageRecord

Kept = tuple[str, str]


def match_leaves(kept: Sequence[Kept], pages: Sequence[PageRecord]) -> list[int | None]:
    """Give for each page of the source the index of the leaf kept for it: by image, then label, then place.

    `kept` are image name and printed label of the leaves in their order. What image or label name
    twice they do not decide; by place goes only what is left on both sides.
    """
    found: list[int | None] = [None] * len(pages)
    left = list(range(len(kept)))
    ours: tuple[Callable[[PageRecord], str], ...] = (lambda page: page.image or page.facs, lambda page: page.label)
    for part, name_of in enumerate(ours):
        names = [kept[index][part] for index in left]
        for number, page in enumerate(pages):
            name = name_of(page)
            if found[number] is None and name and names.count(name) == 1 and _once(pages, name_of, name):
                index = next(index for index in left if kept[index][part] == name)
                found[number] = index
                left.remove(index)
                names.remove(name)
    for number in range(len(pages)):
        if found[number] is None and number in left:
            found[number] = number
            left.remove(number)
    return found


def _once(pages: Sequence[PageRecord], name_of: Callable[[PageRecord], str], name: str) -> bool:
    return sum(name_of(page) == name for page in pages) == 1
