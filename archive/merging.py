"""Two entries of the authority file made one, and apart again: what was moved and dropped is kept for that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.cataloguing import documents_with, index_documents
from archive.models import Document, Name, NameIdentifier, NameMerge, NameRole, NameVariant

_COLUMNS = ("id", "kind", "name", "slug", "disambiguation", "dates", "sort_key")


class MergingError(ValueError):
    """The names cannot be merged or parted; the message says why."""


def merge_names(kept: Name, others: Sequence[Name]) -> list[NameMerge]:
    """Let one name stand for others of its kind: spellings, identifiers and roles go over, the others are deleted.

    Their addresses lead on, and the next load finds the one that was kept. Search is told of the documents
    concerned, and of no others. Raises MergingError.
    """
    with transaction.atomic():
        numbers = {kept.pk, *(other.pk for other in others)}
        rows = {row.pk: row for row in Name.objects.select_for_update().filter(pk__in=numbers).order_by("pk")}
        gone = [rows[pk] for pk in rows if pk != kept.pk]
        if kept.pk not in rows or len(rows) < len(numbers) or not gone:
            raise MergingError(_("Choose at least two names that are all still there."))
        if len({row.kind for row in rows.values()}) > 1:
            raise MergingError(_("Only names of one kind can be merged: a person is no place."))
        merges = [_merge(rows[kept.pk], other) for other in gone]
        index_documents(documents_with([kept.pk]))
    return merges


def undo_merge(merge: NameMerge) -> Name:
    """Make the name that was merged anew, with what it had; what was added to the other since stays there.

    Raises MergingError.
    """
    with transaction.atomic():
        row = NameMerge.objects.select_for_update().get(pk=merge.pk)
        if row.undone_at is not None:
            raise MergingError(_("This was undone already."))
        gone: dict[str, Any] = row.gone
        if Name.objects.filter(slug=gone["name"]["slug"]).exists():
            raise MergingError(_("Another name has its address by now: change that one first."))
        name = Name.objects.create(**gone["name"])
        _give_back(row, name)
        row.undone_at = timezone.now()
        row.save(update_fields=["undone_at"])
        index_documents(documents_with([row.kept_id, name.pk]))
    return name


def _merge(kept: Name, other: Name) -> NameMerge:
    merge = NameMerge(kept=kept, name=other.name, slug=other.slug)
    merge.gone = {
        "name": {column: getattr(other, column) for column in _COLUMNS},
        "variants": _variants(kept, other),
        "identifiers": list(other.identifiers.order_by("pk").values_list("scheme", "value")),
        "roles": _roles(kept, other),
        "merges": list(NameMerge.objects.filter(kept=other).values_list("pk", flat=True)),
    }
    other.identifiers.update(name=kept)
    NameMerge.objects.filter(kept=other).update(kept=kept)
    other.delete()
    merge.save()
    return merge


def _variants(kept: Name, other: Name) -> list[tuple[str, str, str, bool]]:
    """Move the spellings that the kept name has not; gives all, each with whether it was moved."""
    known = set(kept.variants.values_list("text", flat=True))
    rows = list(other.variants.order_by("pk").values_list("text", "skeleton", "script"))
    other.variants.exclude(text__in=known).update(name=kept)
    other.variants.all().delete()
    return [(*row, row[0] not in known) for row in rows]


def _roles(kept: Name, other: Name) -> list[tuple[int, str, int, bool]]:
    """Move the roles that the kept name has not; gives all, each with whether it was moved."""
    rows = list(other.roles.order_by("pk").values_list("document_id", "role", "order"))
    held = set(kept.roles.filter(document__in=[row[0] for row in rows]).values_list("document_id", "role"))
    for role in other.roles.all():
        if (role.document_id, role.role) in held:
            role.delete()
    other.roles.update(name=kept)
    return [(*row, (row[0], row[1]) not in held) for row in rows]


def _give_back(merge: NameMerge, name: Name) -> None:
    gone, kept = merge.gone, merge.kept
    moved = [text for text, _skeleton, _script, is_moved in gone["variants"] if is_moved]
    kept.variants.filter(text__in=moved).delete()
    NameVariant.objects.bulk_create(
        NameVariant(name=name, text=text, skeleton=skeleton, script=script)
        for text, skeleton, script, _moved in gone["variants"]
    )
    for scheme, value in gone["identifiers"]:
        NameIdentifier.objects.filter(scheme=scheme, value=value, name=kept).update(name=name)
    there = set(Document.objects.filter(pk__in=[row[0] for row in gone["roles"]]).values_list("pk", flat=True))
    for document, role, order, is_moved in gone["roles"]:
        if is_moved:
            kept.roles.filter(document=document, role=role).delete()
        if document in there:
            NameRole.objects.create(document_id=document, name=name, role=role, order=order)
    NameMerge.objects.filter(pk__in=gone["merges"]).update(kept=name)
