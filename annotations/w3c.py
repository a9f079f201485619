"""Annotations as the Web Annotation Data Model writes them in JSON-LD: read strictly, written whole.

A remote @context is never fetched. What the model does not know is kept as it came; what it forbids is refused
with the place and the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.w3c_parts import (
    MOTIVATIONS,
    BadAnnotationError,
    agents,
    date_time,
    depth,
    iri,
    iris,
    is_iri,
    many,
    one_of,
    refuse,
    resource,
)

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
LDP_CONTEXT = "http://www.w3.org/ns/ldp.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
# Ours: what the reader's own script needs beside the model.
OWN_CONTEXT = {"fonds": "https://fonds.example.org/ns#"}
MOST_DEPTH = 20
MOST_ITEMS = 1_000
_LOCAL_ID = re.compile(r"#?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

__all__ = ["CONTEXT", "MEDIA_TYPE", "OWN_CONTEXT", "Annotation", "BadAnnotationError", "Page", "loads", "many", "read"]
__all__ += ["read_page", "write", "write_collection", "write_page"]

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A valid annotation; `properties` is all of it but the @context, as it came."""

    properties: Json

    @property
    def id(self) -> str:
        """Give its IRI, or what its client called it; "" when it has none yet."""
        return str(self.properties.get("id", ""))

    @property
    def motivations(self) -> tuple[str, ...]:
        """Give why it was made, in short words of the vocabulary."""
        return tuple(value.removeprefix("oa:") for value in many(self.properties.get("motivation", [])))

    @property
    def bodies(self) -> tuple[Any, ...]:
        """Give its bodies, `bodyValue` as the textual body it stands for (3.2.5)."""
        if "bodyValue" in self.properties:
            return ({"type": "TextualBody", "value": self.properties["bodyValue"], "format": "text/plain"},)
        return tuple(many(self.properties.get("body", [])))

    @property
    def targets(self) -> tuple[Any, ...]:
        """Give its targets."""
        return tuple(many(self.properties["target"]))


@dataclass(frozen=True, slots=True)
class Page:
    """Annotations of a page, of an embedded first page, or of a plain list; `next` is the page after it or ""."""

    items: tuple[Annotation, ...]
    next: str = ""


def loads(text: str | bytes) -> Any:
    """Read JSON; raises BadAnnotationError for what is not, for numbers that are none, and for NUL in a string."""
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadAnnotationError("", f"This is not JSON: {error}.") from error
    if b"\\u0000" in (text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")):
        raise BadAnnotationError("", "A NUL character cannot be kept.")
    return data


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def read(data: Any, *, is_embedded: bool = False) -> Annotation:
    """Check one annotation; `is_embedded` ones stand in a page or a list and need no @context of their own.

    Raises BadAnnotationError naming the place and the reason.
    """
    if not isinstance(data, Mapping):
        refuse("", "An annotation is a JSON object.")
    if depth(data, MOST_DEPTH) > MOST_DEPTH:
        refuse("", f"It is nested deeper than {MOST_DEPTH} levels.")
    if not (is_embedded and "@context" not in data):
        _check_context(data)
    if "Annotation" not in many(data.get("type", [])):
        refuse("type", "The type of an annotation is Annotation.")
    _check_identity(data)
    _check_life(data)
    _check_motivations(data)
    _check_bodies(data)
    if not many(data.get("target", [])):
        refuse("target", "An annotation has at least one target.")
    resource(data["target"], "target", is_target=True)
    return Annotation({name: value for name, value in data.items() if name != "@context"})


def _check_context(data: Json) -> None:
    if CONTEXT not in [value for value in many(data.get("@context", [])) if isinstance(value, str)]:
        refuse("@context", f"The @context must include {CONTEXT}.")


def _check_identity(data: Json) -> None:
    value = data.get("id", "")
    is_local = isinstance(value, str) and (not value or _LOCAL_ID.fullmatch(value))
    if not is_local and not is_iri(value):
        refuse("id", "An annotation has one id, an IRI.")
    for name in ("canonical",):
        if name in data:
            iri(data[name], name)
    for name in ("via", "rights"):
        if name in data:
            iris(data[name], name)


def _check_life(data: Json) -> None:
    for name in ("created", "modified", "generated"):
        if name in data:
            date_time(data[name], name)
    for name in ("creator", "generator", "audience"):
        if name in data:
            agents(data[name], name)
    if "stylesheet" in data:
        resource(data["stylesheet"], "stylesheet")


def _check_motivations(data: Json) -> None:
    for value in many(data.get("motivation", [])):
        one_of(value, "motivation", MOTIVATIONS)


def _check_bodies(data: Json) -> None:
    if "bodyValue" in data:
        if "body" in data:
            refuse("bodyValue", "An annotation has body or bodyValue, not both.")
        if not isinstance(data["bodyValue"], str):
            refuse("bodyValue", "bodyValue is a string.")
    elif many(data.get("body", [])):
        resource(data["body"], "body")


def read_page(data: Any) -> Page:
    """Read what holds several: a collection with its first page in it, a page, a plain list, or one annotation."""
    if isinstance(data, list):
        return _page(data, "")
    if not isinstance(data, Mapping):
        refuse("", "This is neither an annotation nor a page of annotations.")
    types = many(data.get("type", []))
    if "AnnotationCollection" in types:
        first = data.get("first")
        if not isinstance(first, Mapping):
            return Page((), first if isinstance(first, str) else "")
        return _page(first.get("items", []), first.get("next", ""))
    if "AnnotationPage" in types:
        return _page(data.get("items", []), data.get("next", ""))
    return Page((read(data),))


def _page(items: Any, following: Any) -> Page:
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        refuse("items", f"The items of a page are a list of at most {MOST_ITEMS}.")
    found = []
    for number, item in enumerate(items):
        try:
            found.append(read(item, is_embedded=True))
        except BadAnnotationError as error:
            raise BadAnnotationError(f"items[{number}].{error.where}".rstrip("."), error.reason) from error
    return Page(tuple(found), following if isinstance(following, str) else "")


def write(annotation: Annotation) -> dict[str, Any]:
    """Write an annotation with its context."""
    return {"@context": CONTEXT, **annotation.properties}


def write_page(address: str, part_of: Json, items: Sequence[Any], start: int, links: Json) -> dict[str, Any]:
    """Write an AnnotationPage; `links` are next and prev, those that there are."""
    return {
        "@context": [CONTEXT, OWN_CONTEXT],
        "id": address,
        "type": "AnnotationPage",
        "partOf": dict(part_of),
        "startIndex": start,
        **links,
        "items": list(items),
    }


def write_collection(address: str, about: Json, first: Any, last: str) -> dict[str, Any]:
    """Write an AnnotationCollection; `about` is its label, total and date; an empty one has no pages."""
    pages = {"first": first, "last": last} if first else {}
    return {
        "@context": [CONTEXT, LDP_CONTEXT, OWN_CONTEXT],
        "id": address,
        "type": ["BasicContainer", "AnnotationCollection"],
        **about,
        **pages,
    }
