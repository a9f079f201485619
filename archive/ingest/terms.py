"""The terms of documents, read at once or in a process beside: they are half of what a load has to compute."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import NamedTuple

from archive.index_terms import IndexedPage, Indexer
from archive.word_forms import Seen
from archive.words.frequent import FrequentWords


class Pages(NamedTuple):
    """A text: its language, and for each page the words of the page and of its notes."""

    language: str
    pages: tuple[tuple[str, tuple[str, ...]], ...]


class Terms(NamedTuple):
    """How the pages of each text of a document are found, and the terms of all of them without places."""

    texts: tuple[tuple[IndexedPage, ...], ...]
    words: str


# Documents whose terms may be on their way; one that is only looked at never asks for its own.
MOST_WAITING = 256

_Read = tuple[Terms, dict[str, Seen]]
Later = Callable[[], Terms]
LaterPages = Callable[[], tuple[IndexedPage, ...]]


def read_terms(indexer: Indexer, texts: Sequence[Pages]) -> Terms:
    """Give the terms of a document."""
    found = tuple(tuple(indexer.page(main, notes, text.language) for main, notes in text.pages) for text in texts)
    return Terms(found, indexer.forget())


@dataclass(slots=True)
class TermReader:
    """Reads the terms of documents; after `go_aside`, in a process of its own, while the caller reads on."""

    indexer: Indexer = field(default_factory=Indexer)
    _pool: ProcessPoolExecutor | None = None
    _waiting: dict[Future[_Read], None] = field(default_factory=dict)

    def go_aside(self) -> None:
        """Start the process, unless there is one; it knows nothing of the database. End it with `close`."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, mp_context=get_context("spawn"), initializer=_make_ready, initargs=(self.indexer.frequent,)
            )

    def ask(self, texts: Sequence[Pages]) -> Later:
        """Have the terms of a document read, and give whom to ask for them; that one waits when it must."""
        if self._pool is None:
            terms = read_terms(self.indexer, texts)
            return lambda: terms
        future = self._pool.submit(_read, tuple(texts))
        self._waiting[future] = None
        if len(self._waiting) > MOST_WAITING:
            self._taken(next(iter(self._waiting)))
        return lambda: self._taken(future)

    def collect(self) -> Indexer:
        """Give the indexer with all forms of words seen so far, those of documents nobody asked about too."""
        for future in list(self._waiting):
            self._taken(future)
        return self.indexer

    def close(self) -> None:
        """End the process; what it has not read yet is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
            self._waiting.clear()

    def _taken(self, future: Future[_Read]) -> Terms:
        terms, forms = future.result()
        self._waiting.pop(future, None)
        self.indexer.forms.merge(forms)
        return terms


def _make_ready(frequent: FrequentWords) -> None:
    """Leave Ctrl-C to the load, which ends this process when it stops; and end with it when it is killed."""
    _INDEXER.frequent = frequent
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_load, daemon=True).start()


def _end_with_load() -> None:
    load = parent_process()
    if load is not None:
        wait([load.sentinel])
        os._exit(1)


_INDEXER = Indexer()


def _read(texts: tuple[Pages, ...]) -> _Read:
    """Read in the process beside; the forms of words that were not seen before go along."""
    terms = read_terms(_INDEXER, texts)
    forms = dict(_INDEXER.forms.seen)
    _INDEXER.forms.forget()
    return terms, forms
