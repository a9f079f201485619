"""The demonstration archive, loaded once for a file of tests and rolled back after them."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from archive.demo.loading import load


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 makes the database
    with django_db_blocker.unblock(), transaction.atomic():
        load(lambda _: None)
        yield
        transaction.set_rollback(True)
