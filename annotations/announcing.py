"""Who is told of a new note: those it mentions, whom it answers, and those who talk in the same place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accounts.access import Audience
from accounts.models import User
from annotations.models import Annotation, Kind, Notification
from annotations.notifying import tell

HANDLE = re.compile(r"(?<![\w@.])@([a-z0-9](?:[a-z0-9_-]{1,28}[a-z0-9]))(?![\w@])", re.IGNORECASE)
# As many people as one note may call upon.
MOST = 20


def handles_in(words: str) -> list[str]:
    """Give the handles that words mention, each once, in lower case."""
    found = dict.fromkeys(match.lower() for match in HANDLE.findall(words))
    return list(found)[:MOST]


def announce(note: Annotation) -> None:
    """Tell people of a note that others may read, each once however often it is changed.

    A note that waits for moderators is announced when they let it through; a private one to nobody. Whoever may not
    read it is not told (`tell` asks).
    """
    if note.audience == Audience.OWNER or note.withdrawn_at or note.hidden_at or note.deleted_at:
        return
    told = set(Notification.objects.filter(annotation=note).values_list("recipient_id", flat=True))
    told.add(note.owner_id or 0)
    for kind, people in ((Kind.MENTION, _mentioned(note)), (Kind.REPLY, _answered(note)), (Kind.TALK, _around(note))):
        fresh = [person for person in people if person.pk not in told]
        told.update(person.pk for person in fresh)
        tell(fresh, kind, annotation=note)


def _mentioned(note: Annotation) -> Iterable[User]:
    handles = handles_in(note.body)
    return User.objects.filter(profile__handle__in=handles, is_active=True) if handles else ()


def _answered(note: Annotation) -> Iterable[User]:
    """Give who wrote what is answered, and who opened the thread."""
    keys = [key for key in (note.reply_to_id, note.thread_id) if key]
    notes = Annotation.objects.filter(pk__in=keys, owner__isnull=False)
    return User.objects.filter(pk__in=notes.values("owner"), is_active=True)


def _around(note: Annotation) -> Iterable[User]:
    """Give those who talk in the same group or folder."""
    if note.on == Annotation.Target.GROUP or (note.thread and note.thread.on == Annotation.Target.GROUP):
        return User.objects.filter(memberships__group_id=note.group_id, is_active=True)
    if note.folder_id is None or note.folder is None:
        return ()
    talkers = Annotation.objects.filter(folder_id=note.folder_id, deleted_at=None).values("owner")
    people = User.objects.filter(pk__in=talkers, is_active=True)
    return people | User.objects.filter(pk=note.folder.owner_id or 0, is_active=True)
