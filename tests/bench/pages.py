"""CPU and statements of the document page and the volume page beside the control view."""

from __future__ import annotations

import os

import django
from django.conf import settings

from tests.bench import samples
from tests.bench.cluster import manage, throwaway
from tests.bench.measure import Subject, compare, table

TARGETS = {"document, 20 pages": 3.5, "document, 400 pages": 3.5, "volume, 340 entries": 4.5}


def pages() -> str:
    """Load sample volumes and measure their pages as an anonymous visitor."""
    with throwaway() as folder:
        long = samples.volume(folder / "long", {"d20": 20, "d400": 400})
        many = samples.volume(folder / "many", {f"d{number}": 1 for number in range(1, 341)})
        manage("ingest", str(long), str(many), "--open", "--json", statuses=(0, 1))
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        settings.ROOT_URLCONF = "tests.bench.control"
        subjects = [
            Subject("control", "/control/"),
            Subject("document, 20 pages", "/documents/long-d20/"),
            Subject("document, 400 pages", "/documents/long-d400/"),
            Subject("document, 400 pages, last window", "/documents/long-d400/?page=381"),
            Subject("volume, 340 entries", "/volumes/many/"),
        ]
        compare(subjects)
        return table(subjects, TARGETS)
