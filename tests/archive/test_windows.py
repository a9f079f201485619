import pytest

from archive.windows import Window, window_of, windows


@pytest.mark.parametrize(
    ("page", "total", "window"),
    [
        (1, 3, Window(1, 3, 3)),
        (20, 20, Window(1, 20, 20)),
        (20, 21, Window(1, 20, 21)),
        (21, 21, Window(21, 21, 21)),
        (399, 400, Window(381, 400, 400)),
        (1, 0, Window(1, 1, 1)),
        (0, 20, None),
        (21, 20, None),
        (-1, 20, None),
    ],
)
def test_window_of_holds_the_page(page: int, total: int, window: Window | None) -> None:
    assert window_of(page, total) == window


def test_windows_cover_every_page_once() -> None:
    pages = [page for window in windows(45) for page in range(window.first, window.last + 1)]

    assert pages == list(range(1, 46))


def test_window_knows_its_neighbours() -> None:
    first, middle, last = windows(45)

    assert (first.before, first.after) == (None, middle)
    assert (middle.before, middle.after) == (first, last)
    assert (last.before, last.after) == (middle, None)


@pytest.mark.parametrize(("total", "is_whole"), [(0, True), (20, True), (21, False)])
def test_window_is_whole_when_the_document_fits(total: int, is_whole: bool) -> None:
    window = window_of(1, total)

    assert window is not None
    assert window.is_whole is is_whole
