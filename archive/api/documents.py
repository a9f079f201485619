"""Documents and texts for programs: what a visitor may know of, and the words they may read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ParseError, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from archive import usage
from archive.api.doors import ApiDoor
from archive.models import Document, Text, TextVersion

PAGE = 50
MOST = 200


def _record(document: Any) -> dict[str, Any]:
    return {
        "identifier": document.identifier,
        "title": document.title,
        "date": document.date_edtf,
        "volume": document.volume.slug if document.volume else None,
        "number": document.number,
        "shelf_mark": document.shelf_mark,
        "pages": document.page_count,
        "readable": document.is_readable,
    }


class DocumentsDoor(ApiDoor):
    """The documents one may know of, in the order of their identifiers."""

    @extend_schema(
        operation_id="documents_list",
        parameters=[
            OpenApiParameter("volume", str, description="Short name of a volume"),
            OpenApiParameter("after", str, description="The last identifier of the page before"),
            OpenApiParameter("limit", int, description="Documents on a page, 1 to 200"),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """List records; `next` is the `after` of the page that follows, null on the last one."""
        said, words = request.GET.get("limit", str(PAGE)), request.GET.urlencode()
        if not said.isascii() or not said.isdecimal() or len(said) > 9 or int(said) < 1 or "%00" in words:
            raise ParseError(_("The limit is a whole number from 1 on."))
        size = min(int(said), MOST)
        rows = Document.objects.findable_by(self.visitor).proper().select_related("volume").order_by("identifier")
        if request.GET.get("volume"):
            rows = rows.filter(volume__slug=request.GET["volume"])
        if request.GET.get("after"):
            rows = rows.filter(identifier__gt=request.GET["after"])
        found = list(rows[: size + 1])
        following = found[size - 1].identifier if len(found) > size else None
        return Response({"documents": [_record(row) for row in found[:size]], "next": following})


class DocumentDoor(ApiDoor):
    """One document: its record, and which texts it has."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, identifier: str) -> Response:  # noqa: ARG002 the signature is the framework's
        """Give the record; the words are at the address of each text."""
        document, _said = self.find(identifier)
        texts = Text.objects.findable_by(self.visitor).filter(document=document, current__isnull=False)
        columns = ("slug", "kind", "language", "script", "translator", "current__number")
        names = ("slug", "kind", "language", "script", "translator", "version")
        listed = [dict(zip(names, row, strict=True)) for row in texts.order_by("order", "pk").values_list(*columns)]
        more = {"description": document.description, "licence": document.licence, "texts": listed}
        return Response(_record(document) | more)


class TextDoor(ApiDoor):
    """The words of a text."""

    @extend_schema(
        parameters=[OpenApiParameter("version", int, description="An earlier version; without it the current one")],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, identifier: str, slug: str) -> Response:
        """Give the canonical text; places in notes are code points of it. It is counted as any reading is."""
        document, said = self.find(identifier)
        texts = Text.objects.findable_by(self.visitor).filter(document=document, slug=slug)
        if not said.may_read:
            usage.note(request._request, document, said, has_content=False)  # noqa: SLF001 the request of Django
            raise PermissionDenied(_("This text is licensed; your institution or your subscription does not open it."))
        version = self._version(texts.first(), request.GET.get("version", ""))
        usage.note(request._request, document, said)  # noqa: SLF001 the request of Django
        return Response(
            {
                "document": document.identifier,
                "text": slug,
                "version": version.number,
                "words": version.canonical[: version.main_end],
                "notes": version.canonical[version.main_end :].strip(),
            }
        )

    @staticmethod
    def _version(text: Text | None, number: str) -> TextVersion:
        wanted: dict[str, Any] = {"number": int(number)} if number.isdecimal() and len(number) < 7 else {}
        if text is None or (number and not wanted) or (not number and text.current_id is None):
            raise NotFound
        rows = TextVersion.objects.filter(text=text, **(wanted or {"pk": text.current_id}))
        found = rows.first()
        if found is None:
            raise NotFound
        return found
