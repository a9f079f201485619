"""Markdown of readers as HTML that can do nothing: no pictures, no scripts, no styles, links that give nothing away."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt

# The last texts drawn are kept, so that a page of notes is not drawn again for every reader.
KEPT = 512
TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}
SCHEMES = {"http", "https", "mailto"}
# Notes may speak in Arabic and Hebrew, but what turns the direction of everything after it is taken out.
_OVERRIDES = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))

_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 12})
_markdown.enable("strikethrough").disable(["heading", "lheading", "image", "reference"])


@lru_cache(maxsize=KEPT)
def render(source: str) -> str:
    """Draw Markdown; HTML in it stands as the words it is, headings and pictures are not known."""
    drawn = _markdown.render(source.translate(_OVERRIDES))
    return clean(drawn)


@lru_cache(maxsize=KEPT)
def render_plain(source: str) -> str:
    """Draw plain text: its paragraphs and lines, nothing else."""
    paragraphs = [part.strip("\n") for part in source.translate(_OVERRIDES).split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs)


def clean(html: str) -> str:
    """Keep what the list allows, everything else as words; links leave without a trace."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
    )


def words_of(html: str) -> str:
    """Give the words of HTML that another program sent, without its tags; paragraphs stay apart."""
    apart = html.replace("</p>", "</p>\n\n").replace("<br>", "<br>\n").replace("<br/>", "<br/>\n")
    bare = nh3.clean(apart, tags=set(), clean_content_tags={"script", "style"})
    return _unescaped(bare).strip()


def _unescaped(text: str) -> str:
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(name, sign)
    return text
