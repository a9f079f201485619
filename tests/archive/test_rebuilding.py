import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.visitor import Visitor
from archive import frequent_words, rebuilding
from archive.cataloguing import index_documents
from archive.frequent_words import in_use, newest
from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.ingest.locks import wait_authority
from archive.models import Document, DocumentIndex, NameVariant, PageIndex, WordForm
from archive.models import FrequentWords as Choice
from archive.query import parse
from archive.rebuilding import SCHEMA, TABLES, rebuild
from archive.search import search
from archive.words.frequent import FrequentWords, mark, pair
from archive.words.tsvector import quoted
from tests.factories.archive import make_document, make_name, make_role, make_volume
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
STRANGER = Visitor()


def plant(*words: str) -> list[Document]:
    volume = make_volume()
    documents = [make_document(volume, texts=[f"Here stands {word}."]) for word in words]
    reindex([document.pk for document in documents], Indexer())
    return documents


def count(word: str) -> int:
    return search(STRANGER, parse(word)).count


def shape() -> dict[str, Any]:
    """Columns, indexes, constraints and options of the tables of the index."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for model in TABLES:
            table = model._meta.db_table
            for what, statement in {
                "indexes": "SELECT indexdef FROM pg_indexes WHERE tablename = %s ORDER BY indexname",
                "constraints": "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
                "WHERE conrelid = to_regclass(%s) ORDER BY conname",
                "columns": "SELECT column_name, data_type, column_default, is_nullable FROM information_schema.columns "
                "WHERE table_name = %s ORDER BY column_name",
                "options": "SELECT reloptions FROM pg_class WHERE oid = to_regclass(%s)",
            }.items():
                cursor.execute(statement, [table])
                found[f"{table} {what}"] = cursor.fetchall()
    return found


@pytest.fixture(autouse=True)
def _leave_no_schema() -> Iterator[None]:
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def test_new_index_is_like_the_old_one_and_finds_the_same() -> None:
    plant("rivers", "lakes")
    before = shape()
    DocumentIndex.objects.update(score=-5)
    WordForm.objects.create(word="gone", lexemes=["gone"])

    steps = list(rebuild())

    assert steps[-1] == (2, 2)
    assert shape() == before
    assert (count("rivers"), PageIndex.objects.count(), DocumentIndex.objects.filter(score=-5).count()) == (1, 2, 0)
    assert not WordForm.objects.filter(word="gone").exists()


def test_search_answers_from_the_old_index_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    plant("rivers", "lakes", "seas")

    seen = [(done, count("rivers"), count("seas")) for done, _ in rebuild()]

    assert seen == [(1, 1, 1), (2, 1, 1), (3, 1, 1), (3, 1, 1)]


def test_stopped_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    plant("rivers", "lakes", "seas")
    run = rebuild()
    next(run)
    run.close()

    assert [done for done, _ in rebuild()] == [2, 3, 3]


def test_run_of_other_rules_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    plant("rivers", "lakes")
    run = rebuild()
    next(run)
    run.close()
    monkeypatch.setattr(rebuilding, "INDEX_VERSION", "another")

    assert [done for done, _ in rebuild()] == [1, 2, 2]


def test_what_changes_while_it_is_built_is_in_the_new_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    first, second = plant("rivers", "lakes")
    run = rebuild()
    next(run)
    plant("deserts")
    first.title = "Of mountains"
    first.save()
    second.delete()
    list(run)

    assert [count(word) for word in ("deserts", "mountains", "lakes", "rivers")] == [1, 1, 0, 1]


@pytest.fixture
def _every_word_is_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequent_words, "FEWEST_PAGES", 2)
    monkeypatch.setattr(frequent_words, "SHARE", 0.5)


@pytest.mark.usefixtures("_every_word_is_frequent")
def test_frequent_words_are_chosen_when_it_begins_and_their_neighbours_are_in_the_new_index() -> None:
    plant("rivers and lakes", "lakes and rivers", "rivers and lakes")
    assert Choice.objects.count() == 0

    list(rebuild())

    [choice] = in_use()
    assert choice.lexemes >= {"here", "stand", "river", "and", "lake"}
    noted = PageIndex.objects.filter(words__matches=quoted(pair("river", "and"))).count()
    marked = PageIndex.objects.filter(words__matches=quoted(mark(choice.number))).count()
    assert (noted, marked, count('"rivers and lakes"'), count('"lakes and"')) == (2, 3, 2, 1)


@pytest.mark.usefixtures("_every_word_is_frequent")
def test_pairs_are_asked_for_only_when_all_pages_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    plant("rivers and lakes", "lakes and rivers")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_pageindex SET words = ts_delete(words, '#0')")

    seen = [(len(in_use()), count('"rivers and"')) for _ in rebuild()]

    assert seen == [(0, 1), (0, 1), (1, 1)]


@pytest.mark.usefixtures("_every_word_is_frequent")
def test_what_a_load_wrote_with_an_earlier_choice_is_found() -> None:
    documents = plant("rivers and lakes", "lakes and rivers")
    earlier = Indexer(newest())
    list(rebuild())
    other = Indexer(FrequentWords(Choice.objects.create(lexemes=["lake"]).pk, frozenset({"lake"})))

    reindex([documents[0].pk], earlier)
    reindex([documents[1].pk], other)

    assert [count(text) for text in ('"rivers and"', '"and rivers"', '"lakes and rivers"', '"and and"')] == [1, 1, 1, 0]


def test_a_change_that_was_on_its_way_when_it_began_is_in_the_new_index() -> None:
    (document,) = plant("rivers")
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "UPDATE archive_document SET title = 'Of mountains', changed_at = now() WHERE id = %s", [document.pk]
            )
            run = rebuild()
            next(run)
            other.commit()
            list(run)
    finally:
        other.close()

    assert count("mountains") == 1


def test_a_name_that_is_spelt_anew_meanwhile_is_found_by_it() -> None:
    (document,) = plant("rivers")
    role = make_role(document, make_name("Orlov"))
    run = rebuild()
    next(run)
    NameVariant.objects.create(name=role.name, text="Kedrin", skeleton="")
    index_documents([document.pk])
    list(run)

    assert count("Kedrin") == 1


def test_what_was_brought_in_is_not_brought_in_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = plant("rivers", "lakes")
    indexed: list[int] = []

    def noted(ids: list[int], indexer: Indexer) -> None:
        indexed.extend(ids)
        reindex(ids, indexer)

    monkeypatch.setattr(rebuilding, "reindex", noted)
    other = connection.copy()
    try:
        other.set_autocommit(False)
        other.cursor().execute("SELECT 1")
        run = rebuild()
        next(run)
        second.save()
        list(run)
    finally:
        other.close()

    # Planted before that transaction began, and so not to be looked at again.
    assert indexed == [first.pk, second.pk, second.pk]


def wait_for(statement: str) -> None:
    """Wait until a statement gives a row."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(statement)
            if cursor.fetchone():
                return
        time.sleep(0.05)
    raise AssertionError(statement)


