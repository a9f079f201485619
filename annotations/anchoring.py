"""Where notes stand when a text is corrected: found again, offered to their authors, or unattached; never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.visitor import Visitor
from annotations.correspondence import Correspondence, correspond
from annotations.foretelling import Foretold, told
from annotations.models import Anchor, Annotation
from annotations.notifying import tell_of_corrections
from annotations.passages import stretches
from annotations.quotes import Finding, relocate
from annotations.selectors import quote_at
from archive.models import Text, TextVersion
from archive.publication import Follower

BATCH = 1_000


class SettleError(ValueError):
    """What the author chose cannot be done; the message is for people."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a note last stood for certain: a version and a stretch of it, code points."""

    note: Any
    version: int
    start: int
    end: int


Placement = tuple[Anchor, Standing, Correspondence]


def preview(old: TextVersion, new: TextVersion) -> list[str]:
    """Say what publishing `new` would do to readers' notes; nothing when there are none.

    Notes that move, are reworded or lose their words are named where everybody may read them, at most `NAMED` of a
    kind; of others there are numbers alone.
    """
    return told(
        Foretold(anchor, standing.start, proven.is_moved(standing.start, standing.end))
        for anchor, standing, proven in _placements(old, new)
    )


def apply(old: TextVersion, new: TextVersion) -> None:
    """Find every note again in the new version, and keep where; authors whose words were changed are told."""
    with transaction.atomic():
        anchors = list(_anchors(old, new))
        Anchor.objects.filter(version_id=new.pk, is_confirmed=False).delete()
        Anchor.objects.bulk_create(anchors, batch_size=BATCH, ignore_conflicts=True)
        changed = [anchor.annotation_id for anchor in anchors if anchor.finding != Finding.FOUND.value]
        if changed:
            tell_of_corrections(changed)


def roll_back(old: TextVersion, new: TextVersion) -> None:
    """Forget where notes stood in the new version; those written on it are found in the old one, or unattached."""
    with transaction.atomic():
        anchors = list(_anchors(new, old))
        Anchor.objects.filter(version_id=new.pk).delete()
        Anchor.objects.bulk_create(anchors, batch_size=BATCH, ignore_conflicts=True)


def anchor_to_current(note: Annotation, written: TextVersion) -> None:
    """Find a note that was set on an earlier version in the current one; call it with the text's row held."""
    # Most notes are set on the current version, whose words need not be fetched again.
    number = Text.objects.values_list("current_id", flat=True).get(pk=written.text_id)
    if number in (None, written.pk) or note.start is None or note.end is None:
        return
    current = TextVersion.objects.get(pk=number)
    standing = Standing(note.pk, written.pk, note.start, note.end)
    anchor = _anchor(standing, written, current, proof(written, current))
    Anchor.objects.bulk_create([anchor], ignore_conflicts=True)


def _anchors(old: TextVersion, new: TextVersion) -> Iterator[Anchor]:
    """Give for each note of the text where it comes to stand; notes written on the new version stand there already."""
    return (anchor for anchor, _standing, _proven in _placements(old, new))


def _placements(old: TextVersion, new: TextVersion) -> Iterator[Placement]:
    by_version: dict[int, list[Standing]] = defaultdict(list)
    for standing in _standings(old, new):
        by_version[standing.version].append(standing)
    for version, found in by_version.items():
        source = old if version == old.pk else TextVersion.objects.get(pk=version)
        proven = proof(source, new)
        yield from ((_anchor(standing, source, new, proven), standing, proven) for standing in found)


def _standings(old: TextVersion, new: TextVersion) -> Iterator[Standing]:
    """Give where each note last stood for certain; one its author set apart stays apart and is left out."""
    notes = Annotation.objects.filter(text_id=old.text_id, on="words", deleted_at__isnull=True)
    if new.pk:
        notes = notes.exclude(version_id=new.pk)
    last: dict[Any, Anchor] = {}
    for anchor in Anchor.objects.filter(annotation__in=notes).exclude(version_id=new.pk).order_by("version__number"):
        if anchor.is_certain or anchor.is_confirmed:
            last[anchor.annotation_id] = anchor
    for pk, version, start, end in notes.values_list("pk", "version_id", "start", "end"):
        there = last.get(pk)
        if there is None:
            yield Standing(pk, version, start, end)
        elif there.start is not None and there.end is not None:
            yield Standing(pk, there.version_id, there.start, there.end)


def proof(old: TextVersion, new: TextVersion) -> Correspondence:
    """Compare two versions; a second for the longest texts."""
    return correspond(
        stretches(old.canonical, [(block["start"], block["end"]) for block in old.blocks]),
        stretches(new.canonical, [(block["start"], block["end"]) for block in new.blocks]),
    )


def _anchor(standing: Standing, old: TextVersion, new: TextVersion, proven: Correspondence) -> Anchor:
    place = relocate(old.canonical, new.canonical, proven, standing.start, standing.end)
    anchor = Anchor(annotation_id=standing.note, version_id=new.pk, finding=place.finding.value)
    if place.finding is not Finding.UNATTACHED:
        put(anchor, new, place.start, place.end)
    return anchor


def put(anchor: Anchor, version: TextVersion, start: int, end: int) -> None:
    """Set an anchor on words of its version, and keep them with it."""
    quote = quote_at(version.canonical, start, end)
    anchor.start, anchor.end = start, end
    anchor.exact, anchor.prefix, anchor.suffix = quote.exact, quote.prefix, quote.suffix


def unattached(visitor: Visitor) -> QuerySet[Anchor]:
    """Give the anchors, in current versions, of the visitor's notes that wait for a word or were set apart."""
    mine = Anchor.objects.filter(annotation__owner_id=visitor.user_id, annotation__deleted_at__isnull=True)
    current = mine.filter(version__text__current=F("version"))
    asked = current.exclude(finding=Anchor.Finding.FOUND).exclude(finding=Anchor.Finding.REWORDED, is_confirmed=True)
    return asked.select_related("annotation", "version").defer("version__canonical", "version__blocks")


def keep_here(visitor: Visitor, anchor: int) -> Anchor:
    """Accept the words that a note's own became. Raises Anchor.DoesNotExist, SettleError."""
    with transaction.atomic():
        row = _mine(visitor, anchor)
        if row.start is None:
            raise SettleError("There is no place to keep; choose one.")
        return _settled(row, row.finding)


def move(visitor: Visitor, anchor: int, start: int, end: int) -> Anchor:
    """Set a note on other words of the version. Raises Anchor.DoesNotExist, SettleError."""
    with transaction.atomic():
        row = _mine(visitor, anchor)
        if not 0 <= start < end <= row.version.length:
            raise SettleError("This place is outside the text.")
        put(row, row.version, start, end)
        return _settled(row, Anchor.Finding.REWORDED)


def leave(visitor: Visitor, anchor: int) -> Anchor:
    """Set a note apart for good: it keeps its quotation and is not looked for again."""
    with transaction.atomic():
        row = _mine(visitor, anchor)
        row.start = row.end = None
        row.exact = row.prefix = row.suffix = ""
        return _settled(row, Anchor.Finding.UNATTACHED)


def _mine(visitor: Visitor, anchor: int) -> Anchor:
    rows = Anchor.objects.select_for_update(of=("self",)).select_related("version")
    return rows.get(pk=anchor, annotation__owner_id=visitor.user_id or 0, annotation__deleted_at__isnull=True)


def _settled(row: Anchor, finding: str) -> Anchor:
    row.finding, row.is_confirmed = finding, True
    row.save()
    return row


FOLLOWER = Follower("annotations", preview, apply, roll_back)
