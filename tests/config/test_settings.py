import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tools import ROOT

COMPLETE = {
    "FONDS_ENV": "production",
    "SECRET_KEY": "long and random",
    "ALLOWED_HOSTS": "archive.example.org",
    "TRUSTED_PROXIES": "none",
    "DATABASE_URL": "postgresql://db.example.org/fonds",
}


def _read_settings(expression: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, with nothing of ours in the environment but what is given."""
    code = f"from config import settings; print({expression})"
    variables = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


def test_production_with_everything_starts() -> None:
    done = _read_settings("settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.TRUSTED_PROXIES", COMPLETE)

    assert done.stdout == "False True []\n"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "DATABASE_URL"])
def test_production_refuses_to_start_without(missing: str) -> None:
    done = _read_settings("'started'", {name: value for name, value in COMPLETE.items() if name != missing})

    last = done.stderr.splitlines()[-1]
    assert (done.returncode, done.stdout) == (1, "")
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {missing} ")
    assert "is not set" in last


def test_production_ignores_debug() -> None:
    assert _read_settings("settings.DEBUG", {**COMPLETE, "DEBUG": "1"}).stdout == "False\n"


def test_locally_a_key_is_made_and_only_this_machine_answered(tmp_path: Path) -> None:
    variables = {"DATA_DIR": str(tmp_path)}
    expression = "settings.SECRET_KEY, settings.ALLOWED_HOSTS, settings.MASTERS_ROOT"

    first, second = _read_settings(expression, variables), _read_settings(expression, variables)

    key = (tmp_path / "secret_key").read_text()
    assert first.stdout == f"{key} ['localhost', '127.0.0.1', '[::1]'] {tmp_path / 'masters'}\n"
    assert second.stdout == first.stdout
