from pathlib import Path
from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery
from django.core.management import call_command

from archive.index_terms import INDEX_VERSION, Indexer
from archive.indexing import index_records, reindex, stale_documents
from archive.models import Document, DocumentIndex, NameVariant, PageIndex
from tests.archive.ingest.samples import load, tei, write
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db

BODY = '<pb n="1"/><p>First words.</p><pb n="2"/><p>Second<note n="1">See the well-known report.</note> words.</p>'


def vectors() -> list[object]:
    documents = DocumentIndex.objects.order_by("document_id").values_list("document_id", "record", "words", "analyser")
    pages = PageIndex.objects.order_by("page_break_id").values_list("page_break_id", "words", "analyser")
    return [*documents, *pages]


def finds(query: str, column: str = "record") -> list[str]:
    wanted = SearchQuery(query, search_type="raw", config="simple")
    return sorted(DocumentIndex.objects.filter(**{column: wanted}).values_list("document__key", flat=True))


def test_an_index_built_anew_is_the_one_the_load_built(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei(BODY, author="Orlov, Ivan"), b=tei("<p>Other.</p>", language="ru")))
    before = vectors()

    reindex(list(Document.objects.values_list("pk", flat=True)), Indexer())

    assert vectors() == before


def test_records_are_found_by_everything_that_names_them(tmp_path: Path) -> None:
    load(
        write(
            tmp_path / "vol", d7=tei(BODY, author="Orlov, Ivan", title="Note on trade", mark="f. 558, op. 11, d. 167")
        )
    )
    for query in ("note & trade", "orlov", "558 & 167", "rgaspi", "d7"):
        assert finds(query) == ["d7"], query

    assert finds("words") == []
    assert finds("words", "words") == []
    assert finds("word & known", "words") == ["d7"]


def test_a_new_spelling_of_a_name_is_found_once_its_records_are_indexed(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei(BODY, author="Orlov, Ivan"), b=tei("<p>x</p>")))
    words = DocumentIndex.objects.get(document__key="a").words
    variant = NameVariant.objects.get(text="Orlov, Ivan")
    variant.name.variants.create(text="Орлов, Иван", skeleton="")

    index_records([Document.objects.get(key="a").pk], {}, Indexer())

    assert finds("орлов") == ["a"]
    assert DocumentIndex.objects.get(document__key="a").words == words


def test_parts_of_a_record_make_no_phrase(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei("<p>x</p>", title="Note on trade", author="Orlov, Ivan")))

    assert finds("note <-> on") == ["a"]
    assert finds("trade <-> orlov") == []


def test_documents_without_an_index_or_with_an_old_one_are_stale(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei("<p>x</p>"), b=tei("<p>y</p>")))
    DocumentIndex.objects.filter(document__key="b").update(analyser="0")
    never = make_document(make_volume(), "never", texts=["Never indexed."])

    assert set(stale_documents()) == {Document.objects.get(key="b").pk, never.pk}


def test_the_command_indexes_what_is_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(write(tmp_path / "v", a=tei("<p>x</p>")))
    make_document(make_volume("w"), "never", title="Lost letter", texts=["Never indexed."])

    call_command("reindex", stale=True)

    assert finds("never", "words") == finds("lost") == ["never"]
    assert set(DocumentIndex.objects.values_list("analyser", flat=True)) == {INDEX_VERSION}
    assert capsys.readouterr().out.splitlines()[-1] == "1 documents indexed."
    call_command("reindex", volume="v")
    assert capsys.readouterr().out.splitlines()[-1] == "1 documents indexed."


def test_statements_do_not_grow_with_the_documents(tmp_path: Path, django_assert_num_queries: Any) -> None:
    load(write(tmp_path / "v", **{f"d{number}": tei("<p>x</p>", author="Orlov") for number in range(3)}))
    ids = list(Document.objects.values_list("pk", flat=True))

    with django_assert_num_queries(8):
        index_records(ids[:1], {}, Indexer())
    with django_assert_num_queries(8):
        index_records(ids, {}, Indexer())


def test_lists_that_differ_in_anything_have_different_keys(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei(BODY)))
    rows = DocumentIndex.objects.all()
    names: list[list[list[int]]] = [[[], [], []], [[1], [], []], [[], [1], []], [[], [], [1]], [[1, 2], [], []]]
    found = set()
    for authors, recipients, places in [*names, [[1], [2], []]]:
        rows.update(authors=authors, recipients=recipients, places=places)
        found.add(rows.get().names_key)
    languages = set()
    for codes in ([], ["ru"], ["ru", "en"], ["en", "ru"]):
        rows.update(languages=codes)
        languages.add(rows.get().languages_key)

    assert (len(found), len(languages)) == (6, 4)
