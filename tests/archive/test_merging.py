"""Two entries of one person made one and parted again: nothing is lost, and only their documents are indexed anew."""

from typing import Any

import pytest
from django.test import Client

from archive import merging
from archive.ingest.names import Authority
from archive.merging import MergingError, merge_names, undo_merge
from archive.models import Document, Name, NameIdentifier, NameMerge, NameRole
from archive.records import NameRecord
from tests.archive.search.world import find, index, titles
from tests.factories.archive import make_document, make_name, make_role, make_volume
from tests.office import act, librarian, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> tuple[Name, Name]:
    """A person under two entries, together on one document and apart on two."""
    kept = make_name("Ежов, Николай", slug="ezhov", variants=["Yezhov"])
    other = make_name("Yeschow, N. I.", slug="yeschow", variants=["Yezhov", "Blackberry"], dates="1895–1940")
    NameIdentifier.objects.create(name=other, scheme="papers", value="p7")
    volume = make_volume()
    for title, names in (("Both", [kept, other]), ("First", [kept]), ("Second", [other])):
        document = make_document(volume, title=title)
        for name in names:
            make_role(document, name)
    index()
    return kept, other


def state() -> dict[str, Any]:
    """Everything there is of names, whatever the ids of spellings and roles."""
    return {
        "names": sorted(Name.objects.values_list("pk", "slug", "name", "dates", "sort_key")),
        "variants": sorted(Name.objects.values_list("pk", "variants__text", "variants__skeleton")),
        "identifiers": sorted(NameIdentifier.objects.values_list("name", "scheme", "value")),
        "roles": sorted(NameRole.objects.values_list("document", "name", "role", "order")),
    }


def test_merge_brings_everything_together(world: tuple[Name, Name]) -> None:
    kept, other = world

    merge_names(kept, [other])

    assert list(Name.objects.all()) == [kept]
    assert sorted(kept.variants.values_list("text", flat=True)) == [
        "Blackberry",
        "Yeschow, N. I.",
        "Yezhov",
        "Ежов, Николай",
    ]
    assert sorted(kept.roles.values_list("document__title", flat=True)) == ["Both", "First", "Second"]
    assert sorted(titles(find("Blackberry"))) == ["Both", "First", "Second"]


def test_undoing_gives_back_what_there_was(world: tuple[Name, Name]) -> None:
    before = state()
    (merge,) = merge_names(world[0], [world[1]])

    undo_merge(merge)

    assert state() == before
    assert sorted(titles(find("Blackberry"))) == ["Both", "Second"]


def test_chain_of_merges_is_undone_from_its_end(world: tuple[Name, Name]) -> None:
    kept, other = world
    third = make_name("Nikolai Yezhov", slug="third")
    before = state()
    (first,) = merge_names(other, [kept])
    (second,) = merge_names(third, [other])
    assert NameMerge.objects.filter(kept=third).count() == 2

    undo_merge(second)
    first.refresh_from_db()
    undo_merge(first)

    assert state() == before


def test_only_documents_concerned_are_indexed(world: tuple[Name, Name], monkeypatch: pytest.MonkeyPatch) -> None:
    make_role(make_document(make_volume(), title="Of another"), make_name("Another"))
    seen: list[int] = []
    monkeypatch.setattr(merging, "index_documents", seen.extend)

    merge_names(world[0], [world[1]])

    assert sorted(seen) == sorted(Document.objects.exclude(title="Of another").values_list("pk", flat=True))


def test_address_of_the_merged_name_leads_on(world: tuple[Name, Name], client: Client) -> None:
    merge_names(world[0], [world[1]])

    response = client.get("/people/yeschow/")
    narrowed = client.get("/api/v1/search/?author=yeschow").json()

    assert (response.status_code, response.headers["Location"], narrowed["count"]) == (302, "/people/ezhov/", 3)


def test_address_of_a_merged_name_on_hidden_documents_is_none(world: tuple[Name, Name], client: Client) -> None:
    merge_names(world[0], [world[1]])
    Document.objects.update(state="draft")

    assert client.get("/people/yeschow/").status_code == 404


def test_next_load_finds_the_name_that_was_kept(world: tuple[Name, Name]) -> None:
    kept, other = world
    merge_names(kept, [other])
    records = [NameRecord("person", "Yeschow, N. I."), NameRecord("person", "Yeschow, N. I.", key="p7")]
    authority = Authority(["papers"])

    authority.settle([], records)

    assert ([authority.find(record) for record in records], Name.objects.count()) == ([kept.pk, kept.pk], 1)


def test_what_cannot_be_merged_or_undone_is_refused(world: tuple[Name, Name]) -> None:
    kept, other = world
    with pytest.raises(MergingError, match="at least two"):
        merge_names(kept, [kept])
    with pytest.raises(MergingError, match="one kind"):
        merge_names(kept, [make_name("Ежово", "place")])
    (merge,) = merge_names(kept, [other])
    taken = make_name("Another", slug="yeschow")
    with pytest.raises(MergingError, match="has its address"):
        undo_merge(merge)
    taken.delete()
    undo_merge(merge)

    with pytest.raises(MergingError, match="undone already"):
        undo_merge(merge)


def test_librarian_merges_and_undoes(world: tuple[Name, Name]) -> None:
    client = librarian()

    asked = act(client, Name, "merge", list(world)).content.decode()
    done = act(client, Name, "merge", list(world), confirmed="yes", kept=world[0].pk)
    undone = act(client, NameMerge, "undo", list(NameMerge.objects.all()))

    assert "Yeschow, N. I. · 1895–1940 · yeschow" in asked
    assert said(done) == ["1 name is Ежов, Николай now."]
    assert said(undone) == ["Yeschow, N. I. stands by itself again."]
    assert Name.objects.count() == 2
