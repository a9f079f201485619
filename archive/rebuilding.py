"""Builds the whole search index anew beside the live one, and puts it in its place at the end.

The new tables stand under the same names in a schema of their own, which the building transactions look into first;
so whatever writes the index writes there. Readers see the old index until the tables change places. A run that was
stopped goes on where it was, unless the rules of the index have changed since.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import sleep

from django.db import OperationalError, connection, models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from archive.frequent_words import choose, newest, take_into_use
from archive.index_terms import INDEX_VERSION, Indexer
from archive.indexing import BATCH, reindex
from archive.ingest.locks import wait_authority
from archive.models import Document, DocumentIndex, PageIndex, WordForm

SCHEMA = "reindex"
TABLES: tuple[type[models.Model], ...] = (PageIndex, DocumentIndex, WordForm)
"""In the order in which they are written."""
# Rounds of catching up with what was loaded meanwhile before loads are kept waiting for the last of it.
ROUNDS = 3
# Milliseconds to wait for the tables; after a second PostgreSQL looks who waits for whom, and ends one of them.
PATIENCE = 400
ATTEMPTS, PAUSE = 600, 0.5


class BusyIndexError(Exception):
    """The index was in use all the time, and could not be put in its place."""


def rebuild() -> Generator[tuple[int, int]]:
    """Build and swap; gives after every batch how many documents are done and how many there are.

    Loads wait for the swap, and the swap for the load that is on its way. Raises BusyIndexError.
    """
    build = _Build(_begin(), Indexer(newest()))
    total = Document.objects.count()
    for ids in _batches(_missing()):
        with _beside():
            reindex(ids, build.indexer)
        yield _count(), total
    _finish_tables()
    for _round in range(ROUNDS):
        build.catch_up()
    with transaction.atomic():
        build.swap()
    _validate()
    yield total, total


def _begin() -> datetime:
    """Make the empty tables, or find those of a run that was stopped; gives when that run began."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace(%s)::oid, 'pg_namespace')", [SCHEMA])
        row = cursor.fetchone()
        version, _, since = (row[0] or "").partition(" ")
        if version == INDEX_VERSION and since:
            return datetime.fromisoformat(since)
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        choose()
        begun = _oldest()
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{INDEX_VERSION} {begun.isoformat()}'")
        for model in TABLES:
            _make_table(model)
        return begun


def _oldest() -> datetime:
    """Give when the oldest transaction began: what is changed and not yet to be seen bears that time or a later one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(%s, min(xact_start)) FROM pg_stat_activity WHERE datname = current_database()",
            [timezone.now()],
        )
        oldest: datetime = cursor.fetchone()[0]
        return oldest


def _make_table(model: type[models.Model]) -> None:
    """Make a table like the live one; all indexes but that of the key come when it is full."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {SCHEMA}.{table} "
            f"(LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING GENERATED)"
        )
        cursor.execute("SELECT array_to_string(reloptions, ', ') FROM pg_class WHERE oid = %s::regclass", [table])
        options = cursor.fetchone()[0]
        if options:
            cursor.execute(f"ALTER TABLE {SCHEMA}.{table} SET ({options})")
        for name, definition in _constraints(table, "p"):
            cursor.execute(f'ALTER TABLE {SCHEMA}.{table} ADD CONSTRAINT "{name}" {definition}')


def _finish_tables() -> None:
    """Make the other indexes, which is quicker than keeping them while the tables fill."""
    with connection.cursor() as cursor:
        for model in TABLES:
            table = model._meta.db_table
            cursor.execute(
                "SELECT index.indexrelid::regclass::text, pg_get_indexdef(index.indexrelid) FROM pg_index AS index "
                "WHERE index.indrelid = %s::regclass AND NOT index.indisprimary",
                [table],
            )
            for name, definition in cursor.fetchall():
                if not _exists(name):
                    start, _, rest = definition.partition(" ON ")
                    cursor.execute(f"{start} ON {SCHEMA}.{table}{rest[rest.index(' USING ') :]}")
            cursor.execute(f"ANALYZE {SCHEMA}.{table}")


