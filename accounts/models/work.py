"""What the archive notes of its own work: notices sent, daily jobs run, attempts counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.contracts import Contract
from accounts.models.users import User


class Notice(models.Model):
    """A mail that must go once: the key says which, so that a job that runs again sends nothing twice."""

    key = models.CharField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    user = models.ForeignKey(
        User, verbose_name=_("person"), null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    contract = models.ForeignKey(
        Contract, verbose_name=_("contract"), null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.key


class JobRun(models.Model):
    """One run of a daily job, with what it said; without an end it failed or still runs."""

    name = models.CharField(_("job"), max_length=60, db_index=True)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    is_dry = models.BooleanField(_("dry run"), default=False)
    report = models.TextField(_("report"), blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}"


class Attempt(models.Model):
    """How often something was tried in a stretch of time, counted in one place for all web processes."""

    key = models.CharField(_("what and who"), max_length=64, unique=True)
    count = models.PositiveIntegerField(_("times"), default=0)
    until = models.DateTimeField(_("counted until"), db_index=True)

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")

    def __str__(self) -> str:
        return self.key
