"""The way back from a document to the results it was opened from."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse

LONGEST = 1_000
KEPT = (
    "q",
    "exact",
    "sort",
    "page",
    "from",
    "to",
    "volume",
    "fond",
    "author",
    "recipient",
    "place",
    "language",
    "has",
    "access",
)


def state_of(parameters: QueryDict) -> str:
    """Write the state of results as one value, to be carried along in addresses of documents."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if name in parameters:
            kept.setlist(name, parameters.getlist(name))
    state = kept.urlencode()
    return state if len(state) <= LONGEST else ""


def way_back(state: str, identifier: str) -> str:
    """Give the address of the results with the place of a document in them, "" when it came from elsewhere."""
    if not state or len(state) > LONGEST:
        return ""
    return f"{reverse('archive:search')}?{state_of(QueryDict(state))}#d-{identifier}"