@dataclass(slots=True)
class _Build:
    """What has been brought in: all changes before `since`, and of later ones those that are in `known`."""

    since: datetime
    indexer: Indexer
    known: dict[int, datetime] = field(default_factory=dict)

    def catch_up(self) -> None:
        """Index what was loaded or changed since, and forget what was deleted."""
        since, self.since = self.since, _oldest()
        with _beside():
            gone = ~Exists(Document.objects.filter(pk=OuterRef("document_id")))
            PageIndex.objects.filter(gone).delete()
            DocumentIndex.objects.filter(gone).delete()
        changed = dict(Document.objects.filter(changed_at__gte=since).values_list("pk", "changed_at"))
        fresh = (pk for pk, at in changed.items() if self.known.get(pk) != at)
        for ids in _batches(sorted({*fresh, *_missing()})):
            with _beside():
                reindex(ids, self.indexer)
        self.known |= changed

    def swap(self) -> None:
        """Keep loads waiting, shut readers out for a moment, and let the new tables take the place of the old."""
        wait_authority()
        self.catch_up()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            live = cursor.fetchone()[0]
            tables = [model._meta.db_table for model in TABLES]
            _lock([f"{live}.{table}" for table in tables])
            self.catch_up()
            for table in tables:
                foreign = _constraints(f"{live}.{table}", "f")
                cursor.execute(f"DROP TABLE {live}.{table}")
                cursor.execute(f"ALTER TABLE {SCHEMA}.{table} SET SCHEMA {live}")
                for name, definition in foreign:
                    # Valid for new rows at once; the old ones are looked through afterwards, under no lock.
                    cursor.execute(f'ALTER TABLE {live}.{table} ADD CONSTRAINT "{name}" {definition} NOT VALID')
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
        take_into_use(self.indexer.frequent.number)


def _lock(tables: list[str]) -> None:
    """Lock tables, and those they refer to, for nobody else to use.

    Who holds one of them may wait for another that was locked here already: so nothing is held for long before all are.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT confrelid::regclass::text FROM pg_constraint WHERE conrelid = ANY (%s::regclass[]) "
            "AND contype = 'f' ORDER BY 1",
            [tables],
        )
        names = ", ".join([*(name for (name,) in cursor.fetchall()), *tables])
        cursor.execute("SELECT current_setting('lock_timeout')")
        usual = cursor.fetchone()[0]
        for _attempt in range(ATTEMPTS):
            try:
                with transaction.atomic():
                    cursor.execute(f"SET LOCAL lock_timeout TO {PATIENCE}")
                    cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [usual])
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                sleep(PAUSE)
            else:
                return
    raise BusyIndexError


def _validate() -> None:
    with connection.cursor() as cursor:
        for model in TABLES:
            table = model._meta.db_table
            for name, _definition in _constraints(table, "f"):
                cursor.execute(f'ALTER TABLE {table} VALIDATE CONSTRAINT "{name}"')


def _missing() -> list[int]:
    with _beside():
        absent = ~Exists(DocumentIndex.objects.filter(document_id=OuterRef("pk")))
        return list(Document.objects.filter(absent).order_by("pk").values_list("pk", flat=True))


def _count() -> int:
    with _beside():
        return DocumentIndex.objects.count()


@contextmanager
def _beside() -> Iterator[None]:
    """Let what is written to the index go into the new tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        usual = cursor.fetchone()[0]
        cursor.execute(f"SET LOCAL search_path TO {SCHEMA}, {usual}")
        yield
        cursor.execute(f"SET LOCAL search_path TO {usual}")


def _constraints(table: str, kind: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype = %s ORDER BY conname",
            [table, kind],
        )
        return list(cursor.fetchall())


def _exists(index: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"{SCHEMA}.{index.rpartition('.')[2]}"])
        return cursor.fetchone()[0] is not None


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
