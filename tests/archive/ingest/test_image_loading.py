from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from archive.masters import master_path
from archive.models import Document, Image, Page, TextVersion, Zone, ZoneLink
from tests.archive.ingest.samples import codes, load, picture, tei, write

pytestmark = pytest.mark.django_db

BODY = '<pb n="1" facs="scan_1.jpg"/><p>First words here.</p><pb n="2" facs="scan_2.jpg"/><p>Second words there.</p>'
ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit>'
    '</Description><Layout><Page ID="p" WIDTH="1000" HEIGHT="2000"><PrintSpace><TextBlock ID="b">'
    '<TextLine ID="l1" HPOS="0" VPOS="0" WIDTH="90" HEIGHT="9"><String CONTENT="{words}"/></TextLine>'
    "</TextBlock></PrintSpace></Page></Layout></alto>"
)


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, settings: Any) -> None:
    settings.MASTERS_ROOT = tmp_path / "masters"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "v", a=tei(BODY))


def pages() -> list[tuple[int, str | None, int, int]]:
    return list(Page.objects.order_by("order").values_list("order", "image__name", "width", "height"))


def test_images_find_their_pages_whose_size_is_the_masters(folder: Path, tmp_path: Path) -> None:
    picture(tmp_path / "scans" / "SCAN-1.png", 30, 40, "PNG")
    picture(tmp_path / "scans" / "scan_2.jpg", 50, 60)

    report = load(folder, images=tmp_path / "scans")

    assert (report.status, report.sources[0].images_matched) == ("success", 2)
    assert pages() == [(1, "SCAN-1.png", 30, 40), (2, "scan_2.jpg", 50, 60)]
    assert all(master_path(image).exists() for image in Image.objects.all())


def test_missing_and_surplus_images_are_told_by_name(folder: Path, tmp_path: Path) -> None:
    picture(tmp_path / "scans" / "scan_1.jpg")
    picture(tmp_path / "scans" / "stray.jpg")

    for is_dry_run in (True, False):
        report = load(folder, images=tmp_path / "scans", is_dry_run=is_dry_run)

        told = [
            (it.code, it.file, "scan_2.jpg" in it.message) for it in report.sources[0].warnings if "image" in it.code
        ]
        assert told == [("image-missing", "a.xml", True), ("image-surplus", "stray.jpg", False)]
        assert report.sources[0].images_matched == 1


def test_without_images_none_is_missing(folder: Path) -> None:
    assert [code for code in codes(load(folder)) if "image" in code] == []


def test_images_beside_the_texts_are_taken_too(folder: Path) -> None:
    picture(folder / "images" / "scan_1.jpg")

    load(folder)

    assert [name for _, name, *_ in pages()] == ["scan_1.jpg", None]


def test_the_same_images_again_change_nothing(folder: Path, tmp_path: Path) -> None:
    picture(tmp_path / "scans" / "scan_1.jpg")
    load(folder, images=tmp_path / "scans")
    before = list(Image.objects.values_list("pk", "created_at"))

    load(folder, images=tmp_path / "scans")
    load(folder)

    assert list(Image.objects.values_list("pk", "created_at")) == before
    assert [name for _, name, *_ in pages()] == ["scan_1.jpg", None]


def test_a_bad_image_is_refused_and_the_rest_comes_in(folder: Path, tmp_path: Path) -> None:
    picture(tmp_path / "scans" / "scan_1.jpg")
    (tmp_path / "scans" / "scan_2.jpg").write_bytes(b"GIF89a<script>alert(1)</script>")

    for is_dry_run in (True, False):
        report = load(folder, images=tmp_path / "scans", is_dry_run=is_dry_run)

        assert (report.status, report.exit_status, report.sources[0].images_matched) == ("partial", 1, 1)
        assert ("scan_2.jpg", "not-an-image") in [(it.file, it.code) for it in report.sources[0].warnings]
    assert [name for _, name, *_ in pages()] == ["scan_1.jpg", None]
    assert Document.objects.count() == 1


