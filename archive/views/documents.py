"""Documents: the page on which one is read, its pages' permanent addresses, its texts in their cited versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import panels, usage
from archive.citations import citation, place_of
from archive.dates import Calendar, display
from archive.grace import remember_open
from archive.models import Document, NameRole, TextVersion
from archive.panes import Chosen, kept_panes
from archive.particulars import Credit, credits_of, neighbours
from archive.query import parse
from archive.reading import Reading, page_called, read, read_version, version_of
from archive.search.returning import way_back
from archive.views.opening import Opened, follow_moves, open_document, with_query
from archive.windows import Window, window_of

# An archive has some thousand dates, and reading one takes longer than the rest of a record.
_shown_date = lru_cache(maxsize=4096)(display)


@require_safe
@follow_moves
def document(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a window of the document, or, to those who may not read it, its record and the way in.

    With `part=text` it is what a script puts into the page that is open: the window and the choices above it.
    """
    opened = open_document(request, identifier)
    is_part = request.GET.get("part") == "text"
    if not opened.answer.may_read:
        return _locked(request, opened, status=403 if is_part else 200)
    asked = request.GET.get("jump", "").strip()
    goal = page_called(opened.visitor, opened.document, asked) if asked else None
    if goal is not None:
        return HttpResponseRedirect(_page_address(request, identifier, goal))
    number = _number(request.GET.get("page", "1"))
    query = parse(request.GET["q"]) if request.GET.get("q", "").strip() else None
    reading = read(opened.visitor, opened.document, number, _chosen(request), query=query)
    if reading is None:
        raise Http404(_("This document has no such page."))
    return _shown(request, opened, reading, {"missed": asked, "wanted": query.text if query else ""})


