"""Saved searches and watches as their owner sees them, and the page to which the mails' links lead."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitor import Visitor
from annotations.alert_mails import KINDS, alert_of, kind_of
from annotations.alert_news import items, leads
from annotations.alerts import AlertError, change, look, mark_seen, save_search, watch, watched
from annotations.forms import RhythmForm, SavedSearchForm
from annotations.models import Alert, Rhythm, SavedSearch, Watch
from archive.models import Document, Volume
from archive.search import TooLongError
from archive.search.returning import state_of


def _visitor(request: HttpRequest) -> Visitor:
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    return visitor


def _own(request: HttpRequest, kind: str, pk: int) -> Alert:
    if kind not in KINDS:
        raise Http404
    found: Alert = get_object_or_404(KINDS[kind], owner_id=request.user.pk or 0, pk=pk)
    return found


def _address(alert: Alert) -> str:
    return reverse("annotations:alert", args=[kind_of(alert), alert.pk])


@login_required
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """List what I have saved and what I watch, with how much is new since I looked."""
    mine = request.user.pk or 0
    found: list[Alert] = [*SavedSearch.objects.filter(owner_id=mine)]
    found += Watch.objects.filter(owner_id=mine).select_related("volume", "document")
    titles = [title for title, _leads in leads(_visitor(request), found)]
    rows = [(it, title, _address(it), len(it.fresh)) for it, title in zip(found, titles, strict=True)]
    return render(request, "annotations/alerts.html", {"tab": "alerts", "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def new_search(request: HttpRequest) -> HttpResponse:
    """Ask for the name of a search and save it; the search stands in the address as on the page of results."""
    state = state_of(request.GET)
    if not state:
        return redirect("archive:search")
    form = SavedSearchForm(request.POST or None, initial={"name": request.GET.get("q", "")[:120]})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            saved = save_search(_visitor(request), said["name"], request.GET, said["rhythm"])
        except AlertError as error:
            form.add_error(None, str(error))
        except TooLongError:
            form.add_error(None, _("The search took too long and was stopped; try again later."))
        else:
            return redirect(_address(saved))
    context = {"tab": "alerts", "form": form, "back": f"{reverse('archive:search')}?{state}"}
    return render(request, "annotations/alert_form.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def new_watch(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Ask how often to tell of a volume or a document, and watch it."""
    visitor = _visitor(request)
    thing = _thing(visitor, kind, name)
    kept = watched(visitor, thing)
    form = RhythmForm(request.POST or None, initial={"rhythm": kept.rhythm if kept else Rhythm.WEEKLY})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_address(watch(visitor, thing, form.cleaned_data["rhythm"])))
        except AlertError as error:
            form.add_error(None, str(error))
    back = reverse(f"archive:{kind}", args=[name])
    context = {"tab": "alerts", "form": form, "thing": thing, "back": back}
    return render(request, "annotations/alert_form.html", context, status=400 if form.errors else 200)


def _thing(visitor: Visitor, kind: str, name: str) -> Volume | Document:
    if kind == "volume":
        return get_object_or_404(Volume.objects.findable_by(visitor), slug=name)
    if kind == "document":
        return get_object_or_404(Document.objects.findable_by(visitor), identifier=name)
    raise Http404


@login_required
@require_http_methods(["GET", "POST"])
def alert(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what is new since I looked; change, look through or remove it by the buttons."""
    found = _own(request, kind, pk)
    if request.method == "POST":
        return _act(request, found)
    visitor = _visitor(request)
    context: dict[str, Any] = {"tab": "alerts", "alert": found, "kind": kind, "form": _form(found)}
    try:
        now = look(visitor, found)
        fresh = [*found.fresh, *(news.as_data() for news in now.news)]
    except (AlertError, TooLongError) as error:
        fresh = found.fresh
        context["problem"] = str(error) or _("The search took too long and was stopped; try again later.")
    context["items"] = items(visitor, fresh, get_language() or "en")
    [(context["title"], context["leads"])] = leads(visitor, [found])
    return render(request, "annotations/alert_detail.html", context)


def _form(found: Alert) -> RhythmForm:
    if isinstance(found, SavedSearch):
        return SavedSearchForm(initial={"name": found.name, "rhythm": found.rhythm})
    return RhythmForm(initial={"rhythm": found.rhythm})


def _act(request: HttpRequest, found: Alert) -> HttpResponse:
    act = request.POST.get("act")
    if act == "remove":
        found.delete()
        messages.success(request, _("It is removed; no more mails come of it."))
        return redirect("annotations:alerts")
    if act == "seen":
        return _seen(request, found)
    form = (SavedSearchForm if isinstance(found, SavedSearch) else RhythmForm)(request.POST)
    if not form.is_valid():
        context = {"tab": "alerts", "form": form, "back": _address(found)}
        return render(request, "annotations/alert_form.html", context, status=400)
    try:
        change(found, form.cleaned_data["rhythm"], form.cleaned_data.get("name", ""))
    except AlertError as error:
        messages.error(request, str(error))
    return redirect(_address(found))


def _seen(request: HttpRequest, found: Alert) -> HttpResponse:
    try:
        mark_seen(_visitor(request), found)
    except (AlertError, TooLongError) as error:
        messages.error(request, str(error) or _("The search took too long and was stopped; try again later."))
    return redirect(_address(found))


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and only when the button is pressed, end the mails; who has the mail need not sign in."""
    found = alert_of(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        change(found, Rhythm.NEVER)
    context = {"is_stopped": found.rhythm == Rhythm.NEVER}
    return render(request, "annotations/alert_stop.html", context)
