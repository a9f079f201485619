"""The permanent addresses that a note may be on, written and read as the wire names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["words", "page", "document", "volume", "note", "folder", "group"]

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_PATTERNS: Mapping[Kind, re.Pattern[str]] = {
    "words": re.compile(rf"/documents/(?P<name>{_NAME})/texts/(?P<slug>{_NAME})/v(?P<number>[0-9]{{1,6}})/"),
    "page": re.compile(rf"/documents/(?P<name>{_NAME})/pages/(?P<number>[0-9]{{1,6}})/"),
    "document": re.compile(rf"/documents/(?P<name>{_NAME})/"),
    "volume": re.compile(rf"/volumes/(?P<name>{_NAME})/"),
    "note": re.compile(rf"/annotations/(?P<name>{_UUID})/"),
    "folder": re.compile(rf"/folders/(?P<name>{_UUID})/"),
    "group": re.compile(rf"/annotations/groups/(?P<name>{_NAME})/"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """A thing of this archive: identifier, slug or id in `name`; for words `slug` and `number` of text and version."""

    kind: Kind
    name: str
    slug: str = ""
    number: int = 0
    fragment: str = ""


def read(iri: str, base: str) -> Address | None:
    """Read an address of ours; `base` is scheme and host without a slash. None for what is not of this archive.

    The scheme may differ: http and https lead to the same thing.
    """
    try:
        parts, ours = urlsplit(iri), urlsplit(base)
        is_here = parts.netloc == ours.netloc and parts.scheme in ("http", "https")
    except ValueError:
        return None
    if not is_here or parts.query:
        return None
    for kind, pattern in _PATTERNS.items():
        match = pattern.fullmatch(parts.path)
        if match:
            found = match.groupdict()
            return Address(kind, found["name"], found.get("slug", ""), int(found.get("number") or 0), parts.fragment)
    return None


def words(base: str, document: str, text: str, version: int) -> str:
    """Write the address of a text in a version."""
    return f"{base}/documents/{document}/texts/{text}/v{version}/"


def page(base: str, document: str, order: int) -> str:
    """Write the address of a page."""
    return f"{base}/documents/{document}/pages/{order}/"


def document(base: str, identifier: str) -> str:
    """Write the address of a document."""
    return f"{base}/documents/{identifier}/"


def volume(base: str, slug: str) -> str:
    """Write the address of a volume."""
    return f"{base}/volumes/{slug}/"


def note(base: str, key: object) -> str:
    """Write the address of a note."""
    return f"{base}/annotations/{key}/"


def folder(base: str, key: object) -> str:
    """Write the address of a folder."""
    return f"{base}/folders/{key}/"


def container(base: str, what: str = "") -> str:
    """Write the address of a container: "" for all, else such as "mine", "groups/<slug>", "documents/<identifier>"."""
    return f"{base}/annotations/{what}/" if what else f"{base}/annotations/"
