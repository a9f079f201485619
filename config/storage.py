"""Static files in production: hashed names, also inside the imports of our ES modules, and nothing superfluous."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import rcssmin
import rjsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The library htmx comes from static/vendor; what its Django package carries imports files that are not there.
UNUSED = "django_htmx/"

# What is left of a file of ours, by its folder and ending.
STRIPPED: dict[tuple[str, str], Callable[[str], str]] = {("js", ".js"): rjsmin.jsmin, ("css", ".css"): rcssmin.cssmin}


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Names files by their content; our scripts and style sheets travel without comments and needless space."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Strip our scripts and sheets before they are named and compressed; what is not used is left as it is."""
        for name in [name for name in paths if name.startswith(UNUSED)]:
            del paths[name]
        for name in () if dry_run else list(paths):
            path = Path(self.path(name))
            if strip := STRIPPED.get((PurePosixPath(name).parts[0], path.suffix)):
                path.write_text(strip(path.read_text(encoding="utf-8")), encoding="utf-8")
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
