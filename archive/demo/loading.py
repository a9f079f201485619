"""Loads the demonstration archive by the ordinary way of loading: people, holdings, three volumes, their images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.demo.holdings import load_repository, name_units
from archive.demo.people import load_people, load_product
from archive.images import derive, waiting
from archive.ingest.load import ingest
from archive.ingest.volume_load import Options
from archive.ingest.volume_rows import Publication
from archive.models import Volume

HERE = Path(__file__).resolve().parent
SERIES = "Demonstration volumes (fictional)"
SOURCE = "Fictional: written and drawn for the demonstration of this software."

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoVolume:
    """A volume of the demonstration: its source below `sources`, and whether everyone may read it."""

    slug: str
    source: str
    number: str
    subtitle: str
    is_open: bool
    has_images: bool


VOLUMES = (
    DemoVolume(
        "kolva-papers",
        "kolva-papers.xml",
        "1",
        "A river post and its diary, 1916–1937. Russian with English translations",
        is_open=False,
        has_images=True,
    ),
    DemoVolume(
        "upper-kolva-letters",
        "upper-kolva-letters",
        "2",
        "Ten letters and leaves, 1934–1936. Russian, English, Yiddish",
        is_open=True,
        has_images=True,
    ),
    DemoVolume(
        "kolva-reports",
        "kolva-reports.xml",
        "3",
        "Ice, instruments and the flood of May 1936. In English, text only",
        is_open=True,
        has_images=False,
    ),
)


class DemoError(RuntimeError):
    """A volume of the demonstration did not come in; the message says which and why."""


def is_wanted() -> bool:
    """Tell whether the archive is empty or holds only a part of the demonstration, left by a start cut off."""
    ours = {volume.slug for volume in VOLUMES}
    held = set(Volume.objects.values_list("slug", flat=True))
    return held < ours


def load(say: Say, *, with_people: bool = True, with_derivatives: bool = False) -> None:
    """Load everything, or what is missing of it; the same again changes nothing. Raises DemoError.

    The sizes of the page images are made by the worker, as after any load, unless they are wanted at once.
    """
    load_product()
    if with_people:
        load_people()
    load_repository()
    for volume in VOLUMES:
        _load_volume(volume)
        say(f"{volume.slug} is loaded")
    name_units()
    images = list(waiting()) if with_derivatives else []
    for image in images:
        derive(image)
    if images:
        say(f"{len(images)} page images are ready")


def _load_volume(volume: DemoVolume) -> None:
    publication = Publication(is_open=True) if volume.is_open else Publication(load_product())
    images = HERE / "images" / volume.slug if volume.has_images else None
    options = Options(volume.slug, images, publication)
    report = ingest([HERE / "sources" / volume.source], options)
    if report.status != "success":
        faults = "\n".join(f"{it.file}:{it.line}: {it.message}" for source in report.sources for it in source.warnings)
        raise DemoError(f"{volume.slug} did not come in:\n{faults}")
    _describe(volume)


def _describe(volume: DemoVolume) -> None:
    """Say what the source cannot: that it is invented, and the place in the series."""
    facts = {
        "is_fictional": True,
        "subtitle": volume.subtitle,
        "series": SERIES,
        "number": volume.number,
        "source": SOURCE,
    }
    row = Volume.objects.get(slug=volume.slug)
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=[*changed, "changed_at"])
