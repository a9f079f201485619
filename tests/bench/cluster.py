"""A database of the bench's own, with ordinary durability, thrown away afterwards."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import psutil  # type: ignore[import-untyped]

from config import postgres

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def throwaway(options: tuple[str, ...] = ()) -> Iterator[Path]:
    """Start a cluster in a new folder, set DATABASE_URL and DATA_DIR, migrate; stop and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="fonds-bench-"))
    try:
        os.environ["DATA_DIR"] = str(folder)
        os.environ["DATABASE_URL"] = postgres.ensure(folder, options)
        manage("migrate", "--verbosity", "0")
        yield folder
    finally:
        postgres.release(folder)
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command took: wall-clock seconds, CPU seconds, greatest memory in MiB, what it printed.

    Processes that it starts count with it, and what they share counts once.
    """

    seconds: float
    cpu: float
    mib: float
    output: str

    @property
    def data(self) -> dict[str, Any]:
        """Read what it printed as JSON."""
        return dict(json.loads(self.output))


def manage(*words: str, statuses: tuple[int, ...] = (0,)) -> Ran:
    """Run a management command in a process of its own; any other exit status stops the bench."""
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    seen = _Memory(process.pid)
    seen.start()
    output, errors = process.communicate()
    seconds = time.monotonic() - start
    seen.join()
    if process.returncode not in statuses:
        sys.exit(f"manage.py {' '.join(words)} ended with {process.returncode}:\n{errors[-2000:]}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Ran(seconds, used.ru_utime + used.ru_stime, seen.most / 2**20, output)


class _Memory(Thread):
    """Looks twice a second at what a process and its children hold together (PSS); ends with the process."""

    def __init__(self, pid: int) -> None:
        """Look at nothing yet."""
        super().__init__(daemon=True)
        self.process, self.most = psutil.Process(pid), 0

    def run(self) -> None:
        """Keep the greatest sum in `most`, bytes."""
        while self.process.is_running():
            held = 0
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                family = [self.process, *self.process.children(recursive=True)]
                held = sum(it.memory_full_info().pss for it in family)
            self.most = max(self.most, held)
            time.sleep(0.5)
