"""Which words of one stretch are which of another, proven by long runs, single wordings and whole sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import Match, SequenceMatcher
from itertools import takewhile

from annotations.passages import Token

# A run this long is its own proof; a shorter one must be the only one of its wording in its block,
# or stand at the same place of a gap of so many words between proofs.
LONG_RUN_TOKENS, LONG_RUN_CHARACTERS = 4, 18
# Whole sentences need less.
LONG_SENTENCE_TOKENS, LONG_SENTENCE_CHARACTERS = 3, 10
SMALL_GAP = 8
# A whole stretch between two proofs, with so many words, that is held in what stands there now, is the same.
HELD_TOKENS, HELD_CHARACTERS = 2, 8
# Of a greater gap this part must be the same for the short runs in it to prove anything; and of two stretches that
# are not known to be one, for any run: a translation made anew says some things in the same words.
SAME_GAP = 0.4


def token_pairs(
    ours: Sequence[Token], theirs: Sequence[Token], *, is_same: bool = True, beside: tuple[bool, bool] = (True, True)
) -> list[tuple[Token, Token]]:
    """Give the proven pairs of tokens of two stretches; `is_same` says that one block is the other, corrected.

    `beside` says whether what stands before and after them is proven.
    """
    left, right = [token.text for token in ours], [token.text for token in theirs]
    if left == right:
        return list(zip(ours, theirs, strict=True))
    if not is_same:
        for kept in (_held, _around):
            if found_whole := kept(ours, theirs) or [(old, new) for new, old in kept(theirs, ours)]:
                return found_whole
    whole = _sentence_pairs(ours, theirs)
    found = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()[:-1]
    if not is_same:
        whole |= _sentences_at_edges(ours, theirs, beside)
    if not is_same and sum(run.size for run in found) < SAME_GAP * max(len(left), len(right)):
        return list(whole.items())
    taken = {new.start for new in whole.values()}
    runs = [_certain(ours, theirs, found, number) for number in range(len(found))]
    runs = [run for run in runs if run.size]
    long = [run for run in runs if _is_long(ours, run)]
    short = [run for run in runs if run not in long]
    edges = [run for run in short if is_same and _is_at_edge(run, len(left), len(right))]
    proven = [*long, *edges]
    proven += [run for run in short if run not in edges and _stands(proven, runs, run, (left, right))]
    pairs = [(ours[run.a + step], theirs[run.b + step]) for run in proven for step in range(run.size)]
    return [*whole.items(), *((old, new) for old, new in pairs if old not in whole and new.start not in taken)]


def _held(ours: Sequence[Token], theirs: Sequence[Token]) -> list[tuple[Token, Token]]:
    """Pair one stretch, whole, with its words in the other, which only added some before or after; once there."""
    left, right = [token.text for token in ours], [token.text for token in theirs]
    if len(left) < HELD_TOKENS or ours[-1].end - ours[0].start < HELD_CHARACTERS or _times(left, right) != 1:
        return []
    at = next(place for place in range(len(right)) if right[place : place + len(left)] == left)
    return list(zip(ours, theirs[at : at + len(left)], strict=True))


def _around(ours: Sequence[Token], theirs: Sequence[Token]) -> list[tuple[Token, Token]]:
    """Pair one stretch, whole, with the beginning and end of the other, which only had words put in at one place.

    Words that could as well stand before as after that place are left out.
    """
    size, more = len(ours), len(theirs) - len(ours)
    head, tail = _same_from_start(ours, theirs), _same_from_start(ours[::-1], theirs[::-1])
    if more <= 0 or head + tail < size:
        return []
    at = [*range(size - tail), *range(head, size)]
    return [(ours[place], theirs[place if place < size - tail else place + more]) for place in at]


def _same_from_start(ours: Sequence[Token], theirs: Sequence[Token]) -> int:
    pairs = zip(ours, theirs, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].text == pair[1].text, pairs))


def _sentences_at_edges(
    ours: Sequence[Token], theirs: Sequence[Token], beside: tuple[bool, bool]
) -> dict[Token, Token]:
    """Pair whole sentences, the only ones of their wording, that stand next to the proven words beside a stretch."""
    left, right = [token.text for token in ours], [token.text for token in theirs]
    found: dict[Token, Token] = {}
    if beside[0]:
        size = _same_from_start(ours, theirs)
        while size and not (ours[size - 1].is_last and theirs[size - 1].is_last):
            size -= 1
        if size and _is_single(left, right, Match(0, 0, size)):
            found |= zip(ours[:size], theirs[:size], strict=True)
    if beside[1]:
        size = _same_from_start(ours[::-1], theirs[::-1])
        while size and not (_begins(ours, len(ours) - size) and _begins(theirs, len(theirs) - size)):
            size -= 1
        if size and _is_single(left, right, Match(len(ours) - size, len(theirs) - size, size)):
            found |= zip(ours[-size:], theirs[-size:], strict=True)
    return found


def _begins(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].is_last


def _sentence_pairs(ours: Sequence[Token], theirs: Sequence[Token]) -> dict[Token, Token]:
    """Pair the tokens of long sentences that stand once on both sides, whatever was put in or left out around them."""
    where: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, tokens in enumerate((ours, theirs)):
        start = 0
        for end in [index + 1 for index, token in enumerate(tokens) if token.is_last]:
            length = tokens[end - 1].end - tokens[start].start
            if end - start >= LONG_SENTENCE_TOKENS and length >= LONG_SENTENCE_CHARACTERS:
                where[tuple(token.text for token in tokens[start:end])][side].append(start)
            start = end
    return {
        ours[left[0] + step]: theirs[right[0] + step]
        for wording, (left, right) in where.items()
        if len(left) == len(right) == 1
        for step in range(len(wording))
    }


def _certain(ours: Sequence[Token], theirs: Sequence[Token], runs: Sequence[Match], number: int) -> Match:
    """Cut off the ends of a run that could as well slide over an insertion or deletion beside it."""
    run = runs[number]
    before = runs[number - 1] if number else Match(0, 0, 0)
    after = runs[number + 1] if number + 1 < len(runs) else Match(len(ours), len(theirs), 0)
    sides = (
        (ours, before.a + before.size, run.a, after.a),
        (theirs, before.b + before.size, run.b, after.b),
    )
    low = max(_slides_back(tokens, edge, here, run.size) for tokens, edge, here, _ in sides)
    high = run.size - max(_slides_on(tokens, here + run.size, edge, run.size) for tokens, _, here, edge in sides)
    return Match(run.a + low, run.b + low, max(high - low, 0))


def _slides_back(tokens: Sequence[Token], edge: int, here: int, size: int) -> int:
    """Count the first tokens of the run at `here` that could as well be the first of the change [edge, here)."""
    count = 0
    while here > edge and count < size and tokens[here + count].text == tokens[edge + count].text:
        count += 1
    is_sentence = not edge or tokens[edge - 1].is_last
    if count and is_sentence and tokens[here - 1].is_last:
        return count if any(token.is_last for token in tokens[here : here + count]) else 0
    return count


def _slides_on(tokens: Sequence[Token], here: int, edge: int, size: int) -> int:
    """Count the last tokens of the run ending at `here` that could as well end the change [here, edge)."""
    count = 0
    while edge > here and count < size and tokens[here - 1 - count].text == tokens[edge - 1 - count].text:
        count += 1
    if count and tokens[here - 1].is_last and tokens[edge - 1].is_last:
        return count if any(token.is_last for token in tokens[max(here - 1 - count, 0) : here - 1]) else 0
    return count


def _is_long(ours: Sequence[Token], run: Match) -> bool:
    return run.size >= LONG_RUN_TOKENS and ours[run.a + run.size - 1].end - ours[run.a].start >= LONG_RUN_CHARACTERS


def _is_at_edge(run: Match, left: int, right: int) -> bool:
    """Tell whether a run begins or ends both stretches."""
    return run.a == run.b == 0 or (run.a + run.size == left and run.b + run.size == right)


def _is_single(left: Sequence[str], right: Sequence[str], run: Match) -> bool:
    wording = left[run.a : run.a + run.size]
    return _times(wording, left) == 1 and _times(wording, right) == 1


def _stands(long: Sequence[Match], runs: Sequence[Match], run: Match, sides: tuple[list[str], list[str]]) -> bool:
    """Tell whether a short run is proven within its gap between long ones.

    Either words only changed one by one there, and it keeps its place; or it is the only one of its wording,
    and enough of the gap is the same on both sides that one is the other, corrected.
    """
    left, right = sides
    before = max((it for it in long if it.a < run.a), default=Match(0, 0, 0))
    after = min((it for it in long if it.a > run.a), default=Match(len(left), len(right), 0))
    starts = (before.a + before.size, before.b + before.size)
    sizes = (after.a - starts[0], after.b - starts[1])
    if sizes[0] == sizes[1] <= SMALL_GAP and run.a - starts[0] == run.b - starts[1]:
        return True
    same = sum(it.size for it in runs if starts[0] <= it.a < after.a)
    return same >= SAME_GAP * max(sizes) and _is_single(left, right, run)


def _times(wording: Sequence[str], tokens: Sequence[str]) -> int:
    size = len(wording)
    return sum(1 for place in range(len(tokens) - size + 1) if tokens[place : place + size] == wording)
