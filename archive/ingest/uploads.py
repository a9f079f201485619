"""Checks and loads what was uploaded in the administration."""

from __future__ import annotations

from pathlib import Path

from archive.ingest.load import ingest
from archive.ingest.report import Report
from archive.ingest.volume_load import Options
from archive.ingest.volume_rows import Publication
from archive.models import Load

Step = Load.Step


def check_upload(load: int) -> None:
    """Look at what an upload would change and keep the report; nothing happens when it is past that step."""
    _work(load, at=Step.CHECKING, done=Step.CHECKED, is_dry_run=True)


def run_upload(load: int) -> None:
    """Load an upload and keep the report; nothing happens when nobody started it or it is done."""
    _work(load, at=Step.LOADING, done=Step.LOADED, is_dry_run=False)


def _work(pk: int, *, at: Step, done: Step, is_dry_run: bool) -> None:
    """Do one step and note its outcome; an upload whose step fails is refused, and the failure raised again."""
    load = Load.objects.filter(pk=pk, step=at).select_related("product").first()
    if load is None:
        return
    options = Options(load.volume_slug, None, Publication(load.product, load.is_open), is_dry_run)
    try:
        report = ingest([Path(load.file.path)], options)
    except Exception as error:
        _note(pk, at, Step.REFUSED, {"status": "refused", "sources": [], "error": f"{type(error).__name__}: {error}"})
        raise
    _note(pk, at, Step.REFUSED if report.status == "refused" else done, _shown(report, load))


def _note(pk: int, at: Step, step: Step, report: dict[str, object]) -> None:
    Load.objects.filter(pk=pk, step=at).update(step=step, report=report)


def _shown(report: Report, load: Load) -> dict[str, object]:
    """Give the report with the file's name instead of its place on the server."""
    data = report.as_data()
    for source in data["sources"]:
        source["path"] = Path(load.file.name).name
    return data
