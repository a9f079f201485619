from dataclasses import dataclass

import pytest

from archive.alignment import Row, align, leaves, pair_breaks
from archive.records import BreakRecord, PageRecord


@dataclass(frozen=True)
class _Piece:
    key: str = ""
    corresp: tuple[str, ...] = ()


def test_breaks_pair_by_image_then_by_number_never_by_place() -> None:
    pages = (PageRecord(1, facs="#s1", label="1", image="a.jpg"), PageRecord(2, facs="#s2", label="2", image="b.jpg"))
    breaks = (
        BreakRecord(0, "9", "#s2"),
        BreakRecord(0, "1", "other.jpg"),
        BreakRecord(0, "", "a.jpg"),
        BreakRecord(0, "3"),
        BreakRecord(0),
    )

    assert pair_breaks(breaks, pages) == (1, 0, 0, None, None)


def test_number_that_two_pages_bear_pairs_with_neither() -> None:
    pages = (PageRecord(1, facs="a", label="[]"), PageRecord(2, facs="b", label="[]"))

    assert pair_breaks((BreakRecord(0, "[]"),), pages) == (None,)


def test_leaves_are_the_images_that_the_texts_name() -> None:
    original = (BreakRecord(0, "1", "o1.jpg", folio="1r"), BreakRecord(9, "2", "o2.jpg"), BreakRecord(9, "2", "o2.jpg"))
    translation = (BreakRecord(0, "0", "t0.jpg"), BreakRecord(3, "1", "t1.jpg"), BreakRecord(5, "1a", "t1a.jpg"))

    found = leaves((original, translation))

    assert [(page.order, page.facs, page.label, page.folio) for page in found] == [
        (1, "t0.jpg", "0", ""),
        (2, "o1.jpg", "1", "1r"),
        (3, "t1a.jpg", "1a", ""),
        (4, "o2.jpg", "2", ""),
    ]
    assert [page.image for page in found] == ["t0.jpg", "o1.jpg", "t1a.jpg", "o2.jpg"]


def test_breaks_without_image_make_no_leaf() -> None:
    assert leaves([(BreakRecord(0, "1"), BreakRecord(4, "2"))]) == ()


def test_pointer_into_the_file_names_no_image() -> None:
    assert leaves([(BreakRecord(0, "1", "#s1"),)]) == (PageRecord(1, facs="#s1", label="1"),)


def test_surfaces_are_the_leaves_when_there_are_some() -> None:
    surfaces = (PageRecord(1, facs="#s1"),)

    assert leaves([(BreakRecord(0, "1", "x.jpg"),)], surfaces) == surfaces


@pytest.mark.parametrize(
    ("layers", "basis", "rows"),
    [
        ([], "page", [()]),
        ([[_Piece()], []], "page", [((0,), ())]),
        ([[_Piece(), _Piece()], [_Piece(), _Piece()]], "count", [((0,), (0,)), ((1,), (1,))]),
        ([[_Piece(), _Piece()], [_Piece()]], "page", [((0, 1), (0,))]),
        (
            [[_Piece(), _Piece("a"), _Piece("b")], [_Piece(corresp=("a",)), _Piece(), _Piece(corresp=("b",))]],
            "corresp",
            [((0,), ()), ((1,), (0,)), ((), (1,)), ((2,), (2,))],
        ),
        (
            [[_Piece(corresp=("x",)), _Piece()], [_Piece(), _Piece("x"), _Piece()]],
            "corresp",
            [((), (0,)), ((0,), (1,)), ((1,), (2,))],
        ),
        (
            [[_Piece(corresp=("t1",)), _Piece(corresp=("t2",))], [_Piece(corresp=("t2",)), _Piece(corresp=("t1",))]],
            "corresp",
            [((), (0,)), ((0,), (1,)), ((1,), ())],
        ),
        ([[_Piece(corresp=("gone",))], [_Piece()]], "count", [((0,), (0,))]),
        (
            [[_Piece("a"), _Piece("b")], [_Piece(corresp=("a",)), _Piece()], [_Piece(), _Piece(corresp=("b",))]],
            "corresp",
            [((0,), (0,), ()), ((), (), (0,)), ((1,), (), (1,)), ((), (1,), ())],
        ),
    ],
)
def test_pieces_align(layers: list[list[_Piece]], basis: str, rows: list[tuple[tuple[int, ...], ...]]) -> None:
    found = align(layers)

    expected = tuple(Row(row) for row in rows)
    assert (found.basis, found.rows) == (basis, expected if layers else found.rows)
