"""Bookmarks and tags of a document, one button each."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import Audience
from accounts.visitor import Visitor
from annotations import bookmarks
from annotations.annotate import AnnotateError
from archive.models import Document


def _document(request: HttpRequest, identifier: str) -> tuple[Visitor, Document]:
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    document = Document.objects.findable_by(visitor).filter(identifier=identifier).first()
    if document is None:
        raise Http404
    return visitor, document


def _back(document: Document) -> HttpResponse:
    return redirect(f"{reverse('archive:document', args=[document.identifier])}#own")


@require_POST
def bookmark(request: HttpRequest, identifier: str) -> HttpResponse:
    """Set or take away the bookmark of a document; a guest's is kept in the session."""
    visitor, document = _document(request, identifier)
    if request.POST.get("act") == "remove":
        bookmarks.forget_bookmark(visitor, request.session, document)
    else:
        bookmarks.bookmark(visitor, request.session, document)
    return _back(document)


@login_required
@require_POST
def tag(request: HttpRequest, identifier: str) -> HttpResponse:
    """Add tags to a document, or take one away."""
    visitor, document = _document(request, identifier)
    if request.POST.get("remove"):
        bookmarks.untag(visitor, document, request.POST["remove"])
        return _back(document)
    audience = Audience.OPEN if request.POST.get("audience") == Audience.OPEN else Audience.OWNER
    try:
        bookmarks.tag(visitor, document, request.POST.get("tags", "").replace("\x00", ""), audience)
    except AnnotateError as error:
        messages.error(request, str(error))
    return _back(document)
