"""The tables of the room: people, institutions, contracts, groups."""

from accounts.models.contracts import ActivationCode, Contract, Product, Seat
from accounts.models.groups import Invitation, Membership, ReadingGroup
from accounts.models.institutions import CampusVisit, IdentityProvider, Institution, NetworkRange
from accounts.models.users import Surrogate, User

__all__ = [
    "ActivationCode",
    "CampusVisit",
    "Contract",
    "IdentityProvider",
    "Institution",
    "Invitation",
    "Membership",
    "NetworkRange",
    "Product",
    "ReadingGroup",
    "Seat",
    "Surrogate",
    "User",
]
