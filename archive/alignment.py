"""Lays texts side by side: their page breaks on leaves, and on a leaf the pieces that belong together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from archive.records import BreakRecord, PageRecord

Basis = Literal["corresp", "count", "page"]


class Alignable(Protocol):
    """What alignment needs to know of a piece of text."""

    @property
    def key(self) -> str:
        """Key in the source, "" when it has none."""

    @property
    def corresp(self) -> tuple[str, ...]:
        """Keys of the pieces in other texts that it corresponds to."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: for each layer the indexes of its pieces, in order."""

    pieces: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Rows of a page from top to bottom, and what they were told by."""

    basis: Basis
    rows: tuple[Row, ...]


def pair_breaks(breaks: Sequence[BreakRecord], pages: Sequence[PageRecord]) -> tuple[int | None, ...]:
    """Give for each break the index of its page: by @facs, else by @n where just one page has it, never by position."""
    by_facs = {
        name: index for index, page in reversed(list(enumerate(pages))) for name in (page.image, page.facs) if name
    }
    labels = [page.label for page in pages]
    by_label = {label: index for index, label in enumerate(labels) if label and labels.count(label) == 1}

    def page_of(found: BreakRecord) -> int | None:
        if found.facs in by_facs:
            return by_facs[found.facs]
        return by_label.get(found.label)

    return tuple(page_of(found) for found in breaks)


def leaves(texts: Iterable[Sequence[BreakRecord]], surfaces: Sequence[PageRecord] = ()) -> tuple[PageRecord, ...]:
    """Build the pages of a document: those of its facsimile, else the images its texts name, in the source's order.

    A break whose image no earlier text names stands on the page with its @n when there is one;
    else it makes a page of its own, after the page of the break before it.
    """
    if surfaces:
        return tuple(surfaces)
    pages: list[PageRecord] = []
    for breaks in texts:
        pages = _with_breaks(pages, breaks)
    return tuple(replace(page, order=order) for order, page in enumerate(pages, 1))


def leaves_of_part(texts: Iterable[Sequence[BreakRecord]], surfaces: Sequence[PageRecord]) -> tuple[PageRecord, ...]:
    """Build the pages of a document that shares its file: of the facsimile those from its first page to its last.

    A surface between them that no break names is a leaf without words and stays. When no break is on a surface, the
    pages are those its texts name.
    """
    breaks = list(texts)
    named = [index for own in breaks for index in pair_breaks(own, surfaces) if index is not None]
    if not named:
        return leaves(breaks)
    own = surfaces[min(named) : max(named) + 1]
    return tuple(replace(page, order=order) for order, page in enumerate(own, 1))


def _with_breaks(pages: list[PageRecord], breaks: Sequence[BreakRecord]) -> list[PageRecord]:
    known = pair_breaks(breaks, pages)
    result, made, last = list(pages), set[str](), -1
    for found, index in zip(breaks, known, strict=True):
        if index is not None:
            last = result.index(pages[index])
        elif found.facs and found.facs not in made:
            made.add(found.facs)
            last += 1
            image = "" if found.facs.startswith("#") else found.facs
            result.insert(last, PageRecord(0, facs=found.facs, label=found.label, folio=found.folio, image=image))
    return result


def align(layers: Sequence[Sequence[Alignable]]) -> Alignment:
    """Align the pieces that several layers have on one page: by @corresp, else one to one if all have as many.

    What neither tells apart stands in one row, all of a layer beside all of another.
    """
    if any(piece.corresp for layer in layers for piece in layer):
        rows = _by_correspondence(layers)
        if rows:
            return Alignment("corresp", rows)
    counts = {len(layer) for layer in layers}
    if len(counts) == 1:
        return Alignment("count", tuple(Row(tuple((index,) for _ in layers)) for index in range(counts.pop())))
    return Alignment("page", (Row(tuple(tuple(range(len(layer))) for layer in layers)),))


def _by_correspondence(layers: Sequence[Sequence[Alignable]]) -> tuple[Row, ...]:
    """Rows between the correspondences that keep the order of every layer; none when there is no such one."""
    places = [{piece.key: index for index, piece in enumerate(layer) if piece.key} for layer in layers]
    rows: list[Row] = []
    at = [0] * len(layers)
    for index, piece in enumerate(layers[0] if layers else ()):
        partners = [index, *(_partner(piece, index, layers, places, other) for other in range(1, len(layers)))]
        met = [partner for partner in partners if partner is not None]
        if len(met) < 2 or any(p is not None and p < start for p, start in zip(partners, at, strict=True)):
            continue
        before = tuple(tuple(range(start, start if p is None else p)) for start, p in zip(at, partners, strict=True))
        if any(before):
            rows.append(Row(before))
        rows.append(Row(tuple(() if p is None else (p,) for p in partners)))
        at = [start if p is None else p + 1 for start, p in zip(at, partners, strict=True)]
    rest = tuple(tuple(range(start, len(layer))) for start, layer in zip(at, layers, strict=True))
    if rows and any(rest):
        rows.append(Row(rest))
    return tuple(rows)


def _partner(
    piece: Alignable, index: int, layers: Sequence[Sequence[Alignable]], places: Sequence[dict[str, int]], other: int
) -> int | None:
    """Index in another layer of what corresponds to a piece of the first, told by either of the two."""
    for target in piece.corresp:
        if target in places[other]:
            return places[other][target]
    for found, candidate in enumerate(layers[other]):
        if places[0].get(next((key for key in candidate.corresp if key in places[0]), "")) == index:
            return found
        if piece.corresp and set(piece.corresp) & set(candidate.corresp):
            return found
    return None
