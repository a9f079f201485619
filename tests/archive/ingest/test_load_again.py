from pathlib import Path

import pytest

from archive.models import (
    Document,
    DocumentIndex,
    PageBreak,
    PageIndex,
    Section,
    Text,
    TextVersion,
    Volume,
)
from tests.archive.ingest.samples import TWO_PAGES, counts, load, tei, volume, write

pytestmark = pytest.mark.django_db


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


def test_a_second_load_of_a_volume_file_keeps_sections(tmp_path: Path) -> None:
    path = write(tmp_path, vol1=volume(("d1", "<p>One.</p>"), ("d2", "<p>Two.</p>"))) / "vol1.xml"
    load(path)
    before = list(Section.objects.values_list("pk", "key"))

    write(tmp_path, vol1=volume(("d1", "<p>One.</p>")))
    [source] = load(path).sources

    assert (source.unchanged, source.removed) == (1, 1)
    assert list(Section.objects.values_list("pk", "key")) == before


def test_a_document_that_moves_among_its_neighbours_keeps_its_version(tmp_path: Path) -> None:
    load(write(tmp_path / "v", b=tei("<p>Two.</p>")))

    [source] = load(write(tmp_path / "v", a=tei("<p>One.</p>"))).sources

    assert (source.created, source.unchanged) == (1, 1)
    assert list(Document.objects.order_by("order").values_list("key", "order")) == [("a", 1), ("b", 2)]


def test_texts_come_and_go_and_come_back(tmp_path: Path) -> None:
    both = (
        '<div type="transcription"><div type="original" xml:lang="de"><p>Das sind Worte.</p></div>'
        '<div type="translation" xml:lang="en"><p>These are words.</p></div></div>'
    )
    only = '<div type="transcription"><div type="original" xml:lang="de"><p>Das sind Worte.</p></div></div>'
    folder = write(tmp_path / "v", a=tei(only))
    load(folder)
    assert list(Text.objects.values_list("slug", "current__number")) == [("transcription", 1)]

    [first] = load(write(folder, a=tei(both)), is_dry_run=True).sources
    assert first.changes[0].details == ("translation-en: new",)
    load(folder)
    assert list(Text.objects.order_by("pk").values_list("slug", "current__number")) == [
        ("transcription", 1),
        ("translation-en", 1),
    ]

    [second] = load(write(folder, a=tei(only)), is_dry_run=True).sources
    assert second.changes[0].details == ("translation-en: gone from the source",)
    load(folder)
    assert list(Text.objects.order_by("pk").values_list("current__number", flat=True)) == [1, None]
    assert PageIndex.objects.count() == 1

    load(write(folder, a=tei(both)))
    assert list(Text.objects.order_by("pk").values_list("current__number", flat=True)) == [1, 1]
    assert (TextVersion.objects.count(), PageIndex.objects.count()) == (2, 2)


def test_a_dry_run_tells_words_from_form(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>Words.</p>"), b=tei("<p>Words.</p>"))
    load(folder)

    write(folder, a=tei("<head>Words.</head>"), b=tei("<p>Words.</p>", title="Another"))
    [source] = load(folder, is_dry_run=True).sources

    assert [(it.key, it.details) for it in source.changes] == [
        ("a", ("transcription: same words, other form",)),
        ("b", ()),
    ]


def test_a_text_that_returns_to_earlier_words_gets_a_third_version(tmp_path: Path) -> None:
    folder = write(tmp_path / "v", a=tei("<p>One.</p>"))
    load(folder)
    load(write(folder, a=tei("<p>Two.</p>")))

    load(write(folder, a=tei("<p>One.</p>")))

    assert list(TextVersion.objects.order_by("number").values_list("number", "canonical")) == [
        (1, "One."),
        (2, "Two."),
        (3, "One."),
    ]
