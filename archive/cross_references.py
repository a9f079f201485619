"""Gives the links of a source their addresses: its xml:ids and file names as places in documents of the archive."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from django.db.models import Q, Value
from django.urls import reverse

from accounts.access import findable
from accounts.visitor import Visitor
from archive.models import Anchor, Document
from archive.windows import Window


class Place(NamedTuple):
    """Where a key stands: a document, by the volume it is in, a leaf of it, and an element on that leaf."""

    key: str
    volume: str
    document: int
    identifier: str
    leaf: int
    fragment: str


class Target(NamedTuple):
    """A link's target taken apart: `volume` is "" within the document's own volume."""

    volume: str
    key: str


def addresses(visitor: Visitor, document: Document, window: Window, targets: Collection[str]) -> dict[str, str]:
    """Give the address of every target that leads to something the visitor may find, in one statement.

    A target is "#key", "file.xml", "file.xml#key" or "volume#key". The document's own keys come before those of
    its volume, whole documents before places in them.
    """
    if not targets or document.volume is None:
        return {}
    wanted = {target: list(_readings(target)) for target in targets}
    places: dict[Target, Place] = {}
    for place in sorted(_places(visitor, document, wanted.values()), key=lambda place: place.document != document.pk):
        places.setdefault(Target("" if place.volume == document.volume.slug else place.volume, place.key), place)
    found = {target: next((places[it] for it in readings if it in places), None) for target, readings in wanted.items()}
    return {target: _address(place, document, window) for target, place in found.items() if place}


def _readings(target: str) -> Iterable[Target]:
    """Give what a target may mean, the likeliest first."""
    file, _, key = target.partition("#")
    name = PurePosixPath(file).name.removesuffix(".xml")
    if not name:
        yield Target("", key)
    elif key:
        yield Target(name, key)
        yield Target("", key)
        yield Target("", name)
    else:
        yield Target("", name)


def _places(visitor: Visitor, document: Document, wanted: Iterable[Iterable[Target]]) -> list[Place]:
    every = {target for readings in wanted for target in readings}
    here = [target.key for target in every if not target.volume]
    elsewhere = [target for target in every if target.volume]
    slugs, keys = {target.volume for target in elsewhere}, {target.key for target in elsewhere}
    documents = Document.objects.filter(
        findable(visitor),
        Q(volume_id=document.volume_id, key__in=here) | Q(volume__slug__in=slugs, key__in=keys),
    )
    anchors = Anchor.objects.filter(
        findable(visitor, "document__"),
        Q(document__volume_id=document.volume_id, key__in=here) | Q(document__volume__slug__in=slugs, key__in=keys),
    )
    whole = documents.values_list("key", "volume__slug", "pk", "identifier", Value(0), Value(""))
    inside = anchors.values_list(
        "key", "document__volume__slug", "document_id", "document__identifier", "leaf", "fragment"
    )
    return [Place(*row) for row in whole.union(inside, all=True)]


def _address(place: Place, document: Document, window: Window) -> str:
    fragment = place.fragment or (f"page-{place.leaf}" if place.leaf else "")
    if place.document == document.pk and window.first <= place.leaf <= window.last:
        return f"#{fragment}"
    page = f"?page={place.leaf}" if place.leaf > 1 else ""
    return f"{reverse('archive:document', args=[place.identifier])}{page}{f'#{fragment}' if fragment else ''}"
