"""Where a passage of one text version stands in the next: the same words, other words there, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from annotations.correspondence import Correspondence
from annotations.passages import Token, tokens_of

# Of reworded text, this part of the words must be left for the place to be offered to its author.
KEPT_PART = 0.4
# Or, where fewer words are the same, this part of the letters.
KEPT_LETTERS = 0.7
# A reworded passage may have grown to twice its words and so many more.
CONTEXT_TOKENS = 3
# The proven word beside a reworded passage is no further away than this, code points.
NEAR = 40


class Finding(StrEnum):
    """What became of a passage."""

    FOUND = "found"
    REWORDED = "reworded"
    UNATTACHED = "unattached"


@dataclass(frozen=True, slots=True)
class Place:
    """The passage in the new version, code points; without a place both offsets are -1."""

    finding: Finding
    start: int = -1
    end: int = -1


NOWHERE = Place(Finding.UNATTACHED)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a passage to whole words, so that its edges are tokens."""
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def relocate(old: str, new: str, proven: Correspondence, start: int, end: int) -> Place:
    """Find old[start:end] in the new version.

    FOUND only when its first and last word are proven and every word between is the same;
    REWORDED when the words around it are proven and enough of its own are left.
    """
    wide_start, wide_end = _widened(old, start, end)
    words = tokens_of(old, wide_start, wide_end)
    if not words:
        return _between(old, new, proven, (start, end))
    first, last = proven.of(words[0].start), proven.of(words[-1].start)
    if first and last and first[1].start <= last[1].start:
        there = tokens_of(new, first[1].start, last[1].end)
        if [word.text for word in there] == [word.text for word in words]:
            return _found(old, new, (start, end), (first, last))
    return _reworded(new, proven, words)


def _found(
    old: str, new: str, passage: tuple[int, int], edges: tuple[tuple[Token, Token], tuple[Token, Token]]
) -> Place:
    """Carry the passage over, with the punctuation at its ends where the new version has the same."""
    (first_old, first_new), (last_old, last_new) = edges
    start = first_new.start + max(passage[0] - first_old.start, 0)
    end = last_new.end - max(last_old.end - passage[1], 0)
    head, tail = old[passage[0] : first_old.start], old[last_old.end : passage[1]]
    if head and new[max(start - len(head), 0) : start] == head:
        start -= len(head)
    if tail and new[end : end + len(tail)] == tail:
        end += len(tail)
    return Place(Finding.FOUND, start, end)


def _between(old: str, new: str, proven: Correspondence, passage: tuple[int, int]) -> Place:
    """Find a passage without words: the same signs between the same two words."""
    left, right = proven.before(passage[0]), proven.after(passage[1])
    if left is None or right is None or old[left[0].end : right[0].start] != new[left[1].end : right[1].start]:
        return NOWHERE
    start = left[1].end + passage[0] - left[0].end
    return Place(Finding.FOUND, start, start + passage[1] - passage[0])


def _reworded(new: str, proven: Correspondence, words: Sequence[Token]) -> Place:
    """Offer what stands between proven edges, when enough of the passage is left in it.

    An edge is the passage's own first or last word where that is proven, else the proven word beside it.
    """
    low, high = _left_edge(proven, words[0]), _right_edge(proven, words[-1])
    if low is None or high is None or low >= high:
        return NOWHERE
    candidates = tokens_of(new, low, high)
    size = max(len(words), len(candidates))
    if not candidates or len(candidates) > 2 * len(words) + CONTEXT_TOKENS:
        return NOWHERE
    wording, there = [word.text.casefold() for word in words], [word.text.casefold() for word in candidates]
    same = sum(run.size for run in SequenceMatcher(None, wording, there, autojunk=False).get_matching_blocks())
    alike = SequenceMatcher(None, " ".join(wording), " ".join(there), autojunk=False).ratio()
    if same / size < KEPT_PART and alike < KEPT_LETTERS:
        return NOWHERE
    return Place(Finding.REWORDED, candidates[0].start, candidates[-1].end)


def _left_edge(proven: Correspondence, word: Token) -> int | None:
    own, beside = proven.of(word.start), proven.before(word.start)
    if own is not None:
        return own[1].start
    return beside[1].end if beside and word.start - beside[0].end <= NEAR else None


def _right_edge(proven: Correspondence, word: Token) -> int | None:
    own, beside = proven.of(word.start), proven.after(word.end)
    if own is not None:
        return own[1].end
    return beside[1].start if beside and beside[0].start - word.end <= NEAR else None
