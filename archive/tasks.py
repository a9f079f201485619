"""Work in the background: the bodies only pass ids on."""

from __future__ import annotations

from procrastinate.contrib.django import app

from archive.derivation import TASK
from archive.images import derive_waiting
from archive.ingest.uploads import check_upload, run_upload
from archive.loads import CHECK, RUN


@app.task(name=TASK, lock=TASK)
def derive_images() -> None:
    """Make the derivatives of all images that wait for them."""
    derive_waiting()


@app.task(name=CHECK)
def check_load(load_id: int) -> None:
    """Look at an upload."""
    check_upload(load_id)


@app.task(name=RUN)
def run_load(load_id: int) -> None:
    """Load an upload."""
    run_upload(load_id)
