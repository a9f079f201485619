"""Taking a correction back: the version before becomes the current one again, and what hangs on the text follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from archive import publication
from archive.editing import EditingError, held
from archive.frequent_words import newest
from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.models import Document, Page, PageBreak, Text, TextVersion

# Stands for a source that no load has: the next one looks at the document again.
ROLLED_BACK = "rolled back"


class FirstVersionError(EditingError):
    """There is no version before the current one."""


def effects(texts: QuerySet[Text]) -> Iterator[str]:
    """Say for each text what rolling it back would do, and to what hangs on it; nothing is written."""
    for text in texts.select_related("document", "current"):
        former = _former(text)
        if text.current is not None and former is not None:
            yield f"{text.document.identifier} {text.slug}: v{text.current.number} → v{former.number}"
            yield from publication.preview(text.current, former)


def roll_back(text: Text) -> TextVersion:
    """Make the version before the current one current again; gives it.

    Notes return to where they stood in it, those written since are looked for in it. The newer version keeps its
    address. Raises FirstVersionError, and BusyError during a load.
    """
    document = Document.objects.select_related("volume").get(pk=text.document_id)
    with transaction.atomic(), held(document.volume) if document.volume else nullcontext():
        row = Text.objects.select_for_update(of=("self",)).select_related("current").get(pk=text.pk)
        former = _former(row)
        if row.current is None or former is None:
            raise FirstVersionError(str(row))
        Text.objects.filter(pk=row.pk).update(current=former)
        _set_leaves(former)
        Document.objects.filter(pk=document.pk).update(source_digest=ROLLED_BACK, changed_at=timezone.now())
        publication.roll_back(former, row.current)
        reindex([document.pk], Indexer(newest()))
    return former


def _former(text: Text) -> TextVersion | None:
    """Give the version before the current one."""
    if text.current is None:
        return None
    return text.versions.filter(number__lt=text.current.number).order_by("-number").first()


def _set_leaves(version: TextVersion) -> None:
    """Show the stretches of a version with their leaves, which a load may have put in another order since."""
    order = Page.objects.filter(pk=OuterRef("page")).values("order")[:1]
    moved = PageBreak.objects.filter(version=version, page__isnull=False).exclude(leaf=F("page__order"))
    moved.update(leaf=Subquery(order))
