"""Reads the real documents once for all the tests that look at them."""

import csv
from functools import cache
from pathlib import Path

from archive.formats import read_file
from archive.records import DocumentRecord, FileRecord


@cache
def files(folder: Path, pattern: str) -> tuple[FileRecord, ...]:
    """Read every file of a set, in the order of their names."""
    return tuple(read_file(path.read_bytes(), path.name) for path in sorted(folder.glob(pattern)))


def documents(found: tuple[FileRecord, ...]) -> dict[str, DocumentRecord]:
    """Give the documents of some files by key."""
    return {document.key: document for record in found for document in record.documents}


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table of expected results."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def total(found: tuple[FileRecord, ...], measure: str) -> int:
    """Add up a count of every document."""
    return sum(int(getattr(document, measure)) for record in found for document in record.documents)


def dated(found: tuple[FileRecord, ...]) -> int:
    """Count the documents that can be placed on a time line."""
    return sum(document.date.is_dated for record in found for document in record.documents)


def named(document: DocumentRecord, role: str) -> str:
    """Give the first person that a document names in a role."""
    people = (found.name.name for found in document.roles if found.role == role and found.name.kind == "person")
    return next(people, "")
