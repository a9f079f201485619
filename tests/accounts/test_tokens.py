"""Personal tokens: shown once, kept as digests, useless after their end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ApiToken
from accounts.tokens import make_token, revoke_token, token_called
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def test_a_token_is_known_and_only_its_digest_is_kept() -> None:
    user = make_user()

    row, text = make_token(user, "script")

    found = token_called(text)
    assert found == row
    assert found is not None
    assert found.user == user
    assert text not in str(ApiToken.objects.values().get())
    assert (text.startswith("fonds_"), len(text) >= 49, row.hint) == (True, True, text[-4:])


def test_a_token_that_ended_or_was_revoked_or_whose_person_may_not_come_is_not_known() -> None:
    user, gone = make_user(), make_user(is_active=False)
    _ended, first = make_token(user, "a", expires_at=timezone.now() - timedelta(seconds=1))
    revoked, second = make_token(user, "b")
    _inactive, third = make_token(gone, "c")

    assert revoke_token(make_user(), revoked.pk) is False
    assert revoke_token(user, revoked.pk) is True
    assert revoke_token(user, revoked.pk) is False
    assert [token_called(text) for text in (first, second, third, "", "fonds_\x00é")] == [None] * 5


def test_using_a_token_is_noted_once_an_hour() -> None:
    row, text = make_token(make_user(), "a")
    now = timezone.now()

    moments = []
    for minutes in (0, 30, 61):
        token_called(text, now + timedelta(minutes=minutes))
        row.refresh_from_db()
        moments.append(row.last_used_at)

    assert moments == [now, now, now + timedelta(minutes=61)]
