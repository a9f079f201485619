"""Where passages kept in folders stand when a text is corrected: found again, reworded, or nowhere; never guessed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import ngettext

from annotations.anchoring import BATCH, Standing, proof
from annotations.models import FolderItem, PassageAnchor
from annotations.quotes import Finding, relocate
from archive.models import Text, TextVersion
from archive.publication import Follower


def preview(old: TextVersion, new: TextVersion) -> list[str]:
    """Count what publishing `new` would do to passages in folders, which are nobody else's business."""
    counted = Counter(anchor.finding for anchor in _anchors(_passages(old, new), new))
    if not counted:
        return []
    kept, reworded, lost = (counted[finding.value] for finding in Finding)
    parts = [
        ngettext("%d passage in folders stays", "%d passages in folders stay", kept) % kept,
        ngettext("%d is reworded", "%d are reworded", reworded) % reworded,
        ngettext("%d keeps its old words only", "%d keep their old words only", lost) % lost,
    ]
    return ["; ".join(parts) + "."]


def apply(old: TextVersion, new: TextVersion) -> None:
    """Find every passage again in the new version, and keep where."""
    with transaction.atomic():
        anchors = list(_anchors(_held(_passages(old, new)), new))
        PassageAnchor.objects.filter(version_id=new.pk).delete()
        PassageAnchor.objects.bulk_create(anchors, batch_size=BATCH)


def roll_back(old: TextVersion, new: TextVersion) -> None:
    """Forget where passages stood in the new version; those taken from it are looked for in the old one."""
    with transaction.atomic():
        anchors = list(_anchors(_held(_passages(new, old)), old))
        PassageAnchor.objects.filter(version_id=new.pk).delete()
        PassageAnchor.objects.bulk_create(anchors, batch_size=BATCH, ignore_conflicts=True)


def hold_texts(texts: Iterable[int | None]) -> None:
    """Hold texts, so that none gets another version until the end of the transaction."""
    wanted = {text for text in texts if text is not None}
    if wanted:
        list(Text.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").only("pk"))


def anchor_to_current(items: Iterable[int]) -> None:
    """Find passages that were taken from an earlier version in the current one; call it with their texts held."""
    rows = FolderItem.objects.filter(pk__in=list(items), version__isnull=False, text__current__isnull=False)
    moved = rows.exclude(version=F("text__current"))
    for current in TextVersion.objects.filter(pk__in=moved.values("text__current")):
        anchors = _anchors(moved.filter(text=current.text_id), current)
        PassageAnchor.objects.bulk_create(anchors, ignore_conflicts=True)


def _passages(old: TextVersion, new: TextVersion) -> QuerySet[FolderItem]:
    """Give the passages of the text; those taken from the new version stand there already."""
    rows = FolderItem.objects.filter(text_id=old.text_id, version__isnull=False)
    return rows.exclude(version_id=new.pk) if new.pk else rows


def _held(passages: QuerySet[FolderItem]) -> QuerySet[FolderItem]:
    """Hold the rows, so that who takes a thing out meanwhile waits and then takes its anchors along."""
    return passages.select_for_update(of=("self",), no_key=True)


def _anchors(passages: QuerySet[FolderItem], new: TextVersion) -> Iterator[PassageAnchor]:
    by_version: dict[int, list[Standing]] = defaultdict(list)
    for standing in _standings(passages, new):
        by_version[standing.version].append(standing)
    for version, found in by_version.items():
        source = TextVersion.objects.get(pk=version)
        proven = proof(source, new)
        for it in found:
            place = relocate(source.canonical, new.canonical, proven, it.start, it.end)
            anchor = PassageAnchor(item_id=it.note, version_id=new.pk, finding=place.finding.value)
            if place.finding is not Finding.UNATTACHED:
                anchor.start, anchor.end = place.start, place.end
                anchor.exact = new.canonical[place.start : place.end]
            yield anchor


def _standings(passages: QuerySet[FolderItem], new: TextVersion) -> Iterator[Standing]:
    """Give where each passage last stood with its own words."""
    rows: list[tuple[Any, ...]] = list(passages.values_list("pk", "version_id", "start", "end"))
    same = PassageAnchor.objects.filter(item__in=[row[0] for row in rows], finding=PassageAnchor.Finding.FOUND)
    places = same.exclude(version_id=new.pk).order_by("version__number")
    last: dict[int, list[Any]] = {
        item: place for item, *place in places.values_list("item_id", "version_id", "start", "end")
    }
    for pk, *place in rows:
        version, start, end = last.get(pk, place)
        yield Standing(pk, version, start, end)


FOLLOWER = Follower("passages", preview, apply, roll_back)
