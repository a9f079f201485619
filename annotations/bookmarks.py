"""Bookmarks and tags of documents: a guest's bookmarks lie in the session until they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.access import Audience
from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from annotations.annotate import Draft, blank, write
from annotations.models import Annotation
from annotations.targets import Place
from archive.models import Document

KEY = "bookmarks"
# As many as a guest may set; the session is no library.
MOST = 200
# As many marks of a document as are looked at for one page.
SHOWN = 500
M = Annotation.Motivation

_MARKS = CompiledRule(
    lambda visitor, at, document: (
        Annotation.objects.readable_by(visitor, at)
        .filter(document_id=document, on="document", motivation__in=(M.TAGGING, M.BOOKMARKING))
        .order_by("created_at")
        .values_list("motivation", "owner_id", "audience", "tags")[:SHOWN]
    ),
    int,
)


def bookmark(visitor: Visitor, session: SessionBase, document: Document) -> None:
    """Bookmark a document, for good or in a guest's session; once is enough."""
    if visitor.user_id is not None:
        write(visitor, Draft(M.BOOKMARKING), Place("document", document_id=document.pk))
        return
    kept = [pk for pk in session.get(KEY, []) if pk != document.pk]
    session[KEY] = [*kept, document.pk][-MOST:]


def forget_bookmark(visitor: Visitor, session: SessionBase, document: Document) -> None:
    """Take a bookmark of a document away."""
    if visitor.user_id is None:
        session[KEY] = [pk for pk in session.get(KEY, []) if pk != document.pk]
    for note in _mine(visitor, document).filter(motivation=M.BOOKMARKING):
        blank(note)


def merge_bookmarks(visitor: Visitor, session: SessionBase) -> int:
    """Make what a guest bookmarked theirs once they are signed in; none is doubled. Gives how many there were."""
    if visitor.user_id is None or not session.get(KEY):
        return 0
    wanted = session.pop(KEY, [])
    found = Document.objects.findable_by(visitor).filter(pk__in=[pk for pk in wanted if isinstance(pk, int)])
    for document in found:
        write(visitor, Draft(M.BOOKMARKING), Place("document", document_id=document.pk))
    return len(found)


def tag(visitor: Visitor, document: Document, words: str, audience: str = Audience.OWNER) -> None:
    """Tag a document with words separated by commas; a tag that is there already stays one. Raises AnnotateError."""
    tagged = _mine(visitor, document).filter(motivation=M.TAGGING)
    known = {name for names in tagged.values_list("tags", flat=True) for name in names}
    wanted = [" ".join(part.split()) for part in words.split(",")]
    for name in dict.fromkeys(name for name in wanted if name and name not in known):
        write(visitor, Draft(M.TAGGING, tags=(name,), audience=audience), Place("document", document_id=document.pk))


def untag(visitor: Visitor, document: Document, name: str) -> None:
    """Take a tag of the visitor's own away."""
    for note in _mine(visitor, document).filter(motivation=M.TAGGING, tags__contains=[name]):
        blank(note)


@dataclass(frozen=True, slots=True)
class Marks:
    """A document's bookmark and tags as a visitor sees them: own tags with whether everybody sees them, and others'."""

    is_bookmarked: bool
    own: tuple[tuple[str, bool], ...]
    others: tuple[str, ...]


def has_notes(request: HttpRequest, document: int) -> bool:
    """Tell whether anybody wrote anything on a document, whoever may read it; asked once for a request.

    It only spares the rule where there is nothing to ask it about.
    """
    known: dict[int, bool] = request.__dict__.setdefault("_noted", {})
    if document not in known:
        known[document] = Annotation.objects.filter(document_id=document, deleted_at__isnull=True).exists()
    return known[document]


def marks_of(request: HttpRequest, document: Document) -> Marks:
    """Give the marks of a document, in one statement; a guest's bookmark is looked for in the session."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    session = request.session
    marks = _MARKS(visitor, document.pk) if has_notes(request, document.pk) else []
    mine = [row for row in marks if visitor.user_id is not None and row[1] == visitor.user_id]
    own = {name: audience == Audience.OPEN for kind, _o, audience, names in mine if kind == M.TAGGING for name in names}
    others = {name for row in marks if row not in mine and row[0] == M.TAGGING for name in row[3]}
    is_kept = document.pk in session.get(KEY, []) if visitor.user_id is None else False
    return Marks(
        is_kept or any(row[0] == M.BOOKMARKING for row in mine), tuple(own.items()), tuple(sorted(others - own.keys()))
    )


def _mine(visitor: Visitor, document: Document) -> Any:
    own = Annotation.objects.filter(owner_id=visitor.user_id or 0, deleted_at__isnull=True)
    return own.filter(document_id=document.pk, on="document")
