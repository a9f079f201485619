"""What librarians paste, and what is kept of it."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.networks import MAX_CHARACTERS, Doubt, Fault, Flag, Problem, Range, flags_of, read_networks


def kept(text: str) -> list[str]:
    reading = read_networks(text)

    assert reading.problems == ()
    return [str(one.network) for one in reading.ranges]


@pytest.mark.parametrize(
    ("text", "networks"),
    [
        ("8.8.8.0/24", ["8.8.8.0/24"]),
        ("8.8.8.0 / 24", ["8.8.8.0/24"]),
        ("8.8.8.0/255.255.255.0", ["8.8.8.0/24"]),
        ("8.8.8.0 255.255.255.0", ["8.8.8.0/24"]),
        ("8.8.8.8", ["8.8.8.8/32"]),
        ("8.8.8.0-8.8.9.255", ["8.8.8.0/23"]),
        ("8.8.8.0 - 8.8.8.255", ["8.8.8.0/24"]),
        ("8.8.8.0 – 8.8.8.255", ["8.8.8.0/24"]),
        ("8.8.8.0 to 8.8.8.255", ["8.8.8.0/24"]),
        ("8.8.8.1-8.8.8.6", ["8.8.8.1/32", "8.8.8.2/31", "8.8.8.4/31", "8.8.8.6/32"]),
        ("8.8.8.0-63", ["8.8.8.0/26"]),
        ("8.8.8.64 - 127", ["8.8.8.64/26"]),
        ("8.8.8.*", ["8.8.8.0/24"]),
        ("8.8.*.*", ["8.8.0.0/16"]),
        ("8.8.*", ["8.8.0.0/16"]),
        ("8.8.8-9.*", ["8.8.8.0/23"]),
        ("8.8.[8-9].*", ["8.8.8.0/23"]),
        ("8.8.8-9", ["8.8.8.0/23"]),
        ("8.8.8-9.0-63", ["8.8.8.0/26", "8.8.9.0/26"]),
        ("8.8.*.1", [f"8.8.{number}.1/32" for number in range(256)]),
        ("2001:470::/32", ["2001:470::/32"]),
        ("2001:470::1", ["2001:470::1/128"]),
        ("2001:470:: - 2001:470:0:1:ffff:ffff:ffff:ffff", ["2001:470::/63"]),
        ("::ffff:8.8.8.0/120", ["8.8.8.0/24"]),
        ("::ffff:8.8.8.8", ["8.8.8.8/32"]),
        ("", []),
        ("\n , ; \n# only a remark", []),
        ("\ufeff8.8.8.0/24", ["8.8.8.0/24"]),
    ],
)
def test_notation_is_read(text: str, networks: list[str]) -> None:
    assert kept(text) == networks


def test_many_entries_by_line_comma_semicolon_and_space() -> None:
    assert kept("9.9.9.9,8.8.8.0/24;1.1.1.1 1.0.0.1\n2001:470::/48") == [
        "1.0.0.1/32",
        "1.1.1.1/32",
        "8.8.8.0/24",
        "9.9.9.9/32",
        "2001:470::/48",
    ]


def test_remark_becomes_the_note_of_its_line() -> None:
    reading = read_networks("8.8.8.0/24 # Main library\n9.9.9.9")

    assert reading.ranges == (
        Range(ipaddress.ip_network("8.8.8.0/24"), 1, "Main library"),
        Range(ipaddress.ip_network("9.9.9.9/32"), 2),
    )


def test_repeated_and_covered_entries_are_dropped_and_counted() -> None:
    reading = read_networks("8.8.8.0/25\n8.8.8.0/24\n8.8.8.0/24\n8.8.8.7")

    assert [str(one.network) for one in reading.ranges] == ["8.8.8.0/24"]
    assert reading.repeated == 3


def test_neighbours_stay_as_they_were_written() -> None:
    assert kept("8.8.8.0/25, 8.8.8.128/25") == ["8.8.8.0/25", "8.8.8.128/25"]


def test_addresses_are_counted_for_ipv4() -> None:
    assert read_networks("8.8.8.0/24 9.9.9.9 2001:470::/32").addresses == 257


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("library.example.org", Fault.UNREADABLE),
        ("8.8.8", Fault.UNREADABLE),
        ("8.8.8.", Fault.UNREADABLE),
        ("8.8.8.256", Fault.UNREADABLE),
        ("8.8.8.0/33", Fault.UNREADABLE),
        ("8.8.8.0/24/24", Fault.UNREADABLE),
        ("8.8.8.8:80", Fault.UNREADABLE),
        ("http://8.8.8.8", Fault.UNREADABLE),
        ("8.8.8.300-301", Fault.UNREADABLE),
        ("8.8.[8-9.*", Fault.UNREADABLE),
        ("8.8.8.*.*", Fault.UNREADABLE),
        ("8.8.8.*-8.8.9.*", Fault.UNREADABLE),
        ("fe80::1%eth0", Fault.UNREADABLE),
        ("fe80::%eth0/64", Fault.UNREADABLE),
        ("2001:470::*", Fault.UNREADABLE),
        ("008.008.008.008", Fault.LEADING_ZERO),
        ("8.8.8.000-8.8.8.255", Fault.LEADING_ZERO),
        ("8.8.9.0-8.8.8.0", Fault.BACKWARDS),
        ("8.8.8.9-8", Fault.BACKWARDS),
        ("2001:470::2-2001:470::1", Fault.BACKWARDS),
        ("8.8.8.8-2001:470::1", Fault.MIXED),
        ("8.*.0-255.1", Fault.TOO_MANY),
        ("0.0.0.0/0", Fault.TOO_BROAD),
        ("*.*.*.*", Fault.TOO_BROAD),
        ("1.0.0.0-126.255.255.255", Fault.TOO_BROAD),
        ("::/0", Fault.TOO_BROAD),
        ("::ffff:0:0/96", Fault.TOO_BROAD),
    ],
)
def test_entry_that_cannot_be_taken_is_named_with_its_line(entry: str, fault: Fault) -> None:
    reading = read_networks(f"9.9.9.9\n{entry}")

    assert reading.problems == (Problem(2, entry, fault),)
    assert [str(one.network) for one in reading.ranges] == ["9.9.9.9/32"]


def test_text_far_too_long_is_refused_before_it_is_read() -> None:
    with pytest.raises(ValueError, match="characters"):
        read_networks("8" * (MAX_CHARACTERS + 1))


def test_host_bits_are_cleared_and_flagged() -> None:
    reading = read_networks("8.8.8.7/24")

    network = ipaddress.ip_network("8.8.8.0/24")
    assert reading.ranges == (Range(network, 1),)
    assert reading.doubts == (Doubt(1, network, Flag.HOST_BITS),)


@pytest.mark.parametrize(
    ("network", "flags"),
    [
        ("8.8.8.0/24", ()),
        ("8.8.0.0/16", ()),
        ("8.8.0.0/15", (Flag.BROAD,)),
        ("10.1.2.0/24", (Flag.PRIVATE,)),
        ("100.64.0.1/32", (Flag.PRIVATE,)),
        ("127.0.0.1/32", (Flag.PRIVATE,)),
        ("172.31.0.0/16", (Flag.PRIVATE,)),
        ("172.32.0.0/16", ()),
        ("192.168.0.0/15", (Flag.PRIVATE, Flag.BROAD)),
        ("224.0.0.1/32", (Flag.PRIVATE,)),
        ("2001:470::/32", ()),
        ("2001:400::/28", (Flag.BROAD,)),
        ("2001:db8::/48", (Flag.PRIVATE,)),
        ("fd00::/48", (Flag.PRIVATE,)),
        ("::1/128", (Flag.PRIVATE,)),
    ],
)
def test_odd_networks_are_flagged(network: str, flags: tuple[Flag, ...]) -> None:
    assert flags_of(ipaddress.ip_network(network)) == flags
    assert [doubt.flag for doubt in read_networks(network).doubts] == list(flags)


addresses = st.integers(2**24, 2**32 - 1).map(ipaddress.IPv4Address)


@given(low=addresses, high=addresses)
def test_dash_range_covers_exactly_its_addresses(low: ipaddress.IPv4Address, high: ipaddress.IPv4Address) -> None:
    low, high = sorted((low, high))
    reading = read_networks(f"{low}-{high}")

    if reading.problems:
        assert [problem.fault for problem in reading.problems] == [Fault.TOO_BROAD]
        return
    assert reading.addresses == int(high) - int(low) + 1
    assert reading.ranges[0].network[0] == low
    assert reading.ranges[-1].network[-1] == high


@given(st.lists(st.text("0123456789.:/-*[]# ,\nabcdefto", max_size=40), max_size=5).map("\n".join))
def test_any_text_is_read_or_refused_and_what_is_kept_never_overlaps(text: str) -> None:
    ranges = read_networks(text).ranges

    networks = [one.network for one in ranges]
    assert all(
        one.version != other.version or not one.overlaps(other)
        for place, one in enumerate(networks)
        for other in networks[place + 1 : place + 20]
    )
