"""The row of a volume, its lock and its sections, made or brought up to date by a load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.access import Audience, State
from accounts.models import Product
from archive.bulk import clean
from archive.models import Document, Section, Volume
from archive.naming import sort_key
from archive.records import Refused, SectionRecord

MAX_KEY = 160


@dataclass(frozen=True, slots=True)
class VolumeFacts:
    """What the source says of the volume as a whole; "" where it says nothing."""

    title: str = ""
    subtitle: str = ""
    language: str = ""
    year: str = ""
    editors: str = ""
    description: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """How a load publishes: under a product, openly, or (neither) not at all."""

    product: Product | None = None
    is_open: bool = False

    @property
    def lock(self) -> dict[str, Any]:
        """Give the columns of the lock that are set, none when the load does not publish."""
        if self.is_open:
            return {"audience": Audience.OPEN, "state": State.PUBLISHED, "product_id": None}
        if self.product:
            return {"audience": Audience.CONTROLLED, "state": State.PUBLISHED, "product_id": self.product.pk}
        return {}


def find_or_make_volume(slug: str, facts: VolumeFacts, publication: Publication) -> Volume:
    """Give the volume of a slug; what it lacks is filled from the source, what it has stays as editors left it."""
    values = {name: _fitted(name, getattr(facts, name)) for name in facts.__slots__}
    values["title"] = values["title"] or slug
    volume = Volume.objects.select_for_update().filter(slug=slug).first()
    if volume is None:
        lock = publication.lock or {"audience": Audience.CONTROLLED, "state": State.DRAFT, "product_id": None}
        return Volume.objects.create(slug=slug, **values, **lock, sort_key=sort_key(values["title"], 400))
    missing = {name: value for name, value in values.items() if value and not getattr(volume, name)}
    changes = missing | {name: value for name, value in publication.lock.items() if getattr(volume, name) != value}
    if changes:
        for name, value in changes.items():
            setattr(volume, name, value)
        volume.save(update_fields=[*changes, "changed_at"])
    return volume


def publish_documents(volume: Volume, publication: Publication) -> None:
    """Set the lock the load names on every document of the volume that editors have not withdrawn or given away."""
    lock = publication.lock
    if lock:
        differs = ~Q(audience=lock["audience"], state=lock["state"]) | ~Q(product_id=lock["product_id"])
        if lock["product_id"] is None:
            differs = ~Q(audience=lock["audience"], state=lock["state"], product_id__isnull=True)
        ours = Document.objects.filter(volume=volume, audience__in=[Audience.OPEN, Audience.CONTROLLED])
        ours.exclude(state=State.WITHDRAWN).filter(differs).update(**lock)


def lock_of(volume: Volume) -> dict[str, Any]:
    """Give the lock a new document of the volume gets."""
    return {"audience": volume.audience, "state": volume.state, "product_id": volume.product_id}


def write_sections(volume: Volume, records: Sequence[SectionRecord], known: Mapping[str, int]) -> dict[str, int]:
    """Make or update sections and give their ids by key; `known` are those this load has written before.

    Raise Refused when a section is said to be part of one that does not come before it.
    """
    if not records:
        return {}
    _check_parents(records, known)
    rows = {row.key: row for row in Section.objects.filter(volume=volume)}
    for record in records:
        row = rows.get(record.key) or Section(volume=volume, key=record.key)
        parent = rows[record.parent] if record.parent else None
        values = {
            "parent_id": parent.pk if parent else None,
            "kind": record.kind[:40],
            "title": record.title[:500],
            "order": record.order,
            "depth": parent.depth + 1 if parent else 0,
        }
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        rows[record.key] = row
    return {record.key: rows[record.key].pk for record in records}


def drop_sections(volume: Volume, kept: Iterable[int]) -> None:
    """Delete the sections the source no longer has; what stood in them stands in the volume itself."""
    Section.objects.filter(volume=volume).exclude(pk__in=kept).delete()


def _check_parents(records: Iterable[SectionRecord], known: Mapping[str, int]) -> None:
    met = set(known)
    for record in records:
        if len(record.key) > MAX_KEY:
            message = f"the key {record.key[:40]!r}… is longer than {MAX_KEY} characters; give it a shorter xml:id"
            raise Refused(record.file, record.line, "bad-key", message)
        if record.parent and record.parent not in met:
            message = f"section {record.key!r} is part of {record.parent!r}, which does not come before it"
            raise Refused(record.file, record.line, "section-without-parent", message)
        met.add(record.key)


def _fitted(name: str, value: str) -> str:
    limit = getattr(Volume._meta.get_field(name), "max_length", None)
    return str(clean(value, limit))
