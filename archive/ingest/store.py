"""Writes the documents of one volume inside the transaction of its load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from accounts.access import State
from archive.bulk import copy, reserve
from archive.index_terms import Indexer
from archive.indexing import index_records
from archive.ingest.changed import update_document
from archive.ingest.document_rows import document_columns, free_identifiers
from archive.ingest.fresh import NewDocument, write_new
from archive.ingest.holdings import Holdings
from archive.ingest.names import Authority
from archive.ingest.prepared import PreparedDocument
from archive.ingest.volume_rows import lock_of
from archive.models import Document, NameRole, Volume
from archive.records import NameRecord, RoleRecord

# Documents, and characters of their texts, that are collected before they are sent.
BATCH = 50
BATCH_LENGTH = 1_500_000


class Known(NamedTuple):
    """A document of the volume as it is in the database; `digest` is "" when a load has removed it."""

    pk: int
    digest: str
    state: str
    order: int
    is_matter: bool

    @property
    def is_removed(self) -> bool:
        """Whether an earlier load found it no more in its source."""
        return not self.digest and self.state == State.WITHDRAWN


def known_documents(volume: str) -> dict[str, Known]:
    """Give the documents of a volume by key."""
    rows = Document.objects.filter(volume__slug=volume)
    columns = ("key", "pk", "source_digest", "state", "order", "kind")
    return {
        key: Known(pk, digest, state, order, kind == Document.Kind.MATTER)
        for key, pk, digest, state, order, kind in rows.values_list(*columns)
    }


@dataclass(slots=True)
class VolumeStore:
    """Takes prepared documents in order; `finish` writes what can be known only at the end."""

    volume: Volume
    known: Mapping[str, Known]
    now: datetime
    sections: dict[str, int] = field(default_factory=dict)
    _holdings: Holdings = field(default_factory=Holdings)
    _waiting: list[tuple[PreparedDocument, int]] = field(default_factory=list)
    _length: int = 0
    _roles: dict[int, tuple[RoleRecord, ...]] = field(default_factory=dict)
    _words: dict[int, str] = field(default_factory=dict)
    _moved: list[tuple[int, int]] = field(default_factory=list)

    @property
    def written(self) -> list[int]:
        """Give the documents that are new or have changed."""
        return list(self._roles)

    def add(self, prepared: PreparedDocument, order: int) -> None:
        """Write a document that is new or has changed; one that is the same may have another place."""
        known = self.known.get(prepared.record.key)
        if known is None:
            self._waiting.append((prepared, order))
            self._length += sum(len(text.canonical) for text in prepared.texts)
            if len(self._waiting) >= BATCH or self._length >= BATCH_LENGTH:
                self.flush()
        elif known.digest != prepared.digest:
            columns = self._columns(prepared, order)
            if known.is_removed:
                columns |= {"state": self.volume.state}
            update_document(known.pk, prepared, columns, self.now)
            self._later(known.pk, prepared)
        elif known.order != order:
            self._moved.append((known.pk, order))

    def flush(self) -> None:
        """Send the new documents that are waiting."""
        waiting, self._waiting, self._length = self._waiting, [], 0
        identifiers = free_identifiers(self.volume.slug, [prepared.record.key for prepared, _ in waiting])
        numbers = reserve(Document, len(waiting))
        self._holdings.expect((prepared.record.repository, prepared.record.shelf_mark) for prepared, _ in waiting)
        lock = lock_of(self.volume)
        rows = []
        for (prepared, order), identifier, pk in zip(waiting, identifiers, numbers, strict=True):
            identity = {"identifier": identifier, "volume_id": self.volume.pk, "key": prepared.record.key}
            rows.append(NewDocument(pk, prepared, identity | self._columns(prepared, order) | lock))
            self._later(pk, prepared)
        write_new(rows, self.now)

    def finish(self, lists: Sequence[tuple[str, Sequence[NameRecord]]], indexer: Indexer) -> None:
        """Write names, roles and the records' index, once all documents are there; `lists` are (scheme, names)."""
        self.flush()
        authority = Authority([self.volume.slug, *(scheme for scheme, _ in lists if scheme != self.volume.slug)])
        used = dict.fromkeys(role.name for roles in self._roles.values() for role in roles if role.name.name)
        authority.settle(lists, list(used))
        self._write_roles(authority)
        index_records(list(self._roles), self._words, indexer, are_complete=False)
        self._move()

    def remove(self, keys: Sequence[str]) -> None:
        """Withdraw documents the source no longer has; they keep their identifiers, and come back with their source."""
        gone = [self.known[key].pk for key in keys]
        rows = Document.objects.filter(pk__in=gone)
        rows.update(state=State.WITHDRAWN, source_digest="", changed_at=self.now)

    def _columns(self, prepared: PreparedDocument, order: int) -> dict[str, Any]:
        record = prepared.record
        place = self._holdings.place(record.repository, record.shelf_mark)
        return document_columns(prepared, place, self.sections.get(record.section), order)

    def _later(self, pk: int, prepared: PreparedDocument) -> None:
        self._roles[pk] = prepared.record.roles
        self._words[pk] = prepared.terms().words

    def _write_roles(self, authority: Authority) -> None:
        NameRole.objects.filter(document_id__in=[pk for pk in self._roles if pk in self._updated()]).delete()
        rows = []
        for document, roles in self._roles.items():
            met: set[tuple[int, str]] = set()
            for role in roles:
                if not role.name.name:
                    continue
                held = (authority.find(role.name), role.role)
                if held not in met:
                    met.add(held)
                    rows.append((document, *held, len(met)))
        copy(NameRole, ["document_id", "name_id", "role", "order"], rows)

    def _updated(self) -> set[int]:
        return {known.pk for known in self.known.values()}

    def _move(self) -> None:
        """Give documents whose neighbours changed their new place."""
        moved = [(order, pk) for pk, order in self._moved]
        with connection.cursor() as cursor:
            cursor.executemany('UPDATE archive_document SET "order" = %s WHERE id = %s', moved)
