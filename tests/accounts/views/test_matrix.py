"""A2: every address of accounts, orders, codes, groups and invitations × every persona, to look and to act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.invitations import invite, open_to_many, token_of
from accounts.models import ApiToken, Invitation, LedgerEvent, Membership, Order, ReadingGroup, User
from accounts.tokens import make_token
from tests.asking import BACKEND
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
ROLES = ("member", "moderator", "manager", "owner")
PERSONAS = ("anonymous", "other", "lapsed", "neighbour", "buyer", "ex-member", *ROLES, "curator", "staff", "admin")
# Words that stand in rows of the buyer and of the group, and on nobody else's page.
BUYERS = ("buyer@example.org", "Bella Buyer", "INV-SECRET", "tok-secret")
GROUPS = ("guest@example.org", "waiting@example.org")


@dataclass(frozen=True)
class Cell:
    """One way to knock at one address: who gets which status; all others get `refused`, the anonymous 302."""

    name: str
    method: str = "get"
    arguments: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    entitled: Mapping[str, int] = field(default_factory=dict)
    refused: int = 404
    anonymous: int = 302
    secrets_for: tuple[str, ...] = ()

    def expected(self, persona: str) -> int:
        return self.entitled.get(persona, self.anonymous if persona == "anonymous" else self.refused)


def everyone(status: int) -> dict[str, int]:
    return dict.fromkeys(PERSONAS, status)


def members(status: int) -> dict[str, int]:
    return dict.fromkeys(ROLES, status)


LEADERS = ("manager", "owner")
BUYER = {"buyer": 200}
ORDER, GROUP, PLAN = {"number": "ORDER1"}, {"slug": "seminar"}, {"slug": "year"}


def own(name: str, post: int, **data: str) -> list[Cell]:
    """A page of one's own: each sees theirs, a stranger to the site is sent to sign in."""
    return [
        Cell(f"accounts:{name}", refused=200),
        Cell(f"accounts:{name}", "post", data=data, refused=post),
    ]


CELLS = [
    *(Cell(f"accounts:{name}", entitled=everyone(200)) for name in ("plans", "institutions", "join_code")),
    Cell("accounts:join_code", "post", data={"code": "NO-SUCH"}, entitled=everyone(400)),
    Cell("accounts:preferences", "post", data={"theme": "dark"}, entitled=everyone(302)),
    Cell("accounts:view_as_stop", "post", entitled=everyone(302)),
    Cell("accounts:verify", "post", data={"code": "0000 0000"}, entitled=everyone(302)),
    Cell("accounts:payment_told", "post", entitled=everyone(404)),
    *own("profile", 400),
    Cell("accounts:export", refused=200),
    Cell("accounts:export", "post", refused=200, secrets_for=("owner",)),
    *own("erase", 302, sure="on"),
    Cell("accounts:stay", "post", refused=302),
    *own("groups", 405),
    *own("group_new", 400),
    *own("subscription", 405),
    *own("redeem", 400, code="NO-SUCH-CODE"),
    *own("tokens", 302, revoke="1"),
    Cell("accounts:order_plan", arguments=PLAN, refused=200),
    Cell("accounts:order_plan", "post", PLAN, refused=400),
    Cell("accounts:order", arguments=ORDER, entitled=BUYER),
    Cell("accounts:cancel_order", "post", ORDER, entitled={"buyer": 302}),
    Cell("accounts:pay_order", "post", ORDER, entitled={"buyer": 302}),
    Cell("accounts:group_people", arguments=GROUP, entitled=dict.fromkeys(LEADERS, 200), secrets_for=LEADERS),
    Cell("accounts:group_people", "post", GROUP, entitled=dict.fromkeys(LEADERS, 400), secrets_for=LEADERS),
    Cell("accounts:group_settings", arguments=GROUP, entitled=dict.fromkeys(LEADERS, 200)),
    Cell("accounts:group_settings", "post", GROUP, entitled=dict.fromkeys(LEADERS, 400)),
    *(
        Cell("accounts:group_act", "post", {**GROUP, "verb": verb}, entitled=dict.fromkeys(LEADERS, 302))
        for verb in ("cap", "revoke", "role", "remove")
    ),
    Cell("accounts:group_act", "post", {**GROUP, "verb": "hand-over"}, entitled={"owner": 302}),
    Cell("accounts:join", arguments={"token": "LINK"}, entitled=everyone(200)),
    Cell("accounts:join", arguments={"token": "MAIL"}, entitled=everyone(200)),
    Cell("accounts:join", arguments={"token": "NO-SUCH"}, entitled=everyone(404)),
    Cell("accounts:join", "post", {"token": "NO-SUCH"}, entitled=everyone(404)),
    Cell("annotations:group_page", arguments=GROUP, entitled=members(200)),
]


