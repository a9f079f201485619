"""When a contract ends, a document that is open stays readable for the minutes its contract grants; no other opens.

That a document was open is told by a signed cookie of that document's own address, and one of the address of its
images, given while it could be read and its access was soon to end. Alone they open nothing: the visitor must still
come with the contract that has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.access import Answer, Verdict
from accounts.visitor import Grant, Refusal, Visitor
from archive.models import Document

COOKIE = "open-document"
IMAGE_COOKIE = "open-document-images"
# A page opened this long before the end counts as open.
SOON = timedelta(hours=24)


def remember_open(response: HttpResponse, document: Document, answer: Answer) -> None:
    """Give the cookie when the grant that opened the document has grace and ends soon."""
    grant = answer.grant
    if grant is None or grant.until is None or not grant.grace:
        return
    left = grant.until - timezone.now()
    if timedelta(0) < left <= SOON:
        for name, path in _paths(document.identifier):
            response.set_signed_cookie(
                name,
                "yes",
                salt=_salt(document.identifier),
                max_age=left + grant.grace,
                path=path,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )


def in_grace(
    request: HttpRequest, visitor: Visitor, document: Document, answer: Answer
) -> tuple[Visitor, Answer] | None:
    """Give the visitor as whom the ended contract still opens this document, and the answer; None without grace."""
    if not answer.in_grace or not _was_open(request, document):
        return None
    now = timezone.now()
    ended = next(grant for grant in answer.almost if _is_running_out(grant, now))
    grant = replace(ended, products=ended.products & {document.product_id}, refused=None)
    # A request's visitor is lazy, and only a copy of it is the value that may be replaced.
    let_in = replace(copy(visitor), products=visitor.products | grant.products, grants=(*visitor.grants, grant))
    return let_in, Answer(Verdict.READ, grant=grant)


def _is_running_out(grant: Grant, now: datetime) -> bool:
    return grant.refused is Refusal.EXPIRED and grant.until is not None and now < grant.until + grant.grace


def _was_open(request: HttpRequest, document: Document) -> bool:
    salt = _salt(document.identifier)
    return any(request.get_signed_cookie(name, default=None, salt=salt) is not None for name in (COOKIE, IMAGE_COOKIE))


def _paths(identifier: str) -> Iterator[tuple[str, str]]:
    """Give the cookies with the addresses they are sent to: the document with its pages, and its images in tiles."""
    yield COOKIE, reverse("archive:document", args=[identifier])
    yield IMAGE_COOKIE, reverse("archive:iiif-image", args=[identifier, 1]).rpartition("/")[0]


def _salt(identifier: str) -> str:
    return f"archive.grace:{identifier}"
