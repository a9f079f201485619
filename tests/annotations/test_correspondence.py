"""What proves that words of one version are those of the next, and what does not."""

from __future__ import annotations

from itertools import accumulate

import pytest

from annotations.correspondence import correspond
from annotations.passages import Stretch, stretches
from annotations.quotes import Finding, Place, relocate

FIRST = "The conference met in the old palace by the river."
LAST = "Nobody of those present wrote down what was said."


def _text(*blocks: str) -> tuple[str, list[Stretch]]:
    starts = accumulate((len(block) + 1 for block in blocks), initial=0)
    text = "\n".join(blocks)
    return text, stretches(text, [(start, start + len(block)) for start, block in zip(starts, blocks, strict=False)])


def _found(words: str, old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Finding, str]:
    """Give what becomes of words that stand once in the old text, and the words where they come to stand."""
    (before, left), (after, right) = _text(*old), _text(*new)
    assert before.count(words) == 1
    start = before.index(words)
    place: Place = relocate(before, after, correspond(left, right), start, start + len(words))
    return place.finding, after[place.start : place.end] if place.start >= 0 else ""


def test_a_short_block_is_found_within_what_was_put_before_it() -> None:
    new = (FIRST, "He spoke for a long time about the harvest. Roosevelt Papers", LAST)
    assert _found("Papers", (FIRST, "Roosevelt Papers", LAST), new) == (Finding.FOUND, "Papers")


def test_what_is_left_of_a_block_is_found() -> None:
    old = (FIRST, "Quite another opening clause stood here before, Roosevelt Papers", LAST)
    assert _found("Papers", old, (FIRST, "Roosevelt Papers", LAST)) == (Finding.FOUND, "Papers")


def test_a_short_block_that_stands_twice_in_its_successor_is_not_found() -> None:
    new = (FIRST, "Roosevelt Papers of the first box, and Roosevelt Papers", LAST)
    assert _found("Papers", (FIRST, "Roosevelt Papers", LAST), new)[0] is not Finding.FOUND


@pytest.mark.parametrize("words", ["United States Chiefs", "of Staff", "the"])
def test_a_run_of_words_that_two_translations_share_proves_nothing(words: str) -> None:
    old = (FIRST, f"Then {words} had their say about ships, and all agreed to wait for better weather.", LAST)
    new = (FIRST, f"Later that evening {words} had their say about money; a quarrel broke out among the guests.", LAST)
    assert _found("about", old, new)[0] is not Finding.FOUND
    assert _found(f"{words} had", old, new)[0] is not Finding.FOUND


def test_one_of_two_blocks_of_the_same_wording_keeps_its_place_beside_its_neighbours() -> None:
    old, new = (FIRST, "Top secret", LAST, "Top secret"), (LAST, "Top secret", FIRST)
    (before, left), (after, right) = _text(*old), _text(*new)
    place = relocate(before, after, correspond(left, right), len(FIRST) + 1, len(FIRST) + 4)
    assert place.finding is not Finding.FOUND
