"""Sets up a clone: virtual environment, then third-party browser code. Needs nothing but a Python.

`python3 config/install.py` installs what runs the archive, with `--dev` also what tests it, with `--browser` the
Chromium that browser tests drive. What is there already, and made from the same lock files, is left alone.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENDOR = ROOT / "static" / "vendor"
PIP = ("-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

FONT_FILES = [
    f"files/{{font}}-{script}-wght-{style}.woff2"
    for script in ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
    for style in ("normal", "italic")
]
# Package in node_modules: (folder in static/vendor, what is copied there)
VENDORED = {
    "openseadragon": (
        "openseadragon",
        ["LICENSE.txt", "build/openseadragon/openseadragon.min.js", "build/openseadragon/openseadragon.min.js.map"],
    ),
    "htmx.org": ("htmx", ["LICENSE", "dist/htmx.min.js", "dist/htmx.min.js.map"]),
    "@fontsource-variable/literata": (
        "literata",
        ["LICENSE", *(name.format(font="literata") for name in FONT_FILES)],
    ),
    "@fontsource-variable/source-sans-3": (
        "source-sans-3",
        ["LICENSE", *(name.format(font="source-sans-3") for name in FONT_FILES)],
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--browser", action="store_true", help="also the browser that tests drive")
    arguments = parser.parse_args()

    with (ROOT / "requirements.txt").open() as lock:  # two set-ups of one clone take turns
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_python(dev=arguments.dev)
        install_browser_code()
    if arguments.browser:
        install_browser()


def install_python(dev: bool) -> None:
    """Make .venv what the lock file says. A development environment serves to run the archive too."""
    stamp = VENV / "fonds.stamp"
    wanted = {name: f"{name} {_digest(ROOT / name)}" for name in ("requirements.txt", "requirements-dev.txt")}
    enough = [wanted["requirements-dev.txt"]] + ([] if dev else [wanted["requirements.txt"]])
    if stamp.exists() and stamp.read_text() in enough:
        return
    name = "requirements-dev.txt" if dev else "requirements.txt"
    print(f"Setting up Python packages ({name}) …", flush=True)
    python = VENV / "bin" / "python"
    uv = shutil.which("uv")
    if not python.exists():
        _make_environment(uv)
    uv = uv or _install_uv(python)
    sync: list[str | Path] = [uv or "", "pip", "sync", "--quiet", "--python", python, "--require-hashes", ROOT / name]
    if not uv or subprocess.run(sync, check=False).returncode:  # a mirror may be known to pip alone
        sorry = "The Python packages could not be installed (see above); if .venv is broken, remove it."
        _run([python, *PIP, ROOT / name], sorry)
    stamp.write_text(wanted[name])


def _install_uv(python: Path) -> str | None:
    """The locked uv: it installs the rest in a fifth of pip's time."""
    block = re.search(r"^uv==.*(?:\n    .*)*", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(block[0] if block else "")
        file.flush()
        subprocess.run([python, *PIP, file.name], check=False, capture_output=True)
    uv = VENV / "bin" / "uv"
    return str(uv) if uv.exists() else None


def _make_environment(uv: str | None) -> None:
    old = sys.version_info < (3, 11)
    if uv:
        version = ">=3.11" if old else sys.executable
        _run([uv, "venv", "--quiet", "--python", version, VENV], "uv could not make a virtual environment.")
        return
    if old:
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit(f"Fonds needs Python 3.11 or newer, this is {found}: name another with make run PYTHON=python3.11")
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode:
        sys.exit("Python's venv is missing: install it (on Debian: apt-get install python3-venv), or install uv.")
    _run([sys.executable, "-m", "venv", VENV], "Python could not make a virtual environment.")


def install_browser_code() -> None:
    """Fetch the packages of package-lock.json and copy what pages use into static/vendor."""
    stamp = VENDOR / "fonds.stamp"
    wanted = _digest(ROOT / "package-lock.json") + _digest(Path(__file__))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Setting up browser code …", flush=True)
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"  # npm looks for node there
    _run(
        [VENV / "bin" / "npm", "ci", "--loglevel=error"],
        "The browser code could not be installed; see above.",
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, (folder, names) in VENDORED.items():
        (VENDOR / folder).mkdir(parents=True)
        for name in names:
            shutil.copyfile(ROOT / "node_modules" / package / name, VENDOR / folder / Path(name).name)
    stamp.write_text(wanted)


def install_browser() -> None:
    """Only root on Debian can install it without being asked; anybody else is told the line to type."""
    if any(shutil.which(name) for name in BROWSERS) or os.environ.get("CHROMIUM"):
        return
    line = "apt-get install --yes --no-install-recommends chromium"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Setting up Chromium …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], "Debian's package list could not be read.", env=quiet)
        _run([*line.split(), "-qq"], "Chromium could not be installed.", env=quiet)
    elif os.environ.get("CI") == "true":
        sys.exit(f"Browser tests need Chromium: {line}")
    else:
        print(f"Browser tests will be skipped: they need Chromium ({line}).", flush=True)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _run(command: list[str | Path], sorry: str, **options: Any) -> None:
    try:
        subprocess.run(command, check=True, cwd=ROOT, stdin=subprocess.DEVNULL, **options)
    except (OSError, subprocess.CalledProcessError):
        sys.exit(sorry)


if __name__ == "__main__":
    main()
