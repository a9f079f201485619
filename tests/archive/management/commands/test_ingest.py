import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.images import derivative_path
from archive.models import Document, Image, Volume
from tests.archive.ingest.samples import picture, tei, write
from tests.factories.accounts import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("image_folders")]

BODY = '<pb n="1" facs="a_1.jpg"/><p>Words.</p>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "v", a=tei(BODY), b=tei("<p>Other.</p>"))


def status(*words: object, **options: object) -> int:
    """Run the command and give its exit status."""
    try:
        call_command("ingest", *words, **options)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_json_prints_the_report_and_nothing_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(folder, "--json") == 0

    data = json.loads(capsys.readouterr().out)
    assert (data["status"], data["sources"][0]["created"]) == ("success", 2)


def test_plain_lines_tell_progress_and_outcome(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(folder) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["v: read 1 of 2", "v: read 2 of 2"]
    assert "v: 2 documents; created 2, updated 0, unchanged 0, removed 0; 0 images matched" in lines
    assert lines[-1] == "Status: success"


def test_a_terminal_gets_a_bar(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    assert status(folder) == 0

    assert f"\rv [{'#' * 15}{' ' * 15}] 1/2\rv [{'#' * 30}] 2/2\n" in capsys.readouterr().out


def test_a_dry_run_lists_documents_and_keeps_its_hands_off(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ingest", folder)
    write(folder, b=tei("<p>Another.</p>"))
    capsys.readouterr()

    assert status(folder, "--dry-run") == 0

    lines = capsys.readouterr().out.splitlines()
    assert "  same     a  A letter" in lines
    assert "  update   b  A letter" in lines
    assert "           transcription: version 2, 6 to 8 characters" in lines
    assert "v: 2 documents; would be created 0, updated 1, unchanged 1, removed 0; 0 images matched" in lines


@pytest.mark.parametrize(("more", "expected"), [({}, 2), ({"good": tei("<p>x</p>")}, 1)])
def test_exit_status_says_how_much_was_refused(
    tmp_path: Path, more: dict[str, str], expected: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "all" / "bad", a="<TEI>")
    if more:
        write(tmp_path / "all" / "good", **more)

    assert status(tmp_path / "all") == expected

    lines = capsys.readouterr().out.splitlines()
    assert "bad: refused, nothing was changed" in lines
    assert any(line.startswith("  bad/a.xml:1: ") and line.endswith("[not-well-formed]") for line in lines)


def test_product_and_open_publish(folder: Path) -> None:
    product = make_product(slug="letters")

    assert status(folder, "--product", "letters") == 0
    assert Document.objects.filter(state="published", product=product).count() == 2

    assert status(folder, "--open") == 0
    assert Document.objects.filter(state="published", audience="open", product=None).count() == 2


def test_a_product_nobody_has_made_is_refused(folder: Path) -> None:
    with pytest.raises(CommandError, match="no product 'letters'"):
        call_command("ingest", folder, product="letters")

    assert Volume.objects.count() == 0


def test_the_volume_is_named_by_the_caller(folder: Path) -> None:
    assert status(folder, "--volume", "letters-1939") == 0

    assert set(Document.objects.values_list("identifier", flat=True)) == {"letters-1939-a", "letters-1939-b"}


def test_derive_makes_the_sizes_at_once(folder: Path, tmp_path: Path) -> None:
    picture(tmp_path / "scans" / "a_1.jpg")

    assert status(folder, "--images", tmp_path / "scans", "--derive", "--json") == 0

    image = Image.objects.get()
    assert image.derived == "ready"
    assert derivative_path(image, "480.webp").exists()


def test_the_command_derive_says_what_it_did(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture(tmp_path / "scans" / "a_1.jpg")
    call_command("ingest", folder, images=tmp_path / "scans")
    capsys.readouterr()

    call_command("derive")

    assert capsys.readouterr().out.splitlines() == ["1 of 1", "1 images derived; 0 cannot be."]


def test_the_command_derive_fails_when_an_image_does(folder: Path, tmp_path: Path) -> None:
    path = picture(tmp_path / "scans" / "a_1.jpg", 800, 800, "PNG")
    data = path.read_bytes()
    path.write_bytes(data[:200] + data[-12:])
    call_command("ingest", folder, images=tmp_path / "scans")

    with pytest.raises(CommandError):
        call_command("derive")

    with pytest.raises(CommandError):
        call_command("derive", retry=True)
