"""Marks stretches of a text in the HTML it was rendered as."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from html import unescape

from archive.words.marking import Span

_PART = re.compile(r"<[^>]+>|&[^;]+;|[^<&]+")
_OFFSET = re.compile(r' data-o="(\d+)"')
_VOID = re.compile(r"<(?:br|hr|img|wbr)\b")


def mark_hits(html: str, spans: Sequence[Span]) -> str:
    """Put `<mark>` around every span: sorted code points of the canonical text, none touching another.

    Offsets are told by `data-o`; what is inside elements with `data-skip` is no part of the text. A span that
    crosses an element is marked in parts, so that the elements still nest.
    """
    starts = [start for start, _ in spans]
    out: list[str] = []
    at, skipped = -1, 0
    for match in _PART.finditer(html):
        part = match[0]
        if part.startswith("<"):
            skipped = _depth(part, skipped)
            offset = _OFFSET.search(part)
            at = int(offset[1]) if offset else at
            out.append(part)
        elif skipped or at < 0:
            out.append(part)
        else:
            width = len(unescape(part)) if part.startswith("&") else len(part)
            out.append(_marked(part, at, width, spans, starts))
            at += width
    return "".join(out)


def _depth(tag: str, skipped: int) -> int:
    """How many elements deep we are in what is skipped, after a tag."""
    if tag.startswith("</"):
        return max(skipped - 1, 0)
    is_inside = skipped or " data-skip" in tag
    return skipped + 1 if is_inside and not _VOID.match(tag) else skipped


def _marked(part: str, at: int, width: int, spans: Sequence[Span], starts: Sequence[int]) -> str:
    """Mark one run of characters, or one reference to a character, of which `width` begin at `at`."""
    out: list[str] = []
    done = at
    for start, end in spans[max(bisect_right(starts, at) - 1, 0) :]:
        if start >= at + width:
            break
        low, high = max(start, done), min(end, at + width)
        if low >= high:
            continue
        is_whole = (low, high) == (at, at + width)
        word = part if is_whole else part[low - at : high - at]
        out += [part[done - at : low - at], f'<mark class="hit">{word}</mark>']
        done = high
        if is_whole:
            return "".join(out)
    return "".join([*out, part[done - at :]]) if done > at else part
