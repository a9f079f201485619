from datetime import date
from pathlib import Path

import pytest

from archive.models import (
    Anchor,
    Document,
    DocumentIndex,
    EditorialNote,
    NameRole,
    Page,
    PageBreak,
    PageIndex,
    Section,
    Text,
    TextVersion,
    Volume,
)
from tests.archive.ingest.samples import load, tei, volume, write
from tests.factories.accounts import make_product

pytestmark = pytest.mark.django_db

TWO_PAGES = (
    '<pb n="1" facs="a_1.jpg"/><p>First page.</p><pb n="2" facs="a_2.jpg"/><p>Second<note n="1">See.</note>.</p>'
)


def counts() -> dict[str, int]:
    models = (Volume, Document, Text, TextVersion, Page, PageBreak, PageIndex, DocumentIndex, NameRole, EditorialNote)
    return {model.__name__: model.objects.count() for model in models}


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


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei(TWO_PAGES, author="Orlov, Ivan"), b=tei("<p>Two.</p>"))
    load(folder, is_open=True)
    before, changed = counts(), list(Document.objects.order_by("pk").values_list("pk", "changed_at"))
    volume_before = Volume.objects.get().changed_at

    [source] = load(folder, is_open=True).sources

    assert (source.created, source.updated, source.unchanged, source.removed) == (0, 0, 2, 0)
    assert counts() == before
    assert list(Document.objects.order_by("pk").values_list("pk", "changed_at")) == changed
    assert Volume.objects.get().changed_at == volume_before


def test_corrected_words_make_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei("<p>A mistkae.</p>"), b=tei("<p>Two.</p>")))

    [source] = load(write(tmp_path / "v", a=tei("<p>A mistake.</p>"))).sources

    assert (source.created, source.updated, source.unchanged) == (0, 1, 1)
    text = Text.objects.get(document__key="a")
    assert list(text.versions.order_by("number").values_list("number", "canonical")) == [
        (1, "A mistkae."),
        (2, "A mistake."),
    ]
    assert text.current.number == 2
    assert list(PageIndex.objects.filter(document__key="a").values_list("page_break__version__number", flat=True)) == [
        2
    ]
    assert PageBreak.objects.filter(version__text=text).count() == 2


def test_a_change_of_form_keeps_the_version_and_renews_its_pages(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei("<p>A word.</p><p>Another.</p>")))
    before = TextVersion.objects.get().pk

    load(write(tmp_path / "v", a=tei('<p>A <hi rend="italic">word</hi>.</p><pb n="2"/><p>Another.</p>')))

    version = TextVersion.objects.get()
    assert (version.pk, version.number) == (before, 1)
    assert [mark["kind"] for mark in version.marks] == ["italic"]
    assert [found.label for found in version.breaks.all()] == ["", "2"]
    assert PageIndex.objects.count() == 2


def test_changed_metadata_leaves_the_texts_alone(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei("<p>Words.</p>")))
    before = TextVersion.objects.get().pk

    load(write(tmp_path / "v", a=tei("<p>Words.</p>", title="Another title", mark="f. 17, op. 3, d. 1, l. 5 ob.")))

    document = Document.objects.get()
    assert (document.title, document.unit.path, document.folios) == ("Another title", "rgaspi/17/3/1", "5 ob.")
    assert TextVersion.objects.get().pk == before
    assert DocumentIndex.objects.extra(where=["record @@ 'anoth'::tsquery"]).count() == 1


def test_a_document_that_is_gone_is_withdrawn_and_comes_back_under_its_identifier(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"), b=tei("<p>Two.</p>"))
    load(folder, is_open=True)
    (folder / "b.xml").rename(tmp_path / "b.xml")

    [gone] = load(folder).sources
    [again] = load(folder).sources

    assert (gone.removed, again.removed) == (1, 0)
    assert Document.objects.get(key="b").state == "withdrawn"
    (tmp_path / "b.xml").rename(folder / "b.xml")
    [back] = load(folder).sources
    assert (back.updated, back.created) == (1, 0)
    document = Document.objects.get(key="b")
    assert (document.identifier, document.state) == ("v-b", "published")
    assert document.texts.get().versions.count() == 1


def test_what_an_editor_has_withdrawn_stays_withdrawn(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"), b=tei("<p>Two.</p>"))
    load(folder, is_open=True)
    Document.objects.filter(key="b").update(state="withdrawn")

    load(write(folder, b=tei("<p>Two, corrected.</p>")), is_open=True)

    assert Document.objects.get(key="b").state == "withdrawn"


def test_a_single_file_is_a_correction_and_removes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"), b=tei("<p>Two.</p>"))
    load(folder)
    write(folder, b=tei("<p>Two, corrected.</p>"))

    [source] = load(folder / "b.xml").sources

    assert (source.volume, source.updated, source.removed) == ("v", 1, 0)
    assert set(Document.objects.values_list("state", flat=True)) == {"draft"}


def test_a_document_made_by_hand_is_not_removed(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"))
    load(folder)
    Document.objects.create(volume=Volume.objects.get(), key="hand", identifier="v-hand", title="By hand")

    [source] = load(folder).sources

    assert source.removed == 0
    assert Document.objects.get(key="hand").state == "draft"


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


def test_a_second_load_of_a_volume_file_keeps_sections(tmp_path: Path) -> None:
    path = write(tmp_path, vol1=volume(("d1", "<p>One.</p>"), ("d2", "<p>Two.</p>"))) / "vol1.xml"
    load(path)
    before = list(Section.objects.values_list("pk", "key"))

    write(tmp_path, vol1=volume(("d1", "<p>One.</p>")))
    [source] = load(path).sources

    assert (source.unchanged, source.removed) == (1, 1)
    assert list(Section.objects.values_list("pk", "key")) == before


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


def test_a_document_that_moves_among_its_neighbours_keeps_its_version(tmp_path: Path) -> None:
    load(write(tmp_path / "v", b=tei("<p>Two.</p>")))

    [source] = load(write(tmp_path / "v", a=tei("<p>One.</p>"))).sources

    assert (source.created, source.unchanged) == (1, 1)
    assert list(Document.objects.order_by("order").values_list("key", "order")) == [("a", 1), ("b", 2)]


def test_statements_do_not_grow_with_the_documents_of_a_batch(tmp_path: Path, django_assert_max_num_queries) -> None:  # noqa: ANN001
    few = write(tmp_path / "few", **{f"d{number}": tei(TWO_PAGES) for number in range(3)})
    many = write(tmp_path / "many", **{f"d{number}": tei(TWO_PAGES) for number in range(30)})
    with django_assert_max_num_queries(1000) as first:
        load(few)

    with django_assert_max_num_queries(1000) as second:
        load(many)

    assert len(second) <= len(first)
