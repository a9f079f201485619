from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from accounts.visitor import Visitor
from archive.models import Document
from archive.search import Selection, read_selection
from archive.search.facets import Facets
from archive.search.returning import state_of, way_back
from tests.archive.search.world import STRANGER, find, index, titles
from tests.factories.accounts import make_product
from tests.factories.archive import (
    make_document,
    make_image,
    make_name,
    make_page,
    make_repository,
    make_role,
    make_text,
    make_unit,
    make_volume,
)

pytestmark = pytest.mark.django_db


def chosen(parameters: str) -> Selection:
    return read_selection(QueryDict(parameters).getlist)


def counts(visitor: Visitor = STRANGER, parameters: str = "", query: str = "rivers") -> dict[str, dict[str, int]]:
    """The facets of a search: name, then value, then count."""
    selection = chosen(parameters)
    found = find(query, visitor, selection)
    named = Facets(visitor, found.counts, selection, str)
    shown = {facet.name: {value.key: value.count for value in facet.values} for facet in named.facets()}
    return shown | {"year": {bar.label: bar.count for bar in named.timeline() if bar.count}}


@pytest.fixture
def world() -> dict[str, Document]:
    """Three documents that answer, each with something of its own, and one that does not."""
    first, second = make_volume("first", title="First volume"), make_volume("second", title="Second volume")
    fond = make_unit(make_repository("garf", code="GARF"), "5446")
    delo = make_unit(fond.repository, "12", make_unit(fond.repository, "1", fond))
    orlov, moscow = make_name("Orlov"), make_name("Moscow", "place")
    kept = make_document(first, title="Kept", unit=delo, day=date(1937, 5, 1))
    make_page(kept, image=make_image())
    make_text(kept, ["Реки и rivers."], language="ru")
    make_text(kept, ["Of rivers."], slug="translation-en")
    make_role(kept, orlov, "author")
    make_role(kept, moscow, "place")
    sent = make_document(first, title="Sent", texts=["Of rivers."], day=date(1939, 12, 24))
    make_role(sent, orlov, "recipient")
    product = make_product("papers")
    locked = make_document(second, title="Locked", texts=["Of rivers."], audience="controlled", product=product)
    make_document(second, title="Other", texts=["Of lakes."], day=date(1950, 1, 1))
    index()
    return {"kept": kept, "sent": sent, "locked": locked}


@pytest.mark.usefixtures("world")
def test_every_facet_counts_what_was_found() -> None:
    found = counts()

    assert found == {
        "volume": {"first": 2, "second": 1},
        "fond": {"garf/5446": 1},
        "author": {found_slug("Orlov"): 1},
        "recipient": {found_slug("Orlov"): 1},
        "place": {found_slug("Moscow"): 1},
        "language": {"en": 3, "ru": 1},
        "has": {"image": 1, "transcription": 3, "translation": 1},
        "access": {"mine": 2},
        "year": {"1937": 1, "1939": 1},
    }


def found_slug(name: str) -> str:
    roles = Document.objects.filter(roles__name__name=name).values_list("roles__name__slug", flat=True)
    return str(roles.filter(roles__name__name=name)[0])


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("volume=first", ["Kept", "Sent"]),
        ("volume=first&volume=second", ["Kept", "Locked", "Sent"]),
        ("volume=none", []),
        ("fond=garf/5446", ["Kept"]),
        ("language=ru", ["Kept"]),
        ("has=image", ["Kept"]),
        ("has=image&has=translation", ["Kept"]),
        ("has=translation&volume=second", []),
        ("has=nonsense", ["Kept", "Locked", "Sent"]),
        ("access=mine", ["Kept", "Sent"]),
        ("year=1939", ["Sent"]),
        ("from=1938", ["Sent"]),
        ("to=1938", ["Kept"]),
        ("from=1937&to=1937", ["Kept"]),
        ("from=x&to=99999", ["Kept", "Locked", "Sent"]),
    ],
)
@pytest.mark.usefixtures("world")
def test_chosen_values_narrow(parameters: str, found: list[str]) -> None:
    assert sorted(titles(find("rivers", selection=chosen(parameters)))) == found


