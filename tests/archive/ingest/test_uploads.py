from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from procrastinate import testing
from procrastinate.contrib.django import app

from archive.ingest import uploads
from archive.ingest.uploads import check_upload, run_upload
from archive.models import Document, Load, Volume
from tests.archive.ingest.samples import tei, volume
from tests.factories.accounts import make_product

pytestmark = pytest.mark.django_db

GOOD = volume(("d1", "<p>One.</p>"), ("d2", "<p>Two.</p>"))


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def upload(words: str = GOOD, name: str = "vol1.xml", **fields: object) -> Load:
    return Load.objects.create(file=ContentFile(words.encode(), name), **fields)


def done(load: Load) -> tuple[str, str]:
    load.refresh_from_db()
    return load.step, load.report["status"]


def test_a_check_reports_and_writes_nothing() -> None:
    load = upload()

    check_upload(load.pk)

    assert done(load) == ("checked", "success")
    [source] = load.report["sources"]
    assert (source["path"], source["volume"], source["created"]) == ("vol1.xml", "vol1", 2)
    assert Document.objects.count() == 0


def test_a_started_load_comes_in_under_its_product() -> None:
    product = make_product()
    load = upload(step="loading", product=product)

    run_upload(load.pk)

    assert done(load) == ("loaded", "success")
    assert set(Document.objects.values_list("state", "product")) == {("published", product.pk)}


def test_the_same_file_uploaded_again_is_the_same_volume() -> None:
    for _ in range(2):
        run_upload(upload(step="loading").pk)

    assert list(Volume.objects.values_list("slug", flat=True)) == ["vol1"]


def test_one_document_comes_into_the_volume_that_is_named() -> None:
    run_upload(upload(tei("<p>x</p>"), "a.xml", step="loading", volume_slug="letters").pk)

    assert Document.objects.get().identifier == "letters-a"


@pytest.mark.parametrize(("at", "work"), [("checking", check_upload), ("loading", run_upload)])
def test_what_is_refused_says_why(at: str, work: Any) -> None:
    load = upload("<TEI", step=at)

    work(load.pk)

    assert done(load) == ("refused", "refused")
    assert load.report["sources"][0]["warnings"][0]["file"] == "vol1.xml"


@pytest.mark.parametrize("step", ["checked", "loaded", "refused"])
def test_a_load_at_another_step_is_left_alone(step: str) -> None:
    load = upload(step=step)

    check_upload(load.pk)
    run_upload(load.pk)

    load.refresh_from_db()
    assert (load.step, load.report, Document.objects.count()) == (step, {}, 0)


def test_a_failure_is_noted_and_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(uploads, "ingest", fail)
    load = upload(step="loading")

    with pytest.raises(OSError, match="full"):
        run_upload(load.pk)

    assert done(load) == ("refused", "refused")
    assert load.report["error"] == "OSError: the disk is full"


def test_the_jobs_are_registered_under_the_names_they_are_asked_for() -> None:
    with app.replace_connector(testing.InMemoryConnector()):
        names = {"archive.check_load", "archive.run_load", "archive.derive_images"}

        assert names <= app.tasks.keys()
