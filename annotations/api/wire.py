"""What every door of the protocol shares: media types, limits, errors, headers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler as answer_of_the_framework

from accounts.api import VisitorDoor
from accounts.models import ApiToken
from accounts.throttle import Limit, seconds_to_wait
from annotations import annotate
from annotations.targets import ClosedTargetError, TargetError
from annotations.w3c import MEDIA_TYPE, BadAnnotationError, loads

# The greatest request, in bytes.
MOST_BYTES = 256 * 1024
LONGEST_KEY = 200
ALLOWED_HEADERS = "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, Prefer"
EXPOSED_HEADERS = "Accept-Post, Allow, Content-Location, ETag, Link, Location"
CONSTRAINTS = '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'

_STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (BadAnnotationError, 400),
    (ClosedTargetError, 403),
    (TargetError, 422),
    (annotate.NoNoteError, 404),
    (annotate.NotYoursError, 403),
    (annotate.SignInError, 401),
    (annotate.StaleError, 412),
    (annotate.KeyReusedError, 422),
    (annotate.TooOftenError, 429),
    (annotate.AnnotateError, 422),
)


class TooBigError(exceptions.APIException):
    """More than anybody writes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_big"


class PreconditionRequiredError(exceptions.APIException):
    """A change without If-Match could undo somebody's work (RFC 6585, 3)."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"


class LinkedDataRenderer(BaseRenderer):
    """JSON-LD with the profile of annotations."""

    media_type = MEDIA_TYPE
    format = "jsonld"
    charset = None

    def render(self, data: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None) -> bytes:  # noqa: ARG002 the signature is the framework's
        """Write it in UTF-8, as short as it goes."""
        return b"" if data is None else json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class PlainRenderer(LinkedDataRenderer):
    """The same for clients that know JSON only."""

    media_type = "application/json"
    format = "json"


class LinkedDataParser(BaseParser):
    """Reads JSON-LD strictly and within a limit."""

    media_type = "application/ld+json"

    def parse(self, stream: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None) -> Any:  # noqa: ARG002 the signature is the framework's
        """Read a body; raises TooBigError, BadAnnotationError."""
        return loads(body_of(stream))


class PlainParser(LinkedDataParser):
    """The same for clients that say JSON only."""

    media_type = "application/json"


def body_of(stream: Any) -> bytes:
    """Give the body of a request, no longer than the limit."""
    try:
        body = stream.body if isinstance(stream, HttpRequest) else stream.read(MOST_BYTES + 1)
    except RawPostDataException:
        body = b""
    if len(body) > MOST_BYTES:
        raise TooBigError(_("A note may not be bigger than 256 KiB."))
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise BadAnnotationError("", "The body is not UTF-8.") from error
    return cast("bytes", body)


class Negotiation(BaseContentNegotiation):
    """There is one representation; who accepts plain JSON only gets it under that name."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Choose by the type without its parameters; the profile may be there or not."""
        sent = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:  # noqa: ARG002 the signature is the framework's
        """Choose JSON-LD unless only JSON is accepted."""
        accepted = request.headers.get("Accept", "*/*").lower()
        is_plain = "application/json" in accepted and "ld+json" not in accepted and "*/*" not in accepted
        chosen = renderers[1] if is_plain else renderers[0]
        return chosen, chosen.media_type


class Door(VisitorDoor):
    """A door of the protocol; every answer is this visitor's own and is asked for again next time."""

    parser_classes = (LinkedDataParser, PlainParser)
    renderer_classes = (LinkedDataRenderer, PlainRenderer)
    content_negotiation_class = Negotiation
    # What kind of thing stands at this address, for the Link header.
    kind = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'

    @property
    def base(self) -> str:
        """Give scheme and host of this archive."""
        return self.request.build_absolute_uri("/").removesuffix("/")

    def get_exception_handler(self) -> Any:
        """Answer what our acts raise with a status and a reason."""
        return answer

    def initial(self, request: Request, *arguments: Any, **named: Any) -> None:
        """Refuse what is too big unread, programs that may only read, and what comes too often."""
        super().initial(request, *arguments, **named)
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise TooBigError(_("A note may not be bigger than 256 KiB."))
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            self.check_writer(request)
            wait = seconds_to_wait(Limit("note-api", settings.NOTE_RATE, 60 * 60), str(request.user.pk))
            if wait:
                raise exceptions.Throttled(wait)

    def check_writer(self, request: Request) -> None:
        """Refuse to write for nobody, and for a token that may only read."""
        if not request.user.is_authenticated:
            raise exceptions.NotAuthenticated
        if isinstance(request.auth, ApiToken) and request.auth.scope != ApiToken.Scope.WRITE:
            raise exceptions.PermissionDenied(_("This token may only read."))

    def options(self, request: Any, *_arguments: Any, **_named: Any) -> Response:  # noqa: ARG002 the signature is the framework's
        """Say what can be done here, to browsers of other sites too; they come without our cookies."""
        headers = {"Access-Control-Allow-Methods": ", ".join(self.allowed_methods)}
        return Response(status=204, headers=headers | {"Access-Control-Allow-Headers": ALLOWED_HEADERS})

    def finalize_response(self, request: Request, response: Any, *arguments: Any, **named: Any) -> Any:
        """Add the headers that stand on every answer."""
        response = super().finalize_response(request, response, *arguments, **named)
        response["Link"] = self.kind
        response["Allow"] = ", ".join(self.allowed_methods)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        if "POST" in self.allowed_methods:
            response["Accept-Post"] = MEDIA_TYPE
        patch_vary_headers(response, ["Accept", "Prefer", "Authorization", "Cookie"])
        patch_cache_control(response, private=True, no_cache=True)
        return response


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an error as RFC 9457 writes it."""
    for kind, code in _STATUSES:
        if isinstance(error, kind):
            more = {"where": error.where} if isinstance(error, BadAnnotationError) else {}
            problem = _problem(code, str(error), more)
            if isinstance(error, annotate.TooOftenError):
                problem["Retry-After"] = str(error.wait)
            return problem
    known = answer_of_the_framework(error, context)
    if known is None:
        return None
    detail = known.data.get("detail", "") if isinstance(known.data, Mapping) else ""
    problem = _problem(known.status_code, str(detail), {})
    for name, value in known.headers.items():
        if name.lower() != "content-type":
            problem[name] = value
    return problem


def _problem(code: int, detail: str, more: Mapping[str, str]) -> Response:
    return Response(
        {"type": "about:blank", "status": code, "detail": detail, **more},
        status=code,
        content_type="application/problem+json",
    )


def revision_of(request: Request) -> int | None:
    """Read If-Match: the revision it names, None for any (`*`), -1 for none of ours.

    Raises PreconditionRequiredError when it is missing.
    """
    said = request.headers.get("If-Match")
    if said is None:
        raise PreconditionRequiredError(_("Send If-Match with the ETag of the note you have seen."))
    if said.strip() == "*":
        return None
    tags = [tag.strip() for tag in said.split(",")]
    numbers = [tag[1:-1] for tag in tags if len(tag) < 14 and tag.startswith('"') and tag.endswith('"')]
    return next((int(number) for number in numbers if number.isascii() and number.isdecimal()), -1)
