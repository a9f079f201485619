"""What the archive noted of its own work: notices, jobs, attempts, waiting lists; to be looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.back_office import ReadOnlyAdmin
from accounts.jobs import jobs, run_job, timings
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
    change_list_template = "admin/accounts/jobrun/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the button that runs one now."""
        run_now = path("run/<str:name>/", self.admin_site.admin_view(self.run_now), name="accounts_jobrun_run")
        return [run_now, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """List the jobs with last and next run above the runs."""
        context = {"timings": timings(), "may_run": self._may_run(request)}
        return super().changelist_view(request, {**(extra_context or {}), **context})

    def run_now(self, request: HttpRequest, name: str) -> HttpResponse:
        """Run a job, or try what it would do."""
        if request.method != "POST" or name not in jobs():
            return HttpResponse(status=405 if name in jobs() else 404)
        if not self._may_run(request):
            raise PermissionDenied
        run = run_job(name, is_dry="dry" in request.POST)
        if run is None:
            messages.warning(request, _("Another worker runs this job at the moment."))
        elif run.error:
            messages.error(request, _("The job failed; the list shows why."))
        else:
            messages.success(request, run.report or _("Nothing to do."))
        return redirect("admin:accounts_jobrun_changelist")

    def _may_run(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("accounts.add_jobrun"))


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
