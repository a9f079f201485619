import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from archive.models import (
    Anchor,
    Document,
    DocumentIndex,
    EditorialNote,
    NameRole,
    Page,
    PageIndex,
    Section,
    TextVersion,
    Volume,
)
from tests.archive.ingest.samples import TWO_PAGES, codes, counts, load, picture, tei, volume, write
from tests.factories.accounts import make_product

pytestmark = pytest.mark.django_db


def test_a_folder_becomes_a_volume_with_a_document_for_each_file(tmp_path: Path) -> None:
    second, first = tei("<p>Two.</p>", title="Second"), tei(TWO_PAGES, author="Orlov, Ivan")
    folder = write(tmp_path / "letters-1939", b=second, a=first)

    report = load(folder)

    assert report.status == "success"
    [source] = report.sources
    assert (source.volume, source.documents, source.created, source.page_breaks) == ("letters-1939", 2, 2, 2)
    assert list(Document.objects.order_by("order").values_list("identifier", "title", "earliest", "page_count")) == [
        ("letters-1939-a", "A letter", date(1939, 12, 24), 2),
        ("letters-1939-b", "Second", date(1939, 12, 24), 1),
    ]
    assert list(Page.objects.order_by("order").values_list("label", "facs", "document__key")) == [
        ("1", "a_1.jpg", "a"),
        ("2", "a_2.jpg", "a"),
    ]


def test_a_text_is_kept_once_and_its_pages_are_slices_of_it(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei(TWO_PAGES)))

    version = TextVersion.objects.get()
    assert version.canonical == "First page.\nSecond.\nSee."
    slices = [
        (found.leaf, found.page.order if found.page else None, version.canonical[found.start : found.end])
        for found in version.breaks.select_related("page")
    ]
    assert slices == [(1, 1, "First page.\n"), (2, 2, "Second.")]
    assert version.breaks.first().pieces[0]["h"] == '<p data-o="0" data-n="1">First page.</p>'
    assert [note["n"] for note in version.breaks.last().notes] == ["1"]
    assert version.text.current == version
    assert list(EditorialNote.objects.values_list("kind", "label")) == [("footnote", "1")]


def test_pages_are_indexed_with_their_notes_and_documents_with_names_and_shelf_mark(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei(TWO_PAGES, author="Orlov, Ivan")))

    pages = PageIndex.objects.order_by("page_break__order")
    assert list(pages.extra(where=["words @@ 'see'::tsquery"]).values_list("page_break__leaf", flat=True)) == [2]
    records = DocumentIndex.objects.extra(where=["record @@ 'orlov & letter'::tsquery", "words @@ 'second'::tsquery"])
    assert records.count() == 1


def test_a_volume_file_brings_sections_whose_texts_are_no_documents(tmp_path: Path) -> None:
    front = '<div type="section" xml:id="preface"><head>Preface</head><p>To the reader.</p></div>'
    path = write(
        tmp_path,
        vol1=volume(
            ("d1", '<head>Letter</head><p>See <ref target="#d2">two</ref>.</p>'),
            ("d2", "<p>Words.</p>"),
            front=front,
        ),
    )

    [source] = load(path / "vol1.xml").sources

    assert (source.volume, source.documents, source.created) == ("vol1", 2, 2)
    assert list(Section.objects.order_by("order").values_list("key", "title")) == [
        ("preface", "Preface"),
        ("ch1", "Chapter one"),
    ]
    matter = Document.objects.get(kind="matter")
    assert (matter.identifier, matter.section.key, matter.texts.get().current.canonical) == (
        "vol1-preface",
        "preface",
        "Preface\nTo the reader.",
    )
    assert list(Document.objects.proper().values_list("key", "section__key")) == [("d1", "ch1"), ("d2", "ch1")]


def test_ids_of_the_source_are_anchors(tmp_path: Path) -> None:
    body = '<pb n="1"/><p xml:id="p1">One.</p><pb n="2" xml:id="pg_2"/><p>Two<note xml:id="fn1" n="1">Note.</note></p>'
    load(write(tmp_path, vol1=volume(("d1", body))) / "vol1.xml")

    assert sorted(Anchor.objects.values_list("key", "leaf", "fragment")) == [
        ("fn1", 2, "transcription-note-0"),
        ("p1", 1, "transcription-p1"),
        ("pg_2", 2, ""),
    ]


def test_links_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    body = (
        '<p><ref target="#d1">here</ref> <ref target="#d9">nowhere</ref> <ref target="other#d1">other volume</ref> '
        '<ref target="https://example.org/#x">web</ref></p>'
    )
    report = load(write(tmp_path, vol1=volume(("d1", body))) / "vol1.xml")

    told = [(notice.code, notice.line) for notice in report.sources[0].warnings if "reference" in notice.code]
    assert told == [("broken-reference", 3), ("reference-outside", 3)]


