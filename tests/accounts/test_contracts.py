"""Where contracts stand, by the clock of their own time zone."""

from datetime import UTC, date, datetime

import pytest

from accounts.contracts import Phase, Standing, ending_within, revoke_codes, running, standing
from accounts.models import ActivationCode, Contract
from tests.factories import accounts as make

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Standing(Phase.RUNNING)),
        ({"ends_on": date(2026, 6, 15)}, Standing(Phase.RUNNING, 0)),
        ({"ends_on": date(2026, 6, 20)}, Standing(Phase.RUNNING, 5)),
        ({"ends_on": date(2026, 6, 14)}, Standing(Phase.ENDED)),
        ({"starts_on": date(2026, 6, 16)}, Standing(Phase.NOT_BEGUN)),
        ({"state": "suspended"}, Standing(Phase.SUSPENDED)),
        ({"state": "cancelled", "ends_on": date(2026, 6, 14)}, Standing(Phase.CANCELLED)),
        # At noon in UTC it is the 16th in Kiritimati already, and still the 15th in Honolulu.
        ({"ends_on": date(2026, 6, 15), "time_zone": "Pacific/Kiritimati"}, Standing(Phase.ENDED)),
        ({"starts_on": date(2026, 6, 16), "time_zone": "Pacific/Kiritimati"}, Standing(Phase.RUNNING)),
        ({"ends_on": date(2026, 6, 15), "time_zone": "Pacific/Honolulu"}, Standing(Phase.RUNNING, 0)),
    ],
)
def test_standing_follows_state_days_and_time_zone(fields: dict[str, object], expected: Standing) -> None:
    contract = Contract(**{"starts_on": date(2026, 1, 1), **fields})

    assert standing(contract, NOON) == expected


@pytest.mark.django_db
def test_queries_keep_what_runs_and_what_ends_soon() -> None:
    person, start = make.make_user(), date(2026, 1, 1)
    rows = {
        "endless": make.make_contract(person, starts_on=start, ends_on=None),
        "soon": make.make_contract(person, starts_on=start, ends_on=date(2026, 6, 22)),
        "later": make.make_contract(person, starts_on=start, ends_on=date(2026, 6, 23)),
        "ended": make.make_contract(person, starts_on=start, ends_on=date(2026, 6, 14)),
        "future": make.make_contract(person, starts_on=date(2026, 6, 16), ends_on=None),
        "stopped": make.make_contract(person, starts_on=start, ends_on=None, state="suspended"),
    }
    names = {row.pk: name for name, row in rows.items()}

    assert {names[row.pk] for row in Contract.objects.filter(running(NOON))} == {"endless", "soon", "later"}
    assert {names[row.pk] for row in Contract.objects.filter(ending_within(7, NOON))} == {"soon"}


@pytest.mark.django_db
def test_revoking_spares_redeemed_codes() -> None:
    fresh, user = make.make_code(), make.make_user()
    used = make.make_code(redeemed_by=user, redeemed_at=NOON, contract=make.make_contract(user))

    revoked = revoke_codes(ActivationCode.objects.all(), NOON)

    fresh.refresh_from_db()
    used.refresh_from_db()
    assert (revoked, fresh.revoked_at, used.revoked_at) == (1, NOON, None)
