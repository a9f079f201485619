from datetime import date

import pytest

from accounts.visitor import Visitor
from archive.entries import entries, entries_with_volumes, first_difference
from archive.models import Document
from tests.factories.accounts import make_product
from tests.factories.archive import make_document, make_name, make_role, make_volume

DAY = date(1934, 10, 14)
NOBODY = Visitor.anonymous()


def hints(visitor: Visitor = NOBODY) -> list[str]:
    return [entry.hint for entry in entries(visitor, Document.objects.findable_by(visitor).order_by("order"), "en")]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["", ""], ["", ""]),
        (["same words", "same words"], ["", ""]),
        (["to Molotov", "to Litvinov"], ["… Molotov", "… Litvinov"]),
        (["ice", "water stands high"], ["ice", "water stands high"]),
        (["a b", "a b c"], ["", "… c"]),
        (["x 1 2 3 4 5 6 7 8 9 10", "y"], ["x 1 2 3 4 5 6 7 8 …", "y"]),
    ],
)
def test_first_difference(texts: list[str], expected: list[str]) -> None:
    assert first_difference(texts) == expected


@pytest.mark.django_db
def test_entry_shows_the_full_date_with_its_year_or_says_undated() -> None:
    volume = make_volume()
    make_document(volume, title="Dated", order=1, day=DAY)
    make_document(volume, title="Vague", order=2, date_edtf="1934-10~")
    make_document(volume, title="Old", order=3, date_edtf="1917-10-25", calendar="julian")
    make_document(volume, title="Undated", order=4)

    found = entries(NOBODY, Document.objects.findable_by(NOBODY).order_by("order"), "en")

    assert [entry.date for entry in found] == [
        "14 October 1934",
        "about October 1934",
        "25 October 1917 (Old Style)",
        "undated",
    ]


@pytest.mark.django_db
def test_entries_of_different_titles_or_dates_need_no_hint() -> None:
    volume = make_volume()
    make_document(volume, title="Letter", order=1, day=DAY)
    make_document(volume, title="Letter", order=2, day=date(1934, 10, 15))
    make_document(volume, title="Telegram", order=3, day=DAY)

    assert hints() == ["", "", ""]


@pytest.mark.django_db
def test_twins_are_told_apart_by_their_people() -> None:
    volume = make_volume()
    mother, chief = make_name("Ozerova"), make_name("Fomich")
    for order, (author, recipient) in enumerate([(mother, chief), (chief, mother)], 1):
        twin = make_document(volume, title="Letter", order=order, day=DAY)
        make_role(twin, author)
        make_role(twin, recipient, "recipient")

    assert hints() == ["Ozerova to Fomich", "Fomich to Ozerova"]


@pytest.mark.django_db
def test_twins_without_people_are_told_apart_by_their_words() -> None:
    volume = make_volume()
    make_document(volume, title="Letter", order=1, day=DAY, texts=["Dear mother, the ice has set."])
    make_document(volume, title="LETTER", order=2, day=DAY, texts=["Dear mother, the road is open."])

    assert hints() == ["… ice has set.", "… road is open."]


@pytest.mark.django_db
def test_description_comes_before_the_words_of_the_text() -> None:
    volume = make_volume()
    make_document(volume, title="Letter", order=1, day=DAY, description="On the ice", texts=["One"])
    make_document(volume, title="Letter", order=2, day=DAY, description="On the road", texts=["Two"])

    assert hints() == ["… ice", "… road"]


@pytest.mark.django_db
def test_words_of_a_licensed_text_never_tell_twins_apart() -> None:
    volume = make_volume(audience="controlled", product=make_product("papers"))
    make_document(volume, "a", title="Letter", order=1, day=DAY, texts=["Planted ice"])
    make_document(volume, "b", title="Letter", order=2, day=DAY, texts=["Planted road"])

    assert hints() == ["", f"{volume.slug}-b"]


@pytest.mark.django_db
def test_numbers_tell_apart_what_nothing_else_does() -> None:
    volume = make_volume()
    make_document(volume, title="Letter", number="1", order=1, day=DAY)
    make_document(volume, title="Letter", number="2", order=2, day=DAY)

    assert hints() == ["", ""]


@pytest.mark.django_db
def test_hidden_volume_is_not_named_beside_its_open_document() -> None:
    make_document(make_volume(title="Planted", state="draft"), order=1, state="published", audience="open")
    make_document(make_volume(title="Open volume"), order=2)

    found = entries_with_volumes(NOBODY, Document.objects.findable_by(NOBODY).order_by("order"), "en")

    assert [entry.where for entry in found] == ["", "Open volume"]
