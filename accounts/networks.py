"""Networks as librarians paste them: any notation in, plain networks out; pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from accounts.address import type_of_address, type_of_network

# A pasted list this long is not a list of ranges.
MAX_CHARACTERS = 200_000
# `10.0-255.0-255.1` would be 65,536 networks: nobody means that.
MAX_PIECES = 1024

# Shorter masks than these are flagged: larger than what one university has been given.
BROAD = {4: 16, 6: 32}
# Shorter masks than these are refused: no registry gives one body so much.
TOO_BROAD = {4: 8, 6: 16}

# IANA's special-purpose registries (RFC 6890 and successors): such addresses never arrive from the internet.
SPECIAL: tuple[type_of_network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4", "::/127", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "3fff::/20"),
        *("fc00::/7", "fe80::/10", "ff00::/8"),
    )
)


class Fault(StrEnum):
    """Why an entry cannot be taken at all."""

    UNREADABLE = "unreadable"
    LEADING_ZERO = "leading_zero"
    BACKWARDS = "backwards"
    MIXED = "mixed"
    TOO_MANY = "too_many"
    TOO_BROAD = "too_broad"


class Flag(StrEnum):
    """What a person should look at before an entry is taken."""

    PRIVATE = "private"
    BROAD = "broad"
    HOST_BITS = "host_bits"


@dataclass(frozen=True, slots=True)
class Range:
    """One network as it will be kept, the line it came from (from 1), and the words behind # on that line."""

    network: type_of_network
    line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry that cannot be taken, as it was written."""

    line: int
    entry: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Doubt:
    """A network that can be taken, and what is odd about it."""

    line: int
    network: type_of_network
    flag: Flag


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pasted list says; `ranges` never overlap, `repeated` counts those that were already covered."""

    ranges: tuple[Range, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]
    repeated: int = 0

    @property
    def addresses(self) -> int:
        """Count the IPv4 addresses covered; IPv6 networks are not counted by address."""
        return sum(one.network.num_addresses for one in self.ranges if one.network.version == 4)


class UnreadableError(ValueError):
    """An entry that cannot be read; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        """Keep the reason."""
        super().__init__(fault.value)
        self.fault = fault


def read_networks(text: str) -> Reading:
    """Read a pasted list: one entry or many to a line, separated by commas, semicolons or spaces.

    Understood are `192.0.2.0/24`, `192.0.2.0/255.255.255.0`, `192.0.2.0 255.255.255.0`, single
    addresses, `192.0.2.0 - 192.0.3.255` (also with an en dash or "to"), `192.0.2.0-63`,
    `192.0.2.*`, `192.0.[2-5].*`, IPv6 networks, addresses and ranges. What follows # is the note
    of its line. Host bits are cleared and flagged. Raises ValueError when the text is far too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"more than {MAX_CHARACTERS} characters")
    ranges: list[Range] = []
    problems: list[Problem] = []
    doubts: list[Doubt] = []
    for number, entry, note in _entries(text):
        try:
            networks, flags = _read(entry)
        except UnreadableError as error:
            problems.append(Problem(number, entry, error.fault))
            continue
        ranges.extend(Range(network, number, note) for network in networks)
        doubts.extend(Doubt(number, networks[0], flag) for flag in flags)
    kept = _without_repeats(ranges)
    doubts.extend(Doubt(one.line, one.network, flag) for one in kept for flag in flags_of(one.network))
    doubts.sort(key=lambda doubt: doubt.line)
    return Reading(tuple(kept), tuple(problems), tuple(doubts), len(ranges) - len(kept))


def flags_of(network: type_of_network) -> tuple[Flag, ...]:
    """Tell what is odd about a network: not on the internet, or larger than one institution has."""
    is_special = any(network.version == special.version and network.overlaps(special) for special in SPECIAL)
    is_broad = network.prefixlen < BROAD[network.version]
    return ((Flag.PRIVATE,) if is_special else ()) + ((Flag.BROAD,) if is_broad else ())


