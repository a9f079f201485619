"""Seats: given while there are any, queued when there are none, passed on when released."""

import threading

import pytest
from django.db import connection

from accounts.models import Contract, Seat
from accounts.seats import assign_seat, release_seats
from tests.factories import accounts as make


def contract_of(seats: int | None) -> Contract:
    return make.make_contract(make.make_institution(), make.make_product(), seats=seats)


@pytest.mark.django_db
def test_seats_are_given_then_queued() -> None:
    contract = contract_of(2)

    queued = [assign_seat(contract, make.make_user()).is_queued for _ in range(3)]

    assert queued == [False, False, True]


@pytest.mark.django_db
def test_person_with_a_seat_keeps_it() -> None:
    contract, ada = contract_of(1), make.make_user()
    first = assign_seat(contract, ada)

    again = assign_seat(contract, ada)

    assert (again.pk, Seat.objects.count()) == (first.pk, 1)


@pytest.mark.django_db
def test_contract_without_a_number_has_seats_for_all() -> None:
    contract = contract_of(None)

    assert [assign_seat(contract, make.make_user()).is_queued for _ in range(3)] == [False] * 3


@pytest.mark.django_db
def test_released_seat_goes_to_who_waits_longest_and_stays_as_history() -> None:
    contract, other = contract_of(1), contract_of(1)
    first, second, third = (assign_seat(contract, make.make_user()) for _ in range(3))
    assign_seat(other, make.make_user())
    waiting_elsewhere = assign_seat(other, make.make_user())

    freed = release_seats(Seat.objects.filter(pk=first.pk))

    rows = {seat.pk: seat for seat in Seat.objects.all()}
    assert freed == 1
    assert rows[first.pk].released_at is not None
    assert [rows[seat.pk].is_queued for seat in (second, third, waiting_elsewhere)] == [False, True, True]


@pytest.mark.django_db
def test_releasing_again_frees_nobody() -> None:
    seat = assign_seat(contract_of(1), make.make_user())
    release_seats(Seat.objects.filter(pk=seat.pk))

    assert release_seats(Seat.objects.filter(pk=seat.pk)) == 0


@pytest.mark.django_db(transaction=True)
def test_last_seat_is_given_once_to_those_who_come_at_once() -> None:
    contract = contract_of(1)
    people = [make.make_user() for _ in range(6)]
    gate = threading.Barrier(len(people))

    def come(place: int) -> None:
        gate.wait()
        assign_seat(contract, people[place])
        connection.close()

    threads = [threading.Thread(target=come, args=[place]) for place in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Seat.objects.filter(contract=contract, is_queued=False).count() == 1
    assert Seat.objects.filter(contract=contract, is_queued=True).count() == 5
