import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from config import install, run
from tests.tools import ROOT

OURS = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL"}
STATIC = re.compile(rb'(?:href|src)="(/static/[^"#]+)')


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def runner(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = _start(tmp_path, port)
    yield process
    process.kill()
    process.communicate()


def _start(folder: Path, port: int) -> subprocess.Popen[str]:
    variables = {name: value for name, value in os.environ.items() if name not in OURS}
    variables |= {"DATA_DIR": str(folder), "PORT": str(port)}
    command = [sys.executable, "-m", "config.run"]
    return subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _wait_until_ready(process: subprocess.Popen[str]) -> list[str]:
    """The lines until the site is ready; all of them when it never was."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith("Ready on "):
            break
    return lines


def _get(port: int, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as client:
        client.request("GET", path, headers={"Host": "localhost"})
        response = client.getresponse()
        return response.status, response.read()


@pytest.mark.slow
def test_archive_starts_serves_and_stops_cleanly(runner: subprocess.Popen[str], tmp_path: Path, port: int) -> None:
    lines = _wait_until_ready(runner)
    status, home = _get(port, "/")
    missing = [path for path in STATIC.findall(home) if _get(port, path.decode())[0] != 200]
    runner.send_signal(signal.SIGINT)
    rest, _ = runner.communicate(timeout=30)

    assert lines[-1] == f"Ready on http://localhost:{port}/"
    assert status == 200
    assert missing == []
    assert runner.returncode == 0
    assert rest.splitlines()[-1] == "Stopped."
    assert not (tmp_path / "postgres" / "data" / "postmaster.pid").exists()


@pytest.mark.slow
def test_run_that_was_killed_starts_again(runner: subprocess.Popen[str], tmp_path: Path, port: int) -> None:
    _wait_until_ready(runner)

    runner.kill()
    runner.wait()
    again = _start(tmp_path, port)
    lines = _wait_until_ready(again)
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=30)

    assert lines[-1] == f"Ready on http://localhost:{port}/"
    assert again.returncode == 0


def test_port_in_use_is_said_in_one_line(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        with (
            pytest.raises(run.RunError, match=rf"^Port {port} cannot be used .*make run PORT=8001$"),
            run._free("127.0.0.1", port),
        ):
            pass


def test_second_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with run._alone(tmp_path), pytest.raises(run.RunError, match=r"^An archive already runs in .*another DATA_DIR\.$"):
        run._alone(tmp_path).__enter__()


def test_process_that_ends_early_stops_the_run() -> None:
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    process.wait()

    with pytest.raises(run.RunError, match=r"^The worker ended with status 3\.$"):
        run.watch([run.Child("worker", process)])


def test_page_that_never_comes_is_reported(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PATIENCE", 0.2)

    with pytest.raises(run.RunError, match=r"still answers nothing; the lines above may say why\.$"):
        run.wait_for_page([], "127.0.0.1", port)


def test_browser_code_is_where_pages_look_for_it() -> None:
    expected = {f"{folder}/{Path(name).name}" for folder, names in install.VENDORED.values() for name in names}
    found = {str(path.relative_to(install.VENDOR)) for path in install.VENDOR.rglob("*") if path.is_file()}

    assert found - {"fonds.stamp"} == expected
