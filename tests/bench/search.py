"""How quickly search answers on the synthetic corpus, beside ranking every page that has the words."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.bench.cluster import ROOT, manage
from tests.bench.corpus import loaded


def search() -> str:
    """Load the corpus, build the index, then ask in a process of its own. BENCH_DATA keeps the loaded cluster.

    With BENCH_DATA the index is built anew only when it is not of today's rules, or when BENCH_REINDEX is set.
    """
    with loaded():
        built = _built()
        settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        words = [sys.executable, "-m", "tests.bench.asking"]
        asked = subprocess.run(words, cwd=ROOT, env=settings, check=True, stdout=subprocess.PIPE, text=True).stdout
    return f"{built}\n\n{asked.strip()}"


def _built() -> str:
    if os.environ.get("BENCH_DATA") and not os.environ.get("BENCH_REINDEX"):
        ran = manage("reindex", "--stale")
        return f"Index of an earlier run; brought up to date in {ran.seconds:.0f} s."
    ran = manage("reindex")
    return f"Index built anew beside the live one in {ran.seconds:.0f} s ({ran.cpu:.0f} s of CPU in the application)."
