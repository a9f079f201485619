"""The tables of the room: people, institutions, contracts, subscriptions, groups."""

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
from accounts.models.contracts import ActivationCode, CodeBatch, Contract, Product, Seat
from accounts.models.groups import Invitation, Membership, ReadingGroup, WaitingPlace
from accounts.models.institutions import CampusVisit, IdentityProvider, Institution, NetworkRange
from accounts.models.subscriptions import LedgerEvent, Order, Plan
from accounts.models.tokens import ApiToken
from accounts.models.users import Surrogate, User
from accounts.models.work import Attempt, JobRun, Notice

__all__ = [
    "ActivationCode",
    "ApiToken",
    "Attempt",
    "CampusVisit",
    "CodeBatch",
    "Contract",
    "ContractEvent",
    "ContractProduct",
    "ContractProductEvent",
    "IdentityProvider",
    "Institution",
    "InstitutionEvent",
    "Invitation",
    "JobRun",
    "LedgerEvent",
    "Membership",
    "MembershipEvent",
    "NetworkRange",
    "NetworkRangeEvent",
    "Notice",
    "Order",
    "Plan",
    "Product",
    "ReadingGroup",
    "Seat",
    "SeatEvent",
    "Surrogate",
    "User",
    "UserEvent",
    "WaitingPlace",
]