def _entries(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line number, entry and note."""
    # A byte order mark and zero-width spaces come along from spreadsheets and mails, and nobody sees them.
    visible = re.sub("[\ufeff\u200b-\u200d\u2060]", "", text)
    for number, line in enumerate(visible.splitlines(), start=1):
        words, _, note = line.partition("#")
        words = re.sub(r"\s*(?:[-\u2010-\u2015\u2212]|\bto\b)\s*", "-", words, flags=re.IGNORECASE)
        words = re.sub(r"\s*/\s*", "/", words)
        words = re.sub(r"(?<![\d./:-])(\d+(?:\.\d+){3})\s+(255(?:\.\d+){3})(?![\d./:-])", r"\1/\2", words)
        for entry in re.split(r"[\s,;]+", words):
            if entry:
                yield number, entry, note.strip()


def _read(entry: str) -> tuple[list[type_of_network], tuple[Flag, ...]]:
    """Read one entry; raises UnreadableError."""
    if re.search(r"(?:^|[.\-\[/])0\d", entry) and ":" not in entry:
        raise UnreadableError(Fault.LEADING_ZERO)
    flags: tuple[Flag, ...] = ()
    if "/" in entry:
        network, flags = _masked(entry)
        networks = [network]
    elif "-" in entry and (":" in entry or entry.count(".") == 6):
        networks = _between(*entry.split("-", 1))
    elif re.search(r"[*\-\[\]]", entry):
        networks = _octets(entry)
    else:
        networks = [_whole(_address(entry))]
    networks = [_plain(network) for network in networks]
    if any(network.prefixlen < TOO_BROAD[network.version] for network in networks):
        raise UnreadableError(Fault.TOO_BROAD)
    return networks, flags


def _address(text: str) -> type_of_address:
    try:
        address = ipaddress.ip_address(text)
    except ValueError as error:
        raise UnreadableError(Fault.UNREADABLE) from error
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id:
        raise UnreadableError(Fault.UNREADABLE)
    return address


def _whole(address: type_of_address) -> type_of_network:
    return ipaddress.ip_network(address)


def _plain(network: type_of_network) -> type_of_network:
    """Turn IPv4 in IPv6 clothes (::ffff:192.0.2.0/120) into IPv4, which is how visitors' addresses are read."""
    if isinstance(network, ipaddress.IPv6Network) and network.prefixlen >= 96:
        mapped = network.network_address.ipv4_mapped
        if mapped is not None:
            return ipaddress.ip_network((mapped, network.prefixlen - 96))
    return network


def _masked(entry: str) -> tuple[type_of_network, tuple[Flag, ...]]:
    """Read a network with a mask length or a mask; host bits are cleared."""
    try:
        network = ipaddress.ip_network(entry, strict=False)
    except ValueError as error:
        raise UnreadableError(Fault.UNREADABLE) from error
    if isinstance(network, ipaddress.IPv6Network) and "%" in entry:
        raise UnreadableError(Fault.UNREADABLE)
    given = ipaddress.ip_address(entry.partition("/")[0])
    return network, () if given == network.network_address else (Flag.HOST_BITS,)


def _between(first: str, last: str) -> list[type_of_network]:
    """Cover everything from one address to another, both included, with as few networks as possible."""
    low, high = _address(first), _address(last)
    if isinstance(low, ipaddress.IPv4Address) and isinstance(high, ipaddress.IPv4Address):
        if high < low:
            raise UnreadableError(Fault.BACKWARDS)
        return list(ipaddress.summarize_address_range(low, high))
    if isinstance(low, ipaddress.IPv6Address) and isinstance(high, ipaddress.IPv6Address):
        if high < low:
            raise UnreadableError(Fault.BACKWARDS)
        return list(ipaddress.summarize_address_range(low, high))
    raise UnreadableError(Fault.MIXED)


def _octets(entry: str) -> list[type_of_network]:
    """Read IPv4 with wildcards and ranges in its numbers: `192.0.2.*`, `192.0.2-5`, `192.0.[2-5].0-63`."""
    parts = entry.split(".")
    if len(parts) > 4:
        raise UnreadableError(Fault.UNREADABLE)
    # A missing end means everything below: 192.0.2-5 is 192.0.2.0 to 192.0.5.255.
    spans = [_span(part) for part in [*parts, *["*"] * (4 - len(parts))]]
    open_from = max(place for place in range(5) if place == 0 or spans[place - 1] != (0, 255))
    # The last number that is not a wildcard may run as one stretch; those before it multiply.
    heads = spans[: max(open_from - 1, 0)]
    pieces = 1
    for low, high in heads:
        pieces *= high - low + 1
    if pieces > MAX_PIECES:
        raise UnreadableError(Fault.TOO_MANY)
    tails = spans[len(heads) :]
    found: list[type_of_network] = []
    for head in product(*(range(low, high + 1) for low, high in heads)):
        low_end = ipaddress.IPv4Address(bytes([*head, *(low for low, _ in tails)]))
        high_end = ipaddress.IPv4Address(bytes([*head, *(high for _, high in tails)]))
        found.extend(ipaddress.summarize_address_range(low_end, high_end))
    return found


def _span(part: str) -> tuple[int, int]:
    """Read one number, `*`, `2-5` or `[2-5]`."""
    if part == "*":
        return 0, 255
    match = re.fullmatch(r"\[?(\d{1,3})(?:-(\d{1,3}))?\]?", part)
    if match is None or part.startswith("[") != part.endswith("]"):
        raise UnreadableError(Fault.UNREADABLE)
    low, high = int(match[1]), int(match[2] or match[1])
    if max(low, high) > 255:
        raise UnreadableError(Fault.UNREADABLE)
    if high < low:
        raise UnreadableError(Fault.BACKWARDS)
    return low, high


def _without_repeats(ranges: Iterable[Range]) -> list[Range]:
    """Drop what a wider or equal entry covers; sorted by address."""
    key = [
        (one.network.version, int(one.network.network_address), one.network.prefixlen, one.line, one) for one in ranges
    ]
    kept: list[Range] = []
    for *_, one in sorted(key, key=lambda row: row[:4]):
        last = kept[-1].network if kept else None
        if last is None or last.version != one.network.version or not last.overlaps(one.network):
            kept.append(one)
    return kept
