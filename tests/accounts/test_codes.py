"""Activation codes: A10 and the races C1 and C2."""

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts.codes import CodeError, Trouble, make_batch, make_code, new_code, normal, redeem
from accounts.contracts import revoke_codes
from accounts.models import ActivationCode, CodeBatch, Contract, User
from accounts.visitor import visitor_for
from tests.factories.accounts import make_institution, make_product, make_user
from tests.races import at_once

YEAR: dict[str, Any] = {"months": 12}


def test_a10_code_has_64_bits_and_more_and_no_letter_that_is_misread() -> None:
    codes = {new_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)
    assert 32**16 >= 2**64


def test_typed_code_is_read_as_printed() -> None:
    assert normal(" 7kq4 m2xd-0i1L oo9z") == normal("7KQ4-M2XD-0111-009Z")


@pytest.mark.django_db
def test_a10_code_is_kept_as_its_digest_alone() -> None:
    text = make_code([make_product()], **YEAR)
    row = ActivationCode.objects.values().get()

    plain = text.replace("-", "")
    assert row["digest"] == hashlib.sha256(plain.encode()).hexdigest()
    assert (row["hint"], [value for value in row.values() if plain in str(value) or text in str(value)]) == (
        text[-4:],
        [],
    )


@pytest.mark.django_db
def test_redeemed_code_opens_its_products_from_today() -> None:
    user, product = make_user(time_zone="Asia/Tokyo"), make_product()
    now = datetime(2026, 12, 31, 16, tzinfo=UTC)

    contract = redeem(make_code([product], **YEAR).lower(), user, now)

    assert (contract.starts_on, contract.ends_on, contract.time_zone) == (
        date(2027, 1, 1),
        date(2027, 12, 31),
        "Asia/Tokyo",
    )
    assert visitor_for(user, None, now).products == frozenset({product.pk})


@pytest.mark.django_db
def test_second_code_runs_after_the_first() -> None:
    user, product = make_user(), make_product()
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)

    first, second = (redeem(make_code([product], **YEAR), user, now) for _ in range(2))

    assert (first.ends_on, second.starts_on, second.ends_on) == (date(2027, 4, 30), date(2027, 5, 1), date(2028, 4, 30))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "trouble"),
    [
        ({"revoked_at": timezone.now()}, Trouble.REVOKED),
        ({"redeemed_at": timezone.now()}, Trouble.TAKEN),
        ({"valid_until": date(2020, 1, 1)}, Trouble.LATE),
    ],
)
def test_code_that_opens_nothing_changes_nothing(columns: dict[str, Any], trouble: Trouble) -> None:
    text = make_code([make_product()], **YEAR)
    ActivationCode.objects.update(**columns)

    with pytest.raises(CodeError) as caught:
        redeem(text, make_user())

    assert (caught.value.trouble, Contract.objects.count()) == (trouble, 0)


@pytest.mark.django_db
def test_unknown_code_is_refused() -> None:
    with pytest.raises(CodeError) as caught:
        redeem(new_code(), make_user())

    assert caught.value.trouble is Trouble.UNKNOWN


@pytest.mark.django_db
def test_last_day_of_a_code_is_the_persons_own() -> None:
    text = make_code([make_product()], valid_until=date(2026, 6, 30), **YEAR)
    late_in_tokyo = datetime(2026, 6, 30, 15, 30, tzinfo=UTC)

    with pytest.raises(CodeError):
        redeem(text, make_user(time_zone="Asia/Tokyo"), late_in_tokyo)

    assert redeem(text, make_user(time_zone="America/New_York"), late_in_tokyo).starts_on == date(2026, 6, 30)


@pytest.mark.django_db
def test_revoking_leaves_redeemed_codes() -> None:
    product = make_product()
    redeem(make_code([product], **YEAR), make_user())
    make_code([product], **YEAR)

    assert revoke_codes(ActivationCode.objects.all()) == 1
    assert ActivationCode.objects.filter(redeemed_at__isnull=False, revoked_at__isnull=False).count() == 0


@pytest.mark.django_db
def test_batch_is_made_for_an_institution() -> None:
    institution = make_institution()

    batch, texts = make_batch("Reading room", 25, [make_product()], months=1, institution=institution)

    assert (CodeBatch.objects.get(), len(set(texts)), batch.institution) == (batch, 25, institution)
    assert ActivationCode.objects.filter(batch=batch, months=1, days=0).count() == 25


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_c1_one_code_and_32_people_has_one_winner() -> None:
    product = make_product()
    people = [make_user(password=None) for _ in range(32)]
    for _ in range(5):
        text = make_code([product], **YEAR)

        results = at_once([partial(redeem, text, user) for user in people])

        losers = [result for result in results if isinstance(result, CodeError)]
        assert len([result for result in results if isinstance(result, Contract)]) == 1
        assert [loser.trouble for loser in losers] == [Trouble.TAKEN] * 31
    assert Contract.objects.count() == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_c2_one_code_twice_by_one_person_is_one_contract() -> None:
    user, text = make_user(), make_code([make_product()], **YEAR)

    results = at_once([lambda: redeem(text, user)] * 8)

    assert len({result.pk for result in results}) == 1
    assert Contract.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_codes_at_once_stand_one_after_the_other() -> None:
    user, product = make_user(), make_product()
    texts = [make_code([product], **YEAR) for _ in range(4)]

    at_once([partial(redeem, text, user) for text in texts])

    rows: list[Any] = list(Contract.objects.order_by("starts_on").values_list("starts_on", "ends_on"))
    assert [start for start, _ in rows[1:]] == [end + timedelta(days=1) for _, end in rows[:-1]]
    assert User.objects.get(pk=user.pk).codes.count() == 4
