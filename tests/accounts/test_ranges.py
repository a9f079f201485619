"""Networks of institutions: whose they are, and many put on file at once."""

import ipaddress

import pytest
from django.db import transaction

from accounts.models import Institution, NetworkRange
from accounts.networks import read_networks
from accounts.ranges import Filed, file_ranges, held_by_others, lock_ranges
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db


def nets(*texts: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(text) for text in texts]


def on_file(institution: Institution) -> list[tuple[str, str]]:
    rows = NetworkRange.objects.filter(institution=institution).order_by("network")
    return [(str(row.network), row.note) for row in rows]


@pytest.mark.parametrize(
    ("held", "asked", "is_found"),
    [
        ("8.8.8.0/24", "8.8.8.0/24", True),
        ("8.8.8.0/24", "8.8.8.7/32", True),
        ("8.8.8.0/24", "8.8.0.0/16", True),
        ("8.8.8.0/24", "8.8.9.0/24", False),
        ("2001:470::/32", "2001:470:1::/48", True),
        ("2001:470::/32", "8.8.8.0/24", False),
    ],
)
def test_range_of_a_stranger_is_found_when_it_overlaps(held: str, asked: str, is_found: bool) -> None:
    row = make.make_network(make.make_institution(), held)
    mine = make.make_institution()

    assert held_by_others(nets(asked), mine.pk, None) == ([row] if is_found else [])


def test_own_range_and_the_family_s_are_no_strangers() -> None:
    consortium = make.make_institution()
    mine = make.make_institution(consortium=consortium)
    sister = make.make_institution(consortium=consortium)
    rows = {row: make.make_network(row, "8.8.8.0/24") for row in (consortium, mine, sister)}

    assert held_by_others(nets("8.8.8.0/24"), mine.pk, consortium.pk) == [rows[sister]]
    assert held_by_others(nets("8.8.8.0/24"), consortium.pk, None) == []


def test_institution_not_saved_yet_has_strangers_only() -> None:
    row = make.make_network(make.make_institution(), "8.8.8.0/24")

    assert held_by_others(nets("8.8.8.0/24"), None, None) == [row]
    assert held_by_others([], None, None) == []


def test_ranges_are_filed_with_their_notes() -> None:
    mine = make.make_institution()

    filed = file_ranges(mine, read_networks("8.8.8.0/24 # Library\n2001:470::/48").ranges)

    assert filed == Filed(added=2, already=0, replaced=0)
    assert on_file(mine) == [("8.8.8.0/24", "Library"), ("2001:470::/48", "")]


def test_filing_the_same_again_changes_nothing() -> None:
    mine = make.make_institution()
    reading = read_networks("8.8.8.0/24, 9.9.9.9")
    file_ranges(mine, reading.ranges)
    before = list(NetworkRange.objects.values_list("pk", flat=True))

    filed = file_ranges(mine, reading.ranges)

    assert filed == Filed(added=0, already=2, replaced=0)
    assert list(NetworkRange.objects.values_list("pk", flat=True)) == before


def test_wider_entry_replaces_the_rows_it_covers_and_keeps_their_note() -> None:
    mine, other = make.make_institution(), make.make_institution()
    make.make_network(mine, "8.8.8.0/26", note="Reading room")
    make.make_network(mine, "8.8.8.64/26")
    make.make_network(mine, "9.9.9.0/24")
    make.make_network(other, "8.8.8.0/25")

    filed = file_ranges(mine, read_networks("8.8.8.0/24, 9.9.9.7").ranges)

    assert filed == Filed(added=1, already=1, replaced=2)
    assert on_file(mine) == [("8.8.8.0/24", "Reading room"), ("9.9.9.0/24", "")]
    assert on_file(other) == [("8.8.8.0/25", "")]


@pytest.mark.django_db(transaction=True)
def test_locking_needs_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        lock_ranges()
