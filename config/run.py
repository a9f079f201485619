"""`make run`: database, migrations, demonstration archive, web server and worker; all stopped together.

Run as `python -m config.run`. The processes it starts die with it, however it dies.
"""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import postgres
from config.child import die_with_parent
from config.environment import SettingError, data_dir, integer, secret, text

PATIENCE = 60  # seconds until the first page must have come
WORKERS, THREADS = 2, 4
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Child(NamedTuple):
    """A program we started, and what to call it when it ends by itself."""

    name: str
    process: subprocess.Popen[bytes]


class RunError(RuntimeError):
    """The archive cannot be started; the message says why and what to do."""


def main() -> None:
    for number in STOPPING:
        signal.signal(number, _stop_once)
    if "MAKELEVEL" in os.environ:
        die_with_parent()
    try:
        run(data_dir(), text("HOST", "127.0.0.1"), integer("PORT", 8000))
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
    except (RunError, SettingError, postgres.PostgresError, CommandError) as error:
        sys.exit(str(error))


def run(folder: Path, host: str, port: int) -> None:
    """Start everything, say so when the first page has been served, and stop everything on the way out."""
    database = nullcontext() if secret("DATABASE_URL") else postgres.held(folder)
    with _alone(folder), _free(host, port), database:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        prepare()
        with _children(host, port) as children:
            wait_for_page(children, host, port)
            print(f"Ready on http://localhost:{port}/", flush=True)
            if not settings.PRODUCTION:
                call_command("demo", sign_ins=True)
            watch(children)


def prepare() -> None:
    """Bring the database up to date and, the first time, fill it; quick when there is nothing to do."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Setting up the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    if faults := postgres.locale_faults(connection):
        raise RunError("\n".join(faults))
    call_command("createcachetable", verbosity=0)
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    else:
        call_command("demo", if_empty=True)
        call_command("demo_notes")
    connection.close()


def wait_for_page(children: list[Child], host: str, port: int) -> None:
    """Ask until a page comes with status 200; in production the health page, which wants no TLS."""
    path = "/health/" if settings.PRODUCTION else "/"
    deadline, answer = time.monotonic() + PATIENCE, "nothing"
    while time.monotonic() < deadline:
        _still_alive(children)
        try:
            with closing(http.client.HTTPConnection(host, port, timeout=30)) as client:
                client.request("GET", path, headers={"Host": settings.ALLOWED_HOSTS[0]})
                status = client.getresponse().status
        except OSError:
            time.sleep(0.05)
            continue
        if status == http.HTTPStatus.OK:
            return
        answer = f"status {status}"
        time.sleep(0.5)
    raise RunError(f"After {PATIENCE} seconds {path} still answers {answer}; the lines above may say why.")


def watch(children: list[Child]) -> None:
    while True:
        _still_alive(children)
        time.sleep(0.5)


def _still_alive(children: list[Child]) -> None:
    for child in children:
        if child.process.poll() is not None:
            raise RunError(f"The {child.name} ended with status {child.process.returncode}.")


@contextmanager
def _children(host: str, port: int) -> Iterator[list[Child]]:
    """Web server and worker in sessions of their own, so that Ctrl-C reaches only us and we stop them in order."""
    web = ["granian", "--interface=wsgi", f"--workers={WORKERS}", f"--blocking-threads={THREADS}"]
    web += [f"--host={host}", f"--port={port}", "--no-ws", "--log-level=warning", "config.wsgi:application"]
    commands = {"web server": ["-m", *web], "worker": ["manage.py", "procrastinate", "worker"]}
    children: list[Child] = []
    try:
        for name, command in commands.items():
            start = [sys.executable, "-m", "config.child", *command]
            process = subprocess.Popen(start, cwd=settings.BASE_DIR, start_new_session=True)
            children.append(Child(name, process))
        yield children
    finally:
        _ignore_signals()
        for child in children:
            child.process.terminate()
        for child in children:
            try:
                child.process.wait(10)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(f"An archive already runs in {folder}: stop it, or set another DATA_DIR.") from None
        yield


@contextmanager
def _free(host: str, port: int) -> Iterator[None]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RunError(f"Port {port} cannot be used ({error.strerror}): try make run PORT=8001") from None
    yield


def _stop_once(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 a handler's signature
    """The first signal stops us; another one must not interrupt the stopping."""
    _ignore_signals()
    raise KeyboardInterrupt


def _ignore_signals() -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


if __name__ == "__main__":
    main()
