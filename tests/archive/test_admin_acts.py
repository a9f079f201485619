"""What editors do in the administration: publish, correct records and names, load."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from archive.loads import start_load
from archive.models import ArchivalUnit, Document, EarlierIdentifier, Load, Name, NameVariant, Page, Section, Volume
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


def upload(client: Client, **fields: Any) -> Any:
    file = SimpleUploadedFile("letters.xml", b"<TEI/>", content_type="text/xml")
    return client.post(url_of(Load, "add"), {"file": file, **fields}, follow=True)


def jobs() -> list[tuple[str, dict[str, Any]]]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


@pytest.fixture
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("_media")
def test_upload_is_kept_and_handed_to_the_check() -> None:
    response = upload(librarian(email="editor@example.org"), volume_slug="letters")

    load = Load.objects.get()
    assert load.by is not None
    assert load.by.user is not None
    assert (load.step, load.volume_slug, load.by.user.email) == ("checking", "letters", "editor@example.org")
    assert jobs() == [("archive.check_load", {"load_id": load.pk})]
    assert "There is no report yet." in response.content.decode()


@pytest.mark.usefixtures("_media")
@pytest.mark.parametrize(
    ("fields", "where"), [({"volume_slug": "../etc"}, "volume_slug"), ({"is_open": "on", "product": True}, "__all__")]
)
def test_upload_s_nonsense_is_refused_and_nothing_is_kept(fields: dict[str, Any], where: str) -> None:
    if "product" in fields:
        fields["product"] = people.make_product().pk

    response = upload(librarian(), **fields)

    assert list(errors(response)) == [where]
    assert (Load.objects.count(), jobs()) == (0, [])


REPORT = {
    "status": "partial",
    "sources": [
        {
            "path": "letters.xml",
            "format": "tei",
            "volume": "letters",
            "documents": 1234,
            "created": 1200,
            "updated": 34,
            "warnings": [
                {"file": "letters.xml", "line": n, "code": "undated", "message": f"<b>no date</b> {n}"}
                for n in range(1, 251)
            ],
        }
    ],
}


def test_report_is_shown_in_words_with_its_first_warnings() -> None:
    volume = make.make_volume("letters")
    load = Load.objects.create(file="loads/letters.xml", step="checked", report=REPORT)

    page = librarian().get(url_of(Load, "change", load.pk)).content.decode()

    assert "Part of it is refused; the rest is in order." in page
    assert "1,234" in page
    assert url_of(Volume, "change", volume.pk) in page
    assert "&lt;b&gt;no date&lt;/b&gt; 200" in page
    assert "no date&lt;/b&gt; 201" not in page
    assert "There are 50 more; correct these first." in page
    assert "Load it" in page


def start(client: Client, load: Load) -> Any:
    return client.post(reverse("admin:archive_load_start", args=[load.pk]), follow=True)


def test_checked_load_is_started_once() -> None:
    load = Load.objects.create(file="loads/letters.xml", step="checked", report=REPORT)
    client = librarian()

    first, second = start(client, load), start(client, load)

    assert Load.objects.get().step == "loading"
    assert jobs() == [("archive.run_load", {"load_id": load.pk})]
    assert said(first) == ["It is being loaded; reload this page to see how it went."]
    assert said(second) == ["This is not waiting to be loaded; perhaps somebody has started it already."]


@pytest.mark.parametrize("step", ["checking", "loading", "loaded", "refused"])
def test_load_in_another_step_is_not_started(step: str) -> None:
    load = Load.objects.create(file="loads/letters.xml", step=step)

    assert not start_load(load)
    assert (Load.objects.get().step, jobs()) == (step, [])
    assert "Load it" not in librarian().get(url_of(Load, "change", load.pk)).content.decode()


def test_load_is_started_only_by_post_and_only_by_those_who_may() -> None:
    load = Load.objects.create(file="loads/letters.xml", step="checked")
    url = reverse("admin:archive_load_start", args=[load.pk])
    clerk = Client()
    clerk.force_login(people.make_staff())

    answers = [librarian().get(url).status_code, clerk.post(url).status_code, Client().post(url).status_code]

    assert answers == [405, 403, 302]
    assert (Load.objects.get().step, jobs()) == ("checked", [])
