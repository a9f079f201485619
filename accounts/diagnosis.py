"""Why can or can't they read? What an address, an e-mail address or a domain opens, and by which contract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.address import read_address, type_of_address
from accounts.models import Contract, Institution, NetworkRange, User
from accounts.visitor import Grant, Visitor, visitor_for

DOMAIN = re.compile(r"(?=.{4,253}\Z)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed into the box: at most one of each."""

    address: type_of_address | None = None
    email: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rule sees: `visitor` is made as for a real request from this address by this person.

    A person whose account is not active cannot sign in, and counts for nothing in `visitor`.
    """

    asked: Asked
    visitor: Visitor
    user: User | None = None
    ranges: Sequence[NetworkRange] = ()
    by_domain: Sequence[Institution] = ()
    contracts: dict[int, Contract] = field(default_factory=dict)

    def explained(self) -> list[tuple[Grant, Contract]]:
        """Give every grant with its contract, those that open first."""
        return [(grant, self.contracts[grant.contract_id]) for grant in (*self.visitor.grants, *self.visitor.refused)]


def read_question(text: str) -> Asked:
    """Read an address, an e-mail address, a domain, or an address beside one of them.

    Raises ValidationError with what may be written.
    """
    found: dict[str, type_of_address | str] = {}
    for word in re.split(r"[\s,;]+", text.strip()):
        kind, value = _read_word(word)
        if not kind or kind in found:
            raise ValidationError(
                _("Write a network address, an e-mail address or a domain; or an address and an e-mail address."),
                code="question",
            )
        found[kind] = value
    email = str(found.get("email", ""))
    address = found.get("address")
    return Asked(
        None if isinstance(address, str) else address, email, str(found.get("domain", email.rpartition("@")[2]))
    )


def diagnose(asked: Asked, at: datetime | None = None) -> Finding:
    """Ask the rule what it would see; changes nothing and counts no use."""
    user = User.objects.filter(email__iexact=asked.email).first() if asked.email else None
    visitor = visitor_for(user if user and user.is_active else None, asked.address, at)
    numbers = [grant.contract_id for grant in (*visitor.grants, *visitor.refused)]
    contracts = (
        Contract.objects.filter(pk__in=numbers).select_related("institution", "person").prefetch_related("products")
    )
    return Finding(
        asked=asked,
        visitor=visitor,
        user=user,
        ranges=_ranges(asked.address),
        by_domain=by_domain(asked.domain),
        contracts={contract.pk: contract for contract in contracts},
    )


def _read_word(word: str) -> tuple[str, type_of_address | str]:
    address = read_address(word)
    if address is not None:
        return "address", address
    name, at, domain = word.rpartition("@")
    if DOMAIN.fullmatch(domain) and (not at or name):
        return ("email", word) if at else ("domain", domain.lower())
    return "", ""


def _ranges(address: type_of_address | None) -> list[NetworkRange]:
    if address is None:
        return []
    rows = NetworkRange.objects.filter(network__holds=address).select_related("institution__consortium")
    return list(rows.order_by("institution__name"))


def by_domain(domain: str) -> list[Institution]:
    """Give the institutions that have the domain, or one it lies under, on file."""
    labels = domain.lower().split(".")
    names = {".".join(labels[start:]) for start in range(len(labels) - 1)}
    if not names:
        return []
    near = reduce(or_, (Q(email_domains__icontains=name) for name in names))
    rows = Institution.objects.filter(near).order_by("name")
    return [row for row in rows if names & set(row.email_domains.lower().split())]
