"""Destroys the keys of actors once the window for restating usage is over; run it daily."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.aggregates import forget_before


class Command(BaseCommand):
    """Keeps the events of this month and of the months of the window; of older ones only sums remain."""

    help = "Sum up usage older than the restatement window and destroy its events with the key of their actors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the window from the settings unless it is given."""
        parser.add_argument(
            "--months",
            type=int,
            default=settings.USAGE_WINDOW_MONTHS,
            help="whole months kept beside the running one (setting USAGE_WINDOW_MONTHS: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a window that would destroy the running month."""
        del args
        if options["months"] < 0:
            raise CommandError("--months must be 0 or more.")
        forgotten = forget_before(_months_ago(datetime.now(UTC).date(), options["months"]))
        for month in forgotten:
            self.stdout.write(f"{month:%Y-%m}: summed up, events and key destroyed")
        if not forgotten:
            self.stdout.write("Nothing is older than the window.")


def _months_ago(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)
