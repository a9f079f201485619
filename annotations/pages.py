"""Where things are read: the addresses of pages for people."""

from __future__ import annotations

from typing import Any

from django.urls import reverse


def address_of(note: Any) -> str:
    """Give where a note is read: on the page of its document, its volume, its folder or its group."""
    if note.folder_id is not None:
        return f"{reverse('annotations:folder', args=[note.folder_id])}#note-{note.pk}"
    if note.document_id is None and note.volume_id is None:
        return f"{reverse('annotations:group_page', args=[note.group.slug])}#note-{note.pk}"
    if note.document_id is None:
        return reverse("archive:volume", args=[note.volume.slug])
    page = f"?page={note.page.order}" if note.page_id else ""
    return f"{reverse('archive:document', args=[note.document.identifier])}{page}#note-{note.pk}"
