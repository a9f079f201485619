"""The trail is written by triggers, whoever writes and however, and can only grow."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import (
    Contract,
    ContractEvent,
    ContractProductEvent,
    Institution,
    InstitutionEvent,
    MembershipEvent,
    NetworkRangeEvent,
    Seat,
    SeatEvent,
    Surrogate,
    User,
    UserEvent,
)
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db


def trail(model: Any, *fields: str) -> list[Any]:
    return list(model.objects.order_by("pgh_id").values_list("pgh_label", *fields))


def test_trail_notes_what_is_added_changed_and_deleted_in_bulk_too() -> None:
    institution = make.make_institution(name="Old name")
    Institution.objects.filter(pk=institution.pk).update(name="New name")
    Institution.objects.filter(pk=institution.pk).delete()

    noted = trail(InstitutionEvent, "id", "name")

    assert noted == [
        ("insert", institution.pk, "Old name"),
        ("update", institution.pk, "New name"),
        ("delete", institution.pk, "New name"),
    ]


def test_trail_keeps_quiet_when_nothing_tracked_changed() -> None:
    user = make.make_user()
    user.name = "Another name"
    user.save()

    noted = trail(UserEvent, "id")

    assert noted == [("insert", user.pk)]


def test_trail_of_a_contract_holds_its_products_seats_and_ranges() -> None:
    institution, product, user = make.make_institution(), make.make_product(), make.make_user()
    network = make.make_network(institution)
    contract = make.make_contract(institution, product, seats=1)
    seat = make.make_seat(contract, user)
    contract.products.clear()
    Contract.objects.filter(pk=contract.pk).update(state="suspended")
    Seat.objects.all().delete()

    assert trail(ContractEvent, "id", "institution", "state") == [
        ("insert", contract.pk, institution.pk, "active"),
        ("update", contract.pk, institution.pk, "suspended"),
    ]
    assert trail(ContractProductEvent, "contract", "product") == [
        ("insert", contract.pk, product.pk),
        ("delete", contract.pk, product.pk),
    ]
    assert trail(SeatEvent, "id", "user") == [("insert", seat.pk, user.pk), ("delete", seat.pk, user.pk)]
    assert [(label, str(it)) for label, it in trail(NetworkRangeEvent, "network")] == [("insert", str(network.network))]


def test_trail_of_a_membership_holds_the_role() -> None:
    group, user = make.make_group(), make.make_user()
    member = make.make_member(group, user)
    member.role = "manager"
    member.save()

    assert trail(MembershipEvent, "group", "user", "role") == [
        ("insert", group.pk, user.pk, "member"),
        ("update", group.pk, user.pk, "manager"),
    ]


@pytest.mark.parametrize("act", ["update", "delete"])
def test_trail_cannot_be_changed(act: str) -> None:
    make.make_institution()

    rows = InstitutionEvent._default_manager.all()

    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        rows.delete() if act == "delete" else rows.update(name="Never")


def test_trail_names_no_address_and_holds_no_reference_to_a_person() -> None:
    models = (InstitutionEvent, NetworkRangeEvent, ContractEvent, ContractProductEvent, SeatEvent, MembershipEvent)
    columns = {field.name for field in UserEvent._meta.fields if not field.name.startswith("pgh_")}

    assert columns == {"id", "is_active", "is_staff", "is_superuser", "is_curator"}
    assert [field for model in (*models, UserEvent) for field in model._meta.fields if field.is_relation] == []


def test_trail_names_who_acted_by_surrogate_and_where_by_door() -> None:
    librarian = make.make_superuser()
    institution = make.make_institution()
    client = Client()
    client.force_login(librarian)
    url = reverse("admin:accounts_institution_delete", args=[institution.pk])

    client.post(url, {"post": "yes"})

    context = InstitutionEvent._default_manager.get(pgh_label="delete").pgh_context  # type: ignore[attr-defined]
    surrogate = Surrogate.objects.get(user=librarian)
    assert context == {"surrogate": str(surrogate.pk), "door": "admin:accounts_institution_delete"}


def test_trail_of_a_script_names_nobody() -> None:
    User.objects.create_user("script@example.org")

    assert trail(UserEvent, "pgh_context") == [("insert", None)]


def test_reading_pages_makes_no_surrogate() -> None:
    librarian = make.make_superuser()
    client = Client()
    client.force_login(librarian)

    client.get(reverse("admin:index"))

    assert Surrogate.objects.count() == 0