def test_open_publishes_the_volume_and_its_documents(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"))
    load(folder)
    assert (Volume.objects.get().state, Document.objects.get().state) == ("draft", "draft")

    load(folder, is_open=True)

    for row in (Volume.objects.get(), Document.objects.get()):
        assert (row.audience, row.state, row.product) == ("open", "published", None)


def test_a_load_that_does_not_publish_leaves_the_lock(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"))
    load(folder, is_open=True)

    load(write(folder, b=tei("<p>Two.</p>")))

    assert list(Document.objects.values_list("audience", "state")) == [("open", "published")] * 2


def test_publishing_leaves_what_somebody_owns(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"))
    load(folder)
    product = make_product()
    Document.objects.update(audience="controlled", state="published", product=product)

    load(folder)

    assert Document.objects.get().product == product


def test_a_dry_run_tells_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"), b=tei("<p>Two.</p>"), c=tei("<p>Three.</p>"))
    load(folder)
    before = counts()
    (folder / "c.xml").unlink()
    write(folder, b=tei("<p>Two, corrected.</p>"), d=tei("<p>Four.</p>"))

    [source] = load(folder, is_dry_run=True).sources

    assert [(it.change, it.key) for it in source.changes] == [
        ("same", "a"),
        ("update", "b"),
        ("create", "d"),
        ("removed", "c"),
    ]
    assert source.changes[1].details == ("transcription: version 2, 4 to 15 characters",)
    assert (source.created, source.updated, source.unchanged, source.removed) == (1, 1, 1, 1)
    assert counts() == before
    assert set(Document.objects.values_list("state", flat=True)) == {"draft"}


def test_a_dry_run_of_something_new_writes_nothing(tmp_path: Path) -> None:
    [source] = load(write(tmp_path / "v", a=tei("<p>One.</p>")), is_dry_run=True).sources

    assert source.created == 1
    assert counts() == dict.fromkeys(counts(), 0)


def test_one_bad_file_refuses_its_volume_and_every_fault_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"), b="<TEI>", c="<other/>", d=tei("<p>Four."))

    report = load(folder)

    assert report.status == "refused"
    told = [(notice.file, notice.code) for notice in report.sources[0].warnings]
    assert told[:2] == [("b.xml", "not-well-formed"), ("d.xml", "not-well-formed")]
    assert ("c.xml", "unknown-format") in told
    assert counts() == dict.fromkeys(counts(), 0)


def test_a_refused_volume_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path / "all" / "good", a=tei("<p>One.</p>"))
    write(tmp_path / "all" / "bad", a="<TEI>")

    report = load(tmp_path / "all")

    assert (report.status, report.exit_status) == ("partial", 1)
    assert [(source.volume, source.is_refused) for source in report.sources] == [("bad", True), ("good", False)]
    assert list(Volume.objects.values_list("slug", flat=True)) == ["good"]


def test_one_key_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "all" / "one", a=tei("<p>One.</p>"))
    write(tmp_path / "all" / "two", a=tei("<p>Two.</p>"))

    report = load(tmp_path / "all", volume="both")

    assert report.status == "refused"
    assert [(notice.file, notice.code) for notice in report.sources[0].warnings] == [("two/a.xml", "key-twice")]


def test_folders_under_one_name_become_sections(tmp_path: Path) -> None:
    write(tmp_path / "all" / "one", a=tei("<p>One.</p>"))
    write(tmp_path / "all" / "two", b=tei("<p>Two.</p>"))

    load(tmp_path / "all", volume="both")

    assert list(Document.objects.values_list("identifier", "section__title")) == [("both-a", "one"), ("both-b", "two")]


def test_an_identifier_is_never_used_again(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei("<p>One.</p>")))
    document = Document.objects.get()
    document.earlier_identifiers.create(value="v-b")

    load(write(tmp_path / "v", b=tei("<p>Two.</p>")))

    assert Document.objects.get(key="b").identifier == "v-b-2"


def test_keys_in_cyrillic_make_addresses_in_latin(tmp_path: Path) -> None:
    load(write(tmp_path / "v", Письмо_1=tei("<p>Одно.</p>", language="ru")))

    assert Document.objects.get().identifier == "v-Pismo_1"


