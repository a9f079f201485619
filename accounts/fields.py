"""Columns that Django lacks: a network in PostgreSQL's own type."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

type_of_network = ipaddress.IPv4Network | ipaddress.IPv6Network


def read_network(value: str) -> type_of_network:
    """Read `192.0.2.0/24`, one address or an IPv6 network; host bits must be zero.

    Raises ValidationError with what to write instead.
    """
    try:
        return ipaddress.ip_network(value.strip())
    except ValueError as error:
        raise ValidationError(
            _("%(value)s is not a network: write it like 192.0.2.0/24 or 2001:db8::/32 (%(why)s)."),
            params={"value": value, "why": str(error)},
            code="network",
        ) from error


class CidrField(models.Field):
    """PostgreSQL `cidr`; in Python an `ipaddress` network."""

    description = _("Network")

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 the signature is Django's
        """Give PostgreSQL's name of the type."""
        return "cidr"

    def from_db_value(self, value: Any, *_args: Any) -> type_of_network | None:
        """Take what psycopg gives: a network, an address (a full mask) or text."""
        return None if value is None else ipaddress.ip_network(str(value))

    def to_python(self, value: Any) -> type_of_network | None:
        """Read the form's text."""
        if value is None or isinstance(value, ipaddress.IPv4Network | ipaddress.IPv6Network):
            return value
        return read_network(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        """Write it as text; PostgreSQL casts."""
        network = self.to_python(value)
        return None if network is None else str(network)

    def get_placeholder(self, _value: Any, _compiler: Any, _connection: Any) -> str:
        """Cast, so that a text parameter meets a cidr column."""
        return "%s::cidr"


@CidrField.register_lookup
class ContainsAddress(models.Lookup):
    """`network__holds=address`: the network contains the address (`>>=`, served by the GiST index)."""

    lookup_name = "holds"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:  # noqa: ARG002
        """Pass the address as text; the operator's side is cast to inet."""
        return "%s", (str(value),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Compare as inet, so that the index on inet_ops serves it."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} >>= {right}::inet", (*left_params, *right_params)


@CidrField.register_lookup
class OverlapsAny(models.Lookup):
    """`network__overlaps_any=[networks]`: the network shares addresses with one of them (`&&`)."""

    lookup_name = "overlaps_any"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002
        """Pass the networks as an array of text."""
        return "%s", ([str(network) for network in value],)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Compare as inet with each."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} && ANY({right}::inet[])", (*left_params, *right_params)
