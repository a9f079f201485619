"""What readers do with notes: write, reply, edit, change who reads them, delete; each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Audience, State
from accounts.groups import hold_place
from accounts.models import User
from accounts.visitor import Visitor
from annotations.anchoring import anchor_to_current
from annotations.announcing import announce
from annotations.models import BODY, Annotation, IdempotencyKey
from annotations.note_index import write_index
from annotations.screening import after_delete, after_edit, screen, wait_to_share
from annotations.targets import Place
from archive.models import Text

MOST_TAGS = 40
LONGEST_TAG = 80
M = Annotation.Motivation


class AnnotateError(ValueError):
    """What was asked for cannot be done, and nothing was changed; the message is for people."""


class SignInError(AnnotateError):
    """Nobody is signed in, so the note would belong to nobody."""


class NotYoursError(AnnotateError):
    """A note of somebody else, which the visitor may read."""


class NoNoteError(AnnotateError):
    """There is no such note, or it is not for the visitor: the same answer."""


class StaleError(AnnotateError):
    """The note has been changed since; `revision` is the present one."""

    def __init__(self, revision: int) -> None:
        """Say so, and keep the revision."""
        super().__init__(_("This note has been changed since you last saw it."))
        self.revision = revision


class KeyReusedError(AnnotateError):
    """The idempotency key was used for another request before."""


class TooOftenError(AnnotateError):
    """More notes were shared in an hour than the rules allow; `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        """Say so, and keep the seconds."""
        super().__init__(_("You have shared many notes in an hour; try again in %d minutes.") % -(-wait // 60))
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader says and to whom; `audience` is owner, group (then with `group_id`) or open."""

    motivation: str = M.COMMENTING
    body: str = ""
    format: str = Annotation.Format.MARKDOWN
    language: str = ""
    tags: tuple[str, ...] = ()
    link: str = ""
    audience: str = Audience.OWNER
    group_id: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """How a client names one request: its key, and the SHA-256 of what it asks for."""

    key: str
    digest: str


def write(
    visitor: Visitor, draft: Draft, place: Place, request: Request | None = None, key: UUID | None = None
) -> tuple[Annotation, bool]:
    """Write a note, and give it with whether it is new; the same request again gives the note of the first time.

    `key` is the id it is to have, one that nobody has. Raises SignInError, AnnotateError, KeyReusedError.
    """
    if visitor.user_id is None:
        raise SignInError(_("Sign in to write notes."))
    with transaction.atomic():
        known = _known(visitor.user_id, request) if request else None
        if known is not None and known.annotation is not None:
            return known.annotation, False
        note = _row(visitor.user_id, draft, place)
        note.pk = key or note.pk
        check(draft, note)
        _hold(visitor.user_id, draft, place)
        twin = _twin(note)
        if twin is not None:
            return twin, False
        if draft.audience != Audience.OWNER and (wait := wait_to_share(visitor.user_id, draft.group_id)):
            raise TooOftenError(wait)
        note.save(force_insert=True)
        write_index(note)
        screen(note)
        if place.version is not None:
            anchor_to_current(note, place.version)
        announce(note)
        if known is not None:
            IdempotencyKey.objects.filter(pk=known.pk).update(annotation=note)
    return note, True


def _known(user: int, request: Request) -> IdempotencyKey | None:
    """Take the key of a request; an equal one that is under way is waited for."""
    row, is_new = IdempotencyKey.objects.select_related("annotation").get_or_create(
        owner_id=user, key=request.key, defaults={"digest": request.digest}
    )
    if not is_new and row.digest != request.digest:
        raise KeyReusedError(_("This Idempotency-Key was used for another request; take a new one."))
    return row


def _row(user: int, draft: Draft, place: Place) -> Annotation:
    note = Annotation(owner_id=user, state=State.PUBLISHED, **place.whereabouts)
    _put_place(note, place)
    return put(note, draft)


def put(note: Annotation, draft: Draft) -> Annotation:
    """Set what a reader may change."""
    note.motivation = draft.motivation
    note.body, note.format, note.language = draft.body, draft.format, draft.language
    note.tags, note.link, note.extra = list(draft.tags), draft.link, draft.extra
    note.audience, note.group_id = draft.audience, draft.group_id
    return note


def check(draft: Draft, note: Annotation) -> None:
    """Refuse what a note may not be; raises AnnotateError."""
    if draft.audience not in (Audience.OWNER, Audience.GROUP, Audience.OPEN):
        raise AnnotateError(_("A note is for you only, for one of your groups, or for everyone."))
    if (draft.audience == Audience.GROUP) != (draft.group_id is not None):
        raise AnnotateError(_("Name the group that may read this note."))
    if len(draft.body) > BODY:
        raise AnnotateError(_("A note has at most %d characters.") % BODY)
    if len(draft.tags) > MOST_TAGS or any(not tag.strip() or len(tag) > LONGEST_TAG for tag in draft.tags):
        raise AnnotateError(_("A note has at most 40 tags of 1 to 80 characters."))
    if note.on == "group" and draft.audience != Audience.GROUP:
        raise AnnotateError(_("What is said in a group is for the group."))
    missing = {
        M.COMMENTING: (draft.body.strip() or draft.tags, _("Write something.")),
        M.REPLYING: (draft.body.strip(), _("Write something.")),
        M.TAGGING: (draft.tags, _("Write a tag.")),
        M.LINKING: (draft.link, _("Say where the link leads.")),
        M.HIGHLIGHTING: (note.on in ("words", "region"), _("Only words and parts of an image can be highlighted.")),
    }
    is_there, words = missing.get(M(draft.motivation), (True, ""))
    if not is_there:
        raise AnnotateError(words)


def _hold(user: int, draft: Draft, place: Place) -> None:
    """Hold until the end of the transaction what must not change meanwhile: membership, thread, current version."""
    if draft.group_id is not None and not hold_place(user, draft.group_id):
        raise AnnotateError(_("You are not in this group, or it is for reading only by now."))
    if place.reply_to is not None:
        _hold_thread(draft, place.reply_to)
    if place.text_id is not None:
        Text.objects.select_for_update(no_key=True).only("pk").get(pk=place.text_id)


def _hold_thread(draft: Draft, note: Annotation) -> None:
    """Refuse a reply that more people could read than the note that opened the thread."""
    opener = Annotation.objects.select_for_update(no_key=True).get(pk=note.thread_id or note.pk)
    if opener.deleted_at is not None:
        raise AnnotateError(_("This note has been withdrawn."))
    fits = {
        Audience.OWNER: draft.audience == Audience.OWNER,
        Audience.GROUP: draft.audience == Audience.OWNER or draft.group_id == opener.group_id,
        Audience.OPEN: True,
    }
    if not fits[Audience(opener.audience)]:
        raise AnnotateError(_("A reply is for nobody who may not read the first note."))


def _twin(note: Annotation) -> Annotation | None:
    """Give the bookmark that is there already; a person bookmarks a thing once."""
    if note.motivation != M.BOOKMARKING or note.on not in ("document", "page", "volume"):
        return None
    key = f"{note.on}_id"
    mine = Annotation.objects.filter(owner_id=note.owner_id, motivation=M.BOOKMARKING, on=note.on)
    # Two tabs at once: the second waits here for the first, whose row it then finds.
    User.objects.select_for_update(no_key=True).get(pk=note.owner_id or 0)
    found: Annotation | None = mine.filter(deleted_at__isnull=True, **{key: getattr(note, key)}).first()
    return found


def edit(visitor: Visitor, pk: Any, draft: Draft, revision: int | None, place: Place | None = None) -> Annotation:
    """Change a note of one's own that is still at `revision`; with a `place`, set it there, in the same document.

    A note hidden by moderators goes back to their queue. Raises NoNoteError, NotYoursError, StaleError, AnnotateError.
    """
    with transaction.atomic():
        seen = _seen(visitor, pk)
        check(draft, seen)
        _hold(
            visitor.user_id or 0,
            draft,
            Place(seen.on, reply_to=seen.reply_to, text_id=place.text_id if place else None),
        )
        note = put(_locked(pk, revision), draft)
        if place is not None:
            _set_on(note, place)
        now = timezone.now()
        note.revision, note.modified_at = note.revision + 1, now
        if note.hidden_at is not None:
            note.withdrawn_at = now
        if draft.audience not in (Audience.OWNER, seen.audience) and (
            wait := wait_to_share(visitor.user_id or 0, draft.group_id)
        ):
            raise TooOftenError(wait)
        note.save()
        write_index(note)
        after_edit(note)
        screen(note)
        announce(note)
        if place is not None and place.version is not None:
            note.anchors.all().delete()
            anchor_to_current(note, place.version)
    return note


def _set_on(note: Annotation, place: Place) -> None:
    """Set a note on other words, or on another part of the image, of the same thing."""
    if (place.on, place.document_id, place.volume_id) != (note.on, note.document_id, note.volume_id) or place.reply_to:
        raise AnnotateError(_("A note stays on the thing it was written on; write a new one."))
    _put_place(note, place)


def _put_place(note: Annotation, place: Place) -> None:
    note.page_id, note.text_id, note.version = place.page_id, place.text_id, place.version
    note.start, note.end = place.start, place.end
    note.exact, note.prefix, note.suffix = place.quote.exact, place.quote.prefix, place.quote.suffix
    note.region = place.region.as_json() if place.region else None


def delete(visitor: Visitor, pk: Any, revision: int | None) -> None:
    """Delete a note of one's own: its words are gone, its place in a thread says so. Raises as `edit` does."""
    with transaction.atomic():
        _seen(visitor, pk)
        note = _locked(pk, revision)
        blank(note)
        after_delete(note)


def blank(note: Annotation) -> None:
    """Take what a note says and quotes out of the database; replies of others are kept for those who wrote them."""
    now = timezone.now()
    Annotation.objects.filter(pk=note.pk).update(
        **dict.fromkeys(("body", "exact", "prefix", "suffix", "link"), ""),
        tags=[],
        extra={},
        search=None,
        region={} if note.on == "region" else None,
        deleted_at=now,
        modified_at=now,
        revision=note.revision + 1,
    )
    note.anchors.all().delete()


def _seen(visitor: Visitor, pk: Any) -> Annotation:
    """Give a note of the visitor's own, not yet locked."""
    note: Annotation | None = Annotation.objects.readable_by(visitor).filter(pk=pk).select_related("reply_to").first()
    if note is None:
        raise NoNoteError(_("There is no such note."))
    if visitor.user_id is None or note.owner_id != visitor.user_id:
        raise NotYoursError(_("This note is somebody else's."))
    return note


def _locked(pk: Any, revision: int | None) -> Annotation:
    """Lock a note; who comes second sees what the first has done. Groups and threads are held before, never after."""
    note: Annotation = Annotation.objects.select_for_update(of=("self",)).get(pk=pk)
    if note.deleted_at is not None:
        raise NoNoteError(_("There is no such note."))
    if revision is not None and note.revision != revision:
        raise StaleError(note.revision)
    return note
