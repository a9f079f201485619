import pytest

from archive.ingest.holdings import Holdings, Place
from archive.models import ArchivalUnit, Repository

pytestmark = pytest.mark.django_db


def test_a_shelf_mark_makes_its_place_in_the_tree_once() -> None:
    first = Holdings().place("", "РГАСПИ. Ф. 558. Оп. 11. Д. 167. Л. 5–7 об.")
    second = Holdings().place("RGASPI", "f. 558, op. 11, d. 167, ll. 9-10")

    assert (first.unit_id, first.repository_id) == (second.unit_id, second.repository_id)
    assert (first.folios, second.folios) == ("5–7 ob.", "9–10")
    units = ArchivalUnit.objects.order_by("sort_key").values_list("path", "level", "number", "parent__path")
    assert list(units) == [
        ("rgaspi/558", "fond", "558", None),
        ("rgaspi/558/11", "opis", "11", "rgaspi/558"),
        ("rgaspi/558/11/167", "delo", "167", "rgaspi/558/11"),
    ]


def test_files_sort_by_number() -> None:
    holdings = Holdings()
    for number in (10, 9, 100):
        holdings.place("RGASPI", f"f. 1, op. 2, d. {number}")

    dela = ArchivalUnit.objects.filter(level="delo").order_by("sort_key")
    assert list(dela.values_list("number", flat=True)) == ["9", "10", "100"]


def test_a_mark_nobody_can_parse_keeps_its_repository() -> None:
    place = Holdings().place("Jewish Museum in Prague", "box 12, the blue one")

    assert place == Place(Repository.objects.get(slug="jewish-museum-in-prague").pk)
    assert ArchivalUnit.objects.count() == 0


def test_a_mark_without_any_repository_has_no_place() -> None:
    assert Holdings().place("", "f. 1, op. 2, d. 3") == Place()
    assert Holdings().place("", "") == Place()


def test_a_repository_is_one_under_all_its_names() -> None:
    holdings = Holdings()

    assert holdings.place("RGASPI", "").repository_id == holdings.place("РГАСПИ", "").repository_id
    assert Repository.objects.get().code == "RGASPI"
