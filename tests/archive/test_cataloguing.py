"""What follows from what a cataloguer types."""

from datetime import date

import pytest

from archive.cataloguing import (
    date_document,
    documents_with,
    index_documents,
    key_volume,
    place_section,
    place_unit,
    save_name,
    spell_variant,
)
from archive.models import ArchivalUnit, Document, DocumentIndex, Name, NameVariant, Section, Volume
from tests.factories import archive as make


@pytest.mark.parametrize(
    ("edtf", "calendar", "bounds"),
    [
        ("", "gregorian", (None, None)),
        ("1939-12-24", "gregorian", (date(1939, 12, 24), date(1939, 12, 24))),
        ("1917-10-25", "julian", (date(1917, 11, 7), date(1917, 11, 7))),
        ("1939", "gregorian", (date(1939, 1, 1), date(1939, 12, 31))),
    ],
)
def test_bounds_follow_from_date_and_calendar(
    edtf: str, calendar: str, bounds: tuple[date | None, date | None]
) -> None:
    document = Document(date_edtf=edtf, calendar=calendar, earliest=date(1, 1, 1), latest=date(1, 1, 1))

    date_document(document)

    assert (document.earliest, document.latest) == bounds


def test_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="EDTF"):
        date_document(Document(date_edtf="24 December 1939"))


@pytest.mark.django_db
def test_path_and_sort_key_follow_from_place() -> None:
    house = make.make_repository("rgaspi")
    fond = ArchivalUnit(repository=house, level="fond", number="558")
    place_unit(fond)
    fond.save()
    opis = ArchivalUnit(repository=house, parent=fond, level="opis", number="11")
    tenth = ArchivalUnit(repository=house, parent=fond, level="opis", number="2")

    place_unit(opis)
    place_unit(tenth)

    assert (fond.path, opis.path) == ("rgaspi/558", "rgaspi/558/11")
    assert tenth.sort_key < opis.sort_key


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "above", "why"),
    [("opis", "", "level"), ("fond", "fond", "level"), ("delo", "fond", "level"), ("opis", "elsewhere", "repository")],
)
def test_unit_in_the_wrong_place_is_refused(level: str, above: str, why: str) -> None:
    house = make.make_repository()
    parents = {"": None, "fond": make.make_unit(house, "1"), "elsewhere": make.make_unit(make.make_repository(), "1")}

    with pytest.raises(ValueError, match=why):
        place_unit(ArchivalUnit(repository=house, parent=parents[above], level=level, number="7"))


def test_section_is_one_deeper_than_its_parent() -> None:
    section, top = Section(parent=Section(depth=2)), Section(depth=7)

    place_section(section)
    place_section(top)

    assert (section.depth, top.depth) == (3, 0)


def test_volume_is_sorted_by_its_title() -> None:
    second, tenth = Volume(title="Série 2"), Volume(title="SERIE 10")

    key_volume(second)
    key_volume(tenth)

    assert second.sort_key < tenth.sort_key


@pytest.mark.django_db
def test_shown_form_is_among_the_spellings_once() -> None:
    name = Name(kind="person", name="Молотов, В. М.", slug="molotov")

    save_name(name)
    save_name(name)

    assert [(row.text, row.script) for row in name.variants.all()] == [("Молотов, В. М.", "Cyrl")]
    assert name.sort_key


def test_spellings_of_one_name_meet_in_one_skeleton() -> None:
    cyrillic, latin = NameVariant(text="Молотов"), NameVariant(text="Molotov", script="Latn")

    spell_variant(cyrillic)
    spell_variant(latin)

    assert cyrillic.skeleton == latin.skeleton != ""


@pytest.mark.django_db
def test_documents_are_indexed_by_what_their_records_say_and_keep_their_words() -> None:
    name = make.make_name("Chaikin")
    documents = [make.make_document(make.make_volume(), title="Samovar") for _ in range(2)]
    make.make_role(documents[0], name)
    index_documents(document.pk for document in documents)
    DocumentIndex.objects.update(words="kettle")
    Document.objects.update(title="Teapot")

    index_documents(documents_with([name.pk]))

    rows = {row.document_id: row for row in DocumentIndex.objects.all()}
    found = ["teapot" in rows[document.pk].record for document in documents]
    assert found == [True, False]
    assert {row.words for row in rows.values()} == {"'kettle'"}
