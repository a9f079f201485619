"""Which words of a text stand in which region of the page image, told by the regions' own words in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from archive.romanisation import strip_marks

Span = tuple[int, int]

_WORD = re.compile(r"[^\W_]+")
# Of the words of a region this part must be found in the text, in order, before it is called the same.
ENOUGH = 0.5
# A page has some hundreds of words; beyond this it is no page, and comparing would take too long.
MOST_WORDS = 6_000


def link_zones(canonical: str, page: Span, zones: Sequence[str]) -> list[Span | None]:
    """Give for each region's words the stretch of the page they stand in, None where they do not agree.

    `page` is the page's stretch of `canonical`, `zones` the words of its regions in reading order.
    Offsets are into `canonical`. Letter case, accents and punctuation do not count.
    """
    ours = [(_folded(match[0]), match.start(), match.end()) for match in _WORD.finditer(canonical, *page)]
    theirs = [(_folded(word), number) for number, text in enumerate(zones) for word in _WORD.findall(text)]
    if not ours or not theirs or max(len(ours), len(theirs)) > MOST_WORDS:
        return [None] * len(zones)
    matcher = SequenceMatcher(None, [word for word, *_ in ours], [word for word, _ in theirs], autojunk=False)
    met: list[list[int]] = [[] for _ in zones]
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            met[theirs[block.b + step][1]].append(block.a + step)
    sizes = [0] * len(zones)
    for _, number in theirs:
        sizes[number] += 1
    return [
        (ours[words[0]][1], ours[words[-1]][2]) if words and len(words) >= ENOUGH * size else None
        for words, size in zip(met, sizes, strict=True)
    ]


def _folded(word: str) -> str:
    return strip_marks(word).casefold()
