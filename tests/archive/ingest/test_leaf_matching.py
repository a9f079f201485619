from archive.ingest.leaf_matching import match_leaves
from archive.records import PageRecord


def page(facs: str = "", label: str = "") -> PageRecord:
    return PageRecord(0, facs=facs, label=label)


def test_leaves_are_found_by_their_image_wherever_they_went() -> None:
    assert match_leaves([("a", "1"), ("b", "2")], [page("b", "1"), page("a", "2")]) == [1, 0]


def test_leaves_without_an_image_are_found_by_their_label() -> None:
    assert match_leaves([("", "2"), ("", "3")], [page(label="1"), page(label="2"), page(label="3")]) == [None, 0, 1]


def test_a_label_that_stands_twice_decides_nothing() -> None:
    assert match_leaves([("", "[1]"), ("", "[1]")], [page(label="[1]"), page(label="[1]")]) == [0, 1]


def test_what_nothing_tells_stays_in_its_place() -> None:
    assert match_leaves([("", ""), ("", "")], [page(), page("new"), page()]) == [0, 1, None]


def test_a_leaf_serves_once() -> None:
    assert match_leaves([("a", "1")], [page("a", "1"), page("", "1")]) == [0, None]
