"""Erases a person at once, without the time to think again; or says what would happen."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.leaving import StillNeededError, effects, erase, in_words, obstacles
from accounts.models import User


class Command(BaseCommand):
    """manage.py erase_user reader@example.org --dry-run."""

    help = "Erase a person at once; with --dry-run say what would go and stay."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("email")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say it, and do it unless it is a trial."""
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        for line in [*obstacles(user), *map(in_words, effects(user))]:
            self.stdout.write(line)
        if options["dry_run"]:
            return
        try:
            erase(user)
        except StillNeededError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Erased.")
