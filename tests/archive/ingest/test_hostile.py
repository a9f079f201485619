"""Hostile and broken files have the outcome that their manifest asks for, within its limits and without the network."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.models import Document, TextVersion
from tests.archive.ingest.children import run_script

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Each file is loaded in a fork of one process that has everything imported and no connection open.
SCRIPT = """
import json, os, resource, sys, time
from pathlib import Path
import django
django.setup()
from archive.ingest.load import ingest
from archive.ingest.volume_load import Options
from archive.ingest.volume_rows import Publication
import socket

def refuse(*_):
    raise SystemExit(77)

folder, files = Path(sys.argv[1]), sys.argv[2:]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in files:
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        socket.socket.connect = refuse
        start = time.monotonic()
        report = ingest([folder / name], Options(publication=Publication(is_open=True))).as_data()
        used = resource.getrusage(resource.RUSAGE_SELF)
        told = [report, time.monotonic() - start, used.ru_maxrss / 1024]
        os.write(writer, json.dumps(told).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        answer = stream.read()
    _, status = os.waitpid(child, 0)
    print(json.dumps([name, os.waitstatus_to_exitcode(status), json.loads(answer) if answer else None]), flush=True)
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, written by the tool that stands beside the real documents or where ARCHIVE_BENCH says."""
    named, corpora = os.environ.get("ARCHIVE_BENCH"), os.environ.get("ARCHIVE_CORPORA")
    folder = Path(named) if named else Path(corpora).parent / "bench" if corpora else None
    if folder is None or not (folder / "gen_hostile.py").exists():
        pytest.skip("neither ARCHIVE_BENCH nor ARCHIVE_CORPORA leads to gen_hostile.py")
    target = tmp_path_factory.mktemp("hostile")
    subprocess.run([sys.executable, folder / "gen_hostile.py", target, "--big-mb", "100"], check=True)  # noqa: S603
    return target


def test_every_file_has_its_outcome_within_its_limits(hostile: Path, tmp_path: Path) -> None:
    manifest = {entry["file"]: entry for entry in json.loads((hostile / "manifest.json").read_text())}
    files = [name for name in manifest if not name.endswith(".json")]

    ran = run_script(tmp_path, SCRIPT, str(hostile), *files)

    answers = {name: (status, told) for name, status, told in map(json.loads, ran.stdout.splitlines())}
    assert list(answers) == files, ran.stderr[-2000:]
    faults = [fault for name in files for fault in _faults(manifest[name], *answers[name])]
    assert faults == []
    accepted = {name.removesuffix(".xml") for name in files if answers[name][1][0]["status"] == "success"}
    assert set(Document.objects.values_list("key", flat=True)) == accepted
    assert not (hostile.parent.parent / "evil.txt").exists()


def _faults(entry: dict[str, Any], status: int, told: list[Any] | None) -> list[str]:
    """Say what is wrong with the outcome of one file, nothing when all is well."""
    name = entry["file"]
    if status or told is None:
        return [f"{name}: ended with {status}"]
    report, seconds, mib = told
    warnings = report["sources"][0]["warnings"]
    wanted = {"reject": {"refused"}, "accept": {"success"}, "accept-clean": {"success"}}
    faults = [] if report["status"] in wanted.get(entry["expect"], {"refused", "success"}) else [f"{name}: {report}"]
    if report["status"] == "refused" and not (warnings and warnings[0]["message"] and warnings[0]["file"]):
        faults.append(f"{name}: refused without a reason")
    if seconds > entry["seconds"]:
        faults.append(f"{name}: took {seconds:.1f} s")
    if mib > entry["mib"]:
        faults.append(f"{name}: took {mib:.0f} MiB")
    return faults


def test_what_is_not_well_formed_is_told_with_line_and_column(hostile: Path, tmp_path: Path) -> None:
    ran = run_script(tmp_path, SCRIPT, str(hostile), "not_wf.xml")

    [notice] = json.loads(ran.stdout)[2][0]["sources"][0]["warnings"]
    assert (notice["file"], notice["line"], notice["code"]) == ("not_wf.xml", 1, "not-well-formed")
    assert notice["message"].startswith("column 2")


def test_nothing_active_is_stored(hostile: Path, tmp_path: Path) -> None:
    run_script(tmp_path, SCRIPT, str(hostile), "xss.xml", "nul_and_bidi.xml", "xinclude.xml")

    versions = {version.text.document.key: version for version in TextVersion.objects.select_related("text__document")}
    html = {
        key: "".join(piece["h"] for found in version.breaks.all() for piece in found.pieces)
        for key, version in versions.items()
    }
    assert sorted(html) == ["nul_and_bidi", "xss"]
    lowered = html["xss"].lower()
    active = ("<script", "<svg", "javascript:", "data:text", 'onerror="', "<img src=x")
    assert [sign for sign in active if sign in lowered] == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in lowered
    assert not set(html["nul_and_bidi"]) & set("\u202e\u2066\u200b\x00")
    assert Document.objects.get(key="xinclude").texts.count() == 0