@pytest.mark.usefixtures("world")
def test_people_and_places_narrow() -> None:
    by_role = {
        role: titles(find("rivers", selection=chosen(f"{role}={found_slug(name)}")))
        for role, name in (("author", "Orlov"), ("recipient", "Orlov"), ("place", "Moscow"))
    }

    assert by_role == {"author": ["Kept"], "recipient": ["Sent"], "place": ["Kept"]}


@pytest.mark.usefixtures("world")
def test_without_words_everything_that_is_chosen_is_listed() -> None:
    assert sorted(titles(find("", selection=chosen("volume=second")))) == ["Locked", "Other"]


def test_facets_of_a_subscriber_count_what_is_open_to_them(world: dict[str, Document]) -> None:
    subscriber = Visitor(products=frozenset({world["locked"].product_id or 0}))

    assert counts(subscriber).get("access") is None
    assert find("rivers", subscriber).counts.facets["access"] == [("mine", 3)]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("date", ["Kept", "Sent", "Locked"]),
        ("latest", ["Sent", "Kept", "Locked"]),
        ("newest", ["Locked", "Sent", "Kept"]),
        ("volume", ["Kept", "Sent", "Locked"]),
        ("archival", ["Kept", "Sent", "Locked"]),
    ],
)
@pytest.mark.usefixtures("world")
def test_orders(sort: str, found: list[str]) -> None:
    assert titles(find("rivers", sort=sort)) == found


def test_relevance_puts_the_title_and_the_denser_page_first() -> None:
    volume = make_volume()
    make_document(volume, title="Once", texts=["Of rivers and of much else that has nothing to do with them at all."])
    make_document(volume, title="Often", texts=["Rivers, rivers, rivers."])
    make_document(volume, title="On rivers", texts=["Of lakes."])
    index()

    assert titles(find("rivers")) == ["On rivers", "Often", "Once"]


def test_document_of_many_years_is_counted_in_each() -> None:
    volume = make_volume()
    make_document(volume, texts=["Of rivers."], earliest=date(1937, 1, 1), latest=date(1938, 12, 31))
    make_document(volume, texts=["Of rivers."], day=date(1938, 3, 1))
    index()

    assert counts()["year"] == {"1937": 1, "1938": 2}


def test_timeline_of_centuries_has_few_bars() -> None:
    volume = make_volume()
    for year in (1601, 1799, 1917, 1950):
        make_document(volume, texts=["Of rivers."], day=date(year, 1, 1))
    index()
    found = find("rivers")

    bars = Facets(STRANGER, found.counts, Selection(), lambda _pairs: "").timeline()

    assert len(bars) <= 11
    assert [bar.label for bar in bars if bar.count] == ["1600–1649", "1750–1799", "1900–1949", "1950–1999"]
    assert max(bar.height for bar in bars) == 100


@pytest.mark.usefixtures("world")
def test_chips_take_one_thing_away_each() -> None:
    selection = chosen("volume=first&has=image&from=1930")
    found = find("rivers", selection=selection)

    chips = Facets(STRANGER, found.counts, selection, lambda pairs: "&".join(f"{k}={v}" for k, v in pairs)).chips()

    assert [(chip.facet, chip.label, chip.address) for chip in chips] == [
        ("Volume", "First volume", "has=image&from=1930"),
        ("What there is", "page images", "volume=first&from=1930"),
        ("Year", "from 1930", "volume=first&has=image"),
    ]


@pytest.mark.parametrize(
    "parameters", ["volume=" + "x" * 5000, "&".join(f"volume=v{n}" for n in range(1000)), "volume=%00", "author="]
)
def test_nonsense_is_passed_over(parameters: str) -> None:
    values: Any = chosen(parameters).values

    assert sum(len(found) for found in values.values()) <= 10


def test_way_back_leads_to_the_place_in_the_results() -> None:
    state = state_of(QueryDict("q=rivers&volume=first&page=3&utm=x"))

    assert way_back(state, "d1") == "/search/?q=rivers&page=3&volume=first#d-d1"
    assert (way_back("", "d1"), way_back("x" * 5000, "d1")) == ("", "")


def test_statements_do_not_grow_with_the_results(django_assert_max_num_queries: Any) -> None:
    volume = make_volume()
    for number in range(3):
        make_document(volume, title=f"Letter {number}", texts=["Of rivers."])
    index()
    with django_assert_max_num_queries(16):
        find("rivers", page=1)
