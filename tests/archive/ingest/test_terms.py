"""Terms read in a process beside are the same as those read here."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from archive.index_terms import Indexer
from archive.ingest import load as loading
from archive.ingest import terms
from archive.ingest.terms import Pages, TermReader, read_terms
from archive.models import DocumentIndex, PageIndex, WordForm
from archive.words.frequent import FrequentWords, pair
from archive.words.tsvector import quoted
from tests.archive.ingest.samples import TWO_PAGES, load, tei, write

LETTER = [
    Pages("ru", (("Товарищу Ежову. Наркомвнудел-1", ()), ("Молотова видел", ("Примечание",)))),
    Pages("en", (("To Comrade Yezhov", ("A note by Stalin",)),)),
]
REPLY = [Pages("en", (("Yezhov answers Molotov", ()),))]


_LOAD = """
import time
from archive.ingest.terms import Pages, TermReader
if __name__ == "__main__":
    reader = TermReader()
    reader.go_aside()
    reader.ask([Pages("en", (("Words", ()),))])()
    print(*reader._pool._processes, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def aside() -> Iterator[TermReader]:
    reader = TermReader()
    reader.go_aside()
    yield reader
    reader.close()


def test_a_process_beside_reads_the_same_terms_and_forms(aside: TermReader) -> None:
    here = Indexer()
    expected = [read_terms(here, LETTER), read_terms(here, REPLY)]

    later = [aside.ask(LETTER), aside.ask(REPLY)]
    found = [ask() for ask in later]

    assert [it.texts for it in found] == [it.texts for it in expected]
    assert [set(it.words.split()) for it in found] == [set(it.words.split()) for it in expected]
    assert aside.collect().forms == here.forms
    assert later[0]() == found[0]


def test_a_process_beside_notes_the_same_frequent_neighbours() -> None:
    frequent = FrequentWords(3, frozenset({"yezhov", "answer"}))
    aside = TermReader(Indexer(frequent))
    aside.go_aside()
    try:
        found = aside.ask(REPLY)()
    finally:
        aside.close()

    assert set(found.texts[0][0].words.split()) == {
        "'yezhov':1", "'answer':2", "'molotov':3", quoted(pair("yezhov", "answer")), "'#3'"
    }  # fmt: skip


def test_forms_of_a_document_nobody_asks_about_are_collected(aside: TermReader) -> None:
    aside.ask(REPLY)

    assert set(aside.collect().forms.seen) == {"yezhov", "answers", "molotov"}


def test_no_more_than_a_bounded_number_of_documents_is_on_its_way(
    aside: TermReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "MOST_WAITING", 2)

    for _ in range(5):
        aside.ask(REPLY)

    assert len(aside._waiting) == 2


def test_the_process_ends_when_the_load_is_killed() -> None:
    load = subprocess.Popen([sys.executable, "-c", _LOAD], stdout=subprocess.PIPE, text=True)  # noqa: S603 our own words
    assert load.stdout is not None
    beside = psutil.Process(int(load.stdout.readline()))

    load.kill()
    load.wait()
    load.stdout.close()

    beside.wait(timeout=10)


def test_a_reader_that_was_closed_reads_here(aside: TermReader) -> None:
    aside.close()

    assert aside.ask(REPLY)() == read_terms(Indexer(), REPLY)


@pytest.mark.django_db
def test_a_large_load_writes_the_same_index_as_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"a": tei(TWO_PAGES, author="Orlov, Ivan"), "b": tei("<p>Ежову о Троцком.</p>", language="ru")}
    load(write(tmp_path / "small", **texts))
    monkeypatch.setattr(loading, "LARGE", 1)

    report = load(write(tmp_path / "large", **texts))

    assert report.status == "success"
    assert _pages("large") == _pages("small")
    assert _documents("large") == _documents("small")
    assert set(WordForm.objects.values_list("word", flat=True)) >= {"ежову", "троцком", "first", "orlov"}


@pytest.mark.django_db
def test_a_large_load_alone_writes_the_forms_of_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LARGE", 1)

    load(write(tmp_path / "large", a=tei("<p>Ежову о Троцком.</p>", language="ru")))

    assert set(WordForm.objects.values_list("word", flat=True)) >= {"ежову", "троцком"}


def _pages(volume: str) -> list[tuple[object, ...]]:
    rows = PageIndex.objects.filter(document__volume__slug=volume).order_by("document__key", "page_break__order")
    return [(words, bytes(pairs or b"")) for words, pairs in rows.values_list("words", "pairs")]


def _documents(volume: str) -> list[str]:
    rows = DocumentIndex.objects.filter(document__volume__slug=volume).order_by("document__key")
    return list(rows.values_list("words", flat=True))
