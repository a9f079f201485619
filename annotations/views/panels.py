"""What the room adds to the page of a document: notes on what is shown, tags, bookmark; all without script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.compiled_rules import CompiledRule
from accounts.models import ReadingGroup
from accounts.visitor import Visitor
from annotations import addresses, bookmarks, fetching, presentation
from annotations.leaves import in_leaves
from annotations.models import Annotation
from annotations.reporting import is_reported_by
from annotations.w3c import CONTEXT
from archive.models import Document
from archive.panels import Leaves, Panel, ParagraphLink

# More notes than this are not drawn on one page; a script fetches them, and the reader's own list has them all.
MOST = 200
ORDER = ("page__order", "start", "created_at")


def _said(visitor: Visitor, at: datetime, document: int, first: int, last: int) -> QuerySet[Annotation, Any]:
    """Give the query for the keys of the notes on the leaves shown; marks of the whole document stand elsewhere."""
    rows = Annotation.objects.readable_by(visitor, at).filter(document_id=document)
    rows = rows.filter(in_leaves(first, last))
    rows = rows.exclude(motivation="bookmarking", on__in=("document", "page")).exclude(
        motivation="tagging", on="document"
    )
    return rows.order_by(*ORDER).values_list("pk")[: MOST + 1]


_SAID = CompiledRule(_said, int, int, int)


def draw_notes(request: HttpRequest, document: Document, leaves: Leaves) -> SafeString | Literal[""]:
    """Draw the notes on the leaves shown, each thread together; five statements at any number of notes, one without."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    # Most pages have no notes, and to learn that must not cost what presenting them does.
    is_noted = bookmarks.has_notes(request, document.pk)
    said = [key for (key,) in _SAID(visitor, document.pk, leaves.first, leaves.last)] if is_noted else []
    found: list[Any] = []
    if said:
        rows = Annotation.objects.readable_by(visitor).filter(pk__in=said).order_by(*ORDER)
        found = fetching.fetch(visitor, rows)
    reported = is_reported_by(visitor, [note.pk for note in found]) if found else frozenset()
    context = {
        "threads": threads(found[:MOST], visitor, reported),
        "has_more": len(found) > MOST,
        "document": document,
        "visitor": visitor,
        "audiences": audiences(visitor),
        "context": CONTEXT,
        "here": request.get_full_path(),
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
        "crop": presentation.crop(note),
        "who": presentation.creator(note, visitor)["name"],
        "finding": finding,
        "offer": anchor if is_own and finding == "reworded" else None,
        "is_own": is_own,
        "audience": presentation.audience(note, "")["id"],
        "is_orphan": note.on == "note",
    }


def audiences(visitor: Visitor) -> list[dict[str, Any]]:
    """Give whom a note may be for: its container on the wire, its name, and the sentence that says who will read it."""
    if visitor.user_id is None:
        return []
    found = [("owner", "mine", "lock", _("Only me"), _("Nobody else reads this note."))]
    if visitor.groups:
        groups = ReadingGroup.objects.filter(pk__in=list(visitor.groups), archived_at__isnull=True).order_by("name")
        for slug, name, count in groups.annotate(count=Count("memberships")).values_list("slug", "name", "count"):
            sentence = ngettext(
                "%(count)d member of %(name)s reads it.", "The %(count)d members of %(name)s read it.", count
            )
            found.append(("group", f"groups/{slug}", "group", name, sentence % {"count": count, "name": name}))
    found.append(("open", "", "globe", _("Public"), _("Everyone who can find this document reads it, with your name.")))
    names = ("kind", "address", "icon", "name", "sentence")
    return [dict(zip(names, (kind, addresses.container("", path), *rest), strict=True)) for kind, path, *rest in found]


@require_GET
def card(request: HttpRequest, key: UUID) -> HttpResponse:
    """Draw the thread of a note, for a script that has just written it."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    readable = Annotation.objects.readable_by(visitor)
    note = readable.filter(pk=key).values("pk", "thread_id").first()
    if note is None:
        raise Http404
    opener = note["thread_id"] or note["pk"]
    rows = readable.filter(Q(pk=opener) | Q(thread_id=opener)).order_by("created_at")
    notes = fetching.fetch(visitor, rows, MOST)
    drawn = threads(notes, visitor, is_reported_by(visitor, [note.pk for note in notes]))
    response = render(request, "annotations/cards.html", {"threads": drawn, "visitor": visitor})
    patch_cache_control(response, private=True, no_cache=True)
    return response


def draw_own(request: HttpRequest, document: Document, _leaves: Leaves) -> SafeString | Literal[""]:
    """Draw the visitor's tags and bookmark of the document, and the public tags."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    bookmarks.merge_bookmarks(visitor, request.session)
    context = {
        "document": document,
        "visitor": visitor,
        "marks": bookmarks.marks_of(request, document),
    }
    return mark_safe(render_to_string("annotations/_own_panel.html", context, request))  # noqa: S308 a template's


def draw_bar(request: HttpRequest, _document: Document, _leaves: Leaves) -> SafeString:
    """Draw the button that shows and hides the notes."""
    return mark_safe(render_to_string("annotations/_bar.html", request=request))  # noqa: S308 a template's


def _front(identifier: str, slug: str, version: int) -> str:
    return f"/annotations/new/{identifier}/{slug}/v{version}/"


PANELS = (
    Panel("bar", "bar", draw_bar),
    Panel("notes", "beside", draw_notes),
    Panel("own", "below", draw_own, is_for_locked=True),
)
PARAGRAPH_LINK = ParagraphLink(lambda: _("Add a note to paragraph"), _front)
