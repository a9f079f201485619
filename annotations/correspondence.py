"""Which words of one text version are which words of the next; proves or says no, never guesses.

Offsets are code points into the two canonical strings. Blocks are compared first (the same words in one place
only, wherever they moved to), then words inside blocks that changed. A stretch that could as well be another
of the same wording is left out of the proof.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

TOKEN = re.compile(r"\w+|[^\w\s]")
SENTENCE_END = frozenset(".!?…:;»”\"'")

# A run this long is its own proof; a shorter one must be the only one of its wording in its gap.
LONG_RUN_TOKENS, LONG_RUN_CHARACTERS = 5, 20
# Blocks that share this part of their three-word sequences are the same block, corrected.
SAME_BLOCK = 0.45
# A gap with more words than this on a side is not compared word by word.
GAP_TOKENS = 6000


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of punctuation with its place in the canonical text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A unit of comparison: a block, with its tokens."""

    start: int
    end: int
    tokens: tuple[Token, ...]

    @property
    def wording(self) -> tuple[str, ...]:
        """Give the words alone."""
        return tuple(token.text for token in self.tokens)


def tokens_of(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Cut text[start:end] into words and punctuation; white space never counts."""
    found = TOKEN.finditer(text, start, end)
    return tuple(Token(match.group(), match.start(), match.end()) for match in found)


def stretches(text: str, blocks: Iterable[tuple[int, int]]) -> list[Stretch]:
    """Cut a canonical text at its blocks; empty ones are left out."""
    made = (Stretch(start, end, tokens_of(text, start, end)) for start, end in blocks)
    return [stretch for stretch in made if stretch.tokens]


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


def correspond(old: Sequence[Stretch], new: Sequence[Stretch]) -> Correspondence:
    """Compare two versions block by block, then word by word where blocks changed."""
    paired = _same_blocks(old, new)
    paired |= _corrected_blocks(old, new, paired)
    pairs: list[tuple[Token, Token]] = []
    for left, right in paired.items():
        pairs.extend(_token_pairs(old[left].tokens, new[right].tokens))
    for left_gap, right_gap in _gaps(old, new, paired):
        pairs.extend(_token_pairs(left_gap, right_gap))
    return Correspondence(pairs)


def _same_blocks(old: Sequence[Stretch], new: Sequence[Stretch]) -> dict[int, int]:
    """Pair blocks of the same wording: the only one on both sides, and copies that stand beside such a pair."""
    where: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, blocks in enumerate((old, new)):
        for index, block in enumerate(blocks):
            where[block.wording][side].append(index)
    paired = {left[0]: right[0] for left, right in where.values() if len(left) == len(right) == 1}
    copies = {
        index for left, right in where.values() if left and right and len(left) + len(right) > 2 for index in left
    }
    for step in (1, -1):
        taken = set(paired.values())
        for index in sorted(copies - set(paired), reverse=step < 0):
            beside = paired.get(index - step)
            target = None if beside is None else beside + step
            if target is not None and _is_copy(old, new, index, target) and target not in taken:
                paired[index] = target
                taken.add(target)
    return _without_doubt(old, new, paired, copies)


def _is_copy(old: Sequence[Stretch], new: Sequence[Stretch], left: int, right: int) -> bool:
    return 0 <= right < len(new) and old[left].wording == new[right].wording


def _without_doubt(
    old: Sequence[Stretch], new: Sequence[Stretch], paired: dict[int, int], copies: set[int]
) -> dict[int, int]:
    """Keep a copy only where the blocks on both sides of it agree, or it stands at an end of both texts."""

    def agrees(index: int, step: int) -> bool:
        beside, target = index + step, paired[index] + step
        if not 0 <= beside < len(old) or not 0 <= target < len(new):
            return not 0 <= beside < len(old) and not 0 <= target < len(new)
        return paired.get(beside) == target

    doubtful = {index for index in copies & set(paired) if not (agrees(index, 1) and agrees(index, -1))}
    return {left: right for left, right in paired.items() if left not in doubtful}


def _sequences(block: Stretch) -> Counter[tuple[str, ...]]:
    words = [token.text.casefold() for token in block.tokens if token.text[0].isalnum()]
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
) -> Iterable[tuple[list[Token], list[Token]]]:
    """Give the tokens of unpaired blocks that stand between the same neighbours: split, merged or rewritten blocks."""
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
            yield ours, theirs


def _token_pairs(ours: Sequence[Token], theirs: Sequence[Token]) -> list[tuple[Token, Token]]:
    """Give the proven pairs of tokens of two stretches."""
    left, right = [token.text for token in ours], [token.text for token in theirs]
    if left == right:
        return list(zip(ours, theirs, strict=True))
    runs = [run for run in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks() if run.size]
    proven: list[tuple[Token, Token]] = []
    for number, run in enumerate(runs):
        before = runs[number - 1] if number else None
        after = runs[number + 1] if number + 1 < len(runs) else None
        low, high = _certain(left, right, run, before, after)
        if high > low and _is_proof(left, right, run, (low, high), ours):
            proven.extend((ours[run.a + step], theirs[run.b + step]) for step in range(low, high))
    return proven


def _certain(
    left: list[str], right: list[str], run: Match, before: Match | None, after: Match | None
) -> tuple[int, int]:
    """Cut off the ends of a run that could as well slide over an insertion or deletion beside it."""
    low, high = 0, run.size
    before_a, before_b = (before.a + before.size, before.b + before.size) if before else (0, 0)
    after_a, after_b = (after.a, after.b) if after else (len(left), len(right))
    for tokens, here, edge in ((left, run.a, before_a), (right, run.b, before_b)):
        low = max(low, _slides_back(tokens, edge, here, run.size))
    for tokens, here, edge in ((left, run.a + run.size, after_a), (right, run.b + run.size, after_b)):
        high = min(high, run.size - _slides_on(tokens, here, edge, run.size))
    return low, high


def _slides_back(tokens: list[str], edge: int, here: int, size: int) -> int:
    """Count the first tokens of the run at `here` that could as well be the first of the change [edge, here)."""
    changed = here - edge
    count = 0
    while changed and count < size and tokens[here + count] == tokens[edge + count]:
        count += 1
    is_whole = not edge or tokens[edge - 1] in SENTENCE_END
    if count and is_whole and tokens[here - 1] in SENTENCE_END:
        return count if SENTENCE_END.intersection(tokens[here : here + count]) else 0
    return count


def _slides_on(tokens: list[str], here: int, edge: int, size: int) -> int:
    """Count the last tokens of the run ending at `here` that could as well end the change [here, edge)."""
    changed = edge - here
    count = 0
    while changed and count < size and tokens[here - 1 - count] == tokens[edge - 1 - count]:
        count += 1
    if count and tokens[here - 1] in SENTENCE_END and tokens[edge - 1] in SENTENCE_END:
        inner = tokens[max(here - 1 - count, 0) : here - 1]
        return count if SENTENCE_END.intersection(inner) else 0
    return count


def _is_proof(left: list[str], right: list[str], run: Match, cut: tuple[int, int], ours: Sequence[Token]) -> bool:
    """Tell whether a run proves itself: long, or the only one of its wording on both sides."""
    low, high = cut
    start = run.a + low
    wording = left[start : start + high - low]
    characters = ours[start + high - low - 1].end - ours[start].start
    if len(wording) >= LONG_RUN_TOKENS and characters >= LONG_RUN_CHARACTERS:
        return True
    return _times(wording, left) == 1 and _times(wording, right) == 1


def _times(wording: list[str], tokens: list[str]) -> int:
    size = len(wording)
    return sum(1 for place in range(len(tokens) - size + 1) if tokens[place : place + size] == wording)
