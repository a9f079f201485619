"""IIIF Presentation 3.0: records in, JSON-LD out.

A volume or a holding is a Collection, a document a Manifest, a page a Canvas; that equation stands here alone.
https://iiif.io/api/presentation/3.0/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
SEARCH_2 = "http://iiif.io/api/search/2/context.json"
SEARCH_1 = "http://iiif.io/api/search/1/context.json"
SEARCH_1_PROFILE = "http://iiif.io/api/search/1/search"
# Only these may stand in `rights`, and only with http.
_RIGHTS = re.compile(r"https?://((?:creativecommons\.org/(?:licenses|publicdomain)|rightsstatements\.org/vocab)/\S+)")

Words = Mapping[str, Sequence[str]]
Point = Sequence[int]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image service: its address, the extent of the image, and the sizes it makes at once, the smallest first."""

    service: str
    width: int
    height: int
    sizes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """The words of one text on one page: the address of its annotation page, and what the text is called."""

    address: str
    label: Words


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a document; without a picture it has the shape of a sheet of paper."""

    address: str
    label: Words
    picture: Picture | None = None
    layers: tuple[Layer, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of a collection, or what a thing is part of: `kind` is Manifest or Collection."""

    address: str
    kind: str
    label: Words


@dataclass(frozen=True, slots=True)
class Described:
    """What any resource says of itself; `licence` is what the source gives, an address or words."""

    address: str
    label: Words
    summary: Words
    metadata: tuple[tuple[Words, Words], ...] = ()
    licence: str = ""
    statement: tuple[Words, Words] | None = None
    homepage: tuple[str, Words] | None = None
    provider: tuple[str, Words] | None = None
    part_of: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Searches:
    """The addresses of the two search services."""

    second: str
    first: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text with the place they have on a canvas; `boxes` are x, y, width, height in its pixels."""

    address: str
    text: str
    language: str
    canvas: str
    box: tuple[int, int, int, int] | None = None


def write_manifest(
    about: Described, leaves: Iterable[Leaf], searches: Searches | None = None, *, is_rtl: bool = False
) -> dict[str, Any]:
    """Write the manifest of a document; `searches` only where its words may be searched."""
    manifest = _resource("Manifest", about)
    if searches:
        manifest["@context"] = [SEARCH_2, PRESENTATION]
        first = {"@context": SEARCH_1, "@id": searches.first, "@type": "SearchService1", "profile": SEARCH_1_PROFILE}
        manifest["service"] = [{"id": searches.second, "type": "SearchService2"}, first]
    if is_rtl:
        manifest["viewingDirection"] = "right-to-left"
    manifest["items"] = [_canvas(leaf) for leaf in leaves]
    pictures = [canvas["thumbnail"] for canvas in manifest["items"] if "thumbnail" in canvas]
    return manifest | ({"thumbnail": pictures[0]} if pictures else {})


def write_collection(about: Described, members: Iterable[Entry]) -> dict[str, Any]:
    """Write a collection of what stands directly in it."""
    return _resource("Collection", about) | {"items": [_entry(member) for member in members]}


def write_annotations(address: str, label: Words, passages: Iterable[Passage]) -> dict[str, Any]:
    """Write the words of one text on one page as supplementing annotations, a passage each."""
    return {
        "@context": PRESENTATION,
        "id": address,
        "type": "AnnotationPage",
        "label": label,
        "items": [supplementing(passage) for passage in passages],
    }


def box(polygons: Iterable[Sequence[Point]]) -> tuple[int, int, int, int] | None:
    """Give x, y, width and height around all points, None without any."""
    points = [point for polygon in polygons for point in polygon]
    if not points:
        return None
    left, top = min(point[0] for point in points), min(point[1] for point in points)
    width, height = max(point[0] for point in points) - left, max(point[1] for point in points) - top
    return max(0, left), max(0, top), max(1, width), max(1, height)


def _resource(kind: str, about: Described) -> dict[str, Any]:
    resource: dict[str, Any] = {"@context": PRESENTATION, "id": about.address, "type": kind, "label": about.label}
    if about.summary:
        resource["summary"] = about.summary
    if about.metadata:
        resource["metadata"] = [{"label": label, "value": value} for label, value in about.metadata]
    if found := _RIGHTS.fullmatch(about.licence.strip()):
        resource["rights"] = f"http://{found[1]}"
    if about.statement:
        resource["requiredStatement"] = {"label": about.statement[0], "value": about.statement[1]}
    if about.homepage:
        resource["homepage"] = [_page(*about.homepage)]
    if about.provider:
        address, name = about.provider
        resource["provider"] = [{"id": address, "type": "Agent", "label": name, "homepage": [_page(address, name)]}]
    if about.part_of:
        resource["partOf"] = [_entry(entry) for entry in about.part_of]
    return resource


def _page(address: str, label: Words) -> dict[str, Any]:
    return {"id": address, "type": "Text", "label": label, "format": "text/html"}


def _entry(entry: Entry) -> dict[str, Any]:
    return {"id": entry.address, "type": entry.kind, "label": entry.label}


def _canvas(leaf: Leaf) -> dict[str, Any]:
    picture = leaf.picture
    width, height = (picture.width, picture.height) if picture else (1000, 1414)
    canvas: dict[str, Any] = {
        "id": leaf.address,
        "type": "Canvas",
        "label": leaf.label,
        "width": width,
        "height": height,
        "items": [_painted(leaf.address, picture)] if picture else [],
    }
    if picture:
        canvas["thumbnail"] = [_thumbnail(picture)]
    if leaf.layers:
        canvas["annotations"] = [
            {"id": layer.address, "type": "AnnotationPage", "label": layer.label} for layer in leaf.layers
        ]
    return canvas


def _painted(canvas: str, picture: Picture) -> dict[str, Any]:
    body = {
        "id": f"{picture.service}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": picture.width,
        "height": picture.height,
        "service": [_service(picture)],
    }
    painting = {"id": f"{canvas}/image", "type": "Annotation", "motivation": "painting", "body": body, "target": canvas}
    return {"id": f"{canvas}/images", "type": "AnnotationPage", "items": [painting]}


def _thumbnail(picture: Picture) -> dict[str, Any]:
    width, height = picture.sizes[0]
    sizes = [{"width": wide, "height": high} for wide, high in picture.sizes]
    return {
        "id": f"{picture.service}/full/{width},{height}/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "service": [_service(picture) | {"sizes": sizes}],
    }


def _service(picture: Picture) -> dict[str, Any]:
    extent = {"width": picture.width, "height": picture.height}
    return {"id": picture.service, "type": "ImageService3", "profile": "level2", **extent}


def supplementing(passage: Passage) -> dict[str, Any]:
    """Write words that stand on a canvas as an annotation."""
    body: dict[str, Any] = {"type": "TextualBody", "value": passage.text, "format": "text/plain"}
    if passage.language:
        body["language"] = passage.language
    return {
        "id": passage.address,
        "type": "Annotation",
        "motivation": "supplementing",
        "body": body,
        "target": target(passage),
    }


def target(passage: Passage) -> str:
    """Give where a passage stands as an address: viewers stumble over a target that is an object."""
    if passage.box is None:
        return passage.canvas
    return f"{passage.canvas}#xywh={','.join(map(str, passage.box))}"
