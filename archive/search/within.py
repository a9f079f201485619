"""Finds words within one document: every place in the texts a visitor reads, in any script."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Substr

from archive.models import EditorialNote, PageBreak
from archive.panes import Layer
from archive.query import Query
from archive.search.pages import any_word, pages
from archive.search.quoting import Marks, marks_of
from archive.stretches import words_of_break

MOST = 1_000
"""Places that are told; a reader who is shown more looks for something else."""


class Occurrence(NamedTuple):
    """A place in a text: the leaf it is shown on, its offsets in the canonical text (code points)."""

    text: str
    leaf: int
    start: int
    end: int


class _Stretch(NamedTuple):
    version: int
    leaf: int
    start: int
    end: int
    words: str


def occurrences(layers: Sequence[Layer], query: Query) -> list[Occurrence]:
    """Give the places in the order of reading, at most `MOST`: leaf by leaf, text by text, notes after the words.

    The caller has asked the rule for the document and for each of the texts. Three statements at most.
    """
    tsquery = any_word(query)
    if not (tsquery and layers):
        return []
    marks = marks_of(query)
    known = {layer.version_id: (number, layer) for number, layer in enumerate(layers)}
    found: list[tuple[int, int, int, Occurrence]] = []
    for part in _parts(known, tsquery):
        number, layer = known[part.version]
        found += ((part.leaf, number, at.start, at) for at in _places(part, layer, marks))
    return [at for *_, at in sorted(found)[:MOST]]


def _places(part: _Stretch, layer: Layer, marks: Marks) -> list[Occurrence]:
    spans = marks.spans(part.words, layer.language)
    return [Occurrence(layer.slug, part.leaf, part.start + start, part.start + end) for start, end in spans]


def _parts(known: Mapping[int, object], tsquery: str) -> list[_Stretch]:
    """Give the stretches that hold a wanted word, and the notes whose marks stand in them, each with its words."""
    matching = pages(tsquery).values("page_break_id")
    breaks = PageBreak.objects.filter(version_id__in=known, pk__in=matching).annotate(words=words_of_break())
    stretches = [_Stretch(*row) for row in breaks.values_list("version_id", "leaf", "start", "end", "words")]
    return stretches + _notes(stretches) if stretches else []


def _notes(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    by_version: dict[int, list[_Stretch]] = defaultdict(list)
    for stretch in sorted(stretches, key=lambda found: (found.version, found.start)):
        by_version[stretch.version].append(stretch)
    words = Substr("version__canonical", F("start") + 1, F("end") - F("start"))
    notes = EditorialNote.objects.filter(version_id__in=by_version).annotate(words=words)
    found = []
    for version, anchor, start, end, text in notes.values_list("version_id", "anchor", "start", "end", "words"):
        home = _home(by_version[version], anchor)
        if home is not None:
            found.append(_Stretch(version, home.leaf, start, end, text))
    return found


def _home(stretches: Sequence[_Stretch], anchor: int) -> _Stretch | None:
    """Give the stretch a note's mark stands in; a mark at the very end of one clings to its last word."""
    at = bisect_right([stretch.start for stretch in stretches], max(anchor - 1, 0)) - 1
    return stretches[at] if at >= 0 and anchor <= stretches[at].end else None
