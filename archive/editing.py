"""What editors do to volumes and documents as a whole: publish, withdraw, open to everyone, put under a product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.access import Audience, State
from accounts.models import Product
from archive.models import Document, Volume

# What readers own or share in a group keeps its own lock, whatever becomes of the volume.
PUBLIC = [Audience.OPEN, Audience.CONTROLLED]


class EditingError(ValueError):
    """What was asked for cannot be done now; nothing was changed."""


class NoProductError(EditingError):
    """Something licensed would be published without a product that opens it."""


class BusyError(EditingError):
    """The volume is being loaded or changed by somebody else at this moment."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The documents of volumes by state, front matter and chapter texts included; what readers own is left out."""

    draft: int
    published: int
    withdrawn: int


def count_documents(volumes: QuerySet[Volume]) -> Counted:
    """Count what an act on these volumes can reach; one statement."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    return Counted(**Document.objects.filter(volume__in=volumes, audience__in=PUBLIC).aggregate(**states))


def publish_volume(volume: Volume, *, with_withdrawn: bool = False) -> int:
    """Publish a volume with its drafts, and with what was withdrawn only when that is asked for.

    Gives how many documents changed. Raises NoProductError when anything licensed has no product
    and the volume has none to give, BusyError during a load.
    """
    with held(volume) as row:
        if row.audience == Audience.CONTROLLED and row.product_id is None:
            raise NoProductError(row.title)
        states = [State.DRAFT, State.WITHDRAWN] if with_withdrawn else [State.DRAFT]
        documents = _documents(row).filter(state__in=states)
        bare = documents.filter(audience=Audience.CONTROLLED, product__isnull=True)
        if row.product_id is None and bare.exists():
            raise NoProductError(row.title)
        _set(bare, product_id=row.product_id)
        _set_volume(row, state=State.PUBLISHED)
        return _set(documents, state=State.PUBLISHED)


def withdraw_volume(volume: Volume) -> int:
    """Close a volume and its published documents for everyone but curators; gives how many. Raises BusyError."""
    with held(volume) as row:
        _set_volume(row, state=State.WITHDRAWN)
        return _set(_documents(row).filter(state=State.PUBLISHED), state=State.WITHDRAWN)


def open_volume(volume: Volume) -> int:
    """Let everyone read a volume and its documents once they are published; gives how many. Raises BusyError."""
    with held(volume) as row:
        _set_volume(row, audience=Audience.OPEN, product_id=None)
        return _set(_documents(row), audience=Audience.OPEN, product_id=None)


def license_volume(volume: Volume, product: Product) -> int:
    """Put a volume and its documents under a product; gives how many. Raises BusyError."""
    with held(volume) as row:
        _set_volume(row, audience=Audience.CONTROLLED, product_id=product.pk)
        return _set(_documents(row), audience=Audience.CONTROLLED, product_id=product.pk)


def publish_documents(documents: QuerySet[Any]) -> int:
    """Publish documents, drafts and withdrawn; gives how many. Raises NoProductError when a licensed one has none."""
    with transaction.atomic():
        numbers = list(documents.exclude(state=State.PUBLISHED).values_list("pk", flat=True))
        rows = Document.objects.filter(pk__in=numbers)
        bare = rows.filter(audience=Audience.CONTROLLED, product__isnull=True).first()
        if bare is not None:
            raise NoProductError(bare.title)
        return _set(rows, state=State.PUBLISHED)


def withdraw_documents(documents: QuerySet[Any]) -> int:
    """Close published documents for everyone but curators and owners; gives how many. Their addresses stay taken."""
    numbers = list(documents.filter(state=State.PUBLISHED).values_list("pk", flat=True))
    return _set(Document.objects.filter(pk__in=numbers), state=State.WITHDRAWN)


@contextmanager
def held(volume: Volume) -> Iterator[Volume]:
    """Hold the volume's row, which a load holds too, for one transaction; whoever comes second does not wait."""
    with transaction.atomic():
        try:
            row = Volume.objects.select_for_update(nowait=True, of=("self",)).get(pk=volume.pk)
        except OperationalError as error:
            raise BusyError(volume.title) from error
        yield row


def _documents(volume: Volume) -> QuerySet[Any]:
    return Document.objects.filter(volume=volume, audience__in=PUBLIC)


def _set(rows: QuerySet[Any], **columns: Any) -> int:
    return rows.update(**columns, changed_at=timezone.now())


def _set_volume(volume: Volume, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(volume, name, value)
    volume.save(update_fields=[*(name.removesuffix("_id") for name in columns), "changed_at"])
