"""Where the xml:ids of a document come to stand when it is shown: leaf and element."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from archive.pagination import Laid
from archive.records import TextRecord
from archive.rendering import Slice

Place = tuple[int, str]
# The first note and paragraph of a text are addressed under these names on the page of their leaf.
NOTE, PARAGRAPH = "{slug}-note-{index}", "{slug}-p{number}"


def anchors_of(texts: Iterable[tuple[str, Laid, Sequence[Slice]]]) -> dict[str, Place]:
    """Give leaf and fragment of every xml:id, the first text's where several have it."""
    found: dict[str, Place] = {}
    for slug, laid, slices in texts:
        for key, place in _of_text(slug, laid, slices):
            if key and len(key) <= 160:
                found.setdefault(key, place)
    return found


def _of_text(slug: str, laid: Laid, slices: Sequence[Slice]) -> Iterator[tuple[str, Place]]:
    text = laid.text
    for number, found in enumerate(text.breaks):
        yield found.key, (laid.leaves[number], "")
    for leaf, part in zip(laid.leaves, slices, strict=True):
        for note in part.notes:
            yield note.key, (leaf, NOTE.format(slug=slug, index=note.index))
    starts = [part.start for part in slices]
    for key, offset in _offsets(text):
        if key:
            number = max(bisect_right(starts, offset) - 1, 0)
            yield key, (laid.leaves[number], _paragraph(slug, slices[number], offset))


def _offsets(text: TextRecord) -> Iterator[tuple[str, int]]:
    for block in text.blocks:
        if block.start < text.main_end:
            yield block.key, block.start
    first: dict[int, int] = {}
    for block in text.blocks:
        holder = block.container
        while holder >= 0 and holder not in first:
            first[holder] = block.start
            holder = text.containers[holder].parent
    for index, container in enumerate(text.containers):
        if index in first:
            yield container.key, first[index]
    yield from text.anchors


def _paragraph(slug: str, part: Slice, offset: int) -> str:
    """Name the numbered piece at an offset, else the one before it on the leaf."""
    number = 0
    for piece in part.pieces:
        if piece.start > offset:
            break
        number = piece.number or number
    return PARAGRAPH.format(slug=slug, number=number) if number else ""
