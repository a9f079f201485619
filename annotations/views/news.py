"""The page of news, and how each kind of them is to come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations import notifying
from annotations.models import Kind, Notification, Way
from annotations.pagers import page_of

_WORDS: dict[str, Any] = {kind.value: kind.label for kind in Kind}


class WaysForm(forms.Form):
    """One choice for each kind of news that may be chosen."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Make the choices."""
        super().__init__(*arguments, **named)
        for kind in notifying.DEFAULTS:
            self.fields[kind] = forms.ChoiceField(label=Kind(kind).label, choices=Way.choices)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def news(request: HttpRequest) -> HttpResponse:
    """Show what is new; on a POST, mark it as read or keep how news are to come."""
    visitor = request.visitor  # type: ignore[attr-defined]
    form = WaysForm(request.POST if "ways" in request.POST else None, initial=notifying.ways_of(visitor.user_id))
    if request.method == "POST" and "read" in request.POST:
        notifying.mark_read(visitor)
        return redirect("annotations:news")
    if form.is_bound and form.is_valid():
        notifying.choose_ways(visitor.user_id, form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
        return redirect("annotations:news")
    page = page_of(request, notifying.news_of(visitor))
    for row in page.object_list:
        row.words, row.address = _WORDS[row.kind], address_of_news(row)
    context = {"tab": "news", "page": page, "unread": notifying.unread(visitor), "form": form}
    return render(request, "annotations/desk_news.html", context, status=422 if form.errors else 200)


def address_of_news(row: Notification) -> str:
    """Give the page that a piece of news leads to."""
    if row.annotation_id is not None:
        return reverse("annotations:note", args=[row.annotation_id])
    if row.kind == Kind.CASE:
        return reverse("annotations:case", args=[row.case_id])
    if row.kind == Kind.OUTCOME:
        return reverse("annotations:reports")
    return reverse("annotations:my_case", args=[row.case_id])
