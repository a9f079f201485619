"""pytest plugin (-p tests.plugin): a throw-away PostgreSQL in memory, and no skipping where it counts.

pytest-django reads the settings before any conftest.py, so this cannot be one.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from config import postgres
from tests.gates import REPORT, judge

PREFIX = "fonds-test-"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--gates", action="store_true", help="fail when branch coverage is under the house's gates")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """A wrapper runs before pytest-django's own hook; workers of xdist find DATABASE_URL already set."""
    if not os.environ.get("DATABASE_URL"):
        folder = _new_folder()
        early_config.add_cleanup(lambda: _remove(folder))
        os.environ["DATABASE_URL"] = postgres.ensure(folder, postgres.NO_DURABILITY)
    yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives a browser is slow, and lies in tests/browser."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
            item.add_marker("slow")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI decides, a test that did not run has not passed; and the gates are part of the run."""
    if _is_worker(session.config) or session.exitstatus != pytest.ExitCode.OK:
        return
    if os.environ.get("CI") == "true" and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if session.config.getoption("--gates") and not judge()[1]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = _skipped(terminalreporter.config)
    if os.environ.get("CI") == "true" and skipped:
        terminalreporter.section("skipped under CI: this fails the run")
        for report in skipped:
            terminalreporter.write_line(report.nodeid)
    if terminalreporter.config.getoption("--gates") and REPORT.exists():
        terminalreporter.section("coverage gates")
        for line in judge()[0]:
            terminalreporter.write_line(line)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []


def _new_folder() -> Path:
    """A folder of this run's own, on tmpfs where there is one; what killed runs left is swept out first."""
    memory = Path("/dev/shm")  # noqa: S108 the one place where Linux keeps shared memory
    base = memory if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30 else None
    for left in Path(base or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if left.stat().st_uid == os.geteuid() and _is_abandoned(left):
            _remove(left)
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))


def _is_abandoned(folder: Path) -> bool:
    try:
        with (folder / "postgres" / "users").open("r+") as users:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False  # in use, or only just being made
    return True


def _remove(folder: Path) -> None:
    postgres.release(folder)
    postgres.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)
