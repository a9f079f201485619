"""Reading groups as their people see them: mine, a new one, joining; what owners and managers do."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms import GroupForm, InviteForm
from accounts.group_acts import ACTS, Acting, Problem
from accounts.groups import found_group, is_read_only, places_left
from accounts.invitations import Line, Sent, invite, joined_by, read_sheet, token_of
from accounts.models import Invitation, Membership, ReadingGroup, User, WaitingPlace
from accounts.notices import site_address
from accounts.throttle import Limit, refuse, seconds_to_wait

Role = Membership.Role
LEADERS = (Role.OWNER, Role.MANAGER)
INVITATIONS = Limit("invitations", 1000, 24 * 60 * 60)
SENT = {
    Sent.INVITED: gettext_lazy("invited"),
    Sent.MEMBER: gettext_lazy("is in the group already"),
    Sent.AGAIN: gettext_lazy("has an open invitation already"),
    Sent.DOUBLED: gettext_lazy("stands in the list twice"),
    Sent.BAD: gettext_lazy("is not an e-mail address"),
}


def _membership(request: HttpRequest, slug: str, roles: tuple[str, ...]) -> Membership:
    rows = Membership.objects.select_related("group__institution").filter(role__in=roles)
    return get_object_or_404(rows, group__slug=slug, user_id=request.user.pk or 0)


def _institutions(request: HttpRequest) -> set[int]:
    """Give the institutions the person has to do with: on their network, a seat, a visit."""
    visitor = request.visitor  # type: ignore[attr-defined]
    return {*visitor.institutions, *(grant.institution_id for grant in visitor.grants if grant.institution_id)}


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List my groups, and where I wait."""
    places = (
        Membership.objects.filter(user_id=request.user.pk or 0)
        .select_related("group")
        .order_by("group__archived_at", "group__name")
    )
    waiting = WaitingPlace.objects.filter(user_id=request.user.pk or 0).select_related("group")
    return render(request, "accounts/groups.html", {"places": places, "waiting": waiting})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a group of one's own."""
    user: User = request.user  # type: ignore[assignment]
    blank = ReadingGroup(time_zone=user.time_zone)
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, instance=blank, institutions=_institutions(request))
    if request.method == "POST" and form.is_valid():
        group = found_group(user, form.save(commit=False))
        return redirect("accounts:group_people", slug=group.slug)
    return render(request, "accounts/group_form.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Change name, rules and days."""
    group = _membership(request, slug, LEADERS).group
    allowed = _institutions(request) | ({group.institution_id} if group.institution_id else set())
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, instance=group, institutions=allowed)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The group is changed."))
        return redirect("accounts:group_people", slug=slug)
    return render(
        request, "accounts/group_form.html", {"form": form, "group": group}, status=400 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who is in, who waits, who is invited; on a POST, invite by mail, from a box or a sheet."""
    group = _membership(request, slug, LEADERS).group
    form = InviteForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _people_page(request, group, form, 400 if form.errors else 200)
    wait = seconds_to_wait(INVITATIONS, str(request.user.pk))
    if wait:
        return refuse(request, wait)
    try:
        lines = invite(group, _addresses(form), request.user, form.cleaned_data["role"])  # type: ignore[arg-type]
    except ValidationError:
        form.add_error("sheet", _("This is not a CSV sheet of at most 2000 lines. Save it as CSV and send it again."))
        return _people_page(request, group, form, 400)
    return _people_page(request, group, InviteForm(), 200, lines)


def _addresses(form: InviteForm) -> list[tuple[int, str]]:
    typed = form.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n").split("\n")
    found = [(number, line) for number, line in enumerate(typed, 1) if line.strip()]
    sheet = form.cleaned_data["sheet"]
    return found + (read_sheet(sheet.read()) if sheet else [])


def _people_page(
    request: HttpRequest, group: ReadingGroup, form: InviteForm, status: int, lines: list[Line] | None = None
) -> HttpResponse:
    invitations = list(group.invitations.order_by("-id"))
    many = [row for row in invitations if row.kind != Invitation.Kind.MAIL and row.revoked_at is None]
    context = {
        "group": group,
        "form": form,
        "lines": [(line, SENT[line.sent]) for line in lines or []],
        "members": group.memberships.select_related("user").order_by("role", "user__name", "user__email"),
        "waiting": group.waiting.select_related("user"),
        "mails": [row for row in invitations if row.kind == Invitation.Kind.MAIL],
        "many": [(row, token_of(row), site_address(f"join/{token_of(row)}/"), joined_by(row)) for row in many],
        "left": places_left(group),
        "is_read_only": is_read_only(group),
        "roles": [choice for choice in Role.choices if choice[0] != Role.OWNER],
        "is_owner": group.memberships.filter(user_id=request.user.pk or 0, role=Role.OWNER).exists(),
    }
    return render(request, "accounts/group_people.html", context, status=status)


@login_required
@require_POST
def act(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Do one of the things that members, managers or owners may do to a group."""
    if verb not in ACTS:
        raise Http404
    roles, deed = ACTS[verb]
    membership = _membership(request, slug, roles)
    try:
        said = deed(Acting(membership.group, request.user, request.POST))  # type: ignore[arg-type]
    except Problem as problem:
        messages.error(request, str(problem))
        return _back(membership)
    messages.success(request, said)
    return redirect("accounts:groups") if verb in {"leave", "archive", "clone"} else _back(membership)


def _back(membership: Membership) -> HttpResponse:
    if membership.role in LEADERS:
        return redirect("accounts:group_people", slug=membership.group.slug)
    return redirect("accounts:groups")
