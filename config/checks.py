"""What is asked of the surroundings before a start: a PostgreSQL new enough and able to read Cyrillic."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

from config.postgres import locale_faults

OLDEST, NEWEST = 15, 18


def check_database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Runs where Django runs checks tagged `database`: migrate, and check --database default."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        connection.ensure_connection()
        major = connection.pg_version // 10_000  # type: ignore[attr-defined]
        if not OLDEST <= major <= NEWEST:
            found.append(Error(f"PostgreSQL {major} is not supported: use {OLDEST} to {NEWEST}.", id="fonds.E001"))
        found += [Error(fault, id="fonds.E002") for fault in locale_faults(connection)]
    return found
