"""Documents that are there already, brought up to date with the source: row, leaves, anchors, texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from archive import publication
from archive.bulk import clean
from archive.ingest.document_rows import page_columns
from archive.ingest.fresh import Rows, add_anchors
from archive.ingest.leaf_matching import match_leaves
from archive.ingest.prepared import PreparedDocument
from archive.ingest.text_changes import update_texts
from archive.models import Anchor, Document, Page


def update_document(pk: int, prepared: PreparedDocument, columns: Mapping[str, Any], now: datetime) -> None:
    """Write what changed of a document, and let everything that hangs on a text follow to its new version."""
    Document.objects.filter(pk=pk).update(**_cleaned(Document, columns), changed_at=now)
    pages = _update_pages(pk, prepared)
    Anchor.objects.filter(document_id=pk).delete()
    rows = Rows()
    add_anchors(rows, pk, prepared)
    following = update_texts(pk, prepared, pages, rows, now)
    rows.send()
    for old, new in following:
        publication.apply(old, new)


def _update_pages(document: int, prepared: PreparedDocument) -> dict[int, int]:
    """Give the ids of the leaves by order; one the source no longer has is withdrawn and stands behind the others.

    Leaves that were made for images, of a document in whose source there are none, stay.
    """
    kept = list(Page.objects.filter(document_id=document).order_by("order"))
    if not prepared.pages:
        return {}
    ids: dict[int, int] = {}
    matched = match_leaves([(page.facs, page.label) for page in kept], prepared.pages)
    for order, (record, index) in enumerate(zip(prepared.pages, matched, strict=True), 1):
        row = Page(document_id=document) if index is None else kept[index]
        values = {"order": order, **_cleaned(Page, page_columns(record))}
        if row.image_id is None:
            values |= {"width": record.width, "height": record.height}
        _save_if_changed(row, values)
        ids[order] = row.pk
    gone = [page for index, page in enumerate(kept) if index not in matched]
    for order, page in enumerate(gone, len(ids) + 1):
        _save_if_changed(page, {"order": order, "state": "withdrawn"})
    return ids


def _save_if_changed(page: Page, values: Mapping[str, Any]) -> None:
    if page.pk is None or any(getattr(page, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(page, name, value)
        page.save()


def _cleaned(model: type[Document] | type[Page], columns: Mapping[str, Any]) -> dict[str, Any]:
    limits = {field.attname: getattr(field, "max_length", None) for field in model._meta.concrete_fields}
    return {name: clean(value, limits[name]) for name, value in columns.items()}
