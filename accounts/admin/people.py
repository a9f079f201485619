"""People: accounts, what they may do, where they were seen."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin.contracts import ContractTable
from accounts.admin.forms import PersonAddForm, PersonChangeForm
from accounts.back_office import KeptAdmin, NamelessMixin, ReadOnlyAdmin, ReadOnlyTable, ask_first
from accounts.models import ApiToken, CampusVisit, Membership, Seat, Surrogate, User
from accounts.view_as import ViewAsError, start


class SeatTable(ReadOnlyTable):
    """The person's seats."""

    model = Seat
    fields = ("contract", "assigned_at", "released_at", "is_queued")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the contracts' names along."""
        return super().get_queryset(request).select_related("contract__institution", "contract__person")


class MembershipTable(ReadOnlyTable):
    """The person's groups."""

    model = Membership
    fields = ("group", "role", "joined_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the groups' names along."""
        return super().get_queryset(request).select_related("group")


@admin.register(User)
class PersonAdmin(NamelessMixin, UserAdmin, KeptAdmin):
    """An account. Nobody is deleted here: erasing a person is an act of its own, with rules."""

    form = PersonChangeForm
    add_form = PersonAddForm
    list_display = ("email", "name", "is_active", "is_staff", "is_curator", "date_joined", "last_login")
    list_filter = ("is_active", "is_staff", "is_curator", "is_superuser", "language")
    date_hierarchy = "date_joined"
    search_fields = (
        "email",
        "name",
        "=id",
        "contracts__reference",
        "orders__number",
        "orders__payment_reference",
        "orders__billing_name",
        "codes__hint",
        "seats__contract__institution__name",
        "memberships__group__name",
    )
    search_help_text = _(
        "E-mail address, name, number, order or invoice, last letters of a code, institution or group."
    )
    ordering = ("-pk",)
    readonly_fields = ("date_joined", "last_login", "access")
    inlines = (ContractTable, SeatTable, MembershipTable)
    fieldsets = (
        (None, {"fields": ("email", "name", "password", "access")}),
        (_("Language and time"), {"fields": ("language", "time_zone")}),
        (
            _("May do"),
            {"fields": ("is_active", "is_curator", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "name", "usable_password", "password1", "password2"),
                "description": _("Without a password the person sets one through “forgot password”."),
            },
        ),
    )

    actions = ("view_as",)

    @admin.action(description=_("See the site as this member"), permissions=["change"])
    def view_as(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Ask, then look for a quarter of an hour, read-only."""
        if "confirmed" not in request.POST:
            effects = [
                _("You look for a quarter of an hour and can change nothing; notes are not shown."),
                _("That you looked is written down."),
            ]
            return ask_first(self, request, queryset, title=_("See the site as a member"), effects=effects)
        try:
            start(request, list(queryset[:2]))
        except ViewAsError:
            messages.error(request, _("Choose one active member who is not staff."))
            return None
        return redirect("archive:home")

    @admin.display(description=_("access"))
    def access(self, person: User) -> SafeString:
        """Lead to the test of access."""
        url = reverse("admin:accounts_institution_test_access")
        question = urlencode({"asked": person.email})
        return format_html('<a href="{}?{}">{}</a>', url, question, _("What can this person read, and why?"))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:  # noqa: ARG002 the signature is Django's
        """Show nothing beside an account that is only being made."""
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Let only a superuser hand out rights: whoever could give them could take all."""
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return (*fields, "is_staff", "is_superuser", "groups", "user_permissions")


@admin.register(Surrogate)
class SurrogateAdmin(ReadOnlyAdmin):
    """Who a number in the audit trail stands for, while the person has an account."""

    list_display = ("id", "user")
    list_select_related = ("user",)
    search_fields = ("id", "user__email", "user__name")
    search_help_text = _("The number of the stand-in, or the person's address or name.")


@admin.register(CampusVisit)
class CampusVisitAdmin(ReadOnlyAdmin):
    """Who was last on which campus, and so may read from elsewhere for a while."""

    list_display = ("user", "institution", "last_at")
    list_select_related = ("user", "institution")
    date_hierarchy = "last_at"
    search_fields = ("user__email", "user__name", "institution__name", "institution__slug")
    search_help_text = _("Person or institution.")


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """The keys of people's programs, without what opens anything; a person makes and revokes their own."""

    list_display = ("user", "name", "hint", "scope", "created_at", "last_used_at", "expires_at", "revoked_at")
    list_filter = ("scope", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    date_hierarchy = "created_at"
    search_fields = ("user__email", "user__name", "name", "=hint")
    search_help_text = _("Person, name of the token, or its last four characters.")
    fields = list_display
    readonly_fields = fields
    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Allow it to those who may change people."""
        return request.user.has_perm("accounts.change_user")

    @admin.action(description=_("Revoke these tokens"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        """Make them useless from now on."""
        count = queryset.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
        messages.success(request, ngettext("%d token is revoked.", "%d tokens are revoked.", count) % count)
