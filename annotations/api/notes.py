"""The door of one note: read, replaced, deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import addresses, annotate, fetching, presentation
from annotations.api.wire import Door, revision_of
from annotations.intake import draft_of
from annotations.targets import find_place, parts_of
from annotations.w3c import MEDIA_TYPE, read
from annotations.w3c import Annotation as Sent

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)


def _is_browser(request: Request) -> bool:
    accepted = request.headers.get("Accept", "")
    return accepted.startswith("text/html") and "json" not in accepted


def _page_of(row: Any) -> str:
    if row.folder_id is not None:
        return f"{addresses.folder('', row.folder_id)}#note-{row.pk}"
    if row.document_key is None and row.volume_key is None:
        return f"/groups/{row.group_slug}/#note-{row.pk}" if row.group_slug else "/desk/"
    if row.document_key is None:
        return addresses.volume("", row.volume_key)
    page = f"?page={row.page_order}" if row.page_order and row.may_quote else ""
    return f"{addresses.document('', row.document_key)}{page}#note-{row.pk}"


class NoteDoor(Door):
    """A note; what the visitor may not read is not there."""

    kind = '<http://www.w3.org/ns/ldp#Resource>; rel="type", <http://www.w3.org/ns/oa#Annotation>; rel="type"'

    @extend_schema(operation_id="annotation_retrieve", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, key: UUID) -> Response:
        """Give the note; a browser that asks for a page is led to where the note is read."""
        row = self._row(key)
        if _is_browser(request):
            return Response(status=303, headers={"Location": _page_of(row)})
        return self._written(row)

    @extend_schema(request={MEDIA_TYPE: OpenApiTypes.OBJECT}, responses=OpenApiTypes.OBJECT, parameters=[IF_MATCH])
    def put(self, request: Request, key: UUID) -> Response:
        """Replace the note; it may be set on other words, or another part of the image, of the same thing."""
        revision = revision_of(request)
        row = self._row(key)
        sent = read(request.data)
        place = None if self._stays(row, sent) else find_place(self.visitor, sent.targets, self.base)
        draft = draft_of(self.visitor, sent, row.on, self.base, row.extra)
        annotate.edit(self.visitor, key, draft, revision, place)
        return self._written(self._row(key))

    @extend_schema(request=None, responses={204: None}, parameters=[IF_MATCH])
    def delete(self, request: Request, key: UUID) -> Response:
        """Delete the note."""
        annotate.delete(self.visitor, key, revision_of(request))
        return Response(status=204)

    def _row(self, key: UUID) -> Any:
        found = fetching.fetch_one(self.visitor, key)
        if found is None:
            raise NotFound
        return found

    def _written(self, row: Any) -> Response:
        return Response(presentation.write(row, self.visitor, self.base), headers={"ETag": row.etag})

    def _stays(self, row: Any, sent: Sent) -> bool:
        """Tell whether the client sent back the target it was given."""
        if len(sent.targets) != 1:
            return False
        given = presentation.write(row, self.visitor, self.base)["target"]
        return parts_of(sent.targets[0]) == parts_of(given)
