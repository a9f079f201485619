"""Writes everything that is kept about a person, as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.leaving import export
from accounts.models import User


class Command(BaseCommand):
    """manage.py export_user reader@example.org > reader.json."""

    help = "Write everything that is kept about a person, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("email")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it."""
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        self.stdout.write(json.dumps(export(user), ensure_ascii=False, indent=1))
