"""Taking notes away in four forms, and bringing one's own back."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as Docx
from lxml import html

from annotations.models import Annotation
from tests.annotations.wire import BASE
from tests.asking import client_of
from tests.counting import statements_when_warm
from tests.factories.accounts import make_contract, make_group, make_member, make_product, make_user
from tests.factories.annotations import (
    make_folder,
    make_group_note,
    make_item,
    make_note,
    make_note_on_words,
    make_public_note,
)
from tests.factories.archive import make_document, make_name, make_role, make_text, make_volume

pytestmark = pytest.mark.django_db
FORMS = ("csv", "markdown", "docx", "json-ld")


@pytest.fixture
def letter() -> Any:
    volume = make_volume("papers", title="Papers of the Ministry")
    document = make_document(
        volume, "letter", identifier="papers-letter", title="To the minister", shelf_mark="F. 1, op. 2, d. 3"
    )
    make_role(document, make_name("Molotov, V. M."))
    return document


def take(client: Client, form: str, **query: str) -> str:
    """What a file says, as text."""
    return words_of(client.get(f"/desk/take/{form}/", query), form)


def words_of(response: Any, form: str) -> str:
    assert response.status_code == 200
    if form == "docx":
        return "\n".join(paragraph.text for paragraph in Docx(io.BytesIO(response.content)).paragraphs)
    return str(response.content.decode())


def bring(client: Client, data: Any) -> Any:
    text = data if isinstance(data, str) else json.dumps(data)
    return client.post("/desk/bring/", {"file": SimpleUploadedFile("notes.jsonld", text.encode())})


@pytest.mark.parametrize("form", FORMS)
def test_r9_quotation_note_tags_and_link_are_in_every_form(letter: Any, form: str) -> None:
    user = make_user()
    text = make_text(letter, ["About the ice."])
    note = make_note_on_words(user, text, "the ice", body="A *remark*.", tags=["cold", "north sea"])

    said = take(client_of(user), form)

    for words in ("the ice", "A *remark*.", "cold", f"{BASE}/annotations/{note.pk}/"):
        assert words in said
    if form != "json-ld":
        plain = said.replace("\\", "")
        for words in ("Molotov, V. M.", "To the minister", "F. 1, op. 2, d. 3", f"{BASE}/documents/papers-letter/"):
            assert words in plain


@pytest.mark.parametrize("form", FORMS)
def test_r9_my_notes_are_taken_with_their_quotation_after_the_licence_has_ended(form: str) -> None:
    user, product = make_user(), make_product()
    closed = make_document(make_volume("closed", audience="controlled", product=product), "d", title="Closed")
    contract = make_contract(user, product)
    make_note_on_words(user, make_text(closed, ["Planted words."]), "Planted words", body="My remark.")

    contract.delete()

    said = take(client_of(user), form)
    assert ("Planted words" in said, "My remark." in said) == (True, True)


@pytest.mark.parametrize("form", FORMS)
def test_others_quotations_are_left_out_where_the_text_is_closed(form: str) -> None:
    user, other, product, group = make_user(), make_user(), make_product(), make_group()
    for person in (user, other):
        make_member(group, person)
    closed = make_document(make_volume("closed", audience="controlled", product=product), "d")
    text = make_text(closed, ["Planted words."])
    make_note_on_words(other, text, "Planted words", body="A remark.", audience="group", group=group)

    said = take(client_of(user), form, whose="all")

    assert ("Planted" in said, "A remark." in said) == (False, True)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("whose", ["mine", "groups", "all"])
def test_what_one_may_not_read_is_in_no_file(letter: Any, form: str, whose: str) -> None:
    user, other = make_user(), make_user()
    make_member(make_group(), user)
    make_note(other, letter, "Planted private.")
    make_group_note(other, make_group(), letter, body="Planted of a group.")
    make_public_note(other, letter, "Planted and hidden.", hidden_at=letter.created_at)

    assert "Planted" not in take(client_of(user), form, whose=whose, document="papers-letter")


@pytest.mark.parametrize("form", FORMS)
def test_r9_no_notes_are_a_valid_empty_file(form: str) -> None:
    response = client_of(make_user()).get(f"/desk/take/{form}/")

    said = words_of(response, form)
    if form == "csv":
        assert len(list(csv.reader(io.StringIO(said)))) == 1
    elif form == "json-ld":
        assert json.loads(said)["items"] == []
    else:
        assert "There is nothing in this list." in said


def test_h9_cells_that_a_spreadsheet_would_run_are_text(letter: Any) -> None:
    user = make_user()
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]
    for words in hostile:
        make_note(user, letter, words, tags=[words.strip()])

    rows = list(csv.DictReader(io.StringIO(take(client_of(user), "csv").lstrip("\ufeff"))))

    assert sorted(row["note"] for row in rows) == sorted(f"'{words}" for words in hostile)
    assert [cell for row in rows for cell in row.values() if cell[:1] in "=+-@\t\r" and cell] == []


def test_h9_the_file_of_a_folder_has_a_harmless_name(letter: Any) -> None:
    user = make_user()
    folder = make_folder(user, 'a/b\\"c\r\nX: y \u202etxt.exe')
    make_item(folder, letter)

    response = client_of(user).get(f"/folders/{folder.pk}/take/csv/")

    assert response["Content-Disposition"] == 'attachment; filename="abc-x-y-txtexe.csv"'


def test_h9_control_signs_do_not_break_a_word_file(letter: Any) -> None:
    user = make_user()
    make_note(user, letter, "one\x0btwo\x1f\ufffe")

    assert "onetwo" in take(client_of(user), "docx")


@pytest.mark.parametrize("form", [*FORMS, "ris", "csl-json"])
def test_a_folder_is_a_reading_list_in_its_order(letter: Any, form: str) -> None:
    user = make_user()
    second = make_document(letter.volume, "second", title="Second letter")
    folder = make_folder(user, "Reading")
    make_item(folder, second)
    make_item(folder, letter)
    make_item(folder, annotation=make_note(user, letter, "My remark."))

    said = words_of(client_of(user).get(f"/folders/{folder.pk}/take/{form}/"), form)

    if form == "json-ld":
        assert [item["body"][0]["value"] for item in json.loads(said)["items"]] == ["My remark."]
    else:
        assert said.index("Second letter") < said.index("To the minister")
    assert ("My remark." in said) == (form not in ("ris", "csl-json"))


@pytest.mark.parametrize("form", [*FORMS, "ris", "csl-json"])
def test_a_private_folder_cannot_be_taken_by_others(letter: Any, form: str) -> None:
    folder = make_folder(make_user())
    make_item(folder, letter)

    statuses = [client_of(user).get(f"/folders/{folder.pk}/take/{form}/").status_code for user in (None, make_user())]

    assert statuses == [404, 404]


def test_what_is_taken_as_json_ld_comes_back_with_the_same_ids_and_none_doubled(letter: Any) -> None:
    user = make_user()
    text = make_text(letter, ["About the ice."])
    notes = [
        make_note_on_words(user, text, "the ice", body="A remark.", tags=["cold"]),
        make_note(user, letter, "", motivation="bookmarking"),
        make_public_note(user, letter, "Said to all."),
    ]
    client = client_of(user)
    taken = take(client, "json-ld")
    again = bring(client, taken).content.decode()
    Annotation.objects.all().delete()

    back = bring(client, taken).content.decode()
    bring(client, taken)

    rows = Annotation.objects.order_by("created_at")
    assert "0 new, 3 were here already." in again
    assert "3 new, 0 were here already." in back
    assert {row.pk for row in rows} == {note.pk for note in notes}
    assert sorted((row.body, row.exact, row.audience, tuple(row.tags)) for row in rows) == [
        ("", "", "owner", ()),
        ("A remark.", "the ice", "owner", ("cold",)),
        ("Said to all.", "", "open", ()),
    ]


def test_somebody_elses_note_is_not_overwritten_by_a_file_with_its_id(letter: Any) -> None:
    author, user = make_user(), make_user()
    note = make_public_note(author, letter, "Theirs.")
    client = client_of(user)
    page = json.loads(take(client_of(author), "json-ld"))
    page["items"][0]["body"][0]["value"] = "Mine."

    bring(client, page)
    bring(client, page)

    note.refresh_from_db()
    assert (note.body, note.owner) == ("Theirs.", author)


@pytest.mark.usefixtures("letter")
def test_a_bad_line_is_named_and_the_others_are_written() -> None:
    good = {"type": "Annotation", "body": {"type": "TextualBody", "value": "Good."}}
    target = f"{BASE}/documents/papers-letter/"
    items = [good | {"target": target}, {"type": "Note"}, good | {"target": "https://example.com/"}]

    page = bring(client_of(make_user()), {"type": "AnnotationPage", "items": items}).content.decode()

    assert Annotation.objects.get().body == "Good."
    assert all(
        words in page for words in ("1 new", "Note 2 of the file:", "Note 3 of the file:", "not of this archive")
    )


@pytest.mark.parametrize("text", ["", "not json", '{"a": NaN}', "[" * 5000])
def test_a_file_that_is_none_is_refused_with_a_reason(text: str) -> None:
    response = bring(client_of(make_user()), text)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_taking_costs_the_same_at_1_and_at_20_notes(letter: Any) -> None:
    user = make_user()
    client = client_of(user)

    make_note(user, letter)
    few = statements_when_warm(lambda: client.get("/desk/take/csv/"))
    for number in range(20):
        make_note(user, make_document(letter.volume, f"d{number}"))

    assert statements_when_warm(lambda: client.get("/desk/take/csv/")) == few


def test_r9_what_is_taken_away_is_labelled_by_its_purpose_and_every_link_leads_to_its_form(letter: Any) -> None:
    user = make_user()
    make_note_on_words(user, make_text(letter, ["About the ice."]), "the ice")
    folder = make_folder(user)
    make_item(folder, letter)
    client = client_of(user)
    notes = {
        "For a spreadsheet (CSV)": "text/csv",
        "For writing (Word)": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "For writing (Markdown)": "text/markdown",
        "For other programs (Web Annotation)": "application/ld+json",
    }

    assert kinds(client, "/desk/") == kinds(client, "/desk/bring/") == notes
    assert kinds(client, f"/folders/{folder.pk}/") == {
        "Reading list with citations (Word)": notes["For writing (Word)"],
        "Reading list with citations (Markdown)": "text/markdown",
        "For a spreadsheet (CSV)": "text/csv",
        "For a reference manager (RIS)": "application/x-research-info-systems",
        "For a reference manager (CSL-JSON)": "application/vnd.citationstyles.csl+json",
        "Its notes for other programs (Web Annotation)": "application/ld+json",
    }


def kinds(client: Client, page: str) -> dict[str, str]:
    """What each link for taking away says, and what kind of file it gives."""
    links = html.fromstring(client.get(page).content.decode()).iterfind(".//a[@href]")
    found = {str(link.text_content()).strip(): str(link.attrib["href"]) for link in links}
    taken = {words: client.get(href) for words, href in found.items() if "/take/" in href}
    return {words: response["Content-Type"].partition(";")[0] for words, response in taken.items()}
