"""Lists the daily jobs, or runs one now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.jobs import jobs, run_job, timings


class Command(BaseCommand):
    """manage.py job remind --dry-run."""

    help = "List the daily jobs with last and next run, or run one now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name."""
        parser.add_argument("name", nargs="?", choices=list(jobs()), help="none: list them")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """List or run."""
        if not options["name"]:
            for timing in timings():
                last = f"{timing.last.started_at:%Y-%m-%d %H:%M}" if timing.last else "never"
                self.stdout.write(
                    f"{timing.job.name}: {timing.job.label}; last {last}, next {timing.next_at:%Y-%m-%d %H:%M}"
                )
            return
        run = run_job(options["name"], is_dry=options["dry_run"])
        if run is None:
            raise CommandError("Another worker runs this job at the moment.")
        if run.error:
            raise CommandError(run.error)
        self.stdout.write(run.report or "Nothing to do.")
