from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from archive.citations import citation, place_of
from archive.models import Document, Repository, Volume
from archive.particulars import Credit

TODAY = date(2026, 11, 22)
ADDRESS = "https://archive.example.org/documents/papers-7/"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_citation_says_who_what_when_where() -> None:
    volume = Volume(title="The Papers", series="Archive Series", number="3", year="1958")
    document = Document(title="Diary", volume=volume, number="7", shelf_mark="РГАСПИ, ф. 17, оп. 1, д. 204")

    text = citation(document, [Credit("author", "Ozerova, N. P.", "o")], "14 October 1934", ADDRESS, TODAY)

    assert text == (
        "Ozerova, N. P., “Diary”, 14 October 1934, РГАСПИ, ф. 17, оп. 1, д. 204, "
        f"in The Papers (Archive Series 3, 1958), no. 7, {ADDRESS} (accessed 22 November 2026)."
    )


def test_citation_of_little_leaves_no_gaps() -> None:
    text = citation(Document(title="Note", volume=Volume(title="Papers")), [], "", ADDRESS, TODAY)

    assert text == f"“Note”, in Papers, {ADDRESS} (accessed 22 November 2026)."


def test_citation_outside_volumes_names_none() -> None:
    assert citation(Document(title="Note"), [], "", "x", TODAY) == "“Note”, x (accessed 22 November 2026)."


def test_citation_says_no_name_twice() -> None:
    people = [Credit("author", "Ozerova, N. P.", "o"), Credit("recipient", "Lange, M.", "l")]

    text = citation(Document(title="Diary of Nadezhda Ozerova"), people, "", "x", TODAY)

    assert text.startswith("“Diary of")


@pytest.mark.parametrize(
    ("mark", "place"),
    [
        ("", "RGASPI"),
        ("22d Vr 1812-80", "RGASPI, 22d Vr 1812-80"),
        ("РГАСПИ, ф. 17, оп. 1", "РГАСПИ, ф. 17, оп. 1"),
        ("ф. 17, оп. 1, д. 3", "RGASPI, ф. 17, оп. 1, д. 3"),
    ],
)
def test_place_of_names_the_repository_once(mark: str, place: str) -> None:
    repository = Repository(name="Russian State Archive", code="RGASPI")

    assert place_of(Document(shelf_mark=mark, repository=repository)) == place


def test_place_of_what_is_nowhere_is_empty() -> None:
    assert place_of(Document()) == ""
