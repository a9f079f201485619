"""Builds the whole search index anew beside the live one, and puts it in its place at the end.

The new tables stand under the same names in a schema of their own, which the building transactions look into first;
so whatever writes the index writes there. Readers see the old index until the tables change places. A run that was
stopped goes on where it was, unless the rules of the index have changed since.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from archive.frequent_words import choose, newest, take_into_use
from archive.index_terms import INDEX_VERSION, Indexer
from archive.indexing import BATCH, reindex
from archive.models import Document, DocumentIndex, PageIndex, WordForm

SCHEMA = "reindex"
TABLES: tuple[type[models.Model], ...] = (DocumentIndex, PageIndex, WordForm)
# Rounds of catching up with what was loaded meanwhile before the tables are locked for the last of it.
ROUNDS = 3


def rebuild() -> Generator[tuple[int, int]]:
    """Build and swap; gives after every batch how many documents are done and how many there are."""
    begun = _begin()
    indexer = Indexer(newest())
    total = Document.objects.count()
    for ids in _batches(_missing()):
        with _beside():
            reindex(ids, indexer)
        yield _count(), total
    _finish_tables()
    for _round in range(ROUNDS):
        since, begun = begun, _oldest()
        _catch_up(since, indexer)
    with transaction.atomic():
        _swap(begun, indexer)
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


def _swap(begun: datetime, indexer: Indexer) -> None:
    """Shut readers out for a moment, bring the last of it in, and let the new tables take the place of the old."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        live = cursor.fetchone()[0]
        tables = [model._meta.db_table for model in TABLES]
        cursor.execute(f"LOCK TABLE {', '.join(f'{live}.{table}' for table in tables)} IN ACCESS EXCLUSIVE MODE")
        _catch_up(begun, indexer)
        for table in tables:
            foreign = _constraints(f"{live}.{table}", "f")
            cursor.execute(f"DROP TABLE {live}.{table}")
            cursor.execute(f"ALTER TABLE {SCHEMA}.{table} SET SCHEMA {live}")
            for name, definition in foreign:
                # Valid for new rows at once; the old ones are looked through afterwards, under no lock.
                cursor.execute(f'ALTER TABLE {live}.{table} ADD CONSTRAINT "{name}" {definition} NOT VALID')
        cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
    take_into_use(indexer.frequent.number)


def _validate() -> None:
    with connection.cursor() as cursor:
        for model in TABLES:
            table = model._meta.db_table
            for name, _definition in _constraints(table, "f"):
                cursor.execute(f'ALTER TABLE {table} VALIDATE CONSTRAINT "{name}"')


def _catch_up(since: datetime, indexer: Indexer) -> None:
    """Index what was loaded or changed since, and forget what was deleted."""
    with _beside():
        gone = ~Exists(Document.objects.filter(pk=OuterRef("document_id")))
        PageIndex.objects.filter(gone).delete()
        DocumentIndex.objects.filter(gone).delete()
    changed = Document.objects.filter(changed_at__gte=since).values_list("pk", flat=True)
    for ids in _batches(sorted({*changed, *_missing()})):
        with _beside():
            reindex(ids, indexer)


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
