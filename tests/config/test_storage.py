"""Static files as production serves them."""

import re
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tests.tools import ROOT


def test_collected_modules_are_small_and_import_each_other_by_their_hashed_names(settings: Any, tmp_path: Path) -> None:
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
