"""Commands in processes of their own, on the database of the test that starts them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from tests.tools import ROOT


def database_url() -> str:
    """The address of the database this test uses, for a test whose rows are committed."""
    settings: Mapping[str, Any] = connection.settings_dict
    host, user = quote(str(settings["HOST"]), safe=""), quote(str(settings["USER"]), safe="")
    port = f"&port={settings['PORT']}" if settings["PORT"] else ""
    password = f"&password={quote(str(settings['PASSWORD']), safe='')}" if settings["PASSWORD"] else ""
    return f"postgresql:///{settings['NAME']}?host={host}&user={user}{port}{password}"


def start(data_dir: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    """Start a management command; its own data go into `data_dir`."""
    return subprocess.Popen(  # noqa: S603 a command of ours
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=_environment(data_dir) | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_script(data_dir: Path, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a few lines of Python with the project at hand."""
    return subprocess.run(  # noqa: S603 a script of ours
        [sys.executable, "-c", script, *words],
        cwd=ROOT,
        env=_environment(data_dir) | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def _environment(data_dir: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"DATABASE_URL": database_url(), "DATA_DIR": str(data_dir), "SECRET_KEY": "only for tests"}
