"""The tables of the room: people, institutions, contracts, groups."""

from accounts.models.audit import (
    ContractEvent,
    ContractProduct,
    ContractProductEvent,
    InstitutionEvent,
    MembershipEvent,
    NetworkRangeEvent,
    SeatEvent,
    UserEvent,
)
from accounts.models.contracts import ActivationCode, Contract, Product, Seat
from accounts.models.groups import Invitation, Membership, ReadingGroup
from accounts.models.institutions import CampusVisit, IdentityProvider, Institution, NetworkRange
from accounts.models.tokens import ApiToken
from accounts.models.users import Surrogate, User

__all__ = [
    "ActivationCode",
    "ApiToken",
    "CampusVisit",
    "Contract",
    "ContractEvent",
    "ContractProduct",
    "ContractProductEvent",
    "IdentityProvider",
    "Institution",
    "InstitutionEvent",
    "Invitation",
    "Membership",
    "MembershipEvent",
    "NetworkRange",
    "NetworkRangeEvent",
    "Product",
    "ReadingGroup",
    "Seat",
    "SeatEvent",
    "Surrogate",
    "User",
    "UserEvent",
]
