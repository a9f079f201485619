"""Plain makers of people, institutions, contracts and groups: each makes one row, and only what it is told."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.codes import digest_of
from accounts.ledger import OrderEvent
from accounts.ledger_book import note_event
from accounts.models import (
    ActivationCode,
    Attempt,
    CampusVisit,
    CodeBatch,
    Contract,
    IdentityProvider,
    Institution,
    Invitation,
    JobRun,
    Membership,
    NetworkRange,
    Notice,
    Order,
    Plan,
    Product,
    ReadingGroup,
    Seat,
    Surrogate,
    User,
    WaitingPlace,
)

PASSWORD = "correct horse battery staple"
HIDDEN = ("draft", "withdrawn", "embargoed", "group", "owner")  # locks that tell a stranger nothing, not even a title

_numbers = count(1)


def make_user(email: str = "", *, password: str | None = PASSWORD, **fields: Any) -> User:
    """A person; without an address one is made up."""
    return User.objects.create_user(email or f"person-{next(_numbers)}@example.org", password, **fields)


def make_staff(email: str = "", **fields: Any) -> User:
    """A person who may open the administration, and nothing in it."""
    return make_user(email, is_staff=True, **fields)


def make_superuser(email: str = "", **fields: Any) -> User:
    return make_user(email, is_staff=True, is_superuser=True, **fields)


def make_curator(email: str = "", **fields: Any) -> User:
    return make_user(email, is_curator=True, **fields)


def make_surrogate(user: User | None = None) -> Surrogate:
    return Surrogate.objects.create(user=user)


def make_institution(name: str = "", **fields: Any) -> Institution:
    number = next(_numbers)
    return Institution.objects.create(
        **{"name": name or f"University {number}", "slug": f"university-{number}", **fields}
    )


def make_network(institution: Institution, network: str = "192.0.2.0/24", **fields: Any) -> NetworkRange:
    """A range of the institution; equal ranges of one institution are refused by the database."""
    return NetworkRange.objects.create(institution=institution, network=network, **fields)


def make_provider(institution: Institution, **fields: Any) -> IdentityProvider:
    entity = f"https://idp-{next(_numbers)}.example.org/shibboleth"
    return IdentityProvider.objects.create(
        **{"institution": institution, "protocol": "saml", "entity_id": entity, **fields}
    )


def make_visit(user: User, institution: Institution, **fields: Any) -> CampusVisit:
    """The person was on campus, just now unless `last_at` says otherwise."""
    return CampusVisit.objects.create(**{"user": user, "institution": institution, "last_at": timezone.now(), **fields})


def make_product(name: str = "", **fields: Any) -> Product:
    number = next(_numbers)
    return Product.objects.create(**{"name": name or f"Product {number}", "slug": f"product-{number}", **fields})


def make_contract(holder: Institution | User, *products: Product, **fields: Any) -> Contract:
    """A contract that runs today, from 30 days ago to 335 days ahead, unless the fields say otherwise."""
    side = "institution" if isinstance(holder, Institution) else "person"
    today = timezone.now().date()
    days = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=335)}
    contract = Contract.objects.create(**{side: holder, **days, **fields})
    contract.products.set(products)
    return contract


def make_seat(contract: Contract, user: User, **fields: Any) -> Seat:
    return Seat.objects.create(contract=contract, user=user, **fields)


def make_code(*products: Product, text: str = "", **fields: Any) -> ActivationCode:
    """A code not yet redeemed; `text` is what a person would type."""
    text = text or f"CODE-{next(_numbers):08d}"
    digest = digest_of(text)
    code = ActivationCode.objects.create(
        **{"digest": digest, "hint": text[-4:], "valid_until": date(2099, 12, 31), **fields}
    )
    code.products.set(products)
    return code


def make_group(name: str = "", **fields: Any) -> ReadingGroup:
    number = next(_numbers)
    return ReadingGroup.objects.create(**{"name": name or f"Seminar {number}", "slug": f"seminar-{number}", **fields})


def make_member(group: ReadingGroup, user: User, role: str = "member") -> Membership:
    return Membership.objects.create(group=group, user=user, role=role)


def make_invitation(group: ReadingGroup, email: str = "", *, text: str = "", **fields: Any) -> Invitation:
    """An open invitation; without an address it is for whoever holds the link."""
    text = text or f"invitation-{next(_numbers)}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Invitation.objects.create(group=group, email=email, digest=digest, **fields)


def lock(kind: str) -> dict[str, Any]:
    """The columns of a volume or document with this lock: one of HIDDEN, or "licensed"."""
    locks: dict[str, Callable[[], dict[str, Any]]] = {
        "draft": lambda: {"state": "draft"},
        "withdrawn": lambda: {"state": "withdrawn"},
        "embargoed": lambda: {"public_from": timezone.now() + timedelta(days=9)},
        "group": lambda: {"audience": "group", "group": make_group()},
        "owner": lambda: {"audience": "owner", "owner": make_user()},
        "licensed": lambda: {"audience": "controlled", "product": make_product("papers")},
    }
    return locks[kind]()


def make_plan(*products: Product, **fields: Any) -> Plan:
    """A year for 49.00 EUR, unless the fields say otherwise."""
    number = next(_numbers)
    plan = Plan.objects.create(**{"name": f"Plan {number}", "slug": f"plan-{number}", "price": 4900, **fields})
    plan.products.set(products)
    return plan


def make_order(plan: Plan, buyer: User, **fields: Any) -> Order:
    """An order that waits for its payment, with the event that began it."""
    number = f"T{next(_numbers):06d}"
    columns = {"price": plan.price, "currency": plan.currency, "months": plan.months, "billing_name": "Ada Reader"}
    order = Order.objects.create(plan=plan, buyer=buyer, **{"number": number, **columns, **fields})
    note_event(order, OrderEvent.ORDERED, actor=buyer)
    return order


def make_batch(label: str = "", **fields: Any) -> CodeBatch:
    return CodeBatch.objects.create(label=label or f"Batch {next(_numbers)}", **fields)


def make_notice(user: User, **fields: Any) -> Notice:
    return Notice.objects.create(**{"key": f"notice-{next(_numbers)}", "kind": "reminder", "user": user, **fields})


def make_waiting(group: ReadingGroup, user: User) -> WaitingPlace:
    return WaitingPlace.objects.create(group=group, user=user)


def make_run(name: str = "reminders", **fields: Any) -> JobRun:
    return JobRun.objects.create(**{"name": name, "started_at": timezone.now(), **fields})


def make_attempt() -> Attempt:
    return Attempt.objects.create(key=f"attempt-{next(_numbers)}", count=1, until=timezone.now())
