"""Locks of a load: one volume is loaded once at a time, and the lists that volumes share have one writer."""

from __future__ import annotations

import zlib
from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    """First word of PostgreSQL's two-word advisory locks; held to the end of the transaction."""

    VOLUME = 0x466F6E01
    AUTHORITY = 0x466F6E02


def try_volume(slug: str) -> bool:
    """Take the lock of a volume, or say that another load holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [Lock.VOLUME, _number(slug)])
        return bool(cursor.fetchone()[0])


def wait_authority() -> None:
    """Wait until no other load is writing names or holdings, and keep others waiting until this one is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [Lock.AUTHORITY])


def _number(slug: str) -> int:
    return zlib.crc32(slug.encode()) - (1 << 31)