def test_images_of_a_document_without_pages_become_its_leaves(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", **{"N-1939": tei("<p>Words.</p>")})
    picture(tmp_path / "scans" / "N-1939_2.jpg", 20, 20)
    picture(tmp_path / "scans" / "N-1939_1.jpg", 10, 10)

    load(folder, images=tmp_path / "scans")
    load(folder, images=tmp_path / "scans")
    load(folder)

    assert pages() == [(1, "N-1939_1.jpg", 10, 10), (2, "N-1939_2.jpg", 20, 20)]
    assert Document.objects.get().page_count == 2


def test_leaves_keep_their_images_when_the_source_puts_one_before_them(folder: Path, tmp_path: Path) -> None:
    picture(tmp_path / "scans" / "scan_1.jpg")
    picture(tmp_path / "scans" / "scan_2.jpg", 77, 77)
    load(folder, images=tmp_path / "scans")
    before = dict(Page.objects.values_list("facs", "pk"))

    load(write(folder, a=tei('<pb n="0" facs="scan_0.jpg"/><p>New.</p>' + BODY)))

    assert pages() == [(1, None, 0, 0), (2, "scan_1.jpg", 120, 160), (3, "scan_2.jpg", 77, 77)]
    assert {name: pk for name, pk in Page.objects.values_list("facs", "pk") if name in before} == before


def test_a_leaf_that_is_gone_is_withdrawn_with_its_image(folder: Path, tmp_path: Path) -> None:
    picture(tmp_path / "scans" / "scan_1.jpg")
    load(folder, images=tmp_path / "scans")

    load(write(folder, a=tei('<pb n="2" facs="scan_2.jpg"/><p>Second words there.</p>')))

    assert list(Page.objects.order_by("order").values_list("facs", "state")) == [
        ("scan_2.jpg", "published"),
        ("scan_1.jpg", "withdrawn"),
    ]


def test_a_refused_load_takes_its_masters_back(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture(tmp_path / "scans" / "scan_1.jpg")
    picture(tmp_path / "scans" / "scan_2.jpg", 20, 20)
    kept = write(tmp_path / "w", a=tei('<pb n="1" facs="scan_2.jpg"/><p>x</p>'))
    load(kept, images=tmp_path / "scans")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("archive.ingest.volume_load.publish_documents", fail)
    with pytest.raises(OSError, match="full"):
        load(folder, images=tmp_path / "scans")

    assert Image.objects.get().name == "scan_2.jpg"
    files = [path for path in (tmp_path / "masters").rglob("*") if path.is_file()]
    assert files == [master_path(Image.objects.get())]
    assert not Document.objects.filter(volume__slug="v").exists()


@pytest.mark.django_db(transaction=True)
def test_new_images_are_derived_by_one_job_after_the_load(folder: Path, tmp_path: Path) -> None:
    picture(tmp_path / "scans" / "scan_1.jpg")

    load(folder, images=tmp_path / "scans")
    load(folder, images=tmp_path / "scans")

    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["archive.derive_images"]


def test_regions_come_to_their_page_and_are_tied_to_its_words(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "scans", scan_2=ALTO.format(words="Second words"))

    load(folder, images=tmp_path / "scans")

    assert list(Zone.objects.order_by("order").values_list("page__order", "level", "text")) == [
        (2, "block", "Second words"),
        (2, "line", "Second words"),
    ]
    link = ZoneLink.objects.get()
    assert link.version.canonical[link.start : link.end] == "Second words"
    assert pages()[1] == (2, None, 1000, 2000)


def test_regions_stay_and_are_tied_to_the_new_version_of_the_words(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "scans", scan_2=ALTO.format(words="Second words"))
    load(folder, images=tmp_path / "scans")
    before = list(Zone.objects.values_list("pk", flat=True))

    load(write(folder, a=tei("<p>Before.</p>" + BODY)), images=tmp_path / "scans")

    assert list(Zone.objects.values_list("pk", flat=True)) == before
    links = ZoneLink.objects.order_by("version__number")
    assert [link.version.canonical[link.start : link.end] for link in links] == ["Second words"] * 2
    assert [link.version.number for link in links] == [1, 2]
    assert TextVersion.objects.count() == 2


def test_a_region_file_nobody_can_read_is_told(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "scans", scan_1="<alto")

    report = load(folder, images=tmp_path / "scans")

    assert report.status == "success"
    assert "scan_1.xml" in [it.file for it in report.sources[0].warnings]
