import re
from html import unescape

import pytest

from archive.hit_markup import mark_hits

BLOCK = '<p data-o="10" data-n="1">Лёд стал &amp; <i>сего</i>дня<a data-skip data-note="0">1</a> ночью.</p>'


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ([(10, 13)], ["Лёд"]),
        ([(19, 20)], ["&amp;"]),
        ([(21, 28)], ["сего", "дня"]),
        ([(14, 20)], ["стал ", "&amp;"]),
        ([(10, 13), (29, 34)], ["Лёд", "ночью"]),
        ([(0, 9)], []),
        ([(90, 95)], []),
        ([], []),
    ],
)
def test_mark_hits_marks_just_the_words(spans: list[tuple[int, int]], marked: list[str]) -> None:
    html = mark_hits(BLOCK, spans)

    assert re.findall('<mark class="hit">(.*?)</mark>', html) == marked
    assert re.sub("</?mark[^>]*>", "", html) == BLOCK


def test_mark_hits_counts_code_points_not_units() -> None:
    html = mark_hits('<p data-o="0">𐀀𐀁 word</p>', [(3, 7)])

    assert html == '<p data-o="0">𐀀𐀁 <mark class="hit">word</mark></p>'


def test_mark_hits_begins_anew_at_every_block() -> None:
    html = mark_hits('<ul><li data-o="5">one</li><li data-o="9">two</li></ul>', [(9, 12)])

    assert html == '<ul><li data-o="5">one</li><li data-o="9"><mark class="hit">two</mark></li></ul>'


def test_mark_hits_leaves_every_character_where_it_was() -> None:
    html = '<p data-o="0">a&lt;b&gt;c <span class="gap" data-skip>[…]</span><br>d</p>'

    words = unescape(re.sub("<[^>]+>", "", mark_hits(html, [(0, 1), (2, 3), (4, 5), (6, 7)])))

    assert words == "a<b>c […]d"


def test_mark_hits_marks_nothing_where_no_offset_is_told() -> None:
    assert mark_hits("<div>one</div>", [(0, 3)]) == "<div>one</div>"