SOMEBODY_WAITS = "SELECT 1 FROM pg_locks WHERE NOT granted"


def test_a_load_on_its_way_is_waited_for_and_is_in_the_new_index() -> None:
    plant("rivers")
    has_begun = threading.Event()

    def load() -> None:
        with transaction.atomic():
            wait_authority()
            PageIndex.objects.filter(pk=0).delete()
            has_begun.set()
            wait_for(SOMEBODY_WAITS)
            plant("lakes")

    def build() -> list[tuple[int, int]]:
        assert has_begun.wait(10)
        return list(rebuild())

    assert at_once([load, build]) == [None, [(1, 1), (1, 1)]]
    assert [count(word) for word in ("rivers", "lakes")] == [1, 1]


def test_nobody_who_reads_the_index_is_stopped_by_the_swap() -> None:
    plant("rivers")
    has_begun = threading.Event()

    def read() -> list[int]:
        with transaction.atomic():
            pages = PageIndex.objects.count()
            has_begun.set()
            wait_for(SOMEBODY_WAITS)
            return [pages, DocumentIndex.objects.count(), Document.objects.count()]

    def build() -> list[tuple[int, int]]:
        assert has_begun.wait(10)
        return list(rebuild())

    assert at_once([read, build]) == [[1, 1, 1], [(1, 1), (1, 1)]]


def test_an_index_in_use_all_the_time_stays_and_the_next_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "ATTEMPTS", 2)
    monkeypatch.setattr(rebuilding, "PAUSE", 0)
    monkeypatch.setattr(rebuilding, "PATIENCE", 50)
    plant("rivers")
    other = connection.copy()
    try:
        other.set_autocommit(False)
        other.cursor().execute("SELECT count(*) FROM archive_pageindex")
        with pytest.raises(CommandError, match="was in use all the time"):
            call_command("reindex")
    finally:
        other.close()

    assert count("rivers") == 1
    assert list(rebuild()) == [(1, 1)]


def test_documents_can_be_deleted_after_the_swap() -> None:
    (document,) = plant("rivers")
    list(rebuild())

    document.delete()

    assert (count("rivers"), PageIndex.objects.count()) == (0, 0)


def test_command_says_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    plant("rivers")

    call_command("reindex")

    assert capsys.readouterr().out.splitlines() == [
        "1 of 1 documents",
        "1 of 1 documents",
        "1 documents indexed; the new index is in use.",
    ]


def test_command_says_how_long_it_will_take(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    plant("rivers", "lakes", "seas")

    call_command("reindex")

    assert capsys.readouterr().out.splitlines()[:3] == [
        "1 of 3 documents",
        "2 of 3 documents, about 1 min left",
        "3 of 3 documents",
    ]


def test_command_indexes_a_part_in_place(capsys: pytest.CaptureFixture[str]) -> None:
    (document,) = plant("rivers")
    DocumentIndex.objects.all().delete()

    call_command("reindex", since="2999-01-01")
    call_command("reindex", volume=document.volume.slug)
    call_command("reindex", stale=True)

    assert capsys.readouterr().out.splitlines() == [
        "0 documents indexed.",
        "1 of 1 documents",
        "1 documents indexed.",
        "0 documents indexed.",
    ]
    assert count("rivers") == 1


@pytest.mark.parametrize("part", [{"since": "soon"}, {"since": "2026-13-40"}, {"volume": "none"}])
def test_command_refuses_what_is_not_there(part: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("reindex", **part)
