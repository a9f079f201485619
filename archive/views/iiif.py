"""IIIF Presentation 3.0 and Content Search: what documents are, and their words to those who may read them."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Audience
from accounts.visitor import Visitor
from archive.formats.iiif import (
    PRESENTATION,
    SEARCH_1,
    SEARCH_2,
    Described,
    Searches,
    write_annotations,
    write_collection,
    write_manifest,
)
from archive.formats.iiif_search import Match, Sheet, write_matches, write_matches_1
from archive.iiif_records import (
    At,
    document_record,
    is_right_to_left,
    leaves,
    passage,
    plain,
    text_label,
    top_members,
    unit_members,
    unit_record,
    volume_members,
    volume_record,
)
from archive.models import ArchivalUnit, Text, Volume
from archive.page_words import Span, find_in, paragraphs, text_of
from archive.panes import layers_of
from archive.views.opening import Opened, follow_moves, open_document
from archive.views.sharing import linked_data, shared
from archive.views.sharing import plain as refused

HITS_A_PAGE = 100
# Parameters of Content Search that this service does not look at, and says so.
IGNORED = ("motivation", "date", "user")


@shared
@follow_moves
def manifest(request: HttpRequest, identifier: str) -> HttpResponse:
    """Describe a document page by page; a licensed one too, without bytes or words."""
    opened = open_document(request, identifier)
    at = _addresses(request)
    searches = None
    if opened.answer.may_read:
        searches = Searches(at("iiif-search", identifier), at("iiif-search-1", identifier))
    about = document_record(opened.document, at)
    is_rtl = opened.answer.may_read and is_right_to_left(opened.visitor, opened.document)
    data = write_manifest(about, leaves(opened.visitor, opened.document, at), searches, is_rtl=is_rtl)
    return linked_data(request, data, PRESENTATION)


@shared
@follow_moves
def canvas(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """Lead from the name of a canvas to the page it shows."""
    if number not in range(1, max(1, open_document(request, identifier).document.page_count) + 1):
        raise Http404
    response = HttpResponseRedirect(reverse("archive:page", args=[identifier, number]))
    response.status_code = HTTPStatus.SEE_OTHER
    return response


@shared
@follow_moves
def page_words(request: HttpRequest, identifier: str, number: int, slug: str) -> HttpResponse:
    """Give the words of one text on one page: 403 without a licence."""
    opened = open_document(request, identifier)
    if not opened.answer.may_read:
        return _refused()
    try:
        text = text_of(opened.visitor, opened.document, slug)
    except Text.DoesNotExist:
        raise Http404 from None
    if number not in range(1, max(1, opened.document.page_count) + 1):
        raise Http404
    at = _addresses(request)
    layer = next(layer for layer in layers_of(opened.visitor, opened.document) if layer.slug == slug)
    passages = [passage(opened.document, span, at) for span in paragraphs(text, number)]
    data = write_annotations(at("iiif-annotations", identifier, number, slug), text_label(layer), passages)
    return _words(request, opened, data, PRESENTATION)


@shared
@follow_moves
def search(request: HttpRequest, identifier: str, version: int = 2) -> HttpResponse:
    """Answer Content Search in a document, 403 without a licence: not even how often a word stands in it is told."""
    opened = open_document(request, identifier)
    if not opened.answer.may_read:
        return _refused()
    found = find_in(opened.visitor, opened.document, request.GET.get("q", ""))
    sheet = _sheet(request, opened, found)
    if version == 1:
        return _words(request, opened, write_matches_1(sheet), SEARCH_1)
    return _words(request, opened, write_matches(sheet), SEARCH_2)


@shared
def top(request: HttpRequest) -> HttpResponse:
    """List the volumes and the fonds."""
    at = _addresses(request)
    about = Described(at("iiif-top"), plain(_("All collections")), {})
    return linked_data(request, write_collection(about, top_members(_visitor(request), at)), PRESENTATION)


@shared
def volume(request: HttpRequest, slug: str) -> HttpResponse:
    """List the documents of a volume."""
    found = get_object_or_404(Volume.objects.findable_by(_visitor(request)), slug=slug)
    at = _addresses(request)
    data = write_collection(volume_record(found, at), volume_members(_visitor(request), found, at))
    return linked_data(request, data, PRESENTATION)


@shared
def unit(request: HttpRequest, path: str) -> HttpResponse:
    """List what is in a fond, opis or delo; one in which nothing may be found is not there."""
    found = get_object_or_404(ArchivalUnit.objects.select_related("repository", "parent"), path=path)
    at = _addresses(request)
    members = unit_members(_visitor(request), found, at)
    if not members:
        raise Http404
    return linked_data(request, write_collection(unit_record(found, at), members), PRESENTATION)


def _visitor(request: HttpRequest) -> Visitor:
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    return visitor


def _addresses(request: HttpRequest) -> At:
    """Give what makes absolute addresses: one host for all of them, asked once."""
    host = request.build_absolute_uri("/").rstrip("/")
    at: Callable[..., str] = lambda name, *arguments: f"{host}{reverse(f'archive:{name}', args=arguments)}"  # noqa: E731
    return at


def _refused() -> HttpResponse:
    return refused(_("These words are part of a licensed document."), HTTPStatus.FORBIDDEN)


def _words(request: HttpRequest, opened: Opened, data: dict[str, Any], context: str) -> HttpResponse:
    """Give words; licensed ones that a network opens are never for another site's script to read."""
    response = linked_data(request, data, context)
    if opened.document.audience != Audience.OPEN:
        response.headers["Access-Control-Allow-Origin"] = request.build_absolute_uri("/").rstrip("/")
    return response


def _sheet(request: HttpRequest, opened: Opened, found: list[Span]) -> Sheet:
    at = _addresses(request)
    base = request.build_absolute_uri(request.path)
    query = request.GET.get("q", "")
    asked = request.GET.get("page", "1")
    last = max(1, -(-len(found) // HITS_A_PAGE))
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    number = min(max(1, number), last)
    start = (number - 1) * HITS_A_PAGE

    def sheet(other: int) -> str:
        return f"{base}?{urlencode({'q': query, 'page': other})}"

    shown = found[start : start + HITS_A_PAGE]
    return Sheet(
        address=request.build_absolute_uri(),
        whole=f"{base}?{urlencode({'q': query})}",
        total=len(found),
        start=start,
        matches=tuple(Match(passage(opened.document, span, at), span.before, span.after) for span in shown),
        first=sheet(1),
        last=sheet(last),
        following=sheet(number + 1) if number < last else "",
        preceding=sheet(number - 1) if number > 1 else "",
        ignored=tuple(name for name in IGNORED if name in request.GET),
    )
