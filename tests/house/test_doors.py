"""Walks the table of addresses: every one has a row in `doors`, and answers every persona as its row says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.asking import client_of
from tests.factories.accounts import (
    make_contract,
    make_curator,
    make_group,
    make_member,
    make_order,
    make_plan,
    make_product,
    make_staff,
    make_user,
)
from tests.factories.archive import (
    make_document,
    make_name,
    make_repository,
    make_role,
    make_section,
    make_unit,
    make_volume,
)
from tests.house.doors import DOORS, PERSONAS, Door

pytestmark = pytest.mark.django_db

LOCKS = {
    "open": {"audience": "open", "state": "published"},
    "licensed": {"audience": "controlled", "state": "published"},
    "draft": {"audience": "open", "state": "draft"},
}


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Give every pattern with its full name; those without a name are named by their route."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        else:
            yield f"{namespace}{entry.name or entry.pattern}", entry


def belongs_to_a_package(name: str, entry: URLPattern) -> bool:
    module = getattr(entry.callback, "__module__", "")
    return name.startswith("admin:") or module.startswith("allauth.")


def test_every_address_has_a_row() -> None:
    ours = {name for name, entry in addresses(get_resolver()) if not belongs_to_a_package(name, entry)}

    assert sorted(ours - {door.name for door in DOORS}) == []


def test_every_row_has_an_address() -> None:
    names = {name for name, _entry in addresses(get_resolver())}

    assert sorted({door.name for door in DOORS} - names) == []


@pytest.fixture
def clients() -> dict[str, Client]:
    product = make_product("papers")
    for lock, columns in LOCKS.items():
        volume = make_volume(f"v-{lock}", product=product, **columns)
        place: dict[str, Any] = {
            "section": make_section(volume, "part"),
            "unit": make_unit(make_repository(f"r-{lock}"), "1"),
        }
        letter = make_document(volume, lock, identifier=f"v-{lock}", texts=["Planted words."], **place)
        make_role(letter, make_name(f"Author {lock}", slug=f"n-{lock}"))
    subscriber = make_user()
    make_contract(subscriber, product)
    make_order(make_plan(product, slug="plan"), subscriber, number="ORDER1")
    make_member(make_group(slug="seminar"), subscriber, "owner")
    make_plan(product, slug="plan-sold-no-more", is_offered=False)
    people = {"subscriber": subscriber, "stranger": make_user(), "curator": make_curator(), "staff": make_staff()}
    return {persona: client_of(people.get(persona)) for persona in PERSONAS}


def id_of(door: Door) -> str:
    return f"{door.name} {' '.join(str(value) for value in door.arguments.values())}".strip()


@pytest.mark.parametrize("door", DOORS, ids=id_of)
def test_door_answers_every_persona(door: Door, clients: dict[str, Client]) -> None:
    address = reverse(door.name, kwargs=dict(door.arguments))

    statuses = {persona: client.get(address).status_code for persona, client in clients.items()}

    assert statuses == {persona: door.expected(persona) for persona in PERSONAS}


@pytest.mark.parametrize("persona", ["anonymous", "subscriber", "stranger", "curator"])
def test_admin_lets_nobody_in_but_staff(persona: str, clients: dict[str, Client]) -> None:
    plain = [
        reverse(name)
        for name, entry in addresses(get_resolver())
        if name.startswith("admin:") and not entry.pattern.converters and "(?P" not in str(entry.pattern)
    ]
    outside = {"admin:login", "admin:logout"}
    closed = [address for address in plain if address not in {reverse(name) for name in outside}]

    answers: dict[str, Any] = {address: clients[persona].get(address).status_code for address in closed}

    assert len(closed) > 20
    assert {address: status for address, status in answers.items() if status != 302} == {}
