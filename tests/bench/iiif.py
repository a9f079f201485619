"""CPU of a tile, cold and warm and under the rule, beside the control view and beside Debian's image server."""

from __future__ import annotations

import os
import random
import statistics
import time
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from tests.bench import iipsrv, samples
from tests.bench.cluster import manage, throwaway
from tests.bench.measure import Subject, ask, compare, connection_kept, cost, table

WIDTH, HEIGHT, TILE = 5000, 7000, 512
BASE = "/iiif/image/many-d1/1"
ROUNDS, TILES = 8, 40


def iiif() -> str:
    """Measure one page of 35 megapixels: tiles as stored, drawn, kept; then the same tiles of iipsrv."""
    with throwaway() as folder:
        many = samples.volume(folder / "many", {"d1": 20})
        manage("ingest", str(many), "--open", "--json", statuses=(0, 1))
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        settings.ROOT_URLCONF = "tests.bench.control"
        settings.MASTERS_ROOT, settings.DERIVATIVES_ROOT = folder / "masters", folder / "derivatives"
        pyramid = import_module("tests.bench.scan").put_behind("many-d1", WIDTH, HEIGHT)
        with connection_kept():
            parts = [_against_iipsrv(pyramid)]
        parts.insert(0, _beside_control())
    return "\n\n".join(parts)


def _beside_control() -> str:
    settings.TILE_CACHE_MB = 0
    cold = [
        Subject("control", "/control/"),
        Subject("tile as stored", f"{BASE}/1024,1024,512,512/max/0/default.jpg"),
        Subject("tile drawn", f"{BASE}/1024,1024,512,512/max/0/color.jpg"),
        Subject("description", f"{BASE}/info.json"),
        Subject("manifest, 20 pages", "/iiif/documents/many-d1/manifest.json"),
        Subject("document, 20 pages", "/documents/many-d1/"),
    ]
    compare(cold)
    settings.TILE_CACHE_MB = 1024
    warm = [
        Subject("control", "/control/"),
        Subject("tile as stored, kept", f"{BASE}/1024,1024,512,512/max/0/default.jpg"),
        Subject("tile drawn, kept", f"{BASE}/1024,1024,512,512/max/0/color.jpg"),
        Subject("fixed size", "/documents/many-d1/pages/1/image/480/"),
    ]
    compare(warm)
    targets = dict.fromkeys(("tile as stored, kept", "tile drawn, kept"), 1.5) | {"document, 20 pages": 3.5}
    return f"{table(cold, targets)}\n\n{table(warm, targets)}"


def _against_iipsrv(pyramid: Path) -> str:
    """Ask both for the same tiles, in rounds that alternate: CPU of the whole server, database and rule included."""
    if not iipsrv.installed():
        return "iipimage-server is not installed and cannot be: not compared."
    chance = random.Random(1)
    figures: dict[str, list[tuple[float, float]]] = {}
    name = pyramid.name
    with iipsrv.running(pyramid.parent, 0) as without, iipsrv.running(pyramid.parent, 64) as caching:
        for _ in range(ROUNDS):
            tiles = [_tile(chance) for _ in range(TILES)]
            settings.TILE_CACHE_MB = 0
            figures.setdefault("the archive's control view", []).append(_control())
            figures.setdefault("ours, nothing kept", []).append(_ours(tiles))
            figures.setdefault("iipsrv, cache off", []).append(without.cost(name, tiles))
            settings.TILE_CACHE_MB = 1024
            _ours(tiles), caching.cost(name, tiles)
            figures.setdefault("ours, kept", []).append(_ours(tiles))
            figures.setdefault("iipsrv, from its cache", []).append(caching.cost(name, tiles))
    lines = ["| same tiles of one page | CPU ms a tile | tiles a second, one after the other |", "| --- | --- | --- |"]
    for what, pairs in figures.items():
        cpu, rate = (statistics.median(values) for values in zip(*pairs, strict=True))
        lines.append(f"| {what} | {cpu:.2f} | {rate:.0f} |")
    return "\n".join(lines)


def _ours(tiles: list[str]) -> tuple[float, float]:
    handler, left = WSGIHandler(), iter(tiles)
    start = time.monotonic()
    cpu = cost(lambda: ask(handler, Subject("tile", f"{BASE}/{next(left)}")), len(tiles))
    return cpu, len(tiles) / (time.monotonic() - start)


def _control() -> tuple[float, float]:
    handler, start = WSGIHandler(), time.monotonic()
    cpu = cost(lambda: ask(handler, Subject("control", "/control/")), TILES)
    return cpu, TILES / (time.monotonic() - start)


def _tile(chance: random.Random) -> str:
    """Choose a tile as a viewer asks for it, at any zoom, edges among them."""
    factor = 1 << chance.choice((0, 0, 0, 1, 1, 2))
    step = TILE * factor
    left, top = chance.randrange(0, WIDTH, step), chance.randrange(0, HEIGHT, step)
    width, height = min(step, WIDTH - left), min(step, HEIGHT - top)
    return f"{left},{top},{width},{height}/{-(-width // factor)},{-(-height // factor)}/0/default.jpg"
