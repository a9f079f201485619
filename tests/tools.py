"""What the tests of the house and the gates share: which modules there are, and which of them are strict."""

import ast
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("accounts", "archive", "annotations", "config")  # from the ground up
RULE = {"accounts.access", "accounts.visitor"}  # strict, though not pure


@cache
def sources() -> dict[str, Path]:
    """Every module of the four rooms by its dotted name; migrations are written by Django and left out."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    return {_dotted(path): path for path in sorted(files)}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> set[str]:
    """Dotted names that a file imports anywhere in it: `from a import b` counts as a.b where that is a module."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names} & sources().keys()
            names |= submodules or {node.module}
            if len(submodules) < len(node.names):
                names.add(node.module)
    return names


@cache
def strict_patterns() -> tuple[str, ...]:
    """The modules that mypy holds to the strict rules, as pyproject.toml lists them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    overrides: list[dict[str, Any]] = settings["tool"]["mypy"]["overrides"]
    return tuple(next(entry["module"] for entry in overrides if entry.get("disallow_any_generics")))


def matches(module: str, patterns: Iterable[str]) -> bool:
    """Whether mypy's patterns name a module; `a.b.*` names a.b itself too."""
    return any(fnmatchcase(module, pattern) or module == pattern.removesuffix(".*") for pattern in patterns)


def pure_modules() -> set[str]:
    """Modules that are pure by nature: nothing of Django, of the database or of our impure modules is in reach."""
    impure = {name for name, path in sources().items() if any(map(_is_outside, imported(path)))}
    while True:
        more = {name for name, path in sources().items() if name not in impure and imported(path) & impure}
        if not more:
            return sources().keys() - impure
        impure |= more


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's name and its length in lines, docstring not counted."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - docstring


def _is_outside(name: str) -> bool:
    return name.partition(".")[0] in {"django", "rest_framework", "procrastinate", "psycopg", "allauth", "pghistory"}


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
