import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import postgres
from tests.tools import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    postgres.release(tmp_path)
    postgres.stop(tmp_path)


def _holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the cluster until its input ends; it has started when it has printed a line."""
    code = (
        "import sys; from pathlib import Path; from config import postgres\n"
        "with postgres.held(Path(sys.argv[1])):\n print('up', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _runs(folder: Path) -> bool:
    return (folder / "postgres" / "data" / "postmaster.pid").exists()


def test_cluster_is_made_started_and_reads_cyrillic(folder: Path) -> None:
    address = postgres.ensure(folder)

    with psycopg.connect(address) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        assert postgres.locale_faults(connection) == []
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW timezone").fetchone() == ("UTC",)
    assert (folder / "postgres").stat().st_mode & 0o777 == 0o700


def test_last_user_stops_the_server_and_data_stay(folder: Path) -> None:
    with postgres.held(folder) as address, psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    stopped = not _runs(folder)

    with psycopg.connect(postgres.ensure(folder)) as connection:
        assert stopped
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_server_stays_while_another_process_uses_it(folder: Path) -> None:
    postgres.ensure(folder)
    with _holder(folder) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "up\n"

        postgres.release(folder)
        stayed = _runs(folder)

        other.communicate("")
    assert stayed
    assert not _runs(folder)


def test_many_may_start_it_at_once(folder: Path) -> None:
    holders = [_holder(folder) for _ in range(4)]
    said = [holder.communicate("", timeout=60)[0] for holder in holders]

    assert said == ["up\n"] * 4
    assert not _runs(folder)


def test_server_that_was_killed_starts_again(folder: Path) -> None:
    postgres.ensure(folder)
    pid = int((folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])

    os.kill(pid, signal.SIGKILL)
    address = postgres.ensure(folder)

    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_interrupted_making_is_made_anew(folder: Path) -> None:
    draft = folder / "postgres" / "data.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")

    postgres.ensure(folder)

    assert not draft.exists()


def test_cluster_of_another_major_version_is_left_alone(folder: Path) -> None:
    data = folder / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")

    with pytest.raises(postgres.PostgresError, match=r"made by PostgreSQL 14, the installed server is \d+\. Dump it"):
        postgres.ensure(folder)

    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_server_that_will_not_start_shows_its_log(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)

    with pytest.raises(postgres.PostgresError, match=r"PostgreSQL did not start\. (?s:.*)no_such_setting"):
        postgres.ensure(folder, ("no_such_setting=1",))


def test_long_folder_gets_a_short_private_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ("long" * 30)
    with tempfile.TemporaryDirectory() as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        with postgres.held(folder) as address, psycopg.connect(address) as connection:
            (sockets,) = Path(runtime).iterdir()
            shown = connection.execute("SHOW unix_socket_directories").fetchone()
            mode = sockets.stat().st_mode & 0o777

    assert shown == (str(sockets),)
    assert mode == 0o700


def test_no_place_short_enough_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", f"/run/{'long' * 30}")
    monkeypatch.setattr(tempfile, "tempdir", f"/tmp/{'long' * 30}")  # noqa: S108 never made

    with pytest.raises(postgres.PostgresError, match=r"too long a name for a socket: set another DATA_DIR"):
        postgres.dsn(tmp_path / ("long" * 30))


def test_database_without_cyrillic_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = postgres._run

    def with_plain_locale(prefix: list[str], command: list[object], identity: dict[str, object]) -> object:
        kept = [word for word in command if not str(word).startswith(("--locale", "--builtin", "--lc-"))]
        return run(prefix, kept + (["--locale=C"] if command[0] == "initdb" else []), identity)

    monkeypatch.setattr(postgres, "_run", with_plain_locale)

    with postgres.held(tmp_path) as address, psycopg.connect(address) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        faults = postgres.locale_faults(connection)

    remedy = "Create the database with LC_CTYPE C.UTF-8 (or another UTF-8 locale)."
    assert faults == [
        f"The database does not lower-case Cyrillic letters. {remedy}",
        f"The database finds no trigrams in Cyrillic words. {remedy}",
    ]


def test_programs_of_debian_serve_when_the_wheel_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    with pytest.raises(postgres.PostgresError, match=r"^There is no PostgreSQL: set DATABASE_URL"):
        postgres.programs()
    for version in ("9", "15"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()

    assert postgres.programs() == tmp_path / "15" / "bin"


@pytest.mark.parametrize(("uid", "tool", "prefix"), [(1000, "/usr/bin/unshare", []), (0, None, [])])
def test_postgres_never_runs_as_root(
    uid: int, tool: str | None, prefix: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr("shutil.which", lambda _: tool)

    command, identity = postgres._unprivileged()

    assert command == prefix
    assert identity.get("user") == (None if uid else postgres.NOBODY)
