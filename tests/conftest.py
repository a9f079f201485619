"""What tests of every room share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile("fonds", deadline=None)
settings.load_profile("fonds")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real documents, which live outside the project."""
    folder = os.environ.get("ARCHIVE_CORPORA")
    if not folder:
        pytest.skip("ARCHIVE_CORPORA names no folder of real documents")
    return Path(folder)


@pytest.fixture
def image_folders(settings: Any, tmp_path: Path) -> None:
    """Keeps masters and derivatives in a folder of the test."""
    settings.MASTERS_ROOT, settings.DERIVATIVES_ROOT = tmp_path / "masters", tmp_path / "derivatives"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 the one of pytest-django, which drops it after this
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """End what a server, a killed worker or a race has left connected, before the database is dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page asked for in Russian leaves its thread in Russian; the next test begins in the language of this one."""
    with translation.override(translation.get_language()):
        yield
