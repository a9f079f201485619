"""The client's address behind named proxies: a security boundary, because an address opens doors."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

type_of_address = ipaddress.IPv4Address | ipaddress.IPv6Address
type_of_network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _plain(address: type_of_address) -> type_of_address:
    """Turn an IPv4 address in IPv6 clothes (::ffff:192.0.2.1) into what institutions have on file."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def read_address(text: str) -> type_of_address | None:
    """Read one hop strictly: no port, no spaces inside, no zone, no brackets; None for anything else."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id:
        return None
    return _plain(address)


def _is_trusted(address: type_of_address, proxies: Sequence[type_of_network]) -> bool:
    return any(address.version == network.version and address in network for network in proxies)


def client_address(peer: str, forwarded_for: str, proxies: Sequence[type_of_network]) -> type_of_address | None:
    """Tell who is asking: the peer, or, when the peer is a trusted proxy, the last hop in front of the proxies.

    `peer` is REMOTE_ADDR, `forwarded_for` the X-Forwarded-For header ("" when absent); no other
    header is ever read. Hops are taken from the right, while they are trusted proxies themselves;
    a hop that cannot be read ends the search with None, so that a forged one gives nothing.
    """
    address = read_address(peer)
    hops = [hop for hop in forwarded_for.split(",") if hop.strip()]
    while address is not None and hops and _is_trusted(address, proxies):
        address = read_address(hops.pop())
    return address
