"""Taking notes and folders away as files, and bringing one's own back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.throttle import Limit, refuse, seconds_to_wait
from accounts.visitor import Visitor
from annotations import addresses, bringing, desk, fetching, folder_items, presentation, taking
from annotations.annotate import AnnotateError
from annotations.entries import Entry, to_csv, to_docx, to_markdown
from annotations.models import Folder
from annotations.w3c import MEDIA_TYPE, BadAnnotationError, write_page
from archive.search.lists import FORMATS, items

TAKEN = Limit("take-notes", 60, 60 * 60)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN = {"csv": ("text/csv; charset=utf-8", "csv"), "markdown": ("text/markdown; charset=utf-8", "md")}
PLAIN |= {"docx": (DOCX, "docx"), "json-ld": (MEDIA_TYPE, "jsonld")}
# As many notes as one file holds.
MOST = 20_000


def _heads() -> dict[str, str]:
    return {
        "kind": _("kind"),
        "document": _("document"),
        "page": _("page"),
        "quotation": _("quotation"),
        "note": _("note"),
        "tags": _("tags"),
        "citation": _("citation"),
        "link": _("link"),
        "leads_to": _("leads to"),
        "author": _("author"),
        "audience": _("who reads it"),
        "written": _("written"),
        "changed": _("changed"),
        "state": _("state"),
    }


def _file(form: str, title: str, entries: Sequence[Entry]) -> bytes:
    empty = _("There is nothing in this list.")
    if form == "csv":
        return to_csv(entries, _heads()).encode()
    if form == "markdown":
        return to_markdown(title, entries, empty).encode()
    return to_docx(title, entries, empty)


def _sent(body: bytes | str, media: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=media, headers=headers | {"X-Robots-Tag": "noindex"})


@login_required
@require_GET
def notes(request: HttpRequest, form: str) -> HttpResponse:
    """Give the notes of a list as a file, the same that the desk's filter shows; an empty list is a valid file."""
    if form not in PLAIN:
        raise Http404
    wait = seconds_to_wait(TAKEN, str(request.user.pk))
    if wait:
        return refuse(request, wait)
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    base = request.build_absolute_uri("/").removesuffix("/")
    rows = fetching.fetch(visitor, desk.notes_for(visitor, desk.read_filter(request.GET)), MOST)
    media, ending = PLAIN[form]
    today = timezone.localdate()
    if form == "json-ld":
        address = addresses.container(base, "mine")
        about = {"id": address, "type": "AnnotationCollection", "label": _("My notes"), "total": len(rows)}
        written = write_page(f"{address}?page=all", about, presentation.write_all(rows, visitor, base), 0, {})
        return _sent(json.dumps(written, ensure_ascii=False, indent=1), media, f"notes-{today}.{ending}")
    entries = taking.entries_of(visitor, rows, base, today)
    return _sent(_file(form, _("My notes"), entries), media, f"notes-{today}.{ending}")


@require_GET
def folder(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """Give a folder as a reading list: with citations for people, or its documents for reference managers."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    found = get_object_or_404(Folder.objects.readable_by(visitor), pk=key)
    base = request.build_absolute_uri("/").removesuffix("/")
    rows = folder_items.full_items(visitor, found)
    name = slugify(found.title)[:60] or "folder"
    if form in ("ris", "csl-json"):
        documents = list(dict.fromkeys(row.document_id or row.annotation.document_id for row in rows))
        written, media, ending = FORMATS[form]
        return _sent(written(items(visitor, [pk for pk in documents if pk], base)), media, f"{name}.{ending}")
    if form == "json-ld":
        return _folder_notes(visitor, rows, base, name, found)
    if form not in PLAIN:
        raise Http404
    media, ending = PLAIN[form]
    entries = taking.folder_entries(visitor, rows, base, timezone.localdate())
    return _sent(_file(form, found.title, entries), media, f"{name}.{ending}")


def _folder_notes(visitor: Visitor, rows: Sequence[Any], base: str, name: str, found: Folder) -> HttpResponse:
    keys = [row.annotation_id for row in rows if row.annotation_id]
    fetched = {note.pk: note for note in fetching.fetch(visitor, presentation.readable_of(visitor, keys))}
    ordered = [fetched[key] for key in keys if key in fetched]
    address = f"{base}/folders/{found.pk}/"
    about = {"id": address, "type": "AnnotationCollection", "label": found.title, "total": len(ordered)}
    written = write_page(f"{address}?page=all", about, presentation.write_all(ordered, visitor, base), 0, {})
    return _sent(json.dumps(written, ensure_ascii=False, indent=1), MEDIA_TYPE, f"{name}.jsonld")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Say what can be taken and brought; on a POST, bring a file of one's own notes back."""
    context: dict[str, Any] = {"tab": "bring", "lines": None, "error": ""}
    if request.method == "POST":
        wait = seconds_to_wait(TAKEN, str(request.user.pk))
        if wait:
            return refuse(request, wait)
        try:
            context["lines"] = bringing.bring(
                request.visitor,  # type: ignore[attr-defined]
                _upload(request),
                request.build_absolute_uri("/").removesuffix("/"),
            )
            context["counts"] = [[line.fate for line in context["lines"]].count(fate) for fate in ("new", "known")]
        except (BadAnnotationError, AnnotateError) as error:
            context["error"] = str(error)
    return render(request, "annotations/desk_bring.html", context, status=422 if context["error"] else 200)


def _upload(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise AnnotateError(_("Choose a file."))
    if (file.size or 0) > bringing.MOST_BYTES:
        raise AnnotateError(_("The file is bigger than 20 MB; bring it in parts."))
    return bytes(file.read())
