"""Networks of institutions: who holds them already, and putting many on file at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from accounts.address import type_of_network
from accounts.models import Institution, NetworkRange
from accounts.networks import Range


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a list: rows added, entries on file already, narrower rows that a wider entry replaced."""

    added: int
    already: int
    replaced: int


def lock_ranges() -> None:
    """Let nobody else change ranges until the transaction ends, so that a check still holds when it is acted upon.

    Reading goes on. Raises TransactionManagementError outside a transaction.
    """
    connection.validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock_ranges() needs a transaction")
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {NetworkRange._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def held_by_others(
    networks: Sequence[type_of_network], institution_id: int | None, consortium_id: int | None
) -> list[NetworkRange]:
    """Give the ranges of strangers that share addresses with these networks, with their institutions.

    An institution's own ranges, its consortium's and, for a consortium, its members' are no strangers'.
    """
    if not networks:
        return []
    family = Q(pk__in=[]) if institution_id is None else Q(institution_id=institution_id)
    if institution_id is not None:
        family |= Q(institution__consortium_id=institution_id)
    if consortium_id is not None:
        family |= Q(institution_id=consortium_id)
    rows = NetworkRange.objects.filter(network__overlaps_any=networks).exclude(family)
    return list(rows.select_related("institution").order_by("institution__name", "network"))


def file_ranges(institution: Institution, ranges: Sequence[Range]) -> Filed:
    """Put ranges on file for an institution; the ranges must not overlap each other.

    What is on file or covered by it stays; a wider entry replaces the narrower rows it covers and
    keeps the first one's note when it brings none.
    """
    with transaction.atomic():
        lock_ranges()
        own = list(NetworkRange.objects.filter(institution=institution))
        fresh: list[NetworkRange] = []
        replaced: list[NetworkRange] = []
        for one in ranges:
            touched = [row for row in own if row.network.overlaps(one.network)] if own else []
            if any(row.network.prefixlen <= one.network.prefixlen for row in touched):
                continue
            replaced.extend(touched)
            note = one.note or next((row.note for row in touched if row.note), "")
            fresh.append(NetworkRange(institution=institution, network=one.network, note=note[:200]))
        NetworkRange.objects.filter(pk__in=[row.pk for row in replaced]).delete()
        NetworkRange.objects.bulk_create(fresh)
    return Filed(len(fresh), len(ranges) - len(fresh), len(replaced))
