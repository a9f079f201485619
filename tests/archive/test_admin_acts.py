"""What editors do in the administration: publish, withdraw, correct records and names."""

from datetime import date
from typing import Any

import pytest

from archive.models import (
    ArchivalUnit,
    Document,
    DocumentIndex,
    EarlierIdentifier,
    Name,
    NameRole,
    NameVariant,
    Page,
    Section,
    Volume,
)
from tests.factories import accounts as people
from tests.factories import archive as make
from tests.office import act, errors, librarian, said, url_of

pytestmark = pytest.mark.django_db


def test_volume_is_published_after_asking() -> None:
    product = people.make_product()
    volume = make.make_volume("v", title="Letters", state="draft", audience="controlled", product=product)
    make.make_document(volume)
    make.make_document(volume, state="withdrawn")
    client = librarian()

    asked = act(client, Volume, "publish", [volume])
    untouched = Volume.objects.get().state
    done = act(client, Volume, "publish", [volume], confirmed="yes")

    assert asked.context["effects"] == ["1 draft is published.", "1 document is withdrawn."]
    assert untouched == "draft"
    assert said(done) == ["Letters: 1 document changed."]
    assert list(Document.objects.order_by("pk").values_list("state", flat=True)) == ["published", "withdrawn"]


def test_volume_without_a_product_is_named_and_not_published() -> None:
    volume = make.make_volume("v", title="Letters", state="draft", audience="controlled")

    done = act(librarian(), Volume, "publish", [volume], confirmed="yes")

    expected = "Letters is licensed but has no product. Put it under a product or open it to everyone first."
    assert said(done) == [expected]
    assert Volume.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("action", "state", "audience"),
    [("withdraw", "withdrawn", "controlled"), ("open_to_everyone", "published", "open")],
)
def test_volume_and_documents_follow_the_action(action: str, state: str, audience: str) -> None:
    volume = make.make_volume("v", audience="controlled", product=people.make_product())
    make.make_document(volume)
    client = librarian()
    act(client, Volume, action, [volume])
    before = (Volume.objects.get().state, Volume.objects.get().audience)

    act(client, Volume, action, [volume], confirmed="yes")

    assert before == ("published", "controlled")
    for row in (Volume.objects.get(), Document.objects.get()):
        assert (row.state, row.audience) == (state, audience)


def test_product_is_chosen_before_it_is_set() -> None:
    volume = make.make_volume("v")
    make.make_document(volume)
    product = people.make_product()
    client = librarian()

    without = act(client, Volume, "set_product", [volume], confirmed="yes")
    act(client, Volume, "set_product", [volume], confirmed="yes", product=product.pk)

    assert without.context["form"].errors == {"product": ["This field is required."]}
    assert [(row.audience, row.product) for row in (Volume.objects.get(), Document.objects.get())] == [
        ("controlled", product)
    ] * 2


def test_lock_of_a_volume_is_not_typed_in() -> None:
    volume = make.make_volume("v", state="draft")

    librarian().post(
        url_of(Volume, "change", volume.pk), {"title": "Ёлки 2", "state": "published", "audience": "open", "slug": "w"}
    )

    volume.refresh_from_db()
    assert (volume.title, volume.state, volume.slug) == ("Ёлки 2", "draft", "v")
    assert volume.sort_key == "елки 000002"


@pytest.mark.parametrize(
    ("action", "start", "end"), [("publish", "draft", "published"), ("withdraw", "published", "withdrawn")]
)
def test_documents_follow_the_action_after_asking(action: str, start: str, end: str) -> None:
    document = make.make_document(make.make_volume(), state=start)
    client = librarian()
    act(client, Document, action, [document])
    before = Document.objects.get().state

    act(client, Document, action, [document], confirmed="yes")

    assert (before, Document.objects.get().state) == (start, end)


def test_document_without_a_product_stops_publishing() -> None:
    volume = make.make_volume()
    bare = make.make_document(volume, title="Bare", state="draft", audience="controlled")
    fine = make.make_document(volume, state="draft")

    done = act(librarian(), Document, "publish", [bare, fine], confirmed="yes")

    assert said(done) == ["Nothing was published: “Bare” is licensed but has no product. Give it one first."]
    assert set(Document.objects.values_list("state", flat=True)) == {"draft"}


def document_form(document: Document | None = None, **fields: Any) -> dict[str, Any]:
    tables = ("texts", "roles", "earlier_identifiers") if document else ()
    management = {f"{name}-{key}": 0 for name in tables for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    known = {"title": "A letter", "kind": "document", "order": 1, "calendar": "gregorian", "other_titles": "[]"}
    return {**known, "audience": "open", "state": "draft", **management, **fields}


def test_date_of_a_document_sets_its_bounds() -> None:
    document = make.make_document(make.make_volume())

    form = document_form(document, date_edtf="1917-10-25", calendar="julian")
    response = librarian().post(url_of(Document, "change", document.pk), form)

    document.refresh_from_db()
    assert response.status_code == 302
    assert (document.earliest, document.latest) == (date(1917, 11, 7), date(1917, 11, 7))


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"date_edtf": "24 December 1939"}, "date_edtf"),
        ({"audience": "controlled", "state": "published"}, "product"),
        ({"audience": "group"}, "group"),
        ({"audience": "owner"}, "owner"),
        ({"section": "elsewhere"}, "section"),
    ],
)
def test_document_s_nonsense_is_refused_at_its_field(fields: dict[str, Any], where: str) -> None:
    document = make.make_document(make.make_volume())
    if "section" in fields:
        fields["section"] = make.make_section(make.make_volume()).pk

    response = librarian().post(url_of(Document, "change", document.pk), document_form(document, **fields))

    assert where in errors(response)


