import re
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client

from archive.demo.loading import HERE, VOLUMES, load
from archive.models import ArchivalUnit, Document, EditorialNote, Name, Page, Section, Text, Volume, ZoneLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def _rows() -> dict[type[Model], list[dict[str, Any]]]:
    models = [model for room in ("accounts", "archive") for model in apps.get_app_config(room).get_models()]
    return {model: list(model._default_manager.order_by("pk").values()) for model in models}


def test_loading_twice_changes_nothing() -> None:
    before = _rows()

    load(lambda _: None)

    assert _rows() == before


def test_each_volume_has_its_documents_and_says_that_it_is_invented() -> None:
    found = {
        volume.slug: (volume.documents.proper().count(), volume.audience, volume.is_fictional)
        for volume in Volume.objects.all()
    }

    assert found == {
        "kolva-papers": (12, "controlled", True),
        "upper-kolva-letters": (10, "open", True),
        "kolva-reports": (12, "open", True),
    }
    assert [row.title for row in Volume.objects.all() if "fictional" not in row.title] == []
    drawn = Document.objects.proper().exclude(volume__slug="kolva-reports")
    assert [row.title for row in drawn if "Fictional" not in row.licence or "Fictional" not in row.description] == []


def test_every_drawn_page_has_its_image_and_every_written_one_its_lines() -> None:
    pages = Page.objects.filter(document__volume__slug__in=["kolva-papers", "upper-kolva-letters"])
    without_words = {"uk-0008-020r.webp", "uk-0060-014r.webp", "uk-0008-016r.webp"}

    assert pages.count() == 32
    assert list(pages.filter(image__isnull=True)) == []
    assert set(pages.filter(zones__isnull=True).values_list("facs", flat=True)) == without_words
    linked = pages.filter(zones__links__isnull=False)
    assert set(pages.exclude(pk__in=linked).values_list("facs", flat=True)) == without_words


def test_words_of_a_line_are_found_in_the_transcription() -> None:
    link = ZoneLink.objects.get(
        zone__text__contains="Рейку я все-таки поставилъ",
        zone__level="line",
        version__text__slug="transcription-original",
    )

    words = link.version.canonical[link.start : link.end]

    assert words == link.zone.text


def test_holdings_are_a_tree_with_titles() -> None:
    delo = ArchivalUnit.objects.get(path="kra/17/1/204")
    nameless = ArchivalUnit.objects.filter(title="")

    document = delo.documents.get()

    assert (document.title, document.folios) == ("Diary of Nadezhda Ozerova", "1–2 ob.")
    assert delo.parent is not None
    assert (delo.parent.level, delo.parent.title) == ("opis", "Papers of the post")
    assert list(nameless) == []


def test_papers_show_every_kind_of_date() -> None:
    dates = Document.objects.filter(volume__slug="kolva-papers").proper().values_list("number", "date_edtf", "calendar")

    found = {number: (edtf, calendar) for number, edtf, calendar in dates}

    assert found["1"] == ("1916-01-12", "julian")
    assert found["2"] == ("1931-11", "gregorian")
    assert found["4"] == ("", "gregorian")
    assert found["7"] == ("1934-10-14/1934-11-02", "gregorian")
    assert found["9"] == ("[1935-01-10..1935-02-01]", "gregorian")
    assert found["12"] == ("1937", "gregorian")


def test_two_translations_stand_beside_each_other_with_their_translators() -> None:
    texts = Text.objects.filter(document__key="d08-statement-of-zhogin", kind="translation").order_by("order")

    assert [(text.slug, text.translator) for text in texts] == [
        ("translation-en", "Jonas Lindqvist"),
        ("translation-en-2", "Marta Olsza"),
    ]


def test_old_spelling_is_a_text_of_its_own() -> None:
    old = Text.objects.get(document__key="d01-ozerov-to-his-wife", spelling="original")

    assert old.aligned_with is not None
    assert old.current is not None
    assert old.aligned_with.slug == "transcription"
    assert "Милая Вѣра!" in old.current.canonical


def test_longer_translation_has_a_page_that_no_leaf_has() -> None:
    text = Text.objects.get(document__key="d05-report-on-the-ice", kind="translation")

    assert text.current is not None
    assert [(found.label, found.page_id is None) for found in text.current.breaks.all()] == [
        ("1", False),
        ("2", False),
        ("3", True),
    ]


def test_parts_of_the_papers_are_sections_in_order() -> None:
    sections = Section.objects.filter(volume__slug="kolva-papers").order_by("order")

    assert [(section.key, section.documents.proper().count()) for section in sections] == [
        ("preface", 0),
        ("part-log", 2),
        ("part-post", 4),
        ("part-diary", 1),
        ("part-statement", 3),
        ("part-water", 2),
    ]


def test_same_person_is_one_name_in_all_volumes() -> None:
    observer = Name.objects.get(name="Ozerova, Nadezhda Pavlovna")

    volumes = set(observer.roles.values_list("document__volume__slug", flat=True))

    assert volumes == {volume.slug for volume in VOLUMES}
    assert "Озерова, Надежда Павловна" in observer.variants.values_list("text", flat=True)


def test_editors_notes_stand_in_every_volume() -> None:
    notes = EditorialNote.objects.values_list("version__text__document__volume__slug", "kind").distinct()

    assert set(notes) == {
        ("kolva-papers", "footnote"),
        ("upper-kolva-letters", "footnote"),
        ("kolva-reports", "footnote"),
        ("kolva-reports", "source"),
    }


def test_every_page_linked_from_home_answers(client: Client) -> None:
    home = client.get("/").content.decode()
    links = sorted(set(re.findall(r'href="(/[^"#]*)', home)) - {""})

    answers = {link: client.get(link).status_code for link in links if not link.startswith("/static/")}

    assert len(answers) >= 5
    assert set(answers.values()) == {200}, answers


def test_pictures_are_small_enough_for_the_repository() -> None:
    sizes = {path.name: path.stat().st_size for path in HERE.glob("images/*/*.webp")}

    assert len(sizes) == 32
    assert {name: size for name, size in sizes.items() if size > 60_000} == {}
