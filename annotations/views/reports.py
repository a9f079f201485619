"""What readers see of moderation: reporting a note, what became of it, and of notes of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from annotations import reporting
from annotations.cases import ModerationError
from annotations.forms import AgainForm, AppealForm, ReportForm
from annotations.models import Decision
from annotations.pagers import page_of
from annotations.pages import address_of

# Steps of a case that its author is told of.
_TOLD = (
    Decision.Act.KEEP,
    Decision.Act.HIDE,
    Decision.Act.ASK,
    Decision.Act.APPEAL,
    Decision.Act.RESTORE,
    Decision.Act.UPHOLD,
    Decision.Act.EDITED,
)


def _visitor(request: HttpRequest) -> Any:
    return request.visitor  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """Report a note of somebody else."""
    rows = reporting.reportable(_visitor(request)).select_related("document", "volume", "page", "group")
    note = get_object_or_404(rows, pk=key)
    form = ReportForm(request.POST or None)
    back = address_of(note)
    if request.method == "POST" and form.is_valid():
        try:
            _row, is_new = reporting.report(_visitor(request), key, **form.cleaned_data)
        except reporting.NothingToReportError as error:
            raise Http404 from error
        except ModerationError as error:
            form.add_error(None, str(error))
        else:
            said = _("Thank you. Moderators will look at it, and you will be told what became of it.")
            messages.success(request, said if is_new else _("You have reported this note already."))
            return redirect(back)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "annotations/report_form.html", {"form": form, "note": note, "back": back}, status=status)


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List what I reported, and what was decided on my notes."""
    visitor = _visitor(request)
    page = page_of(request, reporting.reports_of(visitor))
    for row in page.object_list:
        row.may_ask_again = reporting.may_ask_again(row)
    context = {
        "tab": "reports",
        "page": page,
        "cases": reporting.cases_against(visitor)[:100],
    }
    return render(request, "annotations/desk_reports.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: int) -> HttpResponse:
    """Show the author what was decided on a note, by which rule and in which role; on a POST, appeal."""
    rows = reporting.cases_against(_visitor(request)).select_related("annotation__document", "annotation__volume")
    found = get_object_or_404(rows, pk=number)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reporting.appeal(request.user, number, form.cleaned_data["words"])  # type: ignore[arg-type]
        except ModerationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your appeal is with another moderator now."))
            return redirect("annotations:my_case", number=number)
    context = {
        "tab": "reports",
        "case": found,
        "form": form,
        "note": found.annotation,
        "trail": found.decisions.filter(act__in=_TOLD).exclude(role=Decision.Role.REPORTER),
        "may_appeal": reporting.may_appeal(found),
    }
    return render(request, "annotations/desk_case.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_report(request: HttpRequest, number: int) -> HttpResponse:
    """Show a reporter what became of a report; on a POST, ask for a second look at a note that was kept."""
    visitor = _visitor(request)
    found = get_object_or_404(reporting.reports_of(visitor), pk=number)
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reporting.ask_again(request.user, number, form.cleaned_data["words"])  # type: ignore[arg-type]
        except ModerationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Another moderator will look at it, and you will be told."))
            return redirect("annotations:my_report", number=number)
    note = reporting.reportable(visitor).filter(cases=found.case).first()
    context = {
        "tab": "reports",
        "report": found,
        "case": found.case,
        "form": form,
        "note": note,
        "may_ask_again": reporting.may_ask_again(found),
    }
    return render(request, "annotations/desk_report.html", context, status=422 if form.errors else 200)
