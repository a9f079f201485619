"""Which words a numbered paragraph of a text is."""

from __future__ import annotations

from accounts.visitor import Visitor
from archive.block_markup import NUMBERED
from archive.models import Text, TextVersion


def paragraph_of(
    visitor: Visitor, identifier: str, slug: str, version: int, number: int
) -> tuple[TextVersion, int, int] | None:
    """Give the version with start and end of a paragraph of its main text, counted from 1 as the margin counts.

    None when there is none, or the visitor may not read it.
    """
    texts = Text.objects.readable_by(visitor).filter(document__identifier=identifier, slug=slug)
    found = TextVersion.objects.filter(text__in=texts, number=version).select_related("text").first()
    if found is None:
        return None
    numbered = [block for block in found.blocks if block["kind"] in NUMBERED and block["start"] < found.main_end]
    if not 1 <= number <= len(numbered):
        return None
    return found, numbered[number - 1]["start"], numbered[number - 1]["end"]
