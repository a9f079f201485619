import pytest

from accounts.visitor import Visitor
from archive.contents import Branch, contents, section_text
from archive.entries import Entry
from archive.models import Volume
from tests.factories.archive import make_document, make_section, make_volume

NOBODY = Visitor.anonymous()
pytestmark = pytest.mark.django_db


def outline(item: Branch | Entry) -> object:
    """Titles only, sections as (title, count, [what is in it])."""
    if isinstance(item, Entry):
        return item.title
    return (item.title, item.count, [outline(part) for part in item.items])


@pytest.fixture
def volume() -> Volume:
    return make_volume("papers", title="Papers")


def test_sections_nest_and_keep_the_order_of_the_source(volume: Volume) -> None:
    part = make_section(volume, title="Part", order=2)
    chapter = make_section(volume, title="Chapter", order=4, parent=part)
    for title, order, section in (
        ("Last", 6, None),
        ("In chapter", 5, chapter),
        ("In part", 3, part),
        ("First", 1, None),
    ):
        make_document(volume, title=title, order=order, section=section)

    found = contents(NOBODY, volume, "en")

    assert outline(found) == ("", 4, ["First", ("Part", 2, ["In part", ("Chapter", 1, ["In chapter"])]), "Last"])


def test_section_in_which_nothing_may_be_found_does_not_show(volume: Volume) -> None:
    part = make_section(volume, title="Planted part", order=1)
    chapter = make_section(volume, title="Planted chapter", order=2, parent=part)
    make_document(volume, title="Planted draft", order=3, section=chapter, state="draft")

    assert outline(contents(NOBODY, volume, "en")) == ("", 0, [])


def test_text_of_a_section_opens_it_and_is_not_counted(volume: Volume) -> None:
    part = make_section(volume, title="Part", order=1)
    make_document(volume, title="Part", kind="matter", order=2, section=part)
    make_document(volume, title="Letter", order=3, section=part)

    assert outline(contents(NOBODY, volume, "en")) == ("", 1, [("Part", 1, ["Opening text", "Letter"])])


def test_section_that_is_only_a_text_stands_among_the_entries(volume: Volume) -> None:
    preface = make_section(volume, title="Preface", order=1)
    make_document(volume, title="Preface", kind="matter", order=2, section=preface)
    make_document(volume, title="Letter", order=3)

    assert outline(contents(NOBODY, volume, "en")) == ("", 1, ["Preface", "Letter"])


def test_headings_go_down_with_depth_and_stop_at_six(volume: Volume) -> None:
    parent = None
    for order in range(1, 7):
        parent = make_section(volume, f"s{order}", order=order, parent=parent)
    make_document(volume, order=9, section=parent)
    root = contents(NOBODY, volume, "en")

    levels = [found.level for order in range(1, 7) if (found := root.find(f"s{order}"))]

    assert levels == [3, 4, 5, 6, 6, 6]


def test_find_gives_nothing_for_an_unknown_key(volume: Volume) -> None:
    make_document(volume, order=2, section=make_section(volume, "s1", order=1))

    assert contents(NOBODY, volume, "en").find("s2") is None


def test_section_text_is_the_first_the_visitor_may_find(volume: Volume) -> None:
    part = make_section(volume, "s1", order=1)
    make_document(volume, "hidden", kind="matter", order=2, section=part, state="draft")
    shown = make_document(volume, "shown", kind="matter", order=3, section=part)
    make_document(volume, "letter", order=4, section=part)

    assert section_text(NOBODY, volume, "s1") == shown


@pytest.mark.parametrize("rows", [1, 3, 340])
def test_statements_do_not_grow_with_entries(volume: Volume, rows: int, django_assert_num_queries: object) -> None:
    part = make_section(volume, order=0)
    for order in range(1, rows + 1):
        make_document(volume, title=f"Letter {order}", order=order, section=part)

    with django_assert_num_queries(2):  # type: ignore[operator]
        contents(NOBODY, volume, "en")
