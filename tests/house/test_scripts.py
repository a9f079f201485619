"""What our scripts keep to: few bytes, names that exist, and nothing the content policy refuses."""

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import rjsmin

from tests.tools import ROOT

JS = ROOT / "static" / "js"
MODULES = sorted(JS.rglob("*.js"))
VIEWER = ROOT / "static" / "vendor" / "openseadragon" / "openseadragon.min.js"
BUDGET = 100_000  # bytes of everything the reader may load, each file compressed as it is served
LONGEST = 300
_IMPORT = re.compile(r"""(?:from|import\()\s*["'](\.{1,2}/[\w./-]+)["']""")
REFUSED = {
    "eval": re.compile(r"\beval\(|new Function\("),
    "HTML from a string": re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write"),
    "a style attribute": re.compile(r"""setAttribute\(["']style["']"""),
    "another site": re.compile(r"https?://"),
}


def imports(path: Path) -> set[Path]:
    return {(path.parent / name).resolve() for name in _IMPORT.findall(path.read_text(encoding="utf-8"))}


def reached(path: Path) -> set[Path]:
    """A module and all it imports, itself included."""
    found, waiting = set[Path](), {path}
    while waiting:
        found |= waiting
        waiting = {other for module in waiting for other in imports(module)} - found
    return found


def test_the_reader_with_the_image_module_is_small() -> None:
    wanted = {JS / "boot.js", JS / "loader.js", *reached(JS / "reader.js")}
    if not VIEWER.exists():
        pytest.skip("the viewer is not installed: make setup")
    served = {path.name: rjsmin.jsmin(path.read_text(encoding="utf-8")).encode() for path in wanted}
    served[VIEWER.name] = VIEWER.read_bytes()
    sizes = {name: len(brotli.compress(script)) for name, script in served.items()}

    assert sum(sizes.values()) <= BUDGET, sizes


def test_imports_name_modules_that_are_there() -> None:
    assert {f"{path.name}: {other}" for path in MODULES for other in imports(path) if not other.exists()} == set()


def test_modules_import_in_no_ring() -> None:
    rings = [path.name for path in MODULES if path in {other for it in imports(path) for other in reached(it)}]

    assert rings == []


@pytest.mark.parametrize("what", REFUSED)
def test_scripts_hold_nothing_the_policy_refuses(what: str) -> None:
    assert [path.name for path in MODULES if REFUSED[what].search(path.read_text(encoding="utf-8"))] == []


def test_scripts_are_no_longer_than_other_files() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
