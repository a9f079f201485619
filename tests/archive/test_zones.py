import pytest

from archive.models import Zone, ZoneLink
from archive.records import ZoneRecord
from archive.zones import link_pages, write_zones
from tests.factories.archive import make_document, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db

SQUARE = ((0, 0), (9, 0), (9, 9), (0, 9))


def line(text: str, key: str = "", block_key: str = "") -> ZoneRecord:
    return ZoneRecord("line", SQUARE, text, block_key, key)


def linked() -> list[tuple[str, str]]:
    links = ZoneLink.objects.order_by("zone__order", "version__text__slug").select_related("zone", "version")
    return [(it.zone.text, it.version.canonical[it.start : it.end]) for it in links]


def test_regions_are_written_once_and_replaced_when_they_change() -> None:
    page = make_page(make_document(make_volume()))

    assert write_zones(page.pk, [line("One"), line("Two")])
    assert not write_zones(page.pk, [line("One"), line("Two")])
    assert write_zones(page.pk, [line("One")])

    assert list(Zone.objects.values_list("order", "level", "text", "polygon")) == [
        (1, "line", "One", [list(point) for point in SQUARE])
    ]


def test_lines_are_tied_to_each_text_that_has_their_words_on_the_page() -> None:
    document = make_document(make_volume())
    pages = [make_page(document, order) for order in (1, 2)]
    make_text(document, ["Elsewhere red tape.", "Red tape here.\nBlue sky."])
    make_text(document, ["Anders.", "Roter Faden."], slug="translation-de")
    write_zones(pages[1].pk, [line("RED TAPE"), line("blue sky"), line("nothing of the kind")])

    link_pages([pages[1].pk])
    link_pages([pages[1].pk])

    assert linked() == [("RED TAPE", "Red tape"), ("blue sky", "Blue sky")]


def test_a_region_the_source_ties_to_a_block_needs_no_words() -> None:
    document = make_document(make_volume())
    page = make_page(document)
    version = make_text(document, ["First.\nSecond."]).current
    version.blocks[1]["key"] = "p2"
    version.blocks[0]["zone"] = "#z1"
    version.save()
    write_zones(page.pk, [line("", key="z1"), line("", block_key="p2"), line("", block_key="p9")])

    link_pages([page.pk])

    assert linked() == [("", "First."), ("", "Second.")]
