"""The coverage gates: how much of which code the tests must reach, lines and branches counted together."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.tools import ROOT, RULE, matches, sources, strict_patterns

REPORT = ROOT / ".cache" / "coverage.json"


@dataclass(frozen=True)
class Gate:
    """A group of files and the share of their lines and branches that must be reached."""

    name: str
    least: float
    files: frozenset[str]

    def reached(self, report: dict[str, Any]) -> float:
        """Share of lines and branches reached, in per cent; 100 when the group is empty."""
        found = [entry["summary"] for name, entry in report["files"].items() if name in self.files]
        there = sum(summary["num_statements"] + summary["num_branches"] for summary in found)
        covered = sum(summary["covered_lines"] + summary["covered_branches"] for summary in found)
        return 100 * covered / there if there else 100.0


def gates() -> list[Gate]:
    pure = {name for name in sources() if matches(name, strict_patterns())} - RULE
    return [
        Gate("everything", 90, _files(sources())),
        Gate("pure modules", 95, _files(pure)),
        Gate("accounts/access.py", 95, _files({"accounts.access"})),
    ]


def judge(report_file: Path = REPORT) -> tuple[list[str], bool]:
    """One line for each gate, and whether all hold."""
    report = json.loads(report_file.read_text(encoding="utf-8"))
    lines, holds = [], True
    for gate in gates():
        reached = gate.reached(report)
        lines.append(f"{gate.name}: {reached:.1f} % of lines and branches, gate {gate.least:g} %")
        holds = holds and reached >= gate.least
    return lines, holds


def _files(modules: Iterable[str]) -> frozenset[str]:
    return frozenset(str(sources()[name].relative_to(ROOT)) for name in modules)