def test_statements_do_not_grow_with_the_documents_of_a_batch(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    few = write(tmp_path / "few", **{f"d{number}": tei(TWO_PAGES) for number in range(3)})
    many = write(tmp_path / "many", **{f"d{number}": tei(TWO_PAGES) for number in range(30)})
    with django_assert_max_num_queries(1000) as first:
        load(few)

    with django_assert_max_num_queries(1000) as second:
        load(many)

    assert len(second) <= len(first)


def test_names_that_no_list_has_are_told_where_there_is_a_list(tmp_path: Path) -> None:
    body = '<p><persName ref="#p1">Orlov</persName> <persName ref="#p2">Rybin</persName></p>'
    people = '<listPerson><person xml:id="p1"><persName>Orlov, Ivan</persName></person></listPerson>'
    write(tmp_path / "all" / "letters", a=tei(body), b=tei(body))

    without = load(tmp_path / "all", is_dry_run=True)
    write(tmp_path / "all" / "lists", persons=tei(people))
    report = load(tmp_path / "all")

    assert "name-not-listed" not in codes(without)
    told = [(notice.file, "'p2'" in notice.message) for source in report.sources for notice in source.warnings]
    assert ("letters/a.xml", True) in told
    assert codes(report).count("name-not-listed") == 1
    assert set(NameRole.objects.values_list("name__name", "role")) == {
        ("Orlov, Ivan", "mentioned"),
        ("Rybin", "mentioned"),
    }


def test_a_folder_of_images_that_is_not_there_is_refused(tmp_path: Path) -> None:
    report = load(write(tmp_path / "v", a=tei("<p>x</p>")), images=tmp_path / "nothing")

    assert (report.status, codes(report)) == ("refused", ["not-found"])
    assert Volume.objects.count() == 0


def test_a_path_that_is_not_there_is_refused_beside_one_that_is(tmp_path: Path) -> None:
    report = load(tmp_path / "nothing", write(tmp_path / "v", a=tei("<p>x</p>")))

    assert report.status == "partial"
    assert list(Volume.objects.values_list("slug", flat=True)) == ["v"]


def test_a_lone_image_is_told_what_is_wrong_with_it_else_that_it_needs_a_text(tmp_path: Path) -> None:
    good = picture(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").write_bytes(b"GIF89a")

    assert codes(load(good)) == ["no-text"]
    assert codes(load(tmp_path / "b.jpg")) == ["not-an-image"]


def test_what_was_not_read_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>x</p>"))
    (folder / "notes.csv").write_text("a,b")

    told = [(notice.file, notice.code) for notice in load(folder).sources[0].warnings]

    assert ("notes.csv", "not-read") in told


def test_a_file_with_no_document_is_refused(tmp_path: Path) -> None:
    people = '<listPerson><person xml:id="p1"><persName>Orlov, Ivan</persName></person></listPerson>'
    for is_dry_run in (True, False):
        report = load(write(tmp_path / "v", a=tei(people)) / "a.xml", is_dry_run=is_dry_run)

        assert (report.status, codes(report)) == ("refused", ["no-document"])


def test_volume_json_describes_the_volume(tmp_path: Path) -> None:
    folder = write(tmp_path / "v" / "documents", a=tei("<p>x</p>"))
    about = {
        "id": "letters",
        "title": {"en": "Collected letters", "ru": "Письма"},
        "year_from": 1917,
        "year_to": 1919,
        "editors": ["Orlov, Ivan", "Rybin, Petr"],
        "description": None,
    }
    (folder.parent / "volume.json").write_text(json.dumps(about))

    load(tmp_path / "v")

    volume = Volume.objects.get()
    assert (volume.slug, volume.title, volume.year) == ("letters", "Collected letters", "1917–1919")
    assert (volume.editors, volume.description) == ("Orlov, Ivan, Rybin, Petr", "")


def test_what_editors_wrote_of_a_volume_stays(tmp_path: Path) -> None:
    path = write(tmp_path, vol1=volume(("d1", "<p>x</p>"), title="Old title")) / "vol1.xml"
    load(path)
    Volume.objects.update(title="Title by the editor", description="")

    load(path)

    assert Volume.objects.get().title == "Title by the editor"


def test_a_key_that_is_too_long_is_refused(tmp_path: Path) -> None:
    report = load(write(tmp_path, vol1=volume(("d1", "<p>x</p>"), ("y" * 256, "<p>y</p>"))) / "vol1.xml")

    assert (report.status, codes(report)[0]) == ("refused", "bad-key")
    assert Document.objects.count() == 0


def test_a_section_whose_key_is_too_long_is_refused(tmp_path: Path) -> None:
    words = tei(
        f'<div type="chapter" xml:id="{"c" * 161}"><head>C</head><div type="document" xml:id="d"><p>x</p></div></div>'
    )

    report = load(write(tmp_path, vol1=words) / "vol1.xml")

    assert codes(report)[:1] == ["bad-key"]


def test_no_word_of_a_load_waits_before_its_index(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei(TWO_PAGES)))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, gin_clean_pending_list(name::regclass) FROM unnest(%s::text[]) AS name",
            [["page_index_words", "document_index_words", "document_index_record", "word_form_keys"]],
        )
        assert {name: waiting for name, waiting in cursor.fetchall() if waiting} == {}
