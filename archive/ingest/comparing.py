"""What a changed document would mean for its texts and for what hangs on them, in sentences for a dry run."""

from __future__ import annotations

from collections.abc import Iterator

from archive import publication
from archive.ingest.prepared import PreparedDocument
from archive.ingest.text_changes import step_of, unsaved_version
from archive.models import Text


def compare(document: int, prepared: PreparedDocument) -> tuple[str, ...]:
    """Say which texts would get a new version, a new form, come or go; nothing is written."""
    return tuple(_sentences(document, prepared))


def _sentences(document: int, prepared: PreparedDocument) -> Iterator[str]:
    kept = {text.slug: text for text in Text.objects.filter(document_id=document).select_related("current")}
    for slug in sorted(kept.keys() - {text.slug for text in prepared.texts}):
        if kept[slug].current:
            yield f"{slug}: gone from the source"
    for text in prepared.texts:
        row = kept.get(text.slug)
        old = row.current if row else None
        if row is None or old is None:
            yield f"{text.slug}: new"
            continue
        step = step_of(row, text.digest)
        if step.same is None:
            yield f"{text.slug}: version {step.number}, {old.length:,} to {len(text.canonical):,} characters"
            yield from publication.preview(old, unsaved_version(row, step.number, text))
        elif step.same != old:
            yield f"{text.slug}: version {step.same.number} again"
            yield from publication.preview(old, step.same)
        elif old.form_digest != text.form_digest:
            yield f"{text.slug}: same words, other form"
