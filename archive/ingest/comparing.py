"""What a changed document would mean for its texts and for what hangs on them, in sentences for a dry run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive import publication
from archive.ingest.prepared import PreparedDocument, PreparedText
from archive.ingest.text_changes import step_of, unsaved_version
from archive.models import Text, TextVersion


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
            yield from _other_ids(old, text)
            yield from publication.preview(old, unsaved_version(row, step.number, text))
        elif step.same != old:
            yield f"{text.slug}: version {step.same.number} again"
            yield from _other_ids(old, text)
            yield from publication.preview(old, step.same)
        elif old.form_digest != text.form_digest:
            yield f"{text.slug}: same words, other form"
            yield from _other_ids(old, text)


def _other_ids(old: TextVersion, text: PreparedText) -> Iterator[str]:
    """Warn of paragraphs whose words stay and whose xml:id does not; a wording that comes twice proves nothing."""
    before, after = _ids(old.canonical, old.blocks), _ids(text.canonical, json.loads(text.blocks))
    known = [words for words, key in before.items() if key and words in after]
    changed = sum(before[words] != after[words] for words in known)
    if changed:
        counts = f"{changed:,} of {len(known):,} paragraphs"
        yield f"{text.slug}: {counts} have another xml:id; notes are found by their words"


def _ids(canonical: str, blocks: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    found = [(canonical[block["start"] : block["end"]], block.get("key") or "") for block in blocks]
    times = Counter(words for words, _key in found)
    return {words: key for words, key in found if words and times[words] == 1}
