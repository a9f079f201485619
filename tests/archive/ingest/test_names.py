from pathlib import Path

import pytest

from archive.ingest.names import Authority
from archive.models import Name, NameIdentifier, NameRole, NameVariant
from archive.records import NameKind, NameRecord
from tests.archive.ingest.samples import load, tei, write
from tests.factories.archive import make_name

pytestmark = pytest.mark.django_db


def person(name: str, key: str = "", kind: NameKind = "person", **fields: object) -> NameRecord:
    return NameRecord(kind, name, key, **fields)  # type: ignore[arg-type]


def settled(*used: NameRecord, lists: tuple[tuple[str, list[NameRecord]], ...] = (), volume: str = "v") -> Authority:
    authority = Authority([volume, *(scheme for scheme, _ in lists if scheme != volume)])
    authority.settle(lists, used)
    return authority


def test_names_without_a_key_are_one_when_kind_and_name_agree() -> None:
    one, other = person("Orlov, Ivan"), person("orlov,  Ivan")
    place = person("Orlov, Ivan", kind="place")

    authority = settled(one, other, place)

    assert authority.find(one) == authority.find(other) != authority.find(place)
    assert Name.objects.count() == 2


def test_a_name_is_found_again_by_a_second_volume() -> None:
    settled(person("Orlov, Ivan"))
    settled(person("Orlov, Ivan"), volume="w")

    assert Name.objects.count() == 1


def test_listed_names_are_told_by_their_ids_and_keep_variants() -> None:
    first = person("Orlov, Ivan", "p1", variants=("Орлов, Иван",), dates="1900-1950", note="diplomat")
    second = person("Orlov, Ivan", "p2")

    authority = settled(person("Orlov", "p1"), lists=(("v", [first, second]),))

    rows = list(Name.objects.order_by("pk").values_list("name", "slug", "dates", "disambiguation"))
    assert rows == [("Orlov, Ivan", "orlov-ivan", "1900-1950", "diplomat"), ("Orlov, Ivan", "orlov-ivan-2", "", "")]
    assert authority.find(person("Orlov", "p1")) == Name.objects.get(slug="orlov-ivan").pk
    assert authority.spellings(person("Orlov", "p1")) == ["Orlov, Ivan", "Орлов, Иван"]
    assert list(NameVariant.objects.order_by("pk").values_list("text", "script")) == [
        ("Orlov, Ivan", "Latn"),
        ("Орлов, Иван", "Cyrl"),
        ("Orlov, Ivan", "Latn"),
    ]
    skeletons = set(NameVariant.objects.values_list("skeleton", flat=True))
    assert len(skeletons) == 1


def test_a_list_loaded_again_changes_nothing_but_adds_a_new_variant() -> None:
    listed = person("Orlov, Ivan", "p1")
    settled(lists=(("v", [listed]),))
    settled(lists=(("v", [listed]),))
    assert (Name.objects.count(), NameVariant.objects.count(), NameIdentifier.objects.count()) == (1, 1, 1)

    settled(lists=(("v", [person("Orlov, Ivan", "p1", variants=("Orlow",))]),))

    assert list(NameVariant.objects.order_by("pk").values_list("text", flat=True)) == ["Orlov, Ivan", "Orlow"]


def test_ids_of_two_lists_mean_different_people_unless_an_authority_says_so() -> None:
    link = ("https://viaf.org/viaf/1",)
    settled(lists=(("v", [person("Orlov, Ivan", "p1"), person("Rybin, Petr", "p2", links=link)]),))

    settled(lists=(("w", [person("Orlov, Ivan", "p1"), person("Rybine, Pierre", "x", links=link)]),), volume="w")

    assert list(Name.objects.order_by("pk").values_list("name", flat=True)) == [
        "Orlov, Ivan",
        "Rybin, Petr",
        "Orlov, Ivan",
    ]
    assert set(NameIdentifier.objects.filter(name__name="Rybin, Petr").values_list("scheme", "value")) == {
        ("v", "p2"),
        ("w", "x"),
        ("uri", "https://viaf.org/viaf/1"),
    }


def test_a_listed_name_takes_over_one_that_nobody_has_identified() -> None:
    made = make_name("Orlov, Ivan")

    authority = settled(lists=(("v", [person("Orlov, Ivan", "p1")]),))

    assert authority.find(person("whatever", "p1")) == made.pk


def test_an_address_of_an_authority_is_the_same_in_every_volume() -> None:
    uri = "https://www.geonames.org/1"
    settled(person("Riga", uri, "place"))
    settled(person("Rīga", uri, "place"), volume="w")

    assert list(Name.objects.values_list("name", flat=True)) == ["Riga"]


def test_one_key_for_a_person_and_a_place_keeps_them_apart() -> None:
    town, people = person("Terezín", "terezin", "place"), person("Terezín", "terezin", "organisation")

    authority = settled(town, people)

    assert authority.find(town) != authority.find(people)
    assert NameIdentifier.objects.count() == 1


def test_a_name_that_was_not_settled_is_not_known() -> None:
    with pytest.raises(KeyError):
        settled().find(person("Nobody"))


def test_names_of_one_spelling_get_short_names_of_their_own() -> None:
    make_name("Somebody", slug="orlov")
    make_name("Somebody else", slug="orlov-2")

    settled(person("Orlov", "p1"), person("Orlov", "p2"), person("?!"))

    assert set(Name.objects.values_list("slug", flat=True)) == {"orlov", "orlov-2", "orlov-3", "orlov-4", "name"}


def test_roles_are_in_source_order_and_once_each(tmp_path: Path) -> None:
    authors = "Orlov, Ivan</author><author>Rybin, Petr</author><author>Orlov, Ivan"
    load(write(tmp_path / "v", a=tei("<p>x</p>", author=authors)))

    assert list(NameRole.objects.order_by("order").values_list("role", "name__name")) == [
        ("author", "Orlov, Ivan"),
        ("author", "Rybin, Petr"),
    ]


def test_a_corrected_author_replaces_the_old_one(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei("<p>x</p>", author="Orlow, Ivan"), b=tei("<p>y</p>", author="Orlow, Ivan")))

    load(write(tmp_path / "v", a=tei("<p>x</p>", author="Orlov, Ivan")))

    assert set(NameRole.objects.values_list("document__key", "name__name")) == {
        ("a", "Orlov, Ivan"),
        ("b", "Orlow, Ivan"),
    }
