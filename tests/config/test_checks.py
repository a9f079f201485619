import pytest
from django.core.checks import Error
from django.db import connection

from config import checks
from config.checks import check_database


@pytest.mark.django_db
def test_database_of_the_tests_is_fit() -> None:
    assert check_database(databases=["default"]) == []


def test_no_database_asked_nothing_said() -> None:
    assert check_database(databases=None) == []


@pytest.mark.django_db
def test_database_too_old_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "pg_version", 140011)

    assert check_database(databases=["default"]) == [
        Error("PostgreSQL 14 is not supported: use 15 to 18.", id="fonds.E001")
    ]


@pytest.mark.django_db
def test_locale_fault_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "locale_faults", lambda _: ["No trigrams."])

    assert check_database(databases=["default"]) == [Error("No trigrams.", id="fonds.E002")]
