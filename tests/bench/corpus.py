"""The synthetic corpus of 30,000 documents in a cluster: half open, half under a licence; kept where it is wanted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config import postgres
from tests.bench.cluster import Ran, manage, throwaway
from tests.bench.ingest import generated

VOLUMES, DOCUMENTS = 60, 30_000
PRODUCT = "papers"
_LOADED = "loaded"
# What an operator gives a server that serves such an archive; the embedded one has 128 MB.
_MEMORY = ("shared_buffers=2GB",)


@contextmanager
def loaded(volumes: int = VOLUMES, documents: int = DOCUMENTS) -> Iterator[Path]:
    """Give a folder whose cluster holds the corpus, DATABASE_URL set; every other volume is licensed under PRODUCT.

    BENCH_DATA names a folder in which it is kept for the next run; loading takes longer than measuring.
    """
    kept = os.environ.get("BENCH_DATA")
    with _kept(Path(kept)) if kept else throwaway(_MEMORY) as folder:
        if not (folder / _LOADED).exists():
            _load(generated(folder / "corpus", volumes, documents))
            (folder / _LOADED).touch()
        yield folder


@contextmanager
def _kept(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["DATA_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = postgres.ensure(folder, _MEMORY)
    try:
        manage("migrate", "--verbosity", "0")
        yield folder
    finally:
        postgres.release(folder)


def _load(paths: list[str]) -> list[Ran]:
    make = "from accounts.models import Product; Product.objects.get_or_create(slug={0!r}, defaults={{'name': {0!r}}})"
    manage("shell", "-c", make.format(PRODUCT))
    return [
        manage("ingest", *paths[::2], "--open", "--json", statuses=(0, 1)),
        manage("ingest", *paths[1::2], "--product", PRODUCT, "--json", statuses=(0, 1)),
    ]
