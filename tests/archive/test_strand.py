from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.strand import Strand, inert, plain


def _grown(*words: str, printed: bool = False) -> Strand:
    strand = Strand(printed=printed)
    for chunk in words:
        body = strand.take(chunk)
        if body:
            strand.part(body[0])
            strand.append(body)
    return strand


@pytest.mark.parametrize(
    ("chunks", "said"),
    [
        (("  a\n   b  ", "c"), "a b c"),
        (("a", "b"), "ab"),
        (("a ", " b"), "a b"),
        (("a", " \n ", "b"), "a b"),
        (("a\u00a0b",), "a\u00a0b"),
        (("a", "\u00a0", "b"), "a b"),
        (("и", "\u0306"), "й"),
        (("a\u0323", "\u0301"), "\u1ea1\u0301"),
        (("a\u0332", "\u0301"), "\u00e1\u0332"),
        (("\u1112\u1161", "\u11ab"), "한"),
    ],
)
def test_strand_joins_chunks(chunks: tuple[str, ...], said: str) -> None:
    strand = _grown(*chunks)

    assert (str(strand), strand.length) == (said, len(said))


@pytest.mark.parametrize(
    ("chunks", "said"),
    [
        (("\n слово\n", ",\n ещё"), "слово, ещё"),
        (("\n (\n", "в скобках\n", ")\n"), "(в скобках)"),
        (("слово ", ", ещё"), "слово , ещё"),
        (("слово\n", "ещё"), "слово ещё"),
    ],
)
def test_printed_strand_drops_line_ends_at_punctuation(chunks: tuple[str, ...], said: str) -> None:
    assert str(_grown(*chunks, printed=True)) == said


def test_glue_joins_whatever_stands_between() -> None:
    strand = _grown("re ")
    strand.glue()
    for chunk in (" \n ", " colte"):
        body = strand.take(chunk)
        if body:
            strand.part(body[0])
            strand.append(body)

    assert str(strand) == "recolte"


def test_part_tells_that_two_letters_touch() -> None:
    strand = _grown("so")

    assert strand.part("s")
    assert not strand.part(".")


def test_shorten_takes_back_across_chunks() -> None:
    strand = _grown("ab", "c", "-")

    assert strand.shorten(2) == "c-"
    assert (str(strand), strand.length) == ("ab", 2)


def test_tail_stays_within_the_block() -> None:
    strand = _grown("first")
    strand.begin()

    assert (strand.tail(3), strand.has_words) == ("", False)
    assert strand.shorten(3) == ""


def test_inert_counts_what_it_leaves_out() -> None:
    removed: Counter[str] = Counter()

    assert inert("a\u202egnp.exe\u2066\u200b\u2028b\u00ad", removed) == "agnp.exe b"
    assert removed == {"U+202E": 1, "U+2066": 1, "U+200B": 1, "U+2028": 1, "U+00AD": 1}


def test_inert_keeps_what_scripts_need() -> None:
    assert inert("می\u200cخواهم \u200f\u200e क्\u200dष") == "می\u200cخواهم \u200f\u200e क्\u200dष"


def test_plain_is_one_line() -> None:
    assert plain(" \n и\u0306\u202e  да\t") == "й да"


@given(st.lists(st.text(alphabet="aeоиu \n\u0301\u0306\u0323\u0332\u1112\u1161\u11ab\u09c7\u09be\u200b-", max_size=6)))
def test_strand_says_the_same_however_it_is_cut(chunks: list[str]) -> None:
    strand = _grown(*chunks)

    assert str(strand) == plain("".join(chunks))
    assert strand.length == len(str(strand))
