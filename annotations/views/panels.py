"""What the room adds to the page of a document: notes on what is shown, tags, bookmark; all without script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from typing import Any, Literal

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.visitor import Visitor
from annotations import bookmarks, containers, presentation
from annotations.models import Annotation
from annotations.reporting import is_reported_by
from archive.models import Document
from archive.panels import Leaves, Panel, ParagraphLink

# More notes than this are not drawn on one page; a script fetches them, and the reader's own list has them all.
MOST = 200


def draw_notes(request: HttpRequest, document: Document, leaves: Leaves) -> SafeString | Literal[""]:
    """Draw the notes on the leaves shown, each thread together; three statements at any number of notes."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    inside = containers.in_leaves(leaves.first, leaves.last)
    rows = Annotation.objects.readable_by(visitor).filter(document_id=document.pk).filter(inside)
    said = rows.exclude(motivation__in=("bookmarking",)).exclude(motivation="tagging", on="document")
    found = presentation.fetch(visitor, said.order_by("page__order", "start", "created_at"), MOST + 1)
    context = {
        "threads": threads(found[:MOST], visitor, is_reported_by(visitor, [note.pk for note in found])),
        "has_more": len(found) > MOST,
        "document": document,
        "visitor": visitor,
    }
    return mark_safe(render_to_string("annotations/_notes_panel.html", context, request))  # noqa: S308 a template's


def threads(notes: list[Any], visitor: Visitor, reported: Set[Any] = frozenset()) -> list[dict[str, Any]]:
    """Put replies under the note that opens their thread; those whose opener is gone stand alone and say so.

    `reported` are the notes that the visitor has reported.
    """
    replies: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    present = {note.pk for note in notes}
    for note in notes:
        if note.thread_id in present:
            more = {"is_reported": note.pk in reported, "is_reply": True}
            replies[note.thread_id].append(shown(note, visitor) | more)
    return [
        shown(note, visitor) | {"replies": replies.get(note.pk, []), "is_reported": note.pk in reported}
        for note in notes
        if note.thread_id not in present
    ]


def shown(note: Any, visitor: Visitor) -> dict[str, Any]:
    """Give a note as templates draw it; `html` is clean, see `markdown`."""
    anchor = note.anchor
    finding = presentation.stands(note)
    is_own = note.owner_id is not None and note.owner_id == visitor.user_id
    return {
        "note": note,
        "html": mark_safe(presentation.html(note)),  # noqa: S308 cleaned by nh3
        "quote": (anchor.exact if anchor and anchor.is_certain else note.exact) if note.may_quote else "",
        "who": presentation.creator(note, visitor)["name"],
        "finding": finding,
        "offer": anchor if is_own and finding == "reworded" else None,
        "is_own": is_own,
        "is_orphan": note.on == "note",
    }


def draw_own(request: HttpRequest, document: Document, _leaves: Leaves) -> SafeString | Literal[""]:
    """Draw the visitor's tags and bookmark of the document, and the public tags."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    bookmarks.merge_bookmarks(visitor, request.session)
    context = {
        "document": document,
        "visitor": visitor,
        "marks": bookmarks.marks_of(visitor, request.session, document),
    }
    return mark_safe(render_to_string("annotations/_own_panel.html", context, request))  # noqa: S308 a template's


def _front(identifier: str, slug: str, version: int) -> str:
    return f"/annotations/new/{identifier}/{slug}/v{version}/"


PANELS = (
    Panel("notes", "beside", draw_notes),
    Panel("own", "below", draw_own, is_for_locked=True),
)
PARAGRAPH_LINK = ParagraphLink(lambda: _("Add a note to paragraph"), _front)
