"""Forms without script: a note on a paragraph, a page or a document, a reply, a change, a deletion."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.visitor import Visitor
from annotations import anchoring, annotate, presentation
from annotations.annotate import AnnotateError, NoNoteError, NotYoursError, Request, StaleError
from annotations.forms import NoteForm, WordsForm, audience_value
from annotations.models import Anchor, Annotation
from annotations.pages import address_of
from annotations.paragraphs import paragraph_of
from annotations.selectors import Quote, SelectorError, locate
from annotations.targets import ClosedTargetError, Place, TargetError, find_place, reply_place, words_place

M = Annotation.Motivation


def visitor_of(request: HttpRequest) -> Visitor:
    """Say who asks."""
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    return visitor


def place_or_404(request: HttpRequest, path: str) -> Place:
    """Find what an address of ours is; what is hidden is not there, what is closed is refused."""
    base = request.build_absolute_uri("/").removesuffix("/")
    try:
        return find_place(visitor_of(request), [f"{base}{path}"], base)
    except ClosedTargetError as error:
        raise PermissionDenied(str(error)) from error
    except TargetError as error:
        raise Http404(str(error)) from error


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def on_paragraph(request: HttpRequest, identifier: str, slug: str, version: int, number: int) -> HttpResponse:
    """Write a note on a paragraph of a text, or on some words of it."""
    visitor = visitor_of(request)
    found = paragraph_of(visitor, identifier, slug, version, number)
    if found is None:
        raise Http404
    row, start, end = found
    words = row.canonical[start:end]
    form = WordsForm(visitor, request.POST or None, initial={"key": uuid4().hex})
    back = f"{reverse('archive:document', args=[identifier])}#{slug}-p{number}"
    if request.method == "POST" and form.is_valid():
        try:
            first, last = locate(
                words, Quote(form.cleaned_data["quote"]) if form.cleaned_data["quote"] else None, (0, len(words))
            )
            return _written(
                request, form, words_place(row.text.document_id, row, start + first, start + last), M.COMMENTING
            )
        except SelectorError as error:
            form.add_error("quote", str(error))
        except AnnotateError as error:
            form.add_error(None, str(error))
    return _page(request, form, _("A note on paragraph %d") % number, back, words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def on_document(request: HttpRequest, identifier: str, page: int = 0) -> HttpResponse:
    """Write a note on a document or on one of its pages."""
    path = f"/documents/{identifier}/pages/{page}/" if page else f"/documents/{identifier}/"
    place = place_or_404(request, path)
    form = NoteForm(visitor_of(request), request.POST or None, initial={"key": uuid4().hex})
    title = _("A note on page %d") % page if page else _("A note on this document")
    return _take(request, form, place, title, path, M.COMMENTING)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, key: UUID) -> HttpResponse:
    """Reply to a note; as many people as read the note are offered first."""
    visitor = visitor_of(request)
    note = _note_or_404(visitor, key)
    opener = Annotation.objects.get(pk=note.thread_id) if note.thread_id else note
    form = NoteForm(visitor, request.POST or None, initial={"key": uuid4().hex, "audience": audience_value(opener)})
    return _take(request, form, reply_place(note), _("A reply"), address_of(note), M.REPLYING)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change a note of one's own, and who reads it."""
    visitor = visitor_of(request)
    note = _note_or_404(visitor, key)
    if note.owner_id != visitor.user_id:
        raise PermissionDenied
    said = {
        "body": note.body,
        "tags": ", ".join(note.tags),
        "audience": audience_value(note),
        "revision": note.revision,
    }
    form = NoteForm(visitor, request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            annotate.edit(visitor, key, form.draft(note.motivation, note), form.cleaned_data["revision"] or 0)
        except StaleError as error:
            form.add_error(
                None, _("%(why)s Copy your words, open the note again, and write them there.") % {"why": error}
            )
        except AnnotateError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your note is changed."))
            return redirect(address_of(note))
    return _page(request, form, _("Change your note"), address_of(note), note.exact)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask, then delete a note of one's own."""
    visitor = visitor_of(request)
    note = _note_or_404(visitor, key)
    if note.owner_id != visitor.user_id:
        raise PermissionDenied
    back = address_of(note)
    if request.method == "POST":
        try:
            annotate.delete(visitor, key, None)
        except (NoNoteError, NotYoursError) as error:
            raise Http404 from error
        messages.success(request, _("Your note is deleted."))
        return redirect(back.partition("#")[0])
    return render(request, "annotations/remove.html", {"note": note, "back": back})


@login_required
@require_POST
def settle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep a note on the words its own became, or set it apart."""
    visitor = visitor_of(request)
    note = _note_or_404(visitor, key)
    acts = {"keep": anchoring.keep_here, "leave": anchoring.leave}
    act = acts.get(request.POST.get("choice", ""))
    number = request.POST.get("anchor", "")
    if act is None or not number.isdecimal() or len(number) > 12:
        raise Http404
    try:
        act(visitor, int(number))
    except (Anchor.DoesNotExist, anchoring.SettleError) as error:
        raise Http404 from error
    messages.success(request, _("Your choice is kept."))
    return redirect(address_of(note))


def _note_or_404(visitor: Visitor, key: UUID) -> Annotation:
    rows = Annotation.objects.readable_by(visitor).select_related("document", "volume", "page", "group")
    note: Annotation | None = rows.filter(pk=key).first()
    if note is None:
        raise Http404
    return note


def _take(request: HttpRequest, form: NoteForm, place: Place, title: str, back: str, motivation: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return _written(request, form, place, motivation)
        except AnnotateError as error:
            form.add_error(None, str(error))
    return _page(request, form, title, back, "")


def _written(request: HttpRequest, form: NoteForm, place: Place, motivation: str) -> HttpResponse:
    """Write the note; a form sent twice writes one."""
    visitor, key = visitor_of(request), form.cleaned_data["key"]
    named = Request(f"form-{key}", hashlib.sha256(request.path.encode()).hexdigest()) if key else None
    note, _is_new = annotate.write(visitor, form.draft(motivation), place, named)
    messages.success(request, _("Your note is kept. %s") % presentation.audience_sentence(note))
    return redirect(address_of(_note_or_404(visitor, note.pk)))


def _page(request: HttpRequest, form: NoteForm, title: str, back: str, quote: str) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "title": title, "back": back, "quote": quote}
    return render(request, "annotations/note_form.html", context, status=status)
