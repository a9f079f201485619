"""Loads the demonstration archive, and prints who can sign in to it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.demo.loading import DemoError, is_wanted, load
from archive.demo.people import sign_in_lines


class Command(BaseCommand):
    """Safe to run again: what is there stays."""

    help = "Load the demonstration archive: three fictional volumes and people for every role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the words of the command line."""
        parser.add_argument("--sign-ins", action="store_true", help="only print who can sign in, and load nothing")
        parser.add_argument("--if-empty", action="store_true", help="load only into an archive that holds nothing else")
        parser.add_argument("--derive", action="store_true", help="make the sizes of the page images at once")
        parser.add_argument(
            "--yes-in-production",
            action="store_true",
            help="load the volumes though the archive is in production; people with known passwords are not made",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Load, and say what was done."""
        if options["sign_ins"]:
            self.stdout.write("\n".join(sign_in_lines()))
            return
        if settings.PRODUCTION and not options["yes_in_production"]:
            raise CommandError(
                "This archive is in production. To load the fictional volumes into it all the same, "
                "add --yes-in-production; people are not made."
            )
        if options["if_empty"] and not is_wanted():
            return
        self.stdout.write("Loading the demonstration archive …")
        try:
            load(self._say, with_people=not settings.PRODUCTION, with_derivatives=options["derive"])
        except DemoError as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
