"""The moderators' desk: one queue of cases, one page for each, and the rules of a group."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import may
from accounts.models import ReadingGroup
from annotations import moderation
from annotations.cases import ModerationError, Moderator, cases_for, moderator_of, queue
from annotations.forms import DecisionForm, NoticeForm, RulesForm
from annotations.models import Case, Decision, Rules
from annotations.moderation import NoCaseError
from annotations.pagers import page_of

LABELS = {
    Decision.Act.KEEP: gettext_lazy("Keep"),
    Decision.Act.HIDE: gettext_lazy("Hide"),
    Decision.Act.ASK: gettext_lazy("Ask the author"),
    Decision.Act.ESCALATE: gettext_lazy("Pass on"),
    Decision.Act.RESTORE: gettext_lazy("Restore"),
    Decision.Act.UPHOLD: gettext_lazy("Refuse the appeal"),
}


def _moderator(request: HttpRequest) -> Moderator:
    found = moderator_of(request.user, request.visitor)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: HttpRequest) -> HttpResponse:
    """Show what waits, or what was decided; on a POST, bring a note here for a legal reason."""
    moderator = _moderator(request)
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = moderation.take_up(moderator, form.cleaned_data["note"], form.cleaned_data["reasons"])
        except ModerationError as error:
            form.add_error(None, str(error))
        else:
            return redirect("annotations:case", number=found.pk)
    is_done = request.GET.get("show") == "decided"
    rows = cases_for(moderator).filter(state=Case.State.CLOSED).order_by("-decided_at", "-pk") if is_done else None
    found_rows = rows if rows is not None else queue(moderator)
    context = {
        "tab": "moderation",
        "page": page_of(request, found_rows.select_related("group").prefetch_related("reports")),
        "is_done": is_done,
        "moderator": moderator,
        "form": form,
    }
    return render(request, "annotations/moderation.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: int) -> HttpResponse:
    """Show a case with all that is needed to decide, and take the decision."""
    moderator = _moderator(request)
    form = DecisionForm(request.POST or None)
    act = request.POST.get("act", "")
    if request.method == "POST" and form.is_valid():
        try:
            moderation.decide(moderator, number, act, form.cleaned_data["rule"], form.cleaned_data["reasons"])
        except NoCaseError as error:
            raise Http404 from error
        except ModerationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Done. Everybody concerned is told."))
            return redirect("annotations:cases")
    return _case_page(request, moderator, number, form)


def _case_page(request: HttpRequest, moderator: Moderator, number: int, form: DecisionForm) -> HttpResponse:
    try:
        seen = moderation.look(moderator, number)
    except NoCaseError as error:
        raise Http404 from error
    acts: list[tuple[str, Any, str]] = [(act, LABELS[Decision.Act(act)], act[0]) for act in seen.acts]
    context = {"tab": "moderation", "seen": seen, "case": seen.case, "form": form, "acts": acts}
    return render(request, "annotations/case.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a group's rules for notes; its moderators may."""
    group = get_object_or_404(ReadingGroup, slug=slug)
    if not may(request.visitor, "moderate", group):  # type: ignore[attr-defined]
        raise Http404
    row = Rules.objects.filter(group=group).first() or Rules(group=group)
    form = RulesForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The rules are kept. They hold for notes from now on."))
        return redirect("annotations:group_page", slug=slug)
    context = {"form": form, "group": group}
    return render(request, "annotations/group_rules.html", context, status=422 if form.errors else 200)
