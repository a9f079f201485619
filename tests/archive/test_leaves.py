from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from archive.columns import Words
from archive.leaves import Frame, PageRow, draw_leaves
from archive.windows import Window

WORDS = Words("<div>words</div>", "", 40, "")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def row(order: int = 1, **fields: object) -> PageRow:
    values: dict[str, object] = {
        "order": order,
        "label": "",
        "folio": "",
        "is_verso": False,
        "width": 1200,
        "height": 1600,
        "image_id": 7,
        "image__derived": "ready",
        "image__width": 1200,
        "image__height": 1600,
    }
    return PageRow(**{**values, **fields})  # type: ignore[arg-type]


def drawn(page: PageRow | None, words: Words | None = WORDS, *, has_image: bool = True, has_layers: bool = True) -> str:
    frame = Frame(Window(1, 1, 1), "/documents/d/pages/", has_image, has_layers)
    return draw_leaves(frame, {1: page} if page else {}, {1: words} if words else {})


def heading(page: PageRow) -> str:
    return drawn(page).partition("</h2>")[0].partition("</a>")[2].strip()


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({}, ""),
        ({"label": "1"}, ""),
        ({"label": "48"}, "<span>printed 48</span>"),
        ({"folio": "1", "is_verso": True}, '<span>Leaf 1 verso</span> <span lang="ru">л. 1 об.</span>'),
        ({"folio": "1v", "label": "1v"}, '<span>Leaf 1 verso</span> <span lang="ru">л. 1 об.</span>'),
        ({"label": "14r"}, '<span>Leaf 14</span> <span lang="ru">л. 14</span>'),
        ({"label": "<b>"}, "<span>printed &lt;b&gt;</span>"),
    ],
)
def test_leaf_says_its_printed_number_and_its_folio(fields: dict[str, Any], labels: str) -> None:
    assert heading(row(**fields)) == labels


def test_leaf_takes_the_printed_number_of_its_words_when_it_has_none() -> None:
    assert "printed 433" in drawn(row(), Words("<div>words</div>", "", 40, "433"))


def test_leaf_in_russian_says_its_folio_once() -> None:
    with translation.override("ru"):
        assert 'lang="ru"' not in drawn(row(folio="1"))


def test_leaf_shows_its_image_in_three_sizes_with_its_extent() -> None:
    html = drawn(row(folio="2", is_verso=True))

    assert (
        'data-image="/documents/d/pages/1/image/" data-zones="/documents/d/pages/1/zones/" '
        'data-width="1200" data-height="1600"'
    ) in html
    assert 'srcset="/documents/d/pages/1/image/480/ 480w, ' in html
    assert 'alt="Image: Page 1, Leaf 2 verso"' in html


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (None, "The image of this page is not shown."),
        (row(image_id=None, image__derived=None), "There is no image of this page."),
        (row(image__derived="waiting"), "is being prepared"),
        (row(image__derived="failed"), "could not be prepared"),
    ],
)
def test_missing_image_is_named(page: PageRow | None, said: str) -> None:
    html = drawn(page)

    assert (said in html, "<img" in html, "data-image" in html) == (True, False, False)


def test_without_images_no_place_is_kept_for_them() -> None:
    assert "scan" not in drawn(row(), has_image=False)


@pytest.mark.parametrize(("has_layers", "is_said"), [(True, True), (False, False)])
def test_leaf_without_words_says_so_where_texts_are_shown(has_layers: bool, is_said: bool) -> None:
    assert ("No text of this page." in drawn(row(), None, has_layers=has_layers)) is is_said


def test_draw_leaves_draws_every_leaf_of_the_window() -> None:
    frame = Frame(Window(21, 23, 23), "/documents/d/pages/", has_image=False, has_layers=True)

    html = draw_leaves(frame, {}, {22: WORDS})

    assert [f'id="page-{order}"' in html for order in range(20, 25)] == [False, True, True, True, False]
