"""Marks what was looked for."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """Write a text with `<mark>` about each span (code points, in order, not overlapping)."""
    parts: list[tuple[str, str, str, str]] = []
    place = 0
    for start, end in spans:
        parts.append((text[place:start], "<mark>", text[start:end], "</mark>"))
        place = end
    html = "".join(f"{escape(before)}{begin}{escape(word)}{close}" for before, begin, word, close in parts)
    return SafeString(html + escape(text[place:]))
