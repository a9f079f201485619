"""What our scripts keep to: few bytes, names that exist, and nothing the content policy refuses."""

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from tests.tools import ROOT

JS = ROOT / "static" / "js"
MODULES = sorted(JS.glob("*.js"))
VIEWER = ROOT / "static" / "vendor" / "openseadragon" / "openseadragon.min.js"
BUDGET = 100_000  # bytes of everything the reader may load, each file compressed as it is served
LONGEST = 300
_IMPORT = re.compile(r"""(?:from|import\()\s*["']\./([\w.-]+)["']""")
REFUSED = {
    "eval": re.compile(r"\beval\(|new Function\("),
    "HTML from a string": re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write"),
    "a style attribute": re.compile(r"""setAttribute\(["']style["']"""),
    "another site": re.compile(r"https?://"),
}


def imports(path: Path) -> set[str]:
    return set(_IMPORT.findall(path.read_text(encoding="utf-8")))


def reached(name: str) -> set[str]:
    """A module and all it imports, itself included."""
    found, waiting = set[str](), {name}
    while waiting:
        found |= waiting
        waiting = {other for module in waiting for other in imports(JS / module)} - found
    return found


def test_the_reader_with_the_image_module_is_small() -> None:
    wanted = [JS / name for name in {"boot.js", *reached("loader.js")}]
    if not VIEWER.exists():
        pytest.skip("the viewer is not installed: make setup")
    sizes = {path.name: len(brotli.compress(path.read_bytes())) for path in [*wanted, VIEWER]}

    assert sum(sizes.values()) <= BUDGET, sizes


def test_imports_name_modules_that_are_there() -> None:
    assert {f"{path.name}: {name}" for path in MODULES for name in imports(path) if not (JS / name).exists()} == set()


def test_modules_import_in_no_ring() -> None:
    rings = [path.name for path in MODULES if path.name in {name for it in imports(path) for name in reached(it)}]

    assert rings == []


@pytest.mark.parametrize("what", REFUSED)
def test_scripts_hold_nothing_the_policy_refuses(what: str) -> None:
    assert [path.name for path in MODULES if REFUSED[what].search(path.read_text(encoding="utf-8"))] == []


def test_scripts_are_no_longer_than_other_files() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
