"""Folders for programs, by personal tokens: listed, made, filled, set in order, deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException, NotAuthenticated, NotFound, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken, ReadingGroup
from annotations import addresses, folder_items, folder_pages, folders
from annotations.folders import FolderError, NoFolderError, StaleFolderError
from annotations.models import Folder
from annotations.targets import TargetError
from archive.api.doors import ApiDoor


class ConflictError(APIException):
    """Somebody else has changed the folder meanwhile."""

    status_code = 409
    default_code = "conflict"


class FolderDoor(ApiDoor):
    """What all doors of folders share."""

    def initial(self, request: Request, *arguments: Any, **named: Any) -> None:
        """Refuse to write for nobody, and for a token that may only read."""
        super().initial(request, *arguments, **named)
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if isinstance(request.auth, ApiToken) and request.auth.scope != ApiToken.Scope.WRITE:
            raise PermissionDenied(_("This token may only read."))

    def handle_exception(self, error: Exception) -> Response:
        """Answer what our acts raise with a status and a reason."""
        if isinstance(error, NoFolderError):
            error = NotFound(str(error))
        elif isinstance(error, StaleFolderError):
            error = ConflictError(str(error))
        elif isinstance(error, FolderError | TargetError):
            error = ValidationError({"detail": str(error)})
        return super().handle_exception(error)

    @property
    def base(self) -> str:
        """Give scheme and host of this archive."""
        return self.request.build_absolute_uri("/").removesuffix("/")

    def folder(self, key: UUID) -> Folder:
        """Give a folder the visitor may read; raises NotFound."""
        found = Folder.objects.readable_by(self.visitor).select_related("group").filter(pk=key).first()
        if found is None:
            raise NotFound
        return found

    def said(self, name: str, default: Any = None) -> Any:
        """Give what the body says under a name; raises ValidationError for a body that is no object."""
        if not isinstance(self.request.data, dict):
            raise ValidationError({"detail": _("Send a JSON object.")})
        return self.request.data.get(name, default)

    def text(self, name: str, default: str = "") -> str:
        """Give a text of the body; raises ValidationError for anything else."""
        value = self.said(name, default)
        if not isinstance(value, str) or "\x00" in value:
            raise ValidationError({name: _("This is a text.")})
        return value

    def revision(self) -> int | None:
        """Give the revision the client has seen, None when it does not say."""
        value = self.said("revision")
        if value is not None and not isinstance(value, int):
            raise ValidationError({"revision": _("This is a whole number.")})
        return value


def _written(folder: Any, base: str) -> dict[str, Any]:
    return {
        "id": str(folder.pk),
        "address": addresses.folder(base, folder.pk),
        "title": folder.title,
        "description": folder.description,
        "parent": str(folder.parent_id) if folder.parent_id else None,
        "audience": folder.audience,
        "group": folder.group.slug if folder.group else None,
        "revision": folder.revision,
    }


def _item(row: Any, base: str) -> dict[str, Any]:
    if row.annotation is not None:
        return {"item": row.pk, "kind": "note", "target": addresses.note(base, row.annotation_id)}
    name = row.document.identifier
    more = {"title": row.document.title, "readable": row.is_readable}
    if row.version is not None:
        target = addresses.words(base, name, row.text.slug, row.version.number)
        quote: dict[str, Any] = {"exact": row.exact, "start": row.start, "end": row.end} if row.is_quotable else {}
        if row.anchor is not None:
            quote["now"] = _now(row, base)
        return {"item": row.pk, "kind": "passage", "target": target, **more, **quote}
    if row.page is not None:
        return {"item": row.pk, "kind": "page", "target": addresses.page(base, name, row.page.order), **more}
    return {"item": row.pk, "kind": "document", "target": addresses.document(base, name), **more}


def _now(row: Any, base: str) -> dict[str, Any]:
    """Say where a passage stands in the current version; nowhere is said too."""
    target = addresses.words(base, row.document.identifier, row.text.slug, row.text.current.number)
    anchor = row.anchor
    has_words = row.is_quotable and anchor.start is not None
    words = {"exact": anchor.exact, "start": anchor.start, "end": anchor.end} if has_words else {}
    return {"finding": anchor.finding, "target": target, **words}


class FoldersDoor(FolderDoor):
    """All folders the visitor has or shares."""

    @extend_schema(operation_id="folders_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:  # noqa: ARG002 the signature is the framework's
        """List folders, each before those inside it; `things` counts what the visitor may know of."""
        branches = folder_pages.flat(folder_pages.trees(self.visitor)) if self.visitor.user_id else []
        listed = [_written(it.folder, self.base) | {"things": it.folder.things} for it in branches]
        return Response({"folders": listed})

    @extend_schema(operation_id="folders_create", request=OpenApiTypes.OBJECT, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:  # noqa: ARG002 the signature is the framework's
        """Make a folder: `title`, and if wanted `description`, `parent` (an id) or `group` (a short name)."""
        group = None
        if self.text("group"):
            group = ReadingGroup.objects.filter(slug=self.text("group"), pk__in=list(self.visitor.groups)).first()
            if group is None:
                raise NotFound
        parent = _uuid(self.text("parent")) if self.said("parent") else None
        words = self.text("description")
        made = folders.new_folder(self.visitor, self.text("title"), parent=parent, group=group, description=words)
        return Response(
            _written(made, self.base), status=201, headers={"Location": addresses.folder(self.base, made.pk)}
        )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


class OneFolderDoor(FolderDoor):
    """One folder with what is in it."""

    @extend_schema(operation_id="folders_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, key: UUID) -> Response:  # noqa: ARG002 the signature is the framework's
        """Give the folder and its things in order."""
        folder = self.folder(key)
        rows = folder_items.full_items(self.visitor, folder)
        return Response(_written(folder, self.base) | {"items": [_item(row, self.base) for row in rows]})

    @extend_schema(operation_id="folders_change", request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)
    def patch(self, request: Request, key: UUID) -> Response:
        """Change `title` and `description`, or move it by `parent`; with `revision` a stale change is refused (409)."""
        folder = self.folder(key)
        if "parent" in request.data:
            goal = _uuid(self.text("parent")) if self.said("parent") else None
            folders.move(self.visitor, key, goal, self.revision())
        else:
            words = self.text("title", folder.title), self.text("description", folder.description)
            folders.rename(self.visitor, key, *words, self.revision())
        return Response(_written(self.folder(key), self.base))

    @extend_schema(operation_id="folders_delete", responses={204: None})
    def delete(self, request: Request, key: UUID) -> Response:  # noqa: ARG002 the signature is the framework's
        """Delete it with all inside it; what lay in it is not touched."""
        folders.delete_folder(self.visitor, key)
        return Response(status=204)


class ItemsDoor(FolderDoor):
    """Where things are put in."""

    @extend_schema(
        operation_id="folder_items_create", request=OpenApiTypes.OBJECT, responses={201: OpenApiTypes.OBJECT}
    )
    def post(self, request: Request, key: UUID) -> Response:  # noqa: ARG002 the signature is the framework's
        """Put things in: `targets`, addresses of documents, pages and notes, or targets with selectors for passages."""
        targets = self.said("targets", [])
        if not isinstance(targets, list) or not all(isinstance(it, str | dict) for it in targets):
            raise ValidationError({"targets": _("This is a list of addresses or targets.")})
        things = [folder_items.thing_of(self.visitor, target, self.base) for target in targets[: folder_items.MOST]]
        _change, new = folder_items.put_in(self.visitor, key, things)
        return Response({"new": new}, status=201)


class ItemDoor(FolderDoor):
    """One thing in a folder."""

    @extend_schema(operation_id="items_order", request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)
    def patch(self, request: Request, key: UUID, item: int) -> Response:  # noqa: ARG002 the signature is the framework's
        """Move it to `place`, counted from 1."""
        place = self.said("place")
        if not isinstance(place, int) or isinstance(place, bool) or place < 1:
            raise ValidationError({"place": _("This is a whole number from 1 on.")})
        folder_items.set_in_order(self.visitor, key, item, place)
        return Response({"item": item, "place": place})

    @extend_schema(operation_id="items_delete", responses={204: None})
    def delete(self, request: Request, key: UUID, item: int) -> Response:  # noqa: ARG002 the signature is the framework's
        """Take it out."""
        folder_items.take_out(self.visitor, key, item)
        return Response(status=204)