def test_new_document_needs_a_place_a_key_and_an_identifier_never_used() -> None:
    volume = make.make_volume()
    old = EarlierIdentifier.objects.create(document=make.make_document(volume), value="old-letter")
    client = librarian()

    nowhere = client.post(url_of(Document, "add"), document_form(identifier="new"))
    keyless = client.post(url_of(Document, "add"), document_form(identifier="new", volume=volume.pk))
    taken = client.post(url_of(Document, "add"), document_form(identifier=old.value, volume=volume.pk, key="k"))
    fine = client.post(url_of(Document, "add"), document_form(identifier="new", volume=volume.pk, key="k"))

    assert errors(nowhere)["__all__"] == ["A document belongs to a volume, to a holding, or to both."]
    assert list(errors(keyless)) == ["key"]
    assert list(errors(taken)) == ["identifier"]
    assert fine.status_code == 302


def test_identifier_volume_and_key_of_a_document_stay() -> None:
    volume = make.make_volume("v")
    document = make.make_document(volume, "d1")

    form = document_form(document, identifier="other", key="other", volume=make.make_volume().pk)
    librarian().post(url_of(Document, "change", document.pk), form)

    document.refresh_from_db()
    assert (document.identifier, document.key, document.volume) == ("v-d1", "d1", volume)


def test_identifier_of_today_is_no_earlier_one() -> None:
    document = make.make_document(make.make_volume("v"), "d1")

    response = librarian().post(url_of(EarlierIdentifier, "add"), {"document": document.pk, "value": "v-d1"})

    assert errors(response) == {"value": ["A document has this identifier today."]}


def test_image_of_one_page_is_withdrawn() -> None:
    page = make.make_page(make.make_document(make.make_volume()), label="7")

    librarian().post(
        url_of(Page, "change", page.pk), {"label": "7", "folio": "3", "is_verso": "on", "state": "withdrawn"}
    )

    page.refresh_from_db()
    assert (page.state, page.folio, page.is_verso) == ("withdrawn", "3", True)


def test_unit_gets_its_path_and_keeps_it() -> None:
    house = make.make_repository("rgaspi")
    client = librarian()
    client.post(url_of(ArchivalUnit, "add"), {"repository": house.pk, "level": "fond", "number": "558"})
    unit = ArchivalUnit.objects.get()

    client.post(url_of(ArchivalUnit, "change", unit.pk), {"number": "559", "title": "Stalin"})

    unit.refresh_from_db()
    assert (unit.path, unit.number, unit.title) == ("rgaspi/558", "558", "Stalin")


@pytest.mark.parametrize(
    ("fields", "where"), [({"level": "opis"}, "level"), ({"number": "5/8"}, "number"), ({"number": "558"}, "number")]
)
def test_unit_s_nonsense_is_refused_at_its_field(fields: dict[str, str], where: str) -> None:
    house = make.make_repository()
    make.make_unit(house, "558")

    form = {"repository": house.pk, "level": "fond", "number": "1", **fields}
    response = librarian().post(url_of(ArchivalUnit, "add"), form)

    assert list(errors(response)) == [where]


def test_section_is_no_part_of_itself_nor_of_another_volume() -> None:
    volume = make.make_volume()
    top = make.make_section(volume)
    below = make.make_section(volume, parent=top)
    elsewhere = make.make_section(make.make_volume())
    form = {"title": "T", "order": 1}
    client = librarian()

    ring = client.post(url_of(Section, "change", top.pk), {**form, "parent": below.pk})
    strange = client.post(url_of(Section, "change", top.pk), {**form, "parent": elsewhere.pk})

    assert (list(errors(ring)), list(errors(strange))) == (["parent"], ["parent"])


def test_name_is_saved_with_what_search_finds_it_by() -> None:
    tables = {f"{name}-{key}": 0 for name in ("variants", "identifiers") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {"kind": "person", "name": "Chaikin, S.", "slug": "chaikin", **tables, "variants-TOTAL_FORMS": 1}

    librarian().post(url_of(Name, "add"), {**form, "variants-0-text": "Чайкин"})

    name = Name.objects.get()
    skeletons = dict(NameVariant.objects.filter(name=name).values_list("text", "skeleton"))
    assert set(skeletons) == {"Chaikin, S.", "Чайкин"}
    assert skeletons["Чайкин"] in skeletons["Chaikin, S."]
    assert name.sort_key == "chaikin s"


def records() -> str:
    return " ".join(DocumentIndex.objects.order_by("pk").values_list("record", flat=True))


def test_search_follows_what_is_typed_on_the_page_of_a_document() -> None:
    document = make.make_document(make.make_volume())

    librarian().post(url_of(Document, "change", document.pk), document_form(document, title="A samovar"))

    assert "samovar" in records()


@pytest.mark.parametrize("through", ["variant", "role"])
def test_search_follows_spellings_and_roles(through: str) -> None:
    document = make.make_document(make.make_volume())
    name = make.make_name("Petrov")
    client = librarian()
    role = make.make_role(document, name) if through == "variant" else None
    added = (
        {"name": name.pk, "text": "Chaikin"} if role else {"name": name.pk, "document": document.pk, "role": "author"}
    )
    model: Any = NameVariant if role else NameRole

    client.post(url_of(model, "add"), {"name": name.pk, **added, "order": 0})
    after_adding = records()
    row = model.objects.order_by("pk").last()
    client.post(url_of(model, "delete", row.pk), {"post": "yes"})
    after_deleting = records()

    word = "chaikin" if role else "petrov"
    assert (word in after_adding, word in after_deleting) == (True, False)
