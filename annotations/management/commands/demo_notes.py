"""Writes the notes of the demonstration archive, for its people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from annotations.demo import write_notes


class Command(BaseCommand):
    """Safe to run again: where there are notes, none is added."""

    help = "Write the notes of the demonstration's people, into an archive that has no notes yet."

    def handle(self, *_: Any, **_options: Any) -> None:
        """Write, and say how many if any."""
        if settings.PRODUCTION:
            raise CommandError("This archive is in production, where the people of the demonstration are not made.")
        written = write_notes()
        if written:
            self.stdout.write(f"  {written} notes of the demonstration")
