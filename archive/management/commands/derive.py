"""Makes the sizes and the pyramid of page images that have none yet."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.images import derive_waiting, retry_failed
from archive.models import Image


class Command(BaseCommand):
    """Goes on where an interrupted run stopped; ends with status 1 when an image could not be derived."""

    help = "Make the sizes of page images that are waiting for them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the words of the command line."""
        parser.add_argument("--retry", action="store_true", help="try those again that failed before")

    def handle(self, *_: Any, **options: Any) -> None:
        """Derive, and say how many failed."""
        if options["retry"]:
            retry_failed()
        made = derive_waiting(self._say)
        failed = Image.objects.filter(derived=Image.Derived.FAILED).count()
        self.stdout.write(f"{made} images derived; {failed} cannot be.")
        if failed:
            raise CommandError("Those that cannot be derived are named in the administration.", returncode=1)

    def _say(self, done: int, total: int) -> None:
        if done == total or done % 100 == 0:
            self.stdout.write(f"{done} of {total}")
