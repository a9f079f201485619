"""What a new text version would do to readers' notes, told to its editor before it is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.visitor import Visitor
from annotations.models import Anchor, Annotation

# As many notes of a kind are named to an editor, and so much of their words.
NAMED, WORDS = 20, 120
Finding = Anchor.Finding


@dataclass(frozen=True, slots=True)
class Foretold:
    """Where a note would stand, where it stands now, and whether it moves with its paragraph."""

    anchor: Anchor
    start: int
    is_moved: bool


def told(notes: Iterable[Foretold]) -> list[str]:
    """Count what becomes of notes, and name what changes for those that everybody may read; nothing without notes."""
    found = list(notes)
    if not found:
        return []
    moved = [it for it in found if it.anchor.finding == Finding.FOUND and it.is_moved]
    reworded, lost = (
        [it for it in found if it.anchor.finding == kind] for kind in (Finding.REWORDED, Finding.UNATTACHED)
    )
    public = _public(it.anchor.annotation_id for it in (*moved, *reworded, *lost))
    lines = [
        *_named(_("Moved: “%(old)s”"), moved, public),
        *_named(_("Reworded: “%(old)s” → “%(new)s”"), reworded, public),
        *_named(_("Unattached: “%(old)s”"), lost, public),
    ]
    if len(lines) < len(moved) + len(reworded) + len(lost):
        lines.append(
            _("Named are notes that everybody may read, at most %d of a kind; the others are counted.") % NAMED
        )
    return [_counted(Counter(it.anchor.finding for it in found), len(moved)), *lines]


def _counted(counts: Mapping[str, int], moved: int) -> str:
    kept, reworded, lost = (counts.get(finding, 0) for finding in Finding.values)
    parts = [
        ngettext("%d note stays on its words", "%d notes stay on their words", kept) % kept,
        ngettext("%d of them in another place", "%d of them in other places", moved) % moved,
        ngettext("%d asks its author", "%d ask their authors", reworded) % reworded,
        ngettext("%d is set apart as unattached", "%d are set apart as unattached", lost) % lost,
    ]
    if not moved:
        del parts[1]
    return "; ".join(parts) + "."


def _public(notes: Iterable[Any]) -> Mapping[Any, str]:
    """Give the words of those notes that a visitor without any right may read."""
    rows = Annotation.objects.readable_by(Visitor()).filter(pk__in=list(notes))
    return dict(rows.values_list("pk", "exact"))


def _named(line: str, notes: Iterable[Foretold], public: Mapping[Any, str]) -> Iterator[str]:
    listed = sorted((it for it in notes if it.anchor.annotation_id in public), key=lambda it: it.start)
    for it in listed[:NAMED]:
        old, new = public[it.anchor.annotation_id], it.anchor.exact
        yield line % {"old": Truncator(old).chars(WORDS), "new": Truncator(new).chars(WORDS)}
