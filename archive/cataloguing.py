"""What follows from what a cataloguer types: sort keys, paths, spellings for search, bounds of dates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from django.db import transaction
from django.utils import timezone

from archive.dates import from_edtf
from archive.index_terms import Indexer
from archive.indexing import index_records
from archive.models import ArchivalUnit, Document, Name, NameRole, NameVariant, Section, Volume
from archive.naming import name_skeleton, script_of, sort_key

BELOW = {None: ArchivalUnit.Level.FOND, "fond": ArchivalUnit.Level.OPIS, "opis": ArchivalUnit.Level.DELO}


def date_document(document: Document) -> None:
    """Set the bounds that follow from the date and its calendar; saves nothing. Raises ValueError for no date."""
    calendar = cast("Literal['gregorian', 'julian']", document.calendar)
    date = from_edtf(document.date_edtf, calendar=calendar)
    document.date_edtf, document.earliest, document.latest = date.edtf, date.earliest, date.latest


def place_unit(unit: ArchivalUnit) -> None:
    """Set the path and sort key that follow from the number and what it is part of; saves nothing.

    Raises ValueError when the level does not fit under the parent or the parent is of another repository.
    """
    parent = unit.parent
    if parent is not None and parent.repository_id != unit.repository_id:
        raise ValueError("repository")
    if BELOW.get(parent.level if parent else None) != unit.level:
        raise ValueError("level")
    unit.path = f"{parent.path if parent else unit.repository.slug}/{unit.number}"
    unit.sort_key = "/".join(sort_key(part, 60) for part in unit.path.split("/"))[:240]


def place_section(section: Section) -> None:
    """Set the depth that follows from the parent; saves nothing."""
    section.depth = section.parent.depth + 1 if section.parent else 0


def key_volume(volume: Volume) -> None:
    """Set the sort key that follows from the title; saves nothing."""
    volume.sort_key = sort_key(volume.title, 400)


def save_name(name: Name) -> None:
    """Save a name with its sort key, and with the shown form among its variants, by which search finds it."""
    name.sort_key = sort_key(name.name)
    with transaction.atomic():
        name.save()
        if not name.variants.filter(text=name.name).exists():
            spelling = NameVariant(name=name, text=name.name)
            spell_variant(spelling)
            spelling.save()


def spell_variant(variant: NameVariant) -> None:
    """Set the skeleton, and the script where none is given; saves nothing."""
    variant.skeleton = name_skeleton(variant.text)
    variant.script = variant.script or script_of(variant.text)


def index_documents(documents: Iterable[int]) -> None:
    """Let search find documents by what their records say now; their texts are not read again.

    They count as changed, so that an index that is being built meanwhile has it too.
    """
    numbers = sorted(set(documents))
    if numbers:
        with transaction.atomic():
            Document.objects.filter(pk__in=numbers).update(changed_at=timezone.now())
            index_records(numbers, {}, Indexer())


def documents_with(names: Iterable[int]) -> list[int]:
    """Give the documents on which any of these names stands."""
    return list(NameRole.objects.filter(name__in=list(names)).values_list("document_id", flat=True).distinct())
