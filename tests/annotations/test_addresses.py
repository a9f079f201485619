"""Addresses of the wire are those of the table of addresses."""

import uuid

import pytest
from django.urls import reverse

from annotations import addresses
from annotations.addresses import Address

BASE = "https://archive.example.org"
KEY = str(uuid.UUID(int=7))


def test_addresses_written_are_those_of_the_table() -> None:
    assert [
        addresses.words("", "d-1", "transcription", 2),
        addresses.page("", "d-1", 3),
        addresses.document("", "d-1"),
        addresses.volume("", "v"),
        addresses.note("", KEY),
        addresses.container(""),
        addresses.container("", "mine"),
        addresses.container("", "groups/g"),
        addresses.container("", "volumes/v"),
        addresses.container("", "documents/d-1"),
    ] == [
        reverse("archive:text-version", args=["d-1", "transcription", 2]),
        reverse("archive:page", args=["d-1", 3]),
        reverse("archive:document", args=["d-1"]),
        reverse("archive:volume", args=["v"]),
        reverse("annotations:note", args=[KEY]),
        reverse("annotations:container"),
        reverse("annotations:mine"),
        reverse("annotations:group", args=["g"]),
        reverse("annotations:volume", args=["v"]),
        reverse("annotations:document", args=["d-1"]),
    ]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/documents/d-1/texts/translation-en/v3/", Address("words", "d-1", "translation-en", 3)),
        ("/documents/d-1/pages/4/#xywh=1,2,3,4", Address("page", "d-1", number=4, fragment="xywh=1,2,3,4")),
        ("/documents/d.1_a/", Address("document", "d.1_a")),
        ("/volumes/v/", Address("volume", "v")),
        (f"/annotations/{KEY}/", Address("note", KEY)),
    ],
)
def test_read_knows_what_is_ours(path: str, address: Address) -> None:
    assert addresses.read(f"{BASE}{path}", BASE) == address
    assert addresses.read(f"http://archive.example.org{path}", BASE) == address


@pytest.mark.parametrize(
    "iri",
    [
        "https://elsewhere.example.org/documents/d-1/",
        f"{BASE}.evil.example/documents/d-1/",
        f"{BASE}/documents/d-1/?page=2",
        f"{BASE}/documents/d-1",
        f"{BASE}/documents/../admin/",
        f"{BASE}/annotations/mine/",
        "ftp://archive.example.org/documents/d-1/",
        "/documents/d-1/",
        "https://[x/",
        "",
    ],
)
def test_read_knows_what_is_not(iri: str) -> None:
    assert addresses.read(iri, BASE) is None
