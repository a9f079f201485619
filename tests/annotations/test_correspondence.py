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


def test_a_short_block_is_found_around_what_was_put_into_it() -> None:
    new = (FIRST, "Files. They would not be comforted, for they believed no one any more. Closed.", LAST)
    assert _found("Files", (FIRST, "Files. Closed.", LAST), new) == (Finding.FOUND, "Files")
    assert _found("Closed", (FIRST, "Files. Closed.", LAST), new) == (Finding.FOUND, "Closed")


def test_of_words_that_were_repeated_nobody_can_tell_which_is_which() -> None:
    (before, left), (after, right) = _text(FIRST, "no no", LAST), _text(FIRST, "no no no", LAST)
    start = len(FIRST) + 1
    assert relocate(before, after, correspond(left, right), start, start + 2).finding is not Finding.FOUND


def test_a_whole_sentence_beside_a_proven_block_is_found_whatever_followed_it() -> None:
    old = (FIRST, "Priest. You have explained it all yourselves.", "Princess. It will pass, I think. Books.", LAST)
    new = (FIRST, "Priest.", "Princess. Rain fell all night on the tents of the army, and nobody slept.", LAST)
    assert _found("Priest", old, new) == (Finding.FOUND, "Priest")


def test_a_sentence_that_stands_twice_between_two_blocks_is_not_found() -> None:
    old = (FIRST, "Priest. You have explained it.", "Priest. What else was there to say of them?", LAST)
    new = (FIRST, "Priest. Rain fell all night on the tents of the army, and nobody slept.", LAST)
    (before, left), (after, right) = _text(*old), _text(*new)
    start = len(FIRST) + 1
    assert relocate(before, after, correspond(left, right), start, start + 6).finding is not Finding.FOUND


def test_a_first_sentence_alone_proves_nothing_where_all_else_is_new() -> None:
    old, new = ("Secret. We met in the palace by the river.",), ("Secret. Nobody wrote down a word of it, alas.",)
    assert _found("Secret", old, new)[0] is not Finding.FOUND


def test_a_copy_is_found_between_the_blocks_it_stood_between_though_its_neighbours_moved() -> None:
    old = (FIRST, "Anna.", "I go.", "Lisa keeps silent.", LAST, "The train left.", "Anna.", "I go.", "Curtain falls.")
    new = ("Curtain falls.", "I go.", FIRST, "Anna.", "I go.", LAST, "Lisa keeps silent.", "The train left.", "Anna.")
    (before, left), (after, right) = _text(*old), _text(*new)
    start, there = before.index("I go"), after.index("I go", after.index(FIRST))
    assert relocate(before, after, correspond(left, right), start, start + 4) == Place(Finding.FOUND, there, there + 4)
