"""Volumes and documents as a whole: published, withdrawn, opened, put under a product; the documents follow."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Product
from archive.editing import (
    BusyError,
    Counted,
    NoProductError,
    count_documents,
    license_volume,
    open_volume,
    publish_documents,
    publish_volume,
    withdraw_documents,
    withdraw_volume,
)
from archive.models import Document, Volume
from tests.factories import accounts as people
from tests.factories import archive as make

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.fixture
def product() -> Product:
    return people.make_product()


@pytest.fixture
def volume(product: Product) -> Volume:
    """A draft with a document in each state, one of a reader's own, and a stranger volume beside it."""
    row = make.make_volume("v", state="draft", audience="controlled", product=product)
    for state in ("draft", "published", "withdrawn"):
        make.make_document(row, state, state=state)
    make.make_document(row, "own", audience="owner", owner=people.make_user(), state="draft", product=None)
    make.make_document(make.make_volume("other", state="draft", audience="controlled"), "other", state="draft")
    Document.objects.update(changed_at=LONG_AGO)
    return row


def locks() -> dict[str, tuple[Any, ...]]:
    rows = Document.objects.values_list("key", "state", "audience", "product_id")
    return {key: tuple(lock) for key, *lock in rows}


def test_publishing_takes_drafts_along_and_leaves_what_was_withdrawn(volume: Volume, product: Product) -> None:
    changed = publish_volume(volume)

    volume.refresh_from_db()
    assert (changed, volume.state) == (1, "published")
    assert locks() == {
        "draft": ("published", "controlled", product.pk),
        "published": ("published", "controlled", product.pk),
        "withdrawn": ("withdrawn", "controlled", product.pk),
        "own": ("draft", "owner", None),
        "other": ("draft", "controlled", None),
    }


def test_publishing_takes_what_was_withdrawn_along_when_asked(volume: Volume) -> None:
    changed = publish_volume(volume, with_withdrawn=True)

    assert changed == 2
    assert {key: lock[0] for key, lock in locks().items()} == {
        "draft": "published",
        "published": "published",
        "withdrawn": "published",
        "own": "draft",
        "other": "draft",
    }


def test_only_what_changed_gets_a_new_date(volume: Volume) -> None:
    publish_volume(volume)

    assert list(Document.objects.exclude(changed_at=LONG_AGO).values_list("key", flat=True)) == ["draft"]


def test_document_without_a_product_gets_the_volume_s(volume: Volume, product: Product) -> None:
    Document.objects.filter(key="draft").update(product=None)

    publish_volume(volume)

    assert locks()["draft"] == ("published", "controlled", product.pk)


def test_licensed_volume_without_a_product_is_not_published(volume: Volume) -> None:
    Volume.objects.filter(pk=volume.pk).update(product=None)
    before = locks()

    with pytest.raises(NoProductError):
        publish_volume(volume)

    assert locks() == before
    assert Volume.objects.get(pk=volume.pk).state == "draft"


def test_open_volume_with_a_licensed_document_without_product_is_not_published(volume: Volume) -> None:
    Volume.objects.filter(pk=volume.pk).update(product=None, audience="open")
    Document.objects.filter(key="draft").update(product=None)

    with pytest.raises(NoProductError):
        publish_volume(volume)

    assert Volume.objects.get(pk=volume.pk).state == "draft"


def test_withdrawing_closes_what_was_published(volume: Volume) -> None:
    publish_volume(volume)

    changed = withdraw_volume(volume)

    assert changed == 2
    assert {key: lock[0] for key, lock in locks().items()} == {
        "draft": "withdrawn",
        "published": "withdrawn",
        "withdrawn": "withdrawn",
        "own": "draft",
        "other": "draft",
    }


def test_opening_and_licensing_change_the_lock_and_not_the_state(volume: Volume) -> None:
    other = people.make_product()

    opened = open_volume(volume)
    when_open = locks()
    licensed = license_volume(volume, other)

    assert (opened, licensed) == (3, 3)
    assert {key: when_open[key] for key in ("draft", "published", "withdrawn")} == {
        key: (key, "open", None) for key in ("draft", "published", "withdrawn")
    }
    assert {key: locks()[key] for key in ("draft", "published", "withdrawn")} == {
        key: (key, "controlled", other.pk) for key in ("draft", "published", "withdrawn")
    }
    assert (when_open["own"], locks()["own"]) == (("draft", "owner", None), ("draft", "owner", None))
    assert Volume.objects.get(pk=volume.pk).product == other


def test_documents_are_counted_by_state(volume: Volume) -> None:
    assert count_documents(Volume.objects.filter(pk=volume.pk)) == Counted(draft=1, published=1, withdrawn=1)


def test_documents_are_published_and_withdrawn_one_by_one(volume: Volume) -> None:
    chosen = Document.objects.filter(volume=volume, key__in=["draft", "withdrawn"])

    published = publish_documents(chosen)
    withdrawn = withdraw_documents(chosen)

    assert (published, withdrawn) == (2, 2)
    assert locks()["published"][0] == "published"


def test_none_is_published_when_one_has_no_product(volume: Volume) -> None:
    Document.objects.filter(key="draft").update(product=None)

    with pytest.raises(NoProductError):
        publish_documents(Document.objects.filter(volume=volume))

    assert locks()["withdrawn"][0] == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_volume_that_is_being_loaded_is_busy() -> None:
    volume = make.make_volume("v", state="draft")
    locked, done = threading.Event(), threading.Event()

    def load() -> None:
        with transaction.atomic():
            Volume.objects.select_for_update().get(pk=volume.pk)
            locked.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=load)
    thread.start()
    locked.wait(10)
    try:
        with pytest.raises(BusyError):
            publish_volume(volume)
    finally:
        done.set()
        thread.join()
