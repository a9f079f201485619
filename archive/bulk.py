"""Many rows at once: ids taken from the sequences beforehand, rows sent by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from archive.models import DocumentIndex, PageIndex, WordForm


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Take `count` new ids of a table; those that are not used stay gaps."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Send rows to a table; `names` are the fields' attribute names (volume_id), JSON comes as text.

    Text that is longer than its column is cut; U+0000, which PostgreSQL cannot keep, is left out.
    Columns that are not named get no default of Django's: name every column without one in the database.
    """
    fields = [next(field for field in model._meta.concrete_fields if field.attname == name) for name in names]
    limits = [getattr(field, "max_length", None) for field in fields]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as stream,
    ):
        for row in rows:
            stream.write_row([clean(value, limit) for value, limit in zip(row, limits, strict=True)])


def expect_many() -> None:
    """Give the transaction memory to enter the words of many rows into their indexes at once, sorted.

    With the usual 4 MB, PostgreSQL empties the list of pending words so often that most of a load is spent on that.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL gin_pending_list_limit = '32MB'")


def enter_waiting_words() -> None:
    """Enter the words that wait in a list before their indexes; every search would read all of that list.

    PostgreSQL does so by itself when it next tidies up, a minute or an hour after a load. So what hinders it, an index
    that belongs to another role or is just being replaced, is no fault.
    """
    with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(own.oid) FROM pg_index JOIN pg_class AS own ON own.oid = indexrelid "
            "JOIN pg_am ON pg_am.oid = own.relam JOIN pg_class AS held ON held.oid = indrelid "
            "WHERE amname = 'gin' AND held.relname = ANY(%s) AND own.relnamespace = current_schema()::regnamespace",
            [[model._meta.db_table for model in (DocumentIndex, PageIndex, WordForm)]],
        )


def clean(value: Any, limit: int | None) -> Any:
    """Make text fit for a column: no U+0000, not longer than the limit."""
    if isinstance(value, str):
        if "\x00" in value:
            value = value.replace("\x00", "")
        if limit and len(value) > limit:
            return value[: limit - 1] + "…"
    return value
