"""What is new in an alert as a reader sees it: documents that may be known of, with what is new about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.visitor import Visitor
from annotations.models import Alert, SavedSearch, Watch
from archive.entries import Entry, entries_with_volumes
from archive.models import Document, Text, Volume
from archive.search.facets import language_name

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Item:
    """A document and, in words, what is new about it."""

    entry: Entry
    what: str


def items(visitor: Visitor, fresh: Iterable[Mapping[str, Any]], language: str, most: int = SHOWN) -> list[Item]:
    """Give the latest of what is new, newest first; what the visitor may not know of any more is left out."""
    rows = list(dict.fromkeys((row["document"], row["why"], row["text"]) for row in reversed(list(fresh))))
    documents = Document.objects.findable_by(visitor).filter(pk__in=[row[0] for row in rows])
    entries = {entry.pk: entry for entry in entries_with_volumes(visitor, documents, language)}
    texts = _languages(visitor, [row[2] for row in rows if row[2] is not None])
    shown = [row for row in rows if row[0] in entries and (row[2] is None or row[2] in texts)]
    return [Item(entries[document], _what(why, texts.get(text, ""))) for document, why, text in shown[:most]]


def _languages(visitor: Visitor, texts: Sequence[int]) -> dict[int, str]:
    return dict(Text.objects.findable_by(visitor).filter(pk__in=texts).order_by().values_list("pk", "language"))


def _what(why: str, language: str) -> str:
    if why == "new":
        return _("new")
    said = {
        "translation": _("new translation"),
        "transcription": _("new transcription"),
        "corrected": _("text corrected"),
    }[why]
    return f"{said} ({language_name(language)})" if language else said


def leads(visitor: Visitor, alerts: Sequence[Alert]) -> list[tuple[str, str]]:
    """Give what each is called and the address it leads to; a thing that may no longer be known of has neither."""
    watches = [alert for alert in alerts if isinstance(alert, Watch)]
    volumes = Volume.objects.findable_by(visitor).filter(pk__in={it.volume_id for it in watches if it.volume_id})
    documents = Document.objects.findable_by(visitor).filter(pk__in={it.document_id for it in watches})
    known = {
        ("volume", pk): (title, reverse("archive:volume", args=[slug]))
        for pk, title, slug in volumes.values_list("pk", "title", "slug")
    }
    known |= {
        ("document", pk): (title, reverse("archive:document", args=[identifier]))
        for pk, title, identifier in documents.values_list("pk", "title", "identifier")
    }
    hidden = (_("Something that is not shown at present"), "")
    found = []
    for alert in alerts:
        if isinstance(alert, SavedSearch):
            found.append((alert.name, f"{reverse('archive:search')}?{alert.state}"))
        elif isinstance(alert, Watch):
            key = ("volume", alert.volume_id) if alert.volume_id else ("document", alert.document_id)
            found.append(known.get(key, hidden))
    return found
