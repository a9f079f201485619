"""Which words, which part of an image."""

from typing import Any

import pytest

from annotations.selectors import (
    Quote,
    Region,
    SelectorError,
    flatten,
    locate,
    position_of,
    quote_at,
    quote_of,
    rectangle,
    region_from_json,
    region_of,
    region_selector,
    text_selectors,
)
from annotations.shapes import BadShapeError, polygon_of

TEXT = "Один два три. Один два четыре.\nОдин 😀 пять шесть."


@pytest.mark.parametrize(
    ("quote", "position", "found"),
    [
        (Quote("четыре"), None, "четыре"),
        (Quote("Один два", suffix=" четыре"), None, "Один два"),
        (Quote("Один два"), (14, 22), "Один два"),
        (Quote("четыре. Один"), None, "четыре.\nОдин"),
        (Quote("  три. "), None, "три."),
        (Quote("пять"), (39, 43), "пять"),
        (None, (0, 5), "Один"),
        (Quote(""), (0, 4), "Один"),
    ],
)
def test_locate_finds_the_words_that_are_meant(quote: Quote | None, position: Any, found: str) -> None:
    start, end = locate(TEXT, quote, position)

    assert TEXT[start:end] == found


def test_locate_tells_repeated_words_apart_by_context_and_by_position() -> None:
    assert locate(TEXT, Quote("Один два", suffix=" четыре"), None) == (14, 22)
    assert locate(TEXT, Quote("Один", prefix="четыре. "), None) == (31, 35)
    assert locate(TEXT, Quote("Один два"), (14, 22)) == (14, 22)


def test_locate_takes_positions_as_browsers_count_them() -> None:
    text = "😀 да 😀 да"

    assert locate(text, Quote("да"), (9, 11)) == (7, 9)


@pytest.mark.parametrize(
    ("quote", "position"),
    [
        (Quote("семь"), None),
        (Quote("Один"), None),
        (Quote("Один"), (3, 7)),
        (None, None),
        (None, (0, 999)),
        (None, (5, 5)),
        (None, (30, 31)),
    ],
)
def test_locate_never_guesses(quote: Quote | None, position: Any) -> None:
    with pytest.raises(SelectorError):
        locate(TEXT, quote, position)


def test_text_selectors_are_read_as_they_are_written() -> None:
    written = text_selectors(quote_at(TEXT, 9, 12), 9, 12)

    assert (quote_of(written), position_of(written)) == (
        Quote("три", "Один два ", ". Один два четыре.\nОдин 😀 пять ш"),
        (9, 12),
    )


def test_selectors_inside_others_are_found() -> None:
    quote = {"type": "TextQuoteSelector", "exact": "a"}

    assert quote_of(flatten({"type": "FragmentSelector", "value": "x", "refinedBy": quote})) == Quote("a")
    assert quote_of(flatten([{"type": "Choice", "items": [quote]}])) == Quote("a")
    assert (quote_of([]), position_of([]), region_of([], (0, 0))) == (None, None, None)


@pytest.mark.parametrize(
    ("value", "size", "xywh"),
    [
        ("xywh=10,20,30,40", (0, 0), (10, 20, 30, 40)),
        ("xywh=pixel:10.4,19.6,30.2,40", (0, 0), (10, 20, 31, 40)),
        ("t=1&xywh=percent:50,50,25,10", (200, 100), (100, 50, 50, 10)),
        ("xywh=90,90,50,50", (100, 100), (90, 90, 10, 10)),
    ],
)
def test_rectangle_reads_media_fragments(value: str, size: tuple[int, int], xywh: tuple[int, int, int, int]) -> None:
    assert rectangle(value, size) == Region(xywh=xywh)


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("xywh=1,2,3", (0, 0)),
        ("xywh=a,b,c,d", (0, 0)),
        ("xywh=percent:1,1,1,1", (0, 0)),
        ("xywh=200,0,9,9", (100, 100)),
        ("x", (0, 0)),
    ],
)
def test_rectangle_refuses_what_is_none(value: str, size: tuple[int, int]) -> None:
    with pytest.raises(SelectorError):
        rectangle(value, size)


@pytest.mark.parametrize(
    ("shape", "first", "count"),
    [
        ('<polygon points="1,2 30,2 30,40"/>', (1, 2), 3),
        ('<polyline points="1 2 30 2 30 40"/>', (1, 2), 3),
        ('<rect x="5" y="6" width="10px" height="10"/>', (5, 6), 4),
        ('<path d="M5,6 h10 v10 h-10 z"/>', (5, 6), 4),
        ('<path d="M5 6L15 6 15 16Z M100,100L101,101Z"/>', (5, 6), 3),
        ('<path d="M5,6 C5,6 15,6 15,16 S 5 26 0 16 Q 1 2 3 4 T 5 5 z"/>', (5, 6), 40),
        ('<path d="M5,6 A 5 5 0 0 1 20 6 L 20 20 z"/>', (5, 6), 3),
        ('<g><ellipse cx="50" cy="50" rx="10" ry="5"/></g>', (60, 50), 40),
        ('<circle cx="50" cy="50" r="10"/>', (60, 50), 40),
    ],
)
def test_drawings_of_other_annotators_become_polygons(shape: str, first: tuple[int, int], count: int) -> None:
    value = f'<svg xmlns="http://www.w3.org/2000/svg">{shape}</svg>'

    region = region_of([{"type": "SvgSelector", "value": value}], (0, 0))

    assert region is not None
    assert region.points[0] == first
    assert len(region.points) >= min(count, 30)


@pytest.mark.parametrize(
    "svg",
    [
        "<svg",
        "<svg/>",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg><polygon points="0,0 9,0 9,9"/></svg>',
        '<svg><path d="1 2 3 4"/></svg>',
        '<svg><rect x="a"/></svg>',
        '<svg><polygon points="1,1 1,1"/></svg>',
        f"<svg><path d='M0 0{'L1 1' * 3000}'/></svg>",
        "<svg>" + "x" * 100_001 + "</svg>",
    ],
)
def test_drawings_without_a_shape_are_refused(svg: str) -> None:
    with pytest.raises(SelectorError):
        region_of([{"type": "SvgSelector", "value": svg}], (0, 0))


def test_nothing_but_geometry_of_a_drawing_is_kept() -> None:
    svg = '<svg onload="alert(1)"><script>alert(1)</script><polygon points="0,0 9,0 9,9"/></svg>'

    region = region_of([{"type": "SvgSelector", "value": svg}], (0, 0))

    assert region is not None
    assert region_selector(region)["value"] == (
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0L9,0L9,9Z"/></svg>'
    )


@pytest.mark.parametrize("region", [Region(xywh=(1, 2, 3, 4)), Region(points=((0, 0), (9, 0), (9, 9)))])
def test_regions_are_stored_and_written_as_they_are_read(region: Region) -> None:
    assert region_from_json(region.as_json()) == region
    assert region_of([region_selector(region)], (0, 0)) == region


def test_polygon_of_a_path_with_too_many_corners_is_refused() -> None:
    with pytest.raises(BadShapeError, match="corners"):
        polygon_of("<svg><polygon points='" + "1,2 3,4 " * 1500 + "'/></svg>")
