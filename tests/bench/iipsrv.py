"""Debian's iipimage-server beside ours: the same pyramid, the same tiles, asked over FastCGI."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PROGRAM = Path("/usr/lib/iipimage-server/iipsrv.fcgi")
TICK = os.sysconf("SC_CLK_TCK")


def installed() -> bool:
    """Install the server with apt where that may be done; tell whether it is there."""
    if not PROGRAM.exists() and shutil.which("apt-get") and os.geteuid() == 0:
        words = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "iipimage-server"]
        subprocess.run(words, check=False, capture_output=True)
    return PROGRAM.exists()


@contextmanager
def running(folder: Path, cache_mib: int) -> Iterator[Iipsrv]:
    """Start the server on a free port of this machine, serving images below a folder; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.defpath,
        "FILESYSTEM_PREFIX": f"{folder}/",
        "MAX_IMAGE_CACHE_SIZE": str(cache_mib),
        "VERBOSITY": "0",
        "LOGFILE": str(folder / "iipsrv.log"),
        "JPEG_QUALITY": "82",
        "OMP_NUM_THREADS": "1",
    }
    process = subprocess.Popen([PROGRAM, "--bind", f"127.0.0.1:{port}"], env=environment)
    try:
        yield Iipsrv(port, process.pid)
    finally:
        process.terminate()
        process.wait(10)


class Iipsrv:
    """A running server."""

    def __init__(self, port: int, pid: int) -> None:
        """Wait until it listens."""
        self.port, self.pid = port, pid
        for _ in range(100):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError("iipsrv does not listen")

    def ask(self, name: str, rest: str) -> bytes:
        """Ask for one image as IIIF and give the answer with its headers."""
        words = {"QUERY_STRING": f"IIIF={name}/{rest}", "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1"}
        words |= {"HTTP_HOST": "localhost", "REQUEST_URI": "/", "SCRIPT_NAME": "/"}
        pairs = b"".join(_pair(key.encode(), value.encode()) for key, value in words.items())
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            begin = struct.pack(">HB5x", 1, 0)
            connection.sendall(_record(1, begin) + _record(4, pairs) + _record(4, b"") + _record(5, b""))
            return _answer(connection)

    def seconds(self) -> float:
        """Give the CPU seconds it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def cost(self, name: str, tiles: Sequence[str]) -> tuple[float, float]:
        """Give CPU milliseconds a tile, and tiles a second one after the other."""
        before, start = self.seconds(), time.monotonic()
        for tile in tiles:
            answer = self.ask(name, tile)
            if b"\xff\xd8\xff" not in answer:
                raise AssertionError(answer[:200])
        wall = time.monotonic() - start
        return (self.seconds() - before) / len(tiles) * 1000, len(tiles) / wall


def _pair(key: bytes, value: bytes) -> bytes:
    return bytes([len(key)]) + struct.pack(">I", len(value) | 1 << 31) + key + value


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack(">BBHHBx", 1, kind, 1, len(content), 0) + content


def _answer(connection: socket.socket) -> bytes:
    """Put the output records together until the end of the request."""
    stream = connection.makefile("rb")
    found = []
    while header := stream.read(8):
        _version, kind, _request, length, padding = struct.unpack(">BBHHBx", header)
        content = stream.read(length + padding)[:length]
        if kind == 3:
            break
        if kind == 6:
            found.append(content)
    return b"".join(found)
