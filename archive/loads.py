"""Loads from the administration on their way: uploaded, checked, started; the work itself is done by jobs."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

from accounts.audit import surrogate_for
from accounts.models import User
from archive.models import Load

CHECK = "archive.check_load"
RUN = "archive.run_load"


def submit_load(load: Load, by: User) -> None:
    """Save an uploaded load and have it checked; the job is there exactly when the row is."""
    with transaction.atomic():
        load.by = surrogate_for(by)
        load.step = Load.Step.CHECKING
        load.save()
        app.configure_task(CHECK).defer(load_id=load.pk)


def start_load(load: Load) -> bool:
    """Have a checked load loaded; False when it is not checked, was refused, or somebody has started it already."""
    with transaction.atomic():
        waiting = Load.objects.filter(pk=load.pk, step=Load.Step.CHECKED)
        if not waiting.update(step=Load.Step.LOADING):
            return False
        app.configure_task(RUN).defer(load_id=load.pk)
        return True
