"""Shelf-marks of archives: repository, fond, opis, delo and folios, in Cyrillic or Latin letters."""

from archive.references.folios import (
    Folio,
    FolioRange,
    format_folio,
    format_folios,
    parse_folio,
    parse_folios,
)
from archive.references.repositories import find_repository, name_repository
from archive.references.shelf_marks import Language, ShelfMark, normalise, parse

__all__ = [
    "Folio",
    "FolioRange",
    "Language",
    "ShelfMark",
    "find_repository",
    "format_folio",
    "format_folios",
    "name_repository",
    "normalise",
    "parse",
    "parse_folio",
    "parse_folios",
]
