"""What becomes of a person's notes when the person goes."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.notices import site_address
from accounts.visitor import visitor_for
from annotations.annotate import blank
from annotations.fetching import fetch
from annotations.models import Annotation, Folder, FolderItem, IdempotencyKey
from annotations.presentation import write


def erase_person(person: User) -> None:
    """Delete everything a person wrote, when the person is erased."""
    erase_notes(person.pk)


def erase_folders(person: User) -> None:
    """Delete a person's own folders."""
    folders = Folder.objects.filter(owner=person)
    folders.update(parent=None)
    list(FolderItem.objects.select_for_update(of=("self",)).filter(folder__in=folders).values_list("pk"))
    folders.delete()


def export_notes(person: User) -> list[dict[str, Any]]:
    """Give everything a person wrote as Web Annotations, hidden notes and quotations included."""
    visitor, base = visitor_for(person, None), site_address().removesuffix("/")
    notes = Annotation.objects.filter(owner=person, deleted_at=None).order_by("created_at", "pk")
    return [write(note, visitor, base) for note in fetch(visitor, notes)]


def erase_notes(user: int) -> int:
    """Delete everything a person wrote; gives how many notes there were.

    Where others replied, an empty nameless row holds the place of the thread, so that their replies stay theirs.
    """
    with transaction.atomic():
        IdempotencyKey.objects.filter(owner_id=user).delete()
        notes = Annotation.objects.select_for_update().filter(owner_id=user)
        count = notes.count()
        for note in notes:
            blank(note)
        # Nameless rows carry a lock that needs no owner; deleted, they open to nobody.
        notes.update(owner=None, audience="open", group=None, hidden_at=None, withdrawn_at=None)
        _drop_empty_ends()
    return count


def _drop_empty_ends() -> None:
    """Delete nameless rows to which nothing replies any more, from the ends of threads inwards."""
    while True:
        ends = Annotation.objects.filter(owner__isnull=True, deleted_at__isnull=False, replies__isnull=True)
        openers = Annotation.objects.filter(thread__isnull=False).values("thread")
        gone, _tables = ends.exclude(pk__in=openers).delete()
        if not gone:
            return