def kept() -> Any:
    """What nobody without a right may change."""
    return (
        list(Order.objects.values_list("number", "state", "billing_name")),
        LedgerEvent.objects.count(),
        list(Membership.objects.order_by("pk").values_list("user", "role")),
        list(Invitation.objects.order_by("pk").values_list("accepted_at", "declined_at", "revoked_at")),
        list(ReadingGroup.objects.values_list("name", "cap", "archived_at")),
        list(ApiToken.objects.values_list("revoked_at", flat=True)),
        User.objects.filter(erase_after__isnull=False).count(),
    )


@pytest.fixture
def world() -> dict[str, Any]:
    product, institution = make.make_product(), make.make_institution()
    buyer = make.make_user(BUYERS[0], name=BUYERS[1])
    plan = make.make_plan(product, slug="year")
    make.make_order(plan, buyer, number="ORDER1", billing_name=BUYERS[1], payment_reference=BUYERS[2])
    make.make_contract(buyer, product, reference=BUYERS[2])
    make_token(buyer, BUYERS[3])
    lapsed, neighbour = make.make_user(), make.make_user()
    make.make_contract(lapsed, product, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    make.make_seat(make.make_contract(institution, product, seats=2), neighbour)
    group = make.make_group("Seminar", slug="seminar", cap=9)
    people = {
        "buyer": buyer,
        "lapsed": lapsed,
        "neighbour": neighbour,
        "other": make.make_user(),
        "ex-member": make.make_user(),
        **{role: make.make_user(name=role.title()) for role in ROLES},
        "curator": make.make_curator(),
        "staff": make.make_staff(),
        "admin": make.make_superuser(),
    }
    for role in ROLES:
        make.make_member(group, people[role], role)
    make.make_waiting(group, make.make_user(GROUPS[1]))
    invite(group, [(1, GROUPS[0])], people["owner"])
    tokens = {"LINK": token_of(open_to_many(group, "link", people["owner"])), "NO-SUCH": "NO-SUCH"}
    tokens["MAIL"] = token_of(Invitation.objects.get(kind="mail"))
    return {"people": people, "tokens": tokens, "token": ApiToken.objects.get()}


def id_of(cell: Cell) -> str:
    return " ".join([cell.method, cell.name, *cell.arguments.values()])


def knock(cell: Cell, persona: str, world: dict[str, Any]) -> dict[str, Any]:
    """Knock as one persona, note what came of it, and undo it, so that the next finds everything as it was."""
    client, before = Client(), kept()
    arguments = {name: world["tokens"].get(value, value) for name, value in cell.arguments.items()}
    data = {**cell.data, **({"revoke": str(world["token"].pk)} if "revoke" in cell.data else {})}
    with transaction.atomic():
        if persona != "anonymous":
            client.force_login(world["people"][persona], BACKEND)
        answer = getattr(client, cell.method)(reverse(cell.name, kwargs=arguments), data)
        hidden = () if persona in cell.secrets_for else GROUPS if persona == "buyer" else (*BUYERS, *GROUPS)
        told = [word for word in hidden if word in answer.content.decode()]
        is_own = persona in cell.entitled or (persona == "buyer" and cell.name == "accounts:tokens")
        result = {"status": answer.status_code, "told": told, "changed": not is_own and kept() != before}
        transaction.set_rollback(True)
    return result


@pytest.mark.parametrize("cell", CELLS, ids=id_of)
def test_a2_address_answers_every_persona(cell: Cell, world: dict[str, Any]) -> None:
    answers = {persona: knock(cell, persona, world) for persona in PERSONAS}

    assert answers == {
        persona: {"status": cell.expected(persona), "told": [], "changed": False} for persona in PERSONAS
    }


def test_a2_every_address_of_the_room_is_in_the_table() -> None:
    decided = {cell.name for cell in CELLS}

    assert sorted(set(room_names()) - decided) == []


def room_names() -> Iterator[str]:
    """The names of every address of people's own pages."""
    for entry in get_resolver().url_patterns:
        if getattr(entry, "app_name", "") == "accounts":
            yield from (f"accounts:{pattern.name}" for pattern in entry.url_patterns)


CLOSED = [cell for cell in CELLS if cell.refused == 404 and cell.arguments and cell.name != "accounts:join"]


@pytest.mark.parametrize("cell", CLOSED, ids=id_of)
def test_a2_not_allowed_and_not_there_are_the_same_answer(cell: Cell, world: dict[str, Any]) -> None:
    client = Client()
    client.force_login(world["people"]["other"], BACKEND)
    missing = {name: value if name == "verb" else "nowhere" for name, value in cell.arguments.items()}

    refused, absent = (
        getattr(client, cell.method)(reverse(cell.name, kwargs=dict(arguments)))
        for arguments in (cell.arguments, missing)
    )

    there = next(value for name, value in cell.arguments.items() if name != "verb").encode()
    assert (refused.status_code, absent.status_code) == (404, 404)
    assert refused.content.replace(there, b"nowhere") == absent.content
