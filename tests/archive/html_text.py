"""Reads rendered HTML back: what stands at which offset, and whether a whole text comes out as it went in."""

from lxml import html as lxml_html

from archive.records import TextRecord
from archive.rendering import NoteHtml, Piece, Slice, render


def stretches(html: str) -> list[tuple[int, str]]:
    """Offset and words of every element with `data-o`, what is inside `data-skip` left out."""
    tree = lxml_html.fragment_fromstring(html, create_parent="div")
    for skipped in tree.xpath("//*[@data-skip]"):
        skipped.drop_tree()
    found = [(int(element.get("data-o")), "".join(element.itertext())) for element in tree.xpath("//*[@data-o]")]
    assert "".join(tree.itertext()) == "".join(words for _, words in found)
    return found


def check(text: TextRecord) -> list[Slice]:
    """Prove that HTML and canonical text say the same, offset by offset, nothing twice and nothing lost."""
    slices = render(text)
    pieces = [stretch for part in slices for piece in part.pieces for stretch in _stretches_of(text, piece)]
    notes = [note for part in slices for note in part.notes if _stretches_of(text, note)]
    assert _joined(text, pieces) == text.canonical[: text.main_end]
    assert sorted(note.index for note in notes) == list(range(len(text.notes)))
    assert [(part.start, part.end) for part in slices] == _bounds(text)
    return slices


def _stretches_of(text: TextRecord, held: Piece | NoteHtml) -> list[tuple[int, str]]:
    found = stretches(held.html)
    assert all(text.canonical[offset : offset + len(words)] == words for offset, words in found)
    assert (found[0][0], found[-1][0] + len(found[-1][1])) == (held.start, held.end)
    return found


def _joined(text: TextRecord, found: list[tuple[int, str]]) -> str:
    said, at = "", None
    for offset, words in found:
        if at is not None and offset == at + 1:
            assert text.canonical[at] == "\n"
            said += "\n"
        elif at is not None:
            assert offset == at
        said, at = said + words, offset + len(words)
    return said


def _bounds(text: TextRecord) -> list[tuple[int, int]]:
    starts = [found.offset for found in text.breaks]
    if not starts or starts[0] > 0:
        starts = [0, *starts]
    return list(zip(starts, [*starts[1:], text.main_end], strict=True))
