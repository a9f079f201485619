"""Static files as production serves them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from config.storage import bare
from tests.tools import ROOT

SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))


def test_a_script_travels_without_comments_and_indentation() -> None:
    script = '// Why.\n\n/**\n * What.\n */\nexport function act() {\n  // How.\n  return "a // b"; // stays\n}\n'

    assert bare(script) == 'export function act() {\nreturn "a // b"; // stays\n}\n'


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_string_of_our_scripts_runs_over_lines(path: Path) -> None:
    odd = [line for line in path.read_text(encoding="utf-8").splitlines() if len(re.findall(r"(?<!\\)`", line)) % 2]

    assert odd == []


def test_collected_modules_are_bare_and_import_each_other_by_their_hashed_names(settings: Any, tmp_path: Path) -> None:
    """Our own scripts alone: compressing everything there is takes minutes."""
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.storage.ManifestStorage"}}
    settings.STATICFILES_DIRS = [("js", ROOT / "static" / "js")]

    call_command("collectstatic", interactive=False, verbosity=0)

    reader = next(path for path in (tmp_path / "js").glob("reader.*.js"))
    script = reader.read_text(encoding="utf-8")
    named = re.findall(r'from "\./([\w./-]+)"', script)
    assert "//" not in script
    assert named != []
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) and (tmp_path / "js" / name).exists() for name in named)
