"""Texts of a document brought up to date: a new version where words changed, its form renewed where only that did."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.bulk import reserve
from archive.ingest.document_rows import version_row
from archive.ingest.fresh import Rows, TextPlace, add_stretches, text_row
from archive.ingest.prepared import PreparedDocument, PreparedText
from archive.models import EditorialNote, PageBreak, PageIndex, Text, TextVersion

Following = tuple[TextVersion, TextVersion]


@dataclass(frozen=True, slots=True)
class Step:
    """The version a text goes from, the one that has its new words already, else the number of the one to be made."""

    old: TextVersion | None
    same: TextVersion | None
    number: int


def step_of(row: Text, digest: str) -> Step:
    """Tell how a text comes to words with this digest.

    Those of the current version, or of the newest, which somebody may have rolled back, need no new one.
    """
    newest = row.versions.order_by("-number").first()
    old = row.current or newest
    same = next((version for version in (old, newest) if version and version.digest == digest), None)
    return Step(old, same, newest.number + 1 if newest else 1)


def update_texts(
    document: int, prepared: PreparedDocument, pages: dict[int, int], rows: Rows, now: datetime
) -> list[Following]:
    """Bring the texts up to date; what is new is added to `rows`. Gives old and new version of each text that changed.

    A text the source no longer has keeps its versions and has no current one; it comes back with its source.
    """
    known = {text.slug: text for text in Text.objects.filter(document_id=document).select_related("current")}
    wanted = {text.slug for text in prepared.texts}
    gone = [text.pk for slug, text in known.items() if slug not in wanted]
    Text.objects.filter(pk__in=gone).update(current=None)
    PageIndex.objects.filter(page_break__version__text_id__in=gone).delete()
    missing = sorted(wanted - known.keys())
    ids = {slug: text.pk for slug, text in known.items()} | dict(zip(missing, reserve(Text, len(missing)), strict=True))
    change = _TextChange(document, pages, rows, now)
    following = []
    for order, text in enumerate(prepared.texts, 1):
        aligned = ids.get(text.aligned_with)
        if text.slug in known:
            following += change.update(known[text.slug], text, order, aligned)
        else:
            version = change.add_version(ids[text.slug], 1, text)
            rows.texts.append(text_row(ids[text.slug], document, text, order, aligned, version))
    return following


@dataclass(frozen=True, slots=True)
class _TextChange:
    document: int
    pages: dict[int, int]
    rows: Rows
    now: datetime

    def update(self, row: Text, text: PreparedText, order: int, aligned: int | None) -> list[Following]:
        """Bring one text up to date; gives its old and new version when another one is current now."""
        self._describe(row, text, order, aligned)
        step = step_of(row, text.digest)
        old, same = step.old, step.same
        if old is not None and old != same:
            PageIndex.objects.filter(page_break__version_id=old.pk).delete()
        if same is None:
            pk = self.add_version(row.pk, step.number, text)
            Text.objects.filter(pk=row.pk).update(current=pk)
            return [(old, _unsaved(pk, row, step.number, text))] if old else []
        if row.current_id != same.pk:
            Text.objects.filter(pk=row.pk).update(current=same)
        if row.current_id != same.pk or same.form_digest != text.form_digest:
            self._renew_form(same, text)
        return [(old, same)] if old is not None and old != same else []

    def add_version(self, text: int, number: int, prepared: PreparedText) -> int:
        """Add a version with its stretches and notes to the rows; gives its id."""
        pk = reserve(TextVersion, 1)[0]
        self.rows.versions.append(version_row(pk, text, number, prepared, self.now))
        self._add_stretches(text, pk, prepared)
        return pk

    def _renew_form(self, version: TextVersion, text: PreparedText) -> None:
        """Replace blocks, marks, page breaks and notes of a version whose words are the same."""
        TextVersion.objects.filter(pk=version.pk).update(
            main_end=text.main_end,
            blocks=json.loads(text.blocks),
            containers=json.loads(text.containers),
            marks=json.loads(text.marks),
            form_digest=text.form_digest,
        )
        PageBreak.objects.filter(version=version).delete()
        EditorialNote.objects.filter(version=version).delete()
        self._add_stretches(version.text_id, version.pk, text)

    def _add_stretches(self, text_id: int, version: int, text: PreparedText) -> None:
        numbers = reserve(PageBreak, len(text.breaks))[::-1]
        add_stretches(self.rows, TextPlace(self.document, text_id, version), text, numbers, self.pages)

    def _describe(self, row: Text, text: PreparedText, order: int, aligned: int | None) -> None:
        values: dict[str, Any] = {
            "kind": text.kind,
            "language": text.language[:20],
            "script": text.script[:4],
            "spelling": text.spelling,
            "translator": text.translator[:200],
            "aligned_with_id": aligned,
            "order": order,
        }
        if any(getattr(row, name) != value for name, value in values.items()):
            Text.objects.filter(pk=row.pk).update(**values)


def _unsaved(pk: int, text: Text, number: int, prepared: PreparedText) -> TextVersion:
    """Give a version as the rows that are about to be sent have it, without asking for it again."""
    version = unsaved_version(text, number, prepared)
    version.pk = pk
    return version


def unsaved_version(text: Text, number: int, prepared: PreparedText) -> TextVersion:
    """Give a version that is not in the database, for saying what it would change."""
    return TextVersion(
        text=text,
        number=number,
        canonical=prepared.canonical,
        main_end=prepared.main_end,
        length=len(prepared.canonical),
        words=prepared.words,
        blocks=json.loads(prepared.blocks),
        containers=json.loads(prepared.containers),
        marks=json.loads(prepared.marks),
        digest=prepared.digest,
        form_digest=prepared.form_digest,
    )
