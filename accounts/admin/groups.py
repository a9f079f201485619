"""Reading groups, who is in them, who is invited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.back_office import (
    KeptAdmin,
    NamelessMixin,
    OfficeAdmin,
    ReadOnlyTable,
    SmallTable,
    ask_first,
    list_link,
)
from accounts.groups import archive_groups, hand_over, reopen_groups, revoke_invitations
from accounts.models import Invitation, Membership, MembershipEvent, ReadingGroup


class MemberTable(SmallTable):
    """The members."""

    model = Membership
    fields = ("user", "role", "joined_at")
    readonly_fields = ("joined_at",)
    autocomplete_fields = ("user",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the names along."""
        return super().get_queryset(request).select_related("user")


class InvitationTable(ReadOnlyTable):
    """The invitations, without what opens them."""

    model = Invitation
    fields = ("email", "role", "created_at", "expires_at", "accepted_at", "declined_at", "revoked_at")
    readonly_fields = fields


@admin.register(ReadingGroup)
class ReadingGroupAdmin(KeptAdmin):
    """A course or circle; archived when it is over, never deleted."""

    list_display = ("name", "slug", "institution", "members", "created_at", "archived_at")
    list_filter = (("archived_at", admin.EmptyFieldListFilter),)
    list_select_related = ("institution",)
    date_hierarchy = "created_at"
    search_fields = (
        "name",
        "slug",
        "description",
        "institution__name",
        "memberships__user__email",
        "memberships__user__name",
    )
    search_help_text = _("Name, institution, or a member's address or name.")
    autocomplete_fields = ("institution",)
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("created_at", "archived_at", "changes")
    fields = ("name", "slug", "description", "institution", *readonly_fields)
    inlines = (MemberTable, InvitationTable)
    actions = ("archive", "reopen")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count the members in the same breath."""
        return super().get_queryset(request).annotate(member_count=Count("memberships"))

    @admin.display(description=_("members"), ordering="member_count")
    def members(self, group: Any) -> str:
        """Say how many and lead to them."""
        return list_link(Membership, group.member_count, group__id__exact=group.pk)

    @admin.display(description=_("changes"))
    def changes(self, group: ReadingGroup) -> str:
        """Lead to the trail."""
        return list_link(MembershipEvent, gettext("Audit trail of its members"), group=group.pk) if group.pk else "–"

    @admin.action(description=_("Archive these groups"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[ReadingGroup]) -> HttpResponse | None:
        """Ask, then close the groups."""
        if "confirmed" not in request.POST:
            effects = [
                _("Members no longer read what only the group may read."),
                _("Members, notes and folders stay; the group can be opened again."),
            ]
            return ask_first(self, request, queryset, title=_("Archive groups"), effects=effects)
        count = archive_groups(queryset)
        messages.success(request, ngettext("%d group is archived.", "%d groups are archived.", count) % count)
        return None

    @admin.action(description=_("Open these archived groups again"), permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[ReadingGroup]) -> None:
        """Open them with the members they had."""
        count = reopen_groups(queryset)
        messages.success(request, ngettext("%d group is open again.", "%d groups are open again.", count) % count)


@admin.register(Membership)
class MembershipAdmin(OfficeAdmin):
    """A person in a group."""

    list_display = ("user", "group", "role", "joined_at")
    list_filter = ("role",)
    list_select_related = ("user", "group")
    date_hierarchy = "joined_at"
    search_fields = ("user__email", "user__name", "group__name", "group__slug")
    search_help_text = _("Person or group.")
    autocomplete_fields = ("user", "group")
    readonly_fields = ("joined_at",)
    actions = ("appoint",)

    @admin.action(description=_("Make this member the owner of the group"), permissions=["change"])
    def appoint(self, request: HttpRequest, queryset: QuerySet[Membership]) -> HttpResponse | None:
        """Ask, then hand the group over, as its owner would who cannot be reached."""
        if "confirmed" not in request.POST:
            effects = [_("Who owned the group until now becomes a manager; the new owner gets a mail.")]
            return ask_first(self, request, queryset, title=_("Appoint an owner"), effects=effects)
        chosen = list(queryset.select_related("group", "user")[:2])
        if len(chosen) != 1 or not chosen[0].user.is_active:
            messages.error(request, _("Choose one member whose account is active."))
            return None
        hand_over(chosen[0].group, chosen[0].user)
        messages.success(request, _("The group has a new owner."))
        return None


class Answered(admin.SimpleListFilter):
    """Invitations by what became of them."""

    title = _("answer")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:  # noqa: ARG002 the signature is Django's
        """Offer the states."""
        words = (_("open"), _("accepted"), _("declined"), _("revoked"), _("expired"))
        return list(zip(("open", "accepted", "declined", "revoked", "expired"), words, strict=True))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> QuerySet[Invitation]:  # noqa: ARG002
        """Keep one state."""
        unanswered = Q(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True)
        over = Q(expires_at__lte=timezone.now())
        states = {
            "open": unanswered & (Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())),
            "accepted": Q(accepted_at__isnull=False),
            "declined": Q(declined_at__isnull=False),
            "revoked": Q(revoked_at__isnull=False),
            "expired": unanswered & over,
        }
        return queryset.filter(states.get(self.value() or "", Q()))


@admin.register(Invitation)
class InvitationAdmin(NamelessMixin, KeptAdmin):
    """An invitation, without what opens it."""

    list_display = ("__str__", "group", "role", "created_at", "expires_at", "accepted_at", "declined_at", "revoked_at")
    list_filter = (Answered, "role")
    list_select_related = ("group",)
    date_hierarchy = "created_at"
    search_fields = ("email", "group__name", "group__slug", "invited_by__email", "invited_by__name")
    search_help_text = _("Invited address, group, or who invited.")
    readonly_fields = (
        *("group", "email", "role", "invited_by", "created_at"),
        *("expires_at", "accepted_at", "declined_at", "revoked_at"),
    )
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 the signature is Django's
        """Refuse: an invitation is sent, not typed in."""
        return False

    @admin.action(description=_("Revoke these invitations"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> HttpResponse | None:
        """Ask, then make them useless."""
        if "confirmed" not in request.POST:
            effects = [_("Open invitations lead nowhere any more."), _("Answered ones stay as they are.")]
            return ask_first(self, request, queryset, title=_("Revoke invitations"), effects=effects)
        count = revoke_invitations(queryset)
        messages.success(request, ngettext("%d invitation is revoked.", "%d invitations are revoked.", count) % count)
        return None
