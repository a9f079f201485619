"""Every page of the administration of people and contracts: it opens, it finds, it counts, it refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts import models as accounts
from accounts.tokens import make_token
from tests.factories import accounts as make
from tests.office import (
    answers,
    latest,
    librarian,
    listed,
    models_with_pages,
    permissions,
    statements_for_one_and_three,
    url_of,
)

pytestmark = pytest.mark.django_db


def member() -> accounts.Membership:
    return make.make_member(make.make_group(), make.make_user())


def token() -> accounts.ApiToken:
    return make_token(make.make_user(), "script")[0]


def seat() -> accounts.Seat:
    return make.make_seat(make.make_contract(make.make_institution(), make.make_product(), seats=9), make.make_user())


def code() -> accounts.ActivationCode:
    user = make.make_user()
    contract = make.make_contract(user, make.make_product())
    return make.make_code(make.make_product(), redeemed_by=user, redeemed_at=timezone.now(), contract=contract)


def institution() -> accounts.Institution:
    row = make.make_institution(consortium=make.make_institution())
    make.make_network(row)
    make.make_contract(row, make.make_product())
    return row


def invitation() -> accounts.Invitation:
    return make.make_invitation(make.make_group(), "guest@example.org", invited_by=make.make_user())


def order() -> accounts.Order:
    return make.make_order(make.make_plan(make.make_product()), make.make_user())


def waiting() -> accounts.WaitingPlace:
    return make.make_waiting(make.make_group(), make.make_user())


def notice() -> accounts.Notice:
    user = make.make_user()
    return make.make_notice(user, contract=make.make_contract(user, make.make_product()))


# One more row of each model, with neighbours of its own, so that a statement for each row would be seen.
MAKERS: dict[Any, Callable[[], Any]] = {
    accounts.ActivationCode: code,
    accounts.Attempt: make.make_attempt,
    accounts.CodeBatch: lambda: make.make_batch(institution=make.make_institution()),
    accounts.JobRun: make.make_run,
    accounts.LedgerEvent: order,
    accounts.Notice: notice,
    accounts.Order: order,
    accounts.Plan: lambda: make.make_plan(make.make_product()),
    accounts.WaitingPlace: waiting,
    accounts.CampusVisit: lambda: make.make_visit(make.make_user(), make.make_institution()),
    accounts.Contract: lambda: make.make_contract(make.make_institution(), make.make_product(), seats=3),
    accounts.IdentityProvider: lambda: make.make_provider(make.make_institution()),
    accounts.Institution: institution,
    accounts.Invitation: invitation,
    accounts.Membership: member,
    accounts.NetworkRange: lambda: make.make_network(make.make_institution()),
    accounts.Product: make.make_product,
    accounts.ReadingGroup: lambda: make.make_group(institution=make.make_institution()),
    accounts.Seat: seat,
    accounts.Surrogate: lambda: make.make_surrogate(make.make_user()),
    accounts.ApiToken: token,
    accounts.User: make.make_user,
    accounts.InstitutionEvent: institution,
    accounts.NetworkRangeEvent: institution,
    accounts.ContractEvent: institution,
    accounts.ContractProductEvent: institution,
    accounts.SeatEvent: seat,
    accounts.MembershipEvent: member,
    accounts.UserEvent: make.make_user,
}
each_model = pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)


def test_every_model_of_the_room_has_its_pages() -> None:
    assert set(MAKERS) == models_with_pages("accounts")


@each_model
def test_list_add_and_change_page_open(model: type[Model]) -> None:
    MAKERS[model]()
    client = librarian()
    adds = permissions(client, model)[0]

    assert answers(client, latest(model)) == [200, 200, 200 if adds else 403]


@each_model
def test_list_takes_as_many_statements_for_three_rows_as_for_one(model: type[Model]) -> None:
    for_one, for_three = statements_for_one_and_three(model, MAKERS[model])

    assert for_three == for_one


@each_model
def test_staff_without_permission_see_nothing(model: type[Model]) -> None:
    MAKERS[model]()
    client = Client()
    client.force_login(make.make_staff())

    assert answers(client, latest(model)) == [403, 403, 403]


@each_model
def test_people_who_are_not_staff_are_sent_to_sign_in(model: type[Model]) -> None:
    client = Client()
    client.force_login(make.make_curator())

    response = client.get(url_of(model))

    assert (response.status_code, response.url) == (302, f"/admin/login/?next={url_of(model)}")  # type: ignore[attr-defined]


@each_model
def test_what_is_written_by_verbs_and_triggers_cannot_be_typed_in(model: type[Model]) -> None:
    MAKERS[model]()

    may = permissions(librarian(), model)

    read_only = (False, False, False)
    kept = (True, True, False)
    expected = {
        accounts.ActivationCode: (False, True, False),
        accounts.ApiToken: read_only,
        accounts.Attempt: read_only,
        accounts.CodeBatch: kept,
        accounts.JobRun: read_only,
        accounts.Notice: read_only,
        accounts.Order: (False, True, False),
        accounts.WaitingPlace: read_only,
        accounts.CampusVisit: read_only,
        accounts.Invitation: (False, True, False),
        accounts.ReadingGroup: kept,
        accounts.Seat: (True, False, False),
        accounts.Surrogate: read_only,
        accounts.User: kept,
    }
    everything = (True, True, True)
    assert may == expected.get(model, read_only if model.__name__.endswith("Event") else everything)


def plant_order(product: accounts.Product) -> dict[str, Any]:
    consumer = make.make_user("consumer@market.example")
    words = {"number": "B1LL-0000", "payment_reference": "CH-77", "billing_name": "Lady Market"}
    return {"order": make.make_order(make.make_plan(product), consumer, **words), "consumer": consumer}


def plant() -> dict[str, Any]:
    """A needle of each kind, and hay of each kind beside it."""
    for maker in MAKERS.values():
        maker()
    person = make.make_user("ada.lovelace@analytical.example", name="Augusta Byron")
    consortium = make.make_institution("Consortium of Barchester", slug="barchester")
    university = make.make_institution(
        "Brakebills University",
        slug="brakebills",
        contact_email="serials@brakebills.example",
        email_domains="brakebills.example",
        consortium=consortium,
        note="Pays in November",
    )
    network = make.make_network(university, "198.51.100.0/25", note="Physical Kids cottage")
    product = make.make_product("Fillory Papers", slug="fillory", description="Letters of the Chatwins")
    contract = make.make_contract(university, product, seats=5, reference="INV-90210", note="signed in ink")
    group = make.make_group("Niffin seminar", slug="niffin", institution=university)
    own = make.make_contract(person, product, reference="PO-4711")
    return {
        "person": person,
        "university": university,
        "consortium": consortium,
        "network": network,
        "provider": make.make_provider(university, entity_id="https://idp.brakebills.example/shibboleth"),
        "visit": make.make_visit(person, university),
        "product": product,
        "contract": contract,
        "own": own,
        "seat": make.make_seat(contract, person),
        "code": make.make_code(
            product, text="FILLORY-Q7ZX", redeemed_by=person, redeemed_at=timezone.now(), contract=own
        ),
        "group": group,
        "member": make.make_member(group, person),
        "invitation": make.make_invitation(group, "quentin@coldwater.example", invited_by=person),
        "surrogate": make.make_surrogate(person),
        **plant_order(product),
    }


SEARCHES: list[tuple[Any, str, str]] = [
    (accounts.User, "ada.lovelace", "person"),
    (accounts.User, "Byron", "person"),
    (accounts.User, "PO-4711", "person"),
    (accounts.User, "Q7ZX", "person"),
    (accounts.User, "brakebills university", "person"),
    (accounts.User, "niffin", "person"),
    (accounts.User, "B1LL", "consumer"),
    (accounts.User, "CH-77", "consumer"),
    (accounts.Order, "b1ll", "order"),
    (accounts.Order, "ch-77", "order"),
    (accounts.Order, "lady", "order"),
    (accounts.Order, "consumer@", "order"),
    (accounts.Surrogate, "ada.lovelace", "surrogate"),
    (accounts.CampusVisit, "Byron brakebills", "visit"),
    (accounts.Institution, "brakebills univ", "university"),
    (accounts.Institution, "serials@brakebills.example", "university"),
    (accounts.Institution, "198.51.100.7", "university"),
    (accounts.Institution, "INV-90210", "university"),
    (accounts.Institution, "Physical Kids", "university"),
    (accounts.Institution, "November", "university"),
    (accounts.NetworkRange, "198.51.100.7", "network"),
    (accounts.NetworkRange, "198.51.100", "network"),
    (accounts.NetworkRange, "brakebills", "network"),
    (accounts.NetworkRange, "cottage", "network"),
    (accounts.IdentityProvider, "idp.brakebills", "provider"),
    (accounts.Product, "chatwins", "product"),
    (accounts.Contract, "INV-90210", "contract"),
    (accounts.Contract, "brakebills", "contract"),
    (accounts.Contract, "serials@", "contract"),
    (accounts.Contract, "ink", "contract"),
    (accounts.Contract, "Q7ZX", "own"),
    (accounts.Seat, "lovelace INV-90210", "seat"),
    (accounts.ActivationCode, "q7zx", "code"),
    (accounts.ActivationCode, "ada.lovelace", "code"),
    (accounts.ReadingGroup, "niffin", "group"),
    (accounts.ReadingGroup, "ada.lovelace", "group"),
    (accounts.Membership, "byron niffin", "member"),
    (accounts.Invitation, "quentin@coldwater", "invitation"),
    (accounts.Invitation, "ada.lovelace", "invitation"),
]


@pytest.mark.parametrize(("model", "term", "needle"), SEARCHES)
def test_search_finds_what_a_caller_says(model: type[Model], term: str, needle: str) -> None:
    planted = plant()

    assert listed(librarian(), model, q=term) == [planted[needle].pk]


@pytest.mark.parametrize("name", ["person", "contract", "own"])
def test_search_finds_by_number(name: str) -> None:
    row = plant()[name]

    assert row.pk in listed(librarian(), type(row), q=str(row.pk))


@pytest.mark.parametrize(
    ("model", "term"),
    [
        (accounts.InstitutionEvent, "Brakebills"),
        (accounts.NetworkRangeEvent, "Brakebills"),
        (accounts.ContractEvent, "INV-90210"),
        (accounts.ContractProductEvent, "fillory"),
        (accounts.SeatEvent, "ada.lovelace"),
        (accounts.MembershipEvent, "niffin"),
        (accounts.UserEvent, "ada.lovelace"),
    ],
)
def test_trail_is_found_by_what_rows_are_called(model: Any, term: str) -> None:
    plant()
    client = librarian()

    found = listed(client, model, q=term)

    assert 0 < len(found) < model._default_manager.count()
    assert term.lower() in client.get(url_of(model), {"q": term}).content.decode().lower()


@pytest.mark.parametrize("model", [accounts.ActivationCode, accounts.Invitation])
def test_digests_are_never_shown(model: Any) -> None:
    MAKERS[model]()
    client = librarian()
    row = model._default_manager.get()

    pages = client.get(url_of(model)).content + client.get(url_of(model, "change", row.pk)).content

    assert row.digest.encode() not in pages


def test_granted_permission_opens_the_page_and_no_more() -> None:
    institution()
    clerk = make.make_staff()
    clerk.user_permissions.add(Permission.objects.get(codename="view_institution"))
    client = Client()
    client.force_login(clerk)

    models = (accounts.Institution, accounts.Contract, accounts.NetworkRange)

    assert [client.get(url_of(model)).status_code for model in models] == [200, 403, 403]
    assert client.get(url_of(accounts.Institution, "add")).status_code == 403
