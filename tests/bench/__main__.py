"""`make bench`: run every bench, or those named on the command line, and print what they gave."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from tests.bench import accounts, anchoring, iiif, ingest, notes, pages, scrolling, search

BENCHES: dict[str, Callable[[], str]] = {
    "access": accounts.access,
    "anchoring": anchoring.anchoring,
    "enumeration": accounts.enumeration,
    "frus": ingest.real_volume,
    "iiif": iiif.iiif,
    "notes": notes.notes,
    "painting": notes.painting,
    "pages": pages.pages,
    "scrolling": scrolling.scrolling,
    "search": search.search,
    "synthetic": ingest.synthetic,
}


def main(names: list[str]) -> None:
    """Run benches in order, each in a process of its own: a process reads settings once, and a bench sets its own.

    An unknown name stops with those there are.
    """
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.exit(f"There is no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}.")
    if len(names) == 1:
        print(f"## {names[0]}\n\n{BENCHES[names[0]]()}\n", flush=True)
        return
    for name in names or BENCHES:
        subprocess.run([sys.executable, "-m", "tests.bench", name], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
