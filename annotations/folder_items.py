"""What lies in folders: put in, taken out, set in order; each under the folder's lock, each to be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.access import readable
from accounts.visitor import Visitor
from annotations.fetching import put_names
from annotations.folders import FolderError, held, note_change
from annotations.models import Annotation, Folder, FolderChange, FolderItem, PassageAnchor
from annotations.passage_anchors import anchor_to_current, hold_texts
from annotations.targets import Place, find_place
from archive.models import Document

# As many things as a folder holds, and as a list of results may bring.
MOST = 5_000
Where = Literal["up", "down", "first", "last"]
_LONG = ("canonical", "blocks", "containers", "marks")
COLUMNS = ("document_id", "page_id", "text_id", "version_id", "start", "end", "exact", "annotation_id")


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to be put into a folder, by the keys of its rows; offsets in code points."""

    document_id: int | None = None
    page_id: int | None = None
    text_id: int | None = None
    version_id: int | None = None
    start: int | None = None
    end: int | None = None
    exact: str = ""
    annotation_id: Any = None

    @property
    def columns(self) -> dict[str, Any]:
        """Give it as columns of a row."""
        return {name: getattr(self, name) for name in COLUMNS}


def thing_of(visitor: Visitor, target: Any, base: str) -> Thing:
    """Find what an address of ours, or a target with selectors, is. Raises TargetError for what is not there."""
    return thing_at(find_place(visitor, [target], base))


def thing_at(place: Place) -> Thing:
    """Give what a place is as a thing for a folder: part of an image is its page."""
    if place.reply_to is not None:
        return Thing(annotation_id=place.reply_to.pk)
    if place.document_id is None:
        raise FolderError(_("A folder holds documents, pages, passages and notes; a volume has its own page."))
    if place.version is not None:
        words = (place.version.pk, place.start, place.end, place.quote.exact)
        return Thing(place.document_id, None, place.text_id, *words)
    return Thing(place.document_id, place.page_id)


@transaction.atomic
def put_in(visitor: Visitor, pk: Any, things: Sequence[Thing]) -> tuple[FolderChange, int]:
    """Put things into a folder, at its end and in their order; what lies there already stays where it is.

    Gives what undoes it, and how many were new. Raises FolderError, NoFolderError.
    """
    folder = held(visitor, pk)
    known = {_key(row) for row in FolderItem.objects.filter(folder=folder)}
    new = [thing for thing in dict.fromkeys(things) if _key(thing) not in known]
    if len(known) + len(new) > MOST:
        raise FolderError(_("A folder holds at most 5000 things; make another one for the rest."))
    hold_texts(thing.text_id for thing in new)
    last = folder.items.aggregate(last=Max("order"))["last"] or 0
    rows = FolderItem.objects.bulk_create(
        FolderItem(folder=folder, order=last + number, added_by_id=visitor.user_id, **thing.columns)
        for number, thing in enumerate(new, 1)
    )
    anchor_to_current(row.pk for row in rows if row.version_id)
    return note_change(visitor, folder, "add", {"items": [row.pk for row in rows]}), len(rows)


def _key(row: Any) -> tuple[Any, ...]:
    return row.document_id, row.page_id, row.version_id, row.start, row.end, row.annotation_id


def put_documents_in(visitor: Visitor, pk: Any, documents: Sequence[int]) -> tuple[FolderChange, int]:
    """Put a whole list of documents in, in its order; what the visitor may not know of is passed over."""
    known = set(Document.objects.findable_by(visitor).filter(pk__in=documents).values_list("pk", flat=True))
    return put_in(visitor, pk, [Thing(document) for document in documents if document in known])


@transaction.atomic
def take_out(visitor: Visitor, pk: Any, item: int) -> FolderChange:
    """Take a thing out of a folder; the thing itself is not touched. Raises FolderError, NoFolderError."""
    folder = held(visitor, pk)
    row = _item(visitor, folder, item)
    hold_items([row.pk])
    kept = {name: getattr(row, name) for name in COLUMNS} | {"order": row.order, "added_by_id": row.added_by_id}
    kept["annotation_id"] = str(row.annotation_id) if row.annotation_id else None
    row.delete()
    return note_change(visitor, folder, "remove", kept)


