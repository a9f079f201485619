"""Every page of the administration of the archive: it opens, it finds, it counts, it refuses."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.contrib.postgres.search import SearchVector
from django.db.models import Model, Value
from django.test import Client
from django.utils import timezone

from archive import models as archive
from archive.merging import merge_names
from tests.factories import accounts as people
from tests.factories import archive as make
from tests.office import (
    answers,
    latest,
    librarian,
    listed,
    models_with_pages,
    permissions,
    statements_for_one_and_three,
    url_of,
)

pytestmark = pytest.mark.django_db

numbers = count(1)


def volume() -> archive.Volume:
    row = make.make_volume(product=people.make_product(), audience="controlled")
    make.make_document(row)
    return row


def document() -> archive.Document:
    row = make.make_document(volume(), texts=["One.", "Two."], day=date(1939, 12, 24))
    make.make_page(row, image=make.make_image())
    make.make_role(row, make.make_name("Ivanov, Ivan"))
    return row


def page() -> archive.Page:
    return make.make_page(make.make_document(volume()), image=make.make_image())


def unit() -> archive.ArchivalUnit:
    return make.make_unit(make.make_repository(), "558")


def version() -> archive.TextVersion:
    row = make.make_document(volume(), texts=["Words of the text."]).texts.get()
    return make.make_version(row, ["Other words."], notes=["A note."])


def zone() -> archive.Zone:
    return archive.Zone.objects.create(page=page(), level="line", order=1, polygon=[[0, 0], [1, 1]], text="A line")


def zone_link() -> archive.ZoneLink:
    return archive.ZoneLink.objects.create(zone=zone(), version=version(), start=0, end=5)


def document_index() -> archive.DocumentIndex:
    vector = SearchVector(Value("words"), config="simple")
    return archive.DocumentIndex.objects.create(document=document(), record=vector, words=vector, analyser="1")


def page_index() -> archive.PageIndex:
    found = archive.PageBreak.objects.filter(version=version()).first()
    assert found is not None
    words = SearchVector(Value("words"), config="simple")
    text = found.version.text
    return archive.PageIndex.objects.create(
        page_break=found, document=text.document, text=text.pk, words=words, analyser="1"
    )


def word_form() -> archive.WordForm:
    return archive.WordForm.objects.create(word=f"spoon{next(numbers)}", lexemes=["spoon"])


def usage() -> archive.UsageEvent:
    seen = document()
    return archive.UsageEvent.objects.create(
        at=timezone.now(),
        kind="request",
        document=seen,
        item=seen.identifier,
        volume=seen.volume,
        access_type="open",
        actor=b"actor-in-hiding",
    )


def actor_key() -> archive.ActorKey:
    month = date(2020 + next(numbers) % 60, 1, 1)
    return archive.ActorKey.objects.create(month=month, secret=b"secret-of-the-month")


def monthly() -> archive.MonthlyUsage:
    return archive.MonthlyUsage.objects.create(
        month=date(2026, 1, 1), metric="total_item_requests", volume=volume(), access_type="open", count=3
    )


def load() -> archive.Load:
    by = people.make_surrogate(people.make_user())
    return archive.Load.objects.create(file="loads/2026/01/frus.xml", product=people.make_product(), by=by)


# One more row of each model, with neighbours of its own, so that a statement for each row would be seen.
MAKERS: dict[Any, Callable[[], Any]] = {
    archive.Anchor: lambda: archive.Anchor.objects.create(document=document(), key="p1"),
    archive.ActorKey: actor_key,
    archive.ArchivalUnit: unit,
    archive.Document: document,
    archive.DocumentIndex: document_index,
    archive.EarlierIdentifier: lambda: archive.EarlierIdentifier.objects.create(
        document=document(), value=f"old-{next(numbers)}"
    ),
    archive.EditorialNote: version,
    archive.FrequentWords: lambda: archive.FrequentWords.objects.create(lexemes=["and", "word"]),
    archive.Image: lambda: page().image,
    archive.Load: load,
    archive.MonthlyUsage: monthly,
    archive.Name: lambda: make.make_role(document(), make.make_name("Petrov", variants=["Петров"])),
    archive.NameIdentifier: lambda: archive.NameIdentifier.objects.create(
        name=make.make_name("Petrov"), scheme="uri", value=f"https://authority.example.org/{next(numbers)}"
    ),
    archive.NameMerge: lambda: merge_names(make.make_name("Petrov"), [make.make_name("Petrow")])[0],
    archive.NameRole: lambda: make.make_role(document(), make.make_name("Petrov")),
    archive.NameVariant: lambda: make.make_name("Petrov", variants=["Петров"]),
    archive.Page: page,
    archive.PageBreak: version,
    archive.PageIndex: page_index,
    archive.Repository: unit,
    archive.Section: lambda: make.make_section(volume()),
    archive.Text: version,
    archive.TextVersion: version,
    archive.UsageEvent: usage,
    archive.Volume: volume,
    archive.WordForm: word_form,
    archive.Zone: zone,
    archive.ZoneLink: zone_link,
}

each_model = pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)


def test_every_model_of_the_room_has_its_pages() -> None:
    assert set(MAKERS) == models_with_pages("archive")


@each_model
def test_list_add_and_change_page_open(model: type[Model]) -> None:
    MAKERS[model]()
    client = librarian()
    adds = permissions(client, model)[0]

    assert answers(client, latest(model)) == [200, 200, 200 if adds else 403]


@each_model
def test_list_takes_as_many_statements_for_three_rows_as_for_one(model: type[Model]) -> None:
    for_one, for_three = statements_for_one_and_three(model, MAKERS[model])

    assert for_three == for_one


@each_model
def test_staff_without_permission_see_nothing(model: type[Model]) -> None:
    MAKERS[model]()
    client = Client()
    client.force_login(people.make_staff())

    assert answers(client, latest(model)) == [403, 403, 403]


@each_model
def test_what_the_archive_writes_itself_cannot_be_typed_in(model: type[Model]) -> None:
    MAKERS[model]()

    may = permissions(librarian(), model)

    expected = {
        archive.Document: (True, True, False),
        archive.EarlierIdentifier: (True, True, False),
        archive.Load: (True, False, False),
        archive.Page: (False, True, False),
        archive.Text: (False, True, False),
        **dict.fromkeys(
            (
                *(archive.ActorKey, archive.Anchor, archive.DocumentIndex, archive.EditorialNote, archive.Image),
                *(archive.MonthlyUsage, archive.NameMerge, archive.PageBreak, archive.PageIndex, archive.TextVersion),
                *(archive.UsageEvent, archive.WordForm, archive.Zone, archive.ZoneLink, archive.FrequentWords),
            ),
            (False, False, False),
        ),
    }
    assert may == expected.get(model, (True, True, True))


def plant() -> dict[str, Any]:
    """A needle of each kind, and hay of each kind beside it."""
    for maker in MAKERS.values():
        maker()
    product = people.make_product("Tea Papers")
    book = make.make_volume(
        "tea-v1", title="Tea and Treaties", series="Samovar series", editors="Zoya Monroe", product=product
    )
    part = make.make_section(book, "ch-tea", title="The kettle question")
    house = make.make_repository("tgatea", name="Tula Archive of Tea", code="TGAT", place="Tula")
    fond = make.make_unit(house, "4242", title="Samovar works")
    image = make.make_image("kettle-0007.tif")
    letter = make.make_document(
        book,
        "d77",
        title="To the keeper of spoons",
        unit=fond,
        repository=house,
        shelf_mark="TGAT, f. 4242, l. 7",
        place="Yasnaya Polyana",
        day=date(1901, 2, 3),
        date_printed="3 February 1901",
    )
    leaf = make.make_page(letter, image=image, facs="kettle-0007")
    layer = make.make_text(letter, ["Dear keeper."], notes=["Spoons are silver."], slug="transcription")
    writer = make.make_name("Chaikin, Samovar", variants=["Чайкин, Самовар"], disambiguation="tea master")
    current = layer.current
    assert current is not None
    return {
        "volume": book,
        "section": part,
        "repository": house,
        "unit": fond,
        "document": letter,
        "page": leaf,
        "image": image,
        "text": layer,
        "name": writer,
        **planted_on(letter, current, leaf, writer),
        **planted_beside(book, letter, current),
    }


def planted_on(
    letter: archive.Document, current: archive.TextVersion, leaf: archive.Page, writer: archive.Name
) -> dict[str, Any]:
    region = archive.Zone.objects.create(page=leaf, level="line", order=1, polygon=[[0, 0]], text="Dear keeper")
    return {
        "anchor": archive.Anchor.objects.create(document=letter, key="ch_3_tea"),
        "version": current,
        "break": current.breaks.get(),
        "note": current.editorial_notes.get(),
        "variant": writer.variants.get(text="Чайкин, Самовар"),
        "role": make.make_role(letter, writer),
        "identifier": archive.NameIdentifier.objects.create(name=writer, scheme="tea-v1", value="p_chaikin"),
        "earlier": archive.EarlierIdentifier.objects.create(document=letter, value="spoon-letter-1"),
        "zone": region,
        "link": archive.ZoneLink.objects.create(zone=region, version=current, start=0, end=4),
    }


def planted_beside(book: archive.Volume, letter: archive.Document, current: archive.TextVersion) -> dict[str, Any]:
    vector = SearchVector(Value("x"), config="simple")
    seen = {"volume": book, "item": "tea-v1-d77", "access_type": "open"}
    by = people.make_surrogate(people.make_user("loader@example.org"))
    return {
        "load": archive.Load.objects.create(file="loads/2026/01/kettle.zip", by=by),
        "key": archive.ActorKey.objects.create(month=date(1999, 5, 1), secret=b"x"),
        "usage": archive.UsageEvent.objects.create(
            at=timezone.now(), kind="request", document=letter, actor=b"x", **seen
        ),
        "monthly": archive.MonthlyUsage.objects.create(month=date(2026, 1, 1), metric="no_license", count=3, **seen),
        "index": archive.DocumentIndex.objects.create(document=letter, record=vector, words=vector, analyser="1"),
        "page_index": archive.PageIndex.objects.create(
            page_break=current.breaks.get(), document=letter, text=current.text_id, words=vector, analyser="1"
        ),
        "merge": merge_names(make.make_name("Kopeikin, Kettle"), [make.make_name("Kopeykin, Kettle")])[0],
        "word_form": archive.WordForm.objects.create(word="samovars", lexemes=["samovar"]),
        "choice": archive.FrequentWords.objects.create(lexemes=["kettle", "samovar"]),
    }


# Each list is asked for one and the same document, volume or name in the ways a caller might.
SEARCHES: dict[str, tuple[str, ...]] = {
    "anchor": ("ch_3_tea", "tea-v1-d77"),
    "volume": ("tea and treaties", "tea-v1", "samovar series", "monroe", "Tea Papers"),
    "section": ("kettle question", "ch-tea", "treaties kettle"),
    "repository": ("tula archive", "TGAT"),
    "unit": ("tgatea/4242", "samovar works", "TGAT"),
    "document": (
        *("keeper of spoons", "tea-v1-d77", "f. 4242", "yasnaya", "1901-02-03", "3 February 1901"),
        *("tgatea/4242", "чайкин", "Chaikin", "spoon-letter-1", "treaties spoons"),
    ),
    "page": ("tea-v1-d77", "kettle-0007", "keeper of spoons"),
    "image": ("kettle-0007", "tea-v1-d77"),
    "text": ("tea-v1-d77", "spoons"),
    "version": ("tea-v1-d77", "spoons"),
    "break": ("tea-v1-d77", "spoons"),
    "note": ("tea-v1-d77", "spoons"),
    "name": ("chaikin", "чайкин", "tea master", "p_chaikin"),
    "variant": ("Чайкин",),
    "role": ("chaikin", "tea-v1-d77", "chaikin spoons"),
    "identifier": ("p_chaikin", "chaikin tea-v1"),
    "earlier": ("spoon-letter-1", "tea-v1-d77"),
    "zone": ("dear keeper", "tea-v1-d77"),
    "link": ("tea-v1-d77",),
    "load": ("kettle.zip", "loader@example.org"),
    "key": ("1999-05",),
    "usage": ("tea-v1-d77", "treaties"),
    "monthly": ("tea-v1-d77", "treaties"),
    "index": ("tea-v1-d77", "spoons"),
    "page_index": ("tea-v1-d77", "spoons"),
    "merge": ("Kopeykin", "kopeykin", "Kopeikin"),
    "word_form": ("samo",),
    "choice": ("samovar", "Kett"),
}


@pytest.mark.parametrize("needle", SEARCHES)
def test_search_finds_what_a_caller_says(needle: str) -> None:
    row = plant()[needle]
    client = librarian()

    found = {term: listed(client, type(row), q=term) for term in SEARCHES[needle]}

    assert found == {term: [row.pk] for term in SEARCHES[needle]}


def test_every_list_is_searched() -> None:
    assert {type(row) for row in plant().values()} == set(MAKERS)


@pytest.mark.parametrize("model", [archive.ActorKey, archive.UsageEvent])
def test_secrets_are_never_shown(model: Any) -> None:
    MAKERS[model]()
    client = librarian()
    row = model._default_manager.get()

    pages = client.get(url_of(model)).content + client.get(url_of(model, "change", row.pk)).content

    assert [secret for secret in (b"secret-of-the-month", b"actor-in-hiding") if secret in pages] == []
