"""The cache all processes share: a table of the database. What is counted there is not thrown out to make room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class SharedCache(DatabaseCache):
    """Django's, but for what makes room: only what is over goes.

    Django's deletes a third of everything when there is more than MAX_ENTRIES. Attempts to sign in are counted here,
    so whoever filled the table with names of no account would start the count for all accounts anew.
    """

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:  # noqa: ARG002 Django's signature
        connection, table = connections[db], self.cache_model_class._meta.db_table
        over = connection.ops.adapt_datetimefield_value(now)
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s", [over])  # noqa: S608 the name is the setting's
