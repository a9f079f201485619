"""Lets one thread read and prepare while another writes."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")

_WAIT = 0.2


class _End:
    """Comes after the last item; `error` is what stopped the source, if anything did."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(source: Iterable[Item], room: int) -> Generator[Item]:
    """Give the items of a source that runs in a thread of its own, up to `room` items ahead.

    What the source raises is raised here, in its place. When the caller stops early, the thread ends
    with the item it is at; the source must not touch the database, whose connection is the caller's.
    """
    queue: Queue[Item | _End] = Queue(room)
    stopped = Event()
    thread = Thread(target=_fill, args=(source, queue, stopped), name="ingest-ahead", daemon=True)
    thread.start()
    try:
        while True:
            item = queue.get()
            if isinstance(item, _End):
                if item.error:
                    raise item.error
                return
            yield item
    finally:
        stopped.set()
        _drain(queue)
        thread.join()


def _fill(source: Iterable[Item], queue: Queue[Item | _End], stopped: Event) -> None:
    end = _End()
    try:
        for item in source:
            _put(queue, item, stopped)
            if stopped.is_set():
                return
    except BaseException as error:  # noqa: BLE001 it is raised again where the items are taken
        end = _End(error)
    _put(queue, end, stopped)


def _put(queue: Queue[Item | _End], item: Item | _End, stopped: Event) -> None:
    while not stopped.is_set():
        try:
            queue.put(item, timeout=_WAIT)
        except Full:
            continue
        return


def _drain(queue: Queue[Item | _End]) -> None:
    while True:
        try:
            queue.get_nowait()
        except Empty:
            return
