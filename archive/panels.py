"""What upper rooms add to the page of a document, as HTML: a registry they sign in AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from archive.models import Document

Place = Literal["bar", "beside", "below"]


@dataclass(frozen=True, slots=True)
class Leaves:
    """The stretch of the document that is on the page: orders of leaves, both included, and the texts shown."""

    first: int
    last: int
    versions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page that another room draws.

    `draw` gets the request (with its visitor), the document and what of it is shown, and gives HTML, or "" when
    there is nothing to add: an empty panel is not drawn. It asks the rule itself for everything it shows, and
    its statements do not grow with the number of leaves. `place` is the bar above the text (and the
    tabs of a phone), the rail beside it or the foot of it;
    `order` sorts panels of one place. `is_for_locked` panels also stand on the record page of a document whose
    words the visitor may not read.
    """

    name: str
    place: Place
    draw: Callable[[HttpRequest, Document, Leaves], SafeString | Literal[""]]
    order: int = 0
    is_for_locked: bool = False


_panels: dict[str, Panel] = {}


@dataclass(frozen=True, slots=True)
class ParagraphLink:
    """A link that stands beside every numbered paragraph, for one room above to write.

    `label` names it for screen readers, before the paragraph's number; `front` gives the address for a text of a
    document in a version, behind which the number and a slash follow.
    """

    label: Callable[[], str]
    front: Callable[[str, str, int], str]


_paragraph_links: list[ParagraphLink] = []


def link_paragraphs(link: ParagraphLink) -> None:
    """Sign in the link of paragraphs; a second one takes the place of the first."""
    _paragraph_links[:] = [link]


def paragraph_link() -> ParagraphLink | None:
    """Give the link of paragraphs, None when no room has signed one in."""
    return next(iter(_paragraph_links), None)


_Noted = Callable[[Visitor, datetime], QuerySet[Any]]
_noted: list[tuple[_Noted, CompiledRule]] = []


def facet_notes(documents: _Noted) -> None:
    """Sign in what gives the ids of documents with public notes, as search counts them; the last one signed counts.

    It gets the visitor and the moment at which the rule is asked.
    """
    _noted[:] = [(documents, CompiledRule(documents))]


def noted(visitor: Visitor) -> QuerySet[Any] | None:
    """Give the ids of documents with public notes the visitor may read, None when no room writes notes."""
    return _noted[0][0](visitor, timezone.now()) if _noted else None


def noted_as_written(visitor: Visitor) -> tuple[str, Sequence[Any]]:
    """Give the statement of `noted` with its parameters, "" when no room writes notes."""
    return _noted[0][1].written(visitor) if _noted else ("", ())


def register(panel: Panel) -> None:
    """Sign in a panel; the same name again replaces it."""
    _panels[panel.name] = panel


def withdraw(name: str) -> None:
    """Take a panel out again; raises KeyError when nobody signed it in."""
    del _panels[name]


def draw(request: HttpRequest, document: Document, leaves: Leaves, *, is_locked: bool) -> dict[Place, list[SafeString]]:
    """Give what the rooms above have to say about the document, by place, in order, empty ones left out."""
    drawn: dict[Place, list[SafeString]] = {"bar": [], "beside": [], "below": []}
    for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.name)):
        if is_locked and not panel.is_for_locked:
            continue
        html = panel.draw(request, document, leaves)
        if html:
            drawn[panel.place].append(html)
    return drawn