@require_safe
@follow_moves
def page(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """Lead from the permanent address of a page to its place in the window of today; windows may be cut anew."""
    found = open_document(request, identifier).document
    if window_of(number, found.page_count) is None:
        raise Http404(_("This document has no such page."))
    return HttpResponseRedirect(_page_address(request, identifier, number))


@require_safe
@follow_moves
def text_version(request: HttpRequest, identifier: str, slug: str, number: int) -> HttpResponse:
    """Show one text as it stood in a version that was cited, and say when there is a newer one."""
    opened = open_document(request, identifier)
    if not opened.answer.may_read:
        return _locked(request, opened, status=403)
    try:
        version = version_of(opened.visitor, opened.document, slug, number)
    except TextVersion.DoesNotExist:
        raise Http404(_("This document has no such text or version.")) from None
    reading = read_version(opened.visitor, opened.document, version, _number(request.GET.get("page", "1")))
    if reading is None:
        raise Http404(_("This document has no such page."))
    return _shown(request, opened, reading, {"version": version})


def _shown(request: HttpRequest, opened: Opened, reading: Reading, more: dict[str, Any]) -> HttpResponse:
    window = panels.Leaves(
        reading.window.first, reading.window.last, tuple(layer.version_id for layer in reading.layers)
    )
    context: dict[str, Any] = {
        "document": opened.document,
        "answer": opened.answer,
        "volume": opened.document.volume,
        "reading": reading,
        "window": reading.window,
        "is_in_grace": opened.is_in_grace,
        "open_until": _open_until(opened),
        "panels": panels.draw(request, opened.document, window, is_locked=False),
        "query": _kept_query(request),
        "nav": _window_links(request, reading.window),
        **more,
    }
    if request.GET.get("part") == "text":
        response = render(request, "archive/_document_part.html", context)
        remember_open(response, opened.document, opened.answer)
        return _private(response)
    response = render(request, "archive/document_detail.html", _record(request, opened) | context)
    remember_open(response, opened.document, opened.answer)
    return _noted(request, opened, response, has_content=reading.has_content)


def _locked(request: HttpRequest, opened: Opened, *, status: int) -> HttpResponse:
    nothing = panels.Leaves(0, 0)
    if request.GET.get("part") == "text":
        query = request.GET.copy()
        query.pop("part")
        back = with_query(request.path, query.urlencode())
        context = {"answer": opened.answer, "title": _("Your access has ended."), "back": back}
        return _private(render(request, "archive/_document_closed.html", context, status=status))
    context = _record(request, opened) | {
        "title": _("This document is licensed"),
        "panels": panels.draw(request, opened.document, nothing, is_locked=True),
    }
    response = render(request, "archive/document_locked.html", context, status=status)
    return _noted(request, opened, response, has_content=False)


def _noted(request: HttpRequest, opened: Opened, response: HttpResponse, *, has_content: bool) -> HttpResponse:
    """Count the visit; what was answered is for this visitor and asked again next time."""
    usage.note(request, opened.document, opened.answer, has_content=has_content)
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _record(request: HttpRequest, opened: Opened) -> dict[str, Any]:
    """Give what the record says, whether or not the words may be read."""
    found = opened.document
    people = credits_of(found)
    before, after = neighbours(opened.visitor, found)
    shown = _date(found)
    path = reverse("archive:document", args=[found.identifier])
    address = request.build_absolute_uri(path)
    return {
        "place": "volumes",
        "document": found,
        "answer": opened.answer,
        "volume": found.volume,
        "credits": people,
        "roles": _by_role(people),
        "has_place": any(credit.role == NameRole.Role.PLACE for credit in people),
        "date": shown,
        "kept_at": place_of(found),
        "citation": citation(found, people, shown, address, timezone.localdate()),
        "address": address,
        "path": path,
        "documents": path.removesuffix(f"{found.identifier}/"),
        "volume_address": reverse("archive:volume", args=[found.volume.slug]) if found.volume else "",
        "earlier": before,
        "later": after,
        "results": way_back(request.GET.get("s", ""), found.identifier),
        **_services(request, found),
    }


def _services(request: HttpRequest, document: Document) -> dict[str, str]:
    """Give where the images are served, the manifest, and a viewer that opens it.

    Viewers take `iiif-content` from their address, and `manifest` from the address of a link dropped on them.
    """
    manifest = request.build_absolute_uri(reverse("archive:iiif-manifest", args=[document.identifier]))
    asked = urlencode({"iiif-content": manifest, "manifest": manifest})
    return {
        "images": reverse("archive:iiif-image", args=[document.identifier, 0]).removesuffix("0"),
        "manifest": manifest,
        "viewer": f"{settings.IIIF_VIEWER}?{asked}" if settings.IIIF_VIEWER else "",
    }


def _window_links(request: HttpRequest, window: Window) -> dict[str, tuple[str, str]]:
    """Give address and name of the windows before and after, for those that there are."""
    kept = _kept_query(request)
    near = {"before": window.before, "after": window.after}
    return {
        side: (
            f"?{urlencode({**kept, 'page': it.first})}",
            _("Pages %(first)s–%(last)s") % {"first": it.first, "last": it.last},
        )
        for side, it in near.items()
        if it
    }


def _page_address(request: HttpRequest, identifier: str, number: int) -> str:
    address = reverse("archive:document", args=[identifier])
    kept = _kept_query(request) | ({"part": "text"} if request.GET.get("part") == "text" else {})
    return f"{with_query(address, urlencode({**kept, 'page': number}))}#page-{number}"


def _kept_query(request: HttpRequest) -> dict[str, str]:
    """Give what a reader chose, to be carried along to other windows."""
    return {name: request.GET[name] for name in ("panes", "spelling", "q", "s") if request.GET.get(name)}


def _chosen(request: HttpRequest) -> Chosen:
    """Give the panes and the spelling asked for, else those the browser keeps from earlier documents."""
    cookies = {name: unquote(request.COOKIES.get(name, "")) for name in ("panes", "spelling")}
    return Chosen(
        panes=request.GET.get("panes", ""),
        spelling=request.GET.get("spelling", "") or cookies["spelling"],
        language=get_language() or "en",
        kept=kept_panes(cookies["panes"]),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _by_role(people: Sequence[Credit]) -> list[tuple[str, list[Credit]]]:
    """Give the names under the words for what they did, in the order of the roles."""
    found = [(role.label, [credit for credit in people if credit.role == role]) for role in NameRole.Role]
    return [(str(label)[:1].upper() + str(label)[1:], names) for label, names in found if names]


def _open_until(opened: Opened) -> datetime | None:
    grant = opened.answer.grant if opened.is_in_grace else None
    return grant.until + grant.grace if grant and grant.until else None


def _date(document: Document) -> str:
    """Write the date in the reader's language, "" when there is none."""
    if not document.date_edtf:
        return ""
    calendar: Calendar = "julian" if document.calendar == "julian" else "gregorian"
    return _shown_date(document.date_edtf, get_language() or "en", calendar=calendar)
