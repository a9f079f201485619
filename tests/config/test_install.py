import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from config import install


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a fresh clone, into which nothing is really installed."""
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        shutil.copy(install.ROOT / name, tmp_path)
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "VENDOR", tmp_path / "static" / "vendor")
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run, in order; all of them succeed."""
    said: list[list[str]] = []

    def note(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        said.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", note)
    return said


def _made(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").touch()


def test_packages_are_synced_by_uv_where_there_is_one(
    clone: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/opt/uv")
    _made(clone)

    install.install_python(dev=False)

    python, lock = str(clone / ".venv" / "bin" / "python"), str(clone / "requirements.txt")
    assert commands == [["/opt/uv", "pip", "sync", "--quiet", "--python", python, "--require-hashes", lock]]


def test_second_set_up_does_nothing(clone: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/opt/uv")
    _made(clone)
    install.install_python(dev=True)
    commands.clear()

    install.install_python(dev=True)
    install.install_python(dev=False)

    assert commands == []


def test_changed_lock_file_is_installed_again(
    clone: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/opt/uv")
    _made(clone)
    install.install_python(dev=True)
    (clone / "requirements-dev.txt").write_text("# changed\n")

    install.install_python(dev=True)

    assert len(commands) == 2


def test_without_uv_the_locked_one_is_tried_then_pip(
    clone: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    _made(clone)

    install.install_python(dev=False)

    assert [command[1:5] for command in commands] == [["-m", "pip", "install", "--quiet"]] * 2
    assert commands[-1][-1] == str(clone / "requirements.txt")


def test_locked_uv_comes_with_its_hashes(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: asked.append(Path(command[-1]).read_text()))

    install._install_uv(clone / "python")

    (lines,) = (text.splitlines() for text in asked)
    assert lines[0].startswith("uv==")
    assert len(lines) > 5
    assert all("--hash=sha256:" in line for line in lines[1:] if not line.strip().startswith("#"))


def test_old_python_is_refused_in_one_line(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(SystemExit, match=r"^Fonds needs Python 3\.11 or newer, this is 3\.9: .*PYTHON=python3\.11$"):
        install.install_python(dev=False)

    assert not (clone / ".venv").exists()


def test_missing_venv_is_refused_in_one_line(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1))

    with pytest.raises(SystemExit, match=r"^Python's venv is missing: .*apt-get install python3-venv"):
        install.install_python(dev=False)

    assert not (clone / ".venv").exists()


def test_browser_code_is_copied_with_its_licences(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def npm(command: list[object], **_: Any) -> None:
        assert [str(word) for word in command[1:]] == ["ci", "--loglevel=error"]
        for package, (_folder, names) in install.VENDORED.items():
            for name in names:
                file = clone / "node_modules" / package / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(package)

    monkeypatch.setattr(subprocess, "run", npm)

    install.install_browser_code()

    vendor = clone / "static" / "vendor"
    assert (vendor / "htmx" / "htmx.min.js").read_text() == "htmx.org"
    assert sorted(path.parent.name for path in vendor.glob("*/LICENSE*")) == [
        "htmx",
        "literata",
        "openseadragon",
        "source-sans-3",
    ]


def test_failing_command_stops_with_one_line(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)

    with pytest.raises(SystemExit, match=r"^The browser code could not be installed; see above\.$"):
        install.install_browser_code()

    assert not (clone / "static" / "vendor").exists()


@pytest.mark.parametrize(("uid", "tool"), [(0, "/usr/bin/chromium"), (1000, "/usr/bin/chromium")])
def test_browser_that_is_there_is_left_alone(
    uid: int, tool: str, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr(shutil, "which", lambda _: tool)

    install.install_browser()

    assert commands == []


def test_root_on_debian_gets_the_browser(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)

    install.install_browser()

    assert [command[:3] for command in commands] == [["apt-get", "update", "-qq"], ["apt-get", "install", "--yes"]]


@pytest.mark.parametrize("ci", ["true", "false"])
def test_others_are_told_the_line_to_type(
    ci: str, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    line = "apt-get install --yes --no-install-recommends chromium"

    if ci == "true":
        with pytest.raises(SystemExit, match=line):
            install.install_browser()
    else:
        install.install_browser()
        assert line in capsys.readouterr().out
    assert commands == []
