"""What the archive noted of its own work: notices, jobs, attempts, waiting lists; to be looked at."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.back_office import ReadOnlyAdmin
from accounts.models import Attempt, JobRun, Notice, WaitingPlace


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Which reminders went out, to whom, for which contract."""

    list_display = ("sent_at", "kind", "user", "contract", "key")
    list_filter = ("kind",)
    list_select_related = ("user", "contract__institution", "contract__person")
    date_hierarchy = "sent_at"
    search_fields = ("user__email", "user__name", "contract__reference", "key")
    search_help_text = _("Person, order or invoice, key.")


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    """When the daily work ran and what it said."""

    list_display = ("name", "started_at", "ended_at", "is_dry", "report", "error")
    list_filter = ("name", "is_dry")
    date_hierarchy = "started_at"
    search_fields = ("name", "report", "error")
    search_help_text = _("Name of the job, or a word of what it said.")


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """Counts of attempts, by digest of what and who."""

    list_display = ("key", "count", "until")
    search_fields = ("=key",)
    search_help_text = _("The digest.")


@admin.register(WaitingPlace)
class WaitingPlaceAdmin(ReadOnlyAdmin):
    """Who waits for a place in which group."""

    list_display = ("group", "user", "asked_at")
    list_select_related = ("group", "user")
    date_hierarchy = "asked_at"
    search_fields = ("group__name", "user__email", "user__name")
    search_help_text = _("Group or person.")
