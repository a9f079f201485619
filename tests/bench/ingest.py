"""How long loading takes: a real volume, and the synthetic corpus of 30,000 documents."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.cluster import manage, throwaway


def corpora() -> Path:
    """Give the folder of real documents, or stop with what to set."""
    named = os.environ.get("ARCHIVE_CORPORA")
    if not named:
        sys.exit("Set ARCHIVE_CORPORA to the folder of real documents.")
    return Path(named)


def generated(target: Path, volumes: int, documents: int) -> list[str]:
    """Write the synthetic corpus and give the paths of its volumes; its generator needs a package that we do not."""
    generator = str(corpora().parent / "bench" / "gen_corpus.py")
    words = ["--volumes", str(volumes), "--documents", str(documents), "--pages-mean", "13.3", "--images", "none"]
    run = [
        str(Path(sys.executable).with_name("uv")),
        "run",
        "--no-project",
        "--with",
        "numpy",
        "--python",
        sys.executable,
    ]
    subprocess.run([*run, generator, str(target), *words], check=True, stdout=subprocess.DEVNULL)
    return sorted(str(path) for path in (target / "volumes").iterdir())


def real_volume() -> str:
    """Load FRUS Quebec 1944 twice: in under 20 s, then nothing changes."""
    with throwaway():
        source = str(corpora() / "frus" / "frus1944Quebec.xml")
        first = manage("ingest", source, "--open", "--json", statuses=(0, 1))
        again = manage("ingest", source, "--open", "--json", statuses=(0, 1))
    made, same = first.data["sources"][0], again.data["sources"][0]
    return (
        f"FRUS Quebec 1944: {first.seconds:.1f} s (target < 20), {first.mib:.0f} MiB, created {made['created']}; "
        f"again {again.seconds:.1f} s, unchanged {same['unchanged']}, updated {same['updated']}"
    )


def synthetic(volumes: int = 60, documents: int = 30_000) -> str:
    """Load the synthetic corpus, a volume at a time as the command does: in under 15 minutes and 500 MiB."""
    with throwaway() as folder:
        paths = generated(folder / "corpus", volumes, documents)
        ran = manage("ingest", *paths, "--open", "--json", statuses=(0, 1))
    total = sum(source["documents"] for source in ran.data["sources"])
    pages = sum(source["page_breaks"] for source in ran.data["sources"])
    took = f"{ran.seconds:.0f} s (target < 900), {ran.mib:.0f} MiB (target < 500)"
    return f"Synthetic: {total} documents, {pages} page breaks in {took}"
