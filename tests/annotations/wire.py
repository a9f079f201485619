"""How the tests of notes speak the protocol."""

import json
from typing import Any

from django.test import Client

BASE = "http://testserver"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'


def sent(target: Any, body: Any = "A note.", **properties: Any) -> dict[str, Any]:
    """A comment as a client sends it; a body of None is left out."""
    words = {"type": "TextualBody", "value": body, "format": "text/markdown"} if isinstance(body, str) else body
    bodies = {} if body is None else {"body": words}
    return {
        "@context": CONTEXT,
        "type": "Annotation",
        "motivation": "commenting",
        **bodies,
        "target": target,
        **properties,
    }


def words_target(address: str, exact: str, **more: Any) -> dict[str, Any]:
    """A quotation in a text; the position may be added."""
    selectors: list[dict[str, Any]] = [{"type": "TextQuoteSelector", "exact": exact}]
    if more:
        selectors.append({"type": "TextPositionSelector", **more})
    return {"type": "SpecificResource", "source": f"{BASE}{address}", "selector": selectors}


def post(client: Client, data: Any, **headers: str) -> Any:
    return client.post("/annotations/", json.dumps(data), content_type=MEDIA_TYPE, headers=headers)


def put(client: Client, address: str, data: Any, **headers: str) -> Any:
    return client.put(address, json.dumps(data), content_type=MEDIA_TYPE, headers=headers)


def path_of(iri: str) -> str:
    return iri.removeprefix(BASE)
