"""A5: only the configured proxies' last hop counts; the default is to trust none."""

from ipaddress import ip_address, ip_network

import pytest

from accounts.address import client_address, read_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.9, 203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "192.0.2.9, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", " 192.0.2.1 ", "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1,", "192.0.2.1"),
        ("2001:db8:1::5", "2001:db8:2::9", "2001:db8:2::9"),
        ("10.0.0.1", "::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:10.0.0.1", "192.0.2.1", "192.0.2.1"),
    ],
)
def test_client_address_with_named_proxies(peer: str, forwarded: str, expected: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == ip_address(expected)


@pytest.mark.parametrize(
    "forwarded",
    [
        "unknown",
        "192.0.2.1:443",
        "[2001:db8::1]:443",
        "192.0.2.1 evil",
        "192.0.2.256",
        "fe80::1%eth0",
        "for=192.0.2.1",
        "0xC0000201",
    ],
)
def test_client_address_with_unreadable_hop_is_nobody(forwarded: str) -> None:
    assert client_address("10.0.0.1", forwarded, PROXIES) is None


def test_client_address_without_proxies_believes_no_header() -> None:
    assert client_address("198.51.100.7", "192.0.2.1", ()) == ip_address("198.51.100.7")


def test_client_address_without_peer_is_nobody() -> None:
    assert client_address("", "192.0.2.1", PROXIES) is None


def test_read_address_of_ipv6_is_kept() -> None:
    assert read_address("2001:DB8::1") == ip_address("2001:db8::1")
