"""Which words of one text version are which words of the next; proves or says no, never guesses.

Offsets are code points into the two canonical strings. Blocks are compared first (the same words in one place
only, wherever they moved to), then words inside blocks that changed. Punctuation and white space never count, so
that typographic corrections change nothing. A stretch that could as well be another of the same wording is left
out of the proof.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from annotations.passages import Stretch, Token
from annotations.word_pairs import token_pairs

Wording = tuple[Any, ...]
Places = Mapping[Wording, tuple[list[int], list[int]]]
InRow = tuple[int, int]

# So many blocks in a row are compared at most, where single ones are not the only ones of their wording.
SEQUENCE = 4
# Blocks that share this part of their three-word sequences are the same block, corrected.
SAME_BLOCK = 0.45
# A gap with more words than this on a side is not compared word by word.
GAP_TOKENS = 6000


class Correspondence:
    """The proven pairs of tokens of two versions, asked by place in the old one."""

    def __init__(self, pairs: Iterable[tuple[Token, Token]]) -> None:
        """Keep the pairs in order of the old version."""
        ordered = sorted(pairs, key=lambda pair: pair[0].start)
        self.old = [old for old, _new in ordered]
        self.new = [new for _old, new in ordered]
        self._starts = [old.start for old in self.old]

    def of(self, place: int) -> tuple[Token, Token] | None:
        """Give the proven pair whose old token holds a place, None without one."""
        index = bisect_right(self._starts, place) - 1
        if index < 0 or place >= self.old[index].end:
            return None
        return self.old[index], self.new[index]

    def before(self, place: int) -> tuple[Token, Token] | None:
        """Give the last proven pair that ends at or before a place."""
        index = bisect_right(self._starts, place) - 1
        while index >= 0 and self.old[index].end > place:
            index -= 1
        return (self.old[index], self.new[index]) if index >= 0 else None

    def after(self, place: int) -> tuple[Token, Token] | None:
        """Give the first proven pair that starts at or after a place."""
        index = bisect_right(self._starts, place - 1)
        return (self.old[index], self.new[index]) if index < len(self.old) else None

    def is_moved(self, start: int, end: int) -> bool:
        """Tell whether the words of old[start:end] have left the order in which most words still stand."""
        pair = self.of(start) or self.after(start)
        return pair is not None and pair[0].start < end and pair[0].start not in self._in_order

    @cached_property
    def _in_order(self) -> frozenset[int]:
        """Give the starts of the old tokens of the longest row that stands in the same order in the new version."""
        return frozenset(self._starts[index] for index in _longest_row([token.start for token in self.new]))


def _longest_row(places: Sequence[int]) -> list[int]:
    """Give, in order, the indexes of a longest row of places that grow."""
    last: list[int] = []
    index_of_last: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(last, place)
        before.append(index_of_last[length - 1] if length else -1)
        last[length : length + 1] = [place]
        index_of_last[length : length + 1] = [index]
    row, index = [], index_of_last[-1] if index_of_last else -1
    while index >= 0:
        row.append(index)
        index = before[index]
    return row[::-1]


def correspond(old: Sequence[Stretch], new: Sequence[Stretch]) -> Correspondence:
    """Compare two versions block by block, then word by word where blocks changed."""
    paired = _same_blocks(old, new)
    paired |= _corrected_blocks(old, new, paired)
    pairs: list[tuple[Token, Token]] = []
    for left, right in paired.items():
        pairs.extend(token_pairs(old[left].tokens, new[right].tokens))
    for left_gap, right_gap, beside in _gaps(old, new, paired):
        pairs.extend(token_pairs(left_gap, right_gap, is_same=False, beside=beside))
    return Correspondence(pairs)


def _same_blocks(old: Sequence[Stretch], new: Sequence[Stretch]) -> dict[int, int]:
    """Pair blocks of the same wording: the only one on both sides, and copies where their neighbours prove them."""
    paired: dict[int, int] = {}
    rows = (_rows(old), _rows(new))
    wordings = [
        [(block.wording, row) for block, row in zip(*side, strict=True)] for side in zip((old, new), rows, strict=True)
    ]
    for size in range(SEQUENCE, 1, -1):
        _add_single_sequences(paired, _places(wordings, size))
    where = _places([[block.wording for block in blocks] for blocks in (old, new)], 1)
    paired |= {left[0]: right[0] for left, right in where.values() if len(left) == len(right) == 1}
    copies: dict[int, bool] = {}
    for left, right in where.values():
        if left and right and len(left) + len(right) > 2:
            copies |= dict.fromkeys((index for index in left if index not in paired), len(left) == len(right))
    claims = [_claims((old, new), rows, paired, copies, step) for step in (1, -1)]
    paired |= _agreed(claims, copies)
    return paired | _between(paired, [sides for sides in where.values() if len(sides[0]) == len(sides[1])])


def _between(paired: dict[int, int], copied: Iterable[tuple[list[int], list[int]]]) -> dict[int, int]:
    """Pair copies where as many stand between the same blocks that kept their order; none was added.

    A copy that is then left over on both sides was moved.
    """
    rows = sorted(paired.items())
    kept = [rows[index] for index in _longest_row([right for _left, right in rows])]
    edges = [[left for left, _right in kept], [right for _left, right in kept]]
    taken = set(paired.values())
    found: dict[int, int] = {}
    for left, right in copied:
        gaps: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, (places, done) in enumerate(((left, paired.keys()), (right, taken))):
            for place in places:
                if place not in done:
                    gaps[bisect_left(edges[side], place)][side].append(place)
        same = {
            one: other
            for ours, theirs in gaps.values()
            if len(ours) == len(theirs)
            for one, other in zip(ours, theirs, strict=True)
        }
        rest = [place for place in left if place not in paired and place not in same]
        there = [place for place in right if place not in taken and place not in same.values()]
        found |= same | (dict(zip(rest, there, strict=True)) if len(rest) == len(there) == 1 else {})
    return found


def _places(wordings: Sequence[Sequence[Any]], size: int) -> Places:
    """Give for each `size` wordings in a row where they begin, on both sides."""
    where: dict[Wording, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, found in enumerate(wordings):
        for index in range(len(found) - size + 1):
            where[tuple(found[index : index + size])][side].append(index)
    return where


def _add_single_sequences(paired: dict[int, int], places: Places) -> None:
    """Pair blocks in a row that stand in this order once on both sides, though each of them may be a copy.

    A row of copies among them must be as long on both sides, or nobody can tell which came or went.
    """
    taken = set(paired.values())
    for sequence, (left, right) in places.items():
        if len(left) == len(right) == 1:
            pairs = {left[0] + step: right[0] + step for step in range(len(sequence))}
            if all(paired.get(one, other) == other for one, other in pairs.items()):
                fresh = {one: other for one, other in pairs.items() if one not in paired}
                if taken.isdisjoint(fresh.values()):
                    paired |= fresh
                    taken |= set(fresh.values())


def _claims(
    sides: tuple[Sequence[Stretch], Sequence[Stretch]],
    rows: tuple[Sequence[InRow], Sequence[InRow]],
    paired: dict[int, int],
    copies: Mapping[int, bool],
    step: int,
) -> dict[int, int]:
    """Give the place each copy has when it still stands beside its neighbour: the one before (1) or after (-1).

    Of copies in a row of which one came or went, nobody can tell which.
    """
    old, new = sides
    edges = {-1: -1, len(old): len(new)}
    known = {**paired, **edges}
    found: dict[int, int] = {}
    for index in sorted(copies, reverse=step < 0):
        beside = known.get(index - step)
        target = None if beside is None else beside + step
        if target is None or not 0 <= target < len(new) or old[index].wording != new[target].wording:
            continue
        if rows[0][index] == rows[1][target]:
            found[index] = known[index] = target
    return found


def _rows(blocks: Sequence[Stretch]) -> list[InRow]:
    """Give of each block its place in the row of those beside it with the same wording, and how long that row is."""
    found: list[InRow] = []
    for _wording, same in groupby(blocks, lambda block: block.wording):
        size = len(list(same))
        found += [(place, size) for place in range(size)]
    return found


def _agreed(claims: Sequence[dict[int, int]], copies: Mapping[int, bool]) -> dict[int, int]:
    """Keep claims of both neighbours that agree; that of one alone where no copy was added or taken away."""
    found: dict[int, int] = {}
    for index, is_even in copies.items():
        said = {claim[index] for claim in claims if index in claim}
        if len(said) == 1 and (is_even or all(index in claim for claim in claims)):
            found[index] = said.pop()
    taken = Counter(found.values())
    return {left: right for left, right in found.items() if taken[right] == 1}


def _sequences(block: Stretch) -> Counter[tuple[str, ...]]:
    words = [token.text.casefold() for token in block.tokens]
    return Counter(zip(words, words[1:], words[2:], strict=False))


def _corrected_blocks(old: Sequence[Stretch], new: Sequence[Stretch], paired: dict[int, int]) -> dict[int, int]:
    """Pair what is left by shared three-word sequences, best first, where no second block comes near."""
    free = [index for index in range(len(new)) if index not in set(paired.values())]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    right_counts = {index: _sequences(new[index]) for index in free}
    for index, counts in right_counts.items():
        for sequence in counts:
            holders[sequence].append(index)
    found: dict[int, int] = {}
    scores: list[tuple[float, int, int]] = []
    for left in range(len(old)):
        if left not in paired:
            scores.extend((score, left, right) for right, score in _near(_sequences(old[left]), right_counts, holders))
    best_of: dict[int, list[float]] = defaultdict(list)
    for score, left, right in scores:
        best_of[left].append(score)
        best_of[-1 - right].append(score)
    for score, left, right in sorted(scores, reverse=True):
        rivals = sorted(best_of[left] + best_of[-1 - right], reverse=True)
        is_clear = len(rivals) < 3 or rivals[2] < score * 0.8
        if score >= SAME_BLOCK and is_clear and left not in found and right not in found.values():
            found[left] = right
    return found


def _near(
    counts: Counter[tuple[str, ...]],
    others: dict[int, Counter[tuple[str, ...]]],
    holders: dict[tuple[str, ...], list[int]],
) -> list[tuple[int, float]]:
    """Give the blocks that share sequences with this one, with the shared part of the two together (Dice)."""
    shared: Counter[int] = Counter()
    for sequence, number in counts.items():
        for index in holders.get(sequence, ()):
            shared[index] += min(number, others[index][sequence])
    size = counts.total()
    return [(index, 2 * number / (size + others[index].total())) for index, number in shared.items()]


def _gaps(
    old: Sequence[Stretch], new: Sequence[Stretch], paired: dict[int, int]
) -> Iterable[tuple[list[Token], list[Token], tuple[bool, bool]]]:
    """Give the tokens of unpaired blocks that stand between the same neighbours: split, merged or rewritten blocks.

    With them, whether there is a neighbour before and after, or the text begins or ends there.
    """
    taken = set(paired.values())
    index = 0
    while index < len(old):
        if index in paired:
            index += 1
            continue
        first = index
        while index < len(old) and index not in paired:
            index += 1
        left = paired.get(first - 1, -1) if first else -1
        right = left + 1
        while right < len(new) and right not in taken:
            right += 1
        has_edges = (first == 0 or left >= 0) and paired.get(index, len(new)) == right
        ours = [token for block in old[first:index] for token in block.tokens]
        theirs = [token for block in new[left + 1 : right] for token in block.tokens]
        if has_edges and ours and theirs and max(len(ours), len(theirs)) <= GAP_TOKENS:
            yield ours, theirs, (first > 0, index < len(old))
