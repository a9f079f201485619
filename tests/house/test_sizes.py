"""Budgets: over one, split along a seam the reader already knows."""

from pathlib import Path

from tests.tools import ROOT, functions, sources

FILE, TEST_FILE, TEMPLATE = 300, 400, 120
LONG, LONGEST = 25, 60


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _over(paths: list[Path], budget: int) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {_lines(path)} lines" for path in paths if _lines(path) > budget]


def test_python_files() -> None:
    assert _over([*sources().values(), ROOT / "manage.py"], FILE) == []


def test_test_files() -> None:
    assert _over(list((ROOT / "tests").rglob("*.py")), TEST_FILE) == []


def test_templates() -> None:
    assert _over(list((ROOT / "templates").rglob("*.html")), TEMPLATE) == []


def test_functions_are_never_very_long() -> None:
    paths = [*sources().values(), *(ROOT / "tests").rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}: {name} has {length} lines"
        for path in paths
        for name, length in functions(path)
        if length > LONGEST
    ]

    assert found == []


def test_nine_functions_of_ten_are_short() -> None:
    lengths = [length for path in sources().values() for _, length in functions(path)]
    share = sum(length <= LONG for length in lengths) / len(lengths)

    assert share >= 0.9