@transaction.atomic
def set_in_order(visitor: Visitor, pk: Any, item: int, where: Where | int) -> FolderChange:
    """Move a thing up, down, to the first or last place, or to a place counted from 1 among what the visitor sees.

    Raises FolderError, NoFolderError.
    """
    folder = held(visitor, pk)
    row = _item(visitor, folder, item)
    seen = list(items_of(visitor, folder).values_list("pk", flat=True))
    old = seen.index(row.pk)
    goals = {"up": old - 1, "down": old + 1, "first": 0, "last": len(seen) - 1}
    goal = goals[where] if isinstance(where, str) else where - 1
    seen.insert(max(0, min(goal, len(seen) - 1)), seen.pop(old))
    everything = list(FolderItem.objects.filter(folder=folder).values_list("pk", flat=True))
    write_order(_merged(everything, seen))
    return note_change(visitor, folder, "order", {"items": everything})


def _merged(everything: list[int], seen: list[int]) -> list[int]:
    """Set what is seen into its new order; what this visitor does not see keeps its place."""
    order, visible = iter(seen), set(seen)
    return [next(order) if pk in visible else pk for pk in everything]


def write_order(items: Sequence[int]) -> None:
    """Number things from 1 in this order; places are compared when the transaction ends."""
    rows = {row.pk: row for row in FolderItem.objects.filter(pk__in=items)}
    for number, pk in enumerate(items, 1):
        rows[pk].order = number
    FolderItem.objects.bulk_update(rows.values(), ["order"])


def hold_items(items: Sequence[int]) -> None:
    """Hold things that are about to go: a text that is published meanwhile sets no anchor on them."""
    list(FolderItem.objects.select_for_update(of=("self",)).filter(pk__in=items).values_list("pk"))


def _item(visitor: Visitor, folder: Folder, pk: int) -> FolderItem:
    row: FolderItem | None = items_of(visitor, folder).filter(pk=pk).first()
    if row is None:
        raise FolderError(_("This is no longer in the folder."))
    return row


def items_of(visitor: Visitor, folder: Folder) -> Any:
    """Give what the visitor may know of in a folder, in order.

    Licensed documents stay listed when the licence has ended; notes are listed for those who may read them,
    passages and pages where the document may be known of.
    """
    documents = Document.objects.findable_by(visitor).values("pk")
    notes = Annotation.objects.readable_by(visitor).values("pk")
    rows = FolderItem.objects.filter(folder=folder)
    return (rows.filter(document__in=documents) | rows.filter(annotation__in=notes)).order_by("order")


def full_items(visitor: Visitor, folder: Folder) -> list[Any]:
    """Fetch the things of a folder with what showing them asks for, in four statements at any number.

    Each has `is_readable` for its document, and `is_quotable` when its passage may be shown; `anchor` is where a
    passage stands in the current version of its text, None where it was taken from that one.
    """
    rows: list[Any] = list(
        items_of(visitor, folder)
        .select_related(
            "document__volume", "page", "version", "text__current", "annotation__document", "annotation__volume"
        )
        .select_related("annotation__owner", "annotation__page", "annotation__group")
        .defer(
            *(f"{name}__{column}" for name in ("version", "text__current") for column in _LONG), "annotation__search"
        )
    )
    documents = {row.document_id or row.annotation.document_id for row in rows} - {None}
    open_ones = set(
        Document.objects.filter(readable(visitor), pk__in=documents).values_list("pk", flat=True) if documents else ()
    )
    passages = {row.pk: row for row in rows if row.text_id and row.version_id != row.text.current_id}
    anchors = PassageAnchor.objects.filter(item__in=passages, version=F("item__text__current"))
    stands = {anchor.item_id: anchor for anchor in anchors} if passages else {}
    for row in rows:
        row.anchor = stands.get(row.pk)
        row.is_readable = (row.document_id or row.annotation.document_id) in open_ones
        row.is_quotable = row.is_readable or row.added_by_id == visitor.user_id
        if row.annotation is not None:
            put_names(row.annotation)
    return rows
