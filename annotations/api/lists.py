"""The doors of containers and their pages."""

from __future__ import annotations

import hashlib
import json
import re
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import addresses, containers, fetching, presentation
from annotations.annotate import Request as NamedRequest
from annotations.annotate import write
from annotations.api.wire import CONSTRAINTS, LONGEST_KEY, Door
from annotations.containers import BadQueryError, Container, NoContainerError
from annotations.intake import draft_of
from annotations.targets import find_place
from annotations.w3c import MEDIA_TYPE, read, write_collection, write_page

MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
_INCLUDE = re.compile(r'include="?([^";]*)"?')
QUERY = [
    OpenApiParameter("page", str, description="first, last, or the name of a page as another page gives it"),
    OpenApiParameter("iris", int, enum=[0, 1], description="1: addresses only"),
    OpenApiParameter("limit", int, description="Notes on a page, 1 to 1000"),
    OpenApiParameter("motivation", str),
    OpenApiParameter("tag", str),
]


def _keys(rows: Any, most: int) -> list[Any]:
    """Fetch no more than what names a note."""
    return list(rows.only("pk", "created_at")[:most])


class ContainerDoor(Door):
    """A container; what stands in it is what this visitor may read, and so are its counts."""

    kind = f'<http://www.w3.org/ns/ldp#BasicContainer>; rel="type", {CONSTRAINTS}'

    def container(self, **named: str) -> Container:
        """Find the container of an address; raises NoContainerError."""
        raise NotImplementedError

    @extend_schema(parameters=QUERY, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, **named: str) -> Response:
        """Give the container with its first page, or one of its pages."""
        try:
            found = self.container(**named)
            size = self._size(request)
            found = containers.narrowed(found, {name: request.GET.get(name, "") for name in ("motivation", "tag")})
            headers: dict[str, str] = {}
            if request.GET.get("page"):
                written = self._page(found, size, request.GET["page"])
            else:
                written, headers = self._collection(found, size)
        except NoContainerError as error:
            raise NotFound from error
        except BadQueryError as error:
            raise ParseError(str(error)) from error
        digest = hashlib.sha256(json.dumps(written).encode()).hexdigest()[:32]
        return Response(written, headers={"ETag": f'W/"{digest}"', **headers})

    def _collection(self, found: Container, size: int) -> tuple[dict[str, Any], dict[str, str]]:
        match = _INCLUDE.search(self.request.headers.get("Prefer", ""))
        wanted = match[1].split() if match else []
        iris = "1" if IRIS in wanted or (not wanted and self.request.GET.get("iris") == "1") else "0"
        about = self._about(found)
        page = self._page(found, size, "first", iris=iris, about=about)
        first: Any = page if page["items"] else None
        if first and MINIMAL in wanted:
            first = page["id"]
        elif first:
            del first["@context"]
        address = self._address(found, {"iris": iris})
        written = write_collection(address, about, first, self._address(found, {"iris": iris, "page": "last"}))
        headers = {"Content-Location": address}
        return written, headers | ({"Preference-Applied": "return=representation"} if wanted else {})

    def _about(self, found: Container) -> dict[str, Any]:
        about: dict[str, Any] = {"label": found.label}
        if found.is_counted:
            total, last = containers.count(self.visitor, found)
            about["total"] = total
            if last is not None:
                about["modified"] = presentation.moment(last)
        return about

    def _page(
        self,
        found: Container,
        size: int,
        name: str,
        *,
        iris: str = "",
        about: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        iris = iris or ("1" if self.request.GET.get("iris") == "1" else "0")
        cut = containers.cut(found, name, size, *self._ways(found, iris))
        links = {
            side: self._address(found, {"iris": iris, "page": page})
            for side, page in (("next", cut.next), ("prev", cut.previous))
            if page
        }
        part_of = {"id": self._address(found, {"iris": iris}), **(about or self._about(found))}
        own = self._address(found, {"iris": iris, "page": name})
        return write_page(own, part_of, self._written(cut.rows, iris), cut.start, links)

    def _ways(self, found: Container, iris: str) -> tuple[containers.Fetch, containers.End | None]:
        """Give how notes are fetched: their names alone, or whole, by the quickest way there is."""
        if iris == "1":
            return _keys, None
        end = partial(fetching.fetch_end, self.visitor, found.place) if found.place else None
        return partial(fetching.fetch, self.visitor), end

    def _written(self, rows: list[Any], iris: str) -> list[Any]:
        if iris == "1":
            return [addresses.note(self.base, row.pk) for row in rows]
        return presentation.write_all(rows, self.visitor, self.base)

    def _address(self, found: Container, query: dict[str, str]) -> str:
        kept = {
            name: self.request.GET[name]
            for name in ("leaves", "motivation", "tag", "limit")
            if name in self.request.GET
        }
        return f"{addresses.container(self.base, found.path)}?{urlencode(kept | query)}"

    @staticmethod
    def _size(request: Request) -> int:
        said = request.GET.get("limit", str(containers.PAGE))
        if not said.isascii() or not said.isdecimal() or len(said) > 12 or int(said) < 1:
            raise BadQueryError(_("The limit is a whole number from 1 on."))
        return min(int(said), containers.MOST)


class AllDoor(ContainerDoor):
    """Everything the visitor may read; new notes are posted here."""

    def container(self, **_named: str) -> Container:
        """Give all notes."""
        return containers.all_notes(self.visitor)

    @extend_schema(
        request={MEDIA_TYPE: OpenApiTypes.OBJECT},
        responses={201: OpenApiTypes.OBJECT},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
    )
    def post(self, request: Request) -> Response:
        """Write a note; the same Idempotency-Key again gives the note of the first time."""
        sent = read(request.data)
        place = find_place(self.visitor, sent.targets, self.base)
        draft = draft_of(self.visitor, sent, place.on, self.base)
        note, _is_new = write(self.visitor, draft, place, self._named(request))
        row = fetching.fetch_one(self.visitor, note.pk)
        written = presentation.write(row, self.visitor, self.base)
        return Response(written, status=201, headers={"Location": written["id"], "ETag": row.etag})

    @staticmethod
    def _named(request: Request) -> NamedRequest | None:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key:
            return None
        if len(key) > LONGEST_KEY:
            raise ParseError(_("An Idempotency-Key has at most 200 characters."))
        sent = json.dumps(request.data, sort_keys=True, ensure_ascii=False)
        return NamedRequest(key, hashlib.sha256(sent.encode("utf-8", "surrogatepass")).hexdigest())


class MineDoor(ContainerDoor):
    """What the visitor wrote."""

    def container(self, **_named: str) -> Container:
        """Give one's own notes."""
        return containers.mine(self.visitor)


class GroupDoor(ContainerDoor):
    """The notes of a group."""

    def container(self, **named: str) -> Container:
        """Give the notes shared with the group."""
        return containers.of_group(self.visitor, named["slug"])


class VolumeDoor(ContainerDoor):
    """The notes of a volume."""

    def container(self, **named: str) -> Container:
        """Give the notes on the volume and its documents."""
        return containers.of_volume(self.visitor, named["slug"])


class DocumentDoor(ContainerDoor):
    """The notes of a document."""

    def container(self, **named: str) -> Container:
        """Give the notes on the document, of some leaves if the query says so."""
        return containers.of_document(self.visitor, named["identifier"], self.request.GET.get("leaves", ""))
