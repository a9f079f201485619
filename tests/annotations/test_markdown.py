"""What readers write can do nothing on a page."""

import re

import pytest

from annotations.markdown import clean, render, render_plain, words_of


def test_markdown_is_drawn() -> None:
    html = render(
        "Some *words* and **more**,\nwith a [link](https://example.org/a?b=1&c=2).\n\n* one\n* two\n\n> quoted"
    )

    assert html == (
        "<p>Some <em>words</em> and <strong>more</strong>,\nwith a "
        '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener noreferrer">link</a>.</p>\n'
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<blockquote>\n<p>quoted</p>\n</blockquote>\n"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "![x](https://example.org/a.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<svg/onload=alert(1)>",
        "<iframe src='https://example.org'></iframe>",
        "<style>*{display:none}</style>",
        "<a href='vbscript:x'>x</a>",
        "<https://example.org/><b onclick=x>",
        "`<script>`",
        "# <form action=x>",
        "[a]: https://example.org 'x'\n\n[a]",
    ],
)
def test_nothing_active_comes_out(body: str) -> None:
    for html in (render(body), render_plain(body), clean(body)):
        tags = re.findall(r"<(\w+)([^>]*)>", html)
        assert {name for name, _rest in tags} <= {"p", "a", "code", "em", "strong", "br", "b"} - {"b"}
        assert not [
            rest for _name, rest in tags if re.search(r"\son|style|javascript|vbscript|data:", rest, re.IGNORECASE)
        ]


def test_signs_that_turn_the_direction_are_taken_out() -> None:
    assert render("abc\u202edef") == "<p>abcdef</p>\n"
    assert render_plain("\u2066abc") == "<p>abc</p>"


def test_plain_text_keeps_its_lines_and_signs() -> None:
    assert render_plain("a < *b*\nc\n\n\nd") == "<p>a &lt; *b*<br>c</p><p>d</p>"


def test_words_of_html_are_its_words() -> None:
    assert words_of("<p>j'adore&nbsp;! &amp;lt;</p><p>b<br>c</p><script>x</script>") == "j'adore ! &lt;\n\nb\nc"
