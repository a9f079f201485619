"""IIIF Content Search 2.0 and 1.0: what was found in a document, as one answer written in two ways.

https://iiif.io/api/search/2.0/ , https://iiif.io/api/search/1.0/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.formats.iiif import SEARCH_1, SEARCH_2, Passage, supplementing, target

PRESENTATION_2 = "http://iiif.io/api/presentation/2/context.json"


@dataclass(frozen=True, slots=True)
class Match:
    """A place at which a search found something; the passage is what was found."""

    passage: Passage
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of answers: its address, the address of all of them, its neighbours, and where it begins."""

    address: str
    whole: str
    total: int
    start: int
    matches: tuple[Match, ...]
    first: str
    last: str
    following: str = ""
    preceding: str = ""
    ignored: tuple[str, ...] = ()


def write_matches(sheet: Sheet) -> dict[str, Any]:
    """Write an answer of Content Search 2.0: what was found, and around it what stands before and after."""
    items = [supplementing(match.passage) for match in sheet.matches]
    around = [_contextualizing(match) for match in sheet.matches]
    whole = {
        "id": sheet.whole,
        "type": "AnnotationCollection",
        "total": sheet.total,
        "first": {"id": sheet.first, "type": "AnnotationPage"},
        "last": {"id": sheet.last, "type": "AnnotationPage"},
    }
    neighbours = {"next": sheet.following, "prev": sheet.preceding}
    return {
        "@context": SEARCH_2,
        "id": sheet.address,
        "type": "AnnotationPage",
        "partOf": whole,
        "startIndex": sheet.start,
        **{name: {"id": address, "type": "AnnotationPage"} for name, address in neighbours.items() if address},
        **({"ignored": list(sheet.ignored)} if sheet.ignored else {}),
        "items": items,
        "annotations": [{"type": "AnnotationPage", "items": around}] if around else [],
    }


def write_matches_1(sheet: Sheet) -> dict[str, Any]:
    """Write the same answer as Content Search 1.0."""
    within = {"@type": "sc:Layer", "total": sheet.total, "first": sheet.first, "last": sheet.last}
    neighbours = {"next": sheet.following, "prev": sheet.preceding}
    return {
        "@context": [PRESENTATION_2, SEARCH_1],
        "@id": sheet.address,
        "@type": "sc:AnnotationList",
        "within": within | ({"ignored": list(sheet.ignored)} if sheet.ignored else {}),
        "startIndex": sheet.start,
        **{name: address for name, address in neighbours.items() if address},
        "resources": [_resource_1(match.passage) for match in sheet.matches],
        "hits": [_hit_1(match) for match in sheet.matches],
    }


def _contextualizing(match: Match) -> dict[str, Any]:
    quote = {
        "type": "TextQuoteSelector",
        "prefix": match.before,
        "exact": match.passage.text,
        "suffix": match.after,
    }
    return {
        "id": f"{match.passage.address}-context",
        "type": "Annotation",
        "motivation": "contextualizing",
        "target": {"type": "SpecificResource", "source": match.passage.address, "selector": [quote]},
    }


def _resource_1(passage: Passage) -> dict[str, Any]:
    return {
        "@id": passage.address,
        "@type": "oa:Annotation",
        "motivation": "sc:painting",
        "resource": {"@type": "cnt:ContentAsText", "chars": passage.text},
        "on": target(passage),
    }


def _hit_1(match: Match) -> dict[str, Any]:
    return {
        "@type": "search:Hit",
        "annotations": [match.passage.address],
        "match": match.passage.text,
        "before": match.before,
        "after": match.after,
    }
