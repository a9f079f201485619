"""Asks for the derivatives of new images to be made in the background."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

TASK = "archive.derive_images"


def ask_for_derivatives() -> None:
    """Have the waiting images derived once this transaction is through; one job at a time waits for them all."""
    transaction.on_commit(_enqueue)


def _enqueue() -> None:
    try:
        with transaction.atomic():
            app.configure_task(TASK, queueing_lock=TASK).defer()
    except AlreadyEnqueued:
        return
