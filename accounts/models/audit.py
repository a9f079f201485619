"""The audit trail: what the database itself noted when these rows changed; rows are only ever added.

People and other rows are noted by number, not by foreign key, so that the trail outlives what it
tells of and, once an account is erased, leads to nobody. `pgh_context` names who acted by surrogate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pghistory
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models.contracts import Contract, Seat
from accounts.models.groups import Membership
from accounts.models.institutions import Institution, NetworkRange
from accounts.models.users import User


class ContractProduct(Contract.products.through):  # type: ignore[name-defined]  # made by Django
    """The line between a contract and a product, named so that triggers can be hung on it."""

    class Meta:
        proxy = True
        verbose_name = _("product of a contract")
        verbose_name_plural = _("products of contracts")


def _trail(
    model: type[models.Model], name: str, one: Promise | str, many: Promise | str, fields: Sequence[str] = ()
) -> type[models.Model]:
    """Make the trail of a model, with its triggers: the row's columns, references as bare numbers."""
    kept = [field for field in model._meta.fields if not fields or field.name in fields]
    numbers: dict[str, Any] = {
        field.name: models.BigIntegerField(field.verbose_name, null=True, db_column=field.column)
        for field in kept
        if isinstance(field, models.ForeignKey)
    }
    return pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        fields=[field.name for field in kept],
        obj_field=None,  # type: ignore[arg-type]  # None is what its documentation asks for
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # None is what its documentation asks for
        append_only=True,
        model_name=name,
        abstract=False,
        attrs=numbers,
        meta={"verbose_name": one, "verbose_name_plural": many, "ordering": ["-pgh_id"]},
    )


InstitutionEvent = _trail(Institution, "InstitutionEvent", _("change of an institution"), _("changes of institutions"))
NetworkRangeEvent = _trail(
    NetworkRange, "NetworkRangeEvent", _("change of a network range"), _("changes of network ranges")
)
ContractEvent = _trail(Contract, "ContractEvent", _("change of a contract"), _("changes of contracts"))
ContractProductEvent = _trail(
    ContractProduct, "ContractProductEvent", _("change of a contract's products"), _("changes of contracts' products")
)
SeatEvent = _trail(Seat, "SeatEvent", _("change of a seat"), _("changes of seats"))
MembershipEvent = _trail(Membership, "MembershipEvent", _("change of a membership"), _("changes of memberships"))
# Only what a person may do: the address and the name would keep alive what erasure takes away.
UserEvent = _trail(
    User,
    "UserEvent",
    _("change of a person's rights"),
    _("changes of people's rights"),
    ("id", "is_active", "is_staff", "is_superuser", "is_curator"),
)
