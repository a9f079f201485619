"""A hidden note in every channel, and the pages of moderation for each person."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.leaving import erase, export
from accounts.models import User
from annotations.models import Annotation, Case, Report
from tests.asking import client_of
from tests.counting import statements_when_warm
from tests.factories.accounts import make_curator, make_group, make_member, make_superuser, make_user
from tests.factories.annotations import make_group_note, make_public_note, make_report, make_rules
from tests.factories.archive import make_document, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db
REASONS = "It names a living person."


@pytest.fixture
def letter() -> Any:
    document = make_document(make_volume("papers"), "letter", identifier="papers-letter")
    make_page(document, 1)
    make_text(document, ["Words of the letter."])
    return document


def hide(case: Case, staff: User, **more: Any) -> Any:
    data = {"act": "hide", "rule": "privacy", "reasons": REASONS, **more}
    return client_of(staff).post(f"/moderation/{case.pk}/", data)


def report(client: Client, note: Annotation) -> Any:
    return client.post(f"/annotations/{note.pk}/report/", {"reason": "privacy", "words": "Look."})


CHANNELS = {
    "page": "/documents/papers-letter/",
    "all": "/annotations/",
    "iris": "/annotations/?iris=1",
    "last page": "/annotations/?page=last",
    "document": "/annotations/documents/papers-letter/",
    "leaves": "/annotations/documents/papers-letter/?leaves=1-1",
    "volume": "/annotations/volumes/papers/",
    "tag": "/annotations/?tag=planted",
    "iiif": "/iiif/documents/papers-letter/manifest.json",
    "iiif search": "/iiif/documents/papers-letter/search?q=planted",
    "search": "/search/?q=planted",
    "api search": "/api/v1/search/?q=planted",
    "api document": "/api/v1/documents/papers-letter/",
}


@pytest.mark.parametrize("persona", ["anonymous", "stranger", "reporter", "curator"])
def test_l10_a_hidden_note_is_in_no_channel(letter: Any, persona: str) -> None:
    author, reporter, staff = make_user(name="Planted Author"), make_user(), make_superuser()
    people = {"anonymous": None, "stranger": make_user(), "reporter": reporter, "curator": make_curator()}
    note = make_public_note(author, letter, "Planted words.", tags=["planted"])
    client = client_of(people[persona])
    told_before = [name for name, path in CHANNELS.items() if _tells(client, path, note)]
    report(client_of(reporter), note)
    hide(Case.objects.get(), staff)

    told = [name for name, path in CHANNELS.items() if _tells(client, path, note)]
    alone = client.get(f"/annotations/{note.pk}/")
    missing = client.get("/annotations/00000000-0000-4000-8000-000000000000/")

    assert {"page", "all", "iris", "document", "volume", "tag"} <= set(told_before)
    assert told == []
    assert (alone.status_code, alone.content) == (404, missing.content)
    assert client.get("/annotations/documents/papers-letter/").json()["total"] == 0


def _tells(client: Client, path: str, note: Annotation) -> bool:
    said = client.get(path).content.decode()
    return "Planted" in said or str(note.pk) in said


def test_r10_the_author_still_reads_and_exports_a_hidden_note(letter: Any) -> None:
    author, staff = make_user(), make_superuser()
    note = make_public_note(author, letter, "Planted words.")
    report(client_of(make_user()), note)
    hide(Case.objects.get(), staff)
    client = client_of(author)

    page = client.get(f"/desk/reports/{Case.objects.get().pk}/").content.decode()

    assert all(words in page for words in ("Planted words.", REASONS, "a moderator of the archive", "Appeal"))
    assert client.get(f"/annotations/{note.pk}/").json()["fonds:state"] == "hidden"
    assert "Planted words." in json.dumps(export(author))


def test_r10_a_report_is_two_fields_and_the_reporter_sees_it(letter: Any) -> None:
    reporter = make_user()
    note = make_public_note(make_user(), letter)
    client = client_of(reporter)
    asked = client.get(f"/annotations/{note.pk}/report/")

    answer = report(client, note)

    form = asked.context["form"]
    assert list(form.fields) == ["reason", "words"]
    assert answer["Location"] == f"/documents/papers-letter/#note-{note.pk}"
    assert "You reported this note." in client.get("/documents/papers-letter/").content.decode()
    assert "You reported this note." not in client_of(make_user()).get("/documents/papers-letter/").content.decode()
    assert "Look." in client.get("/desk/reports/").content.decode()


def test_r10_the_reporters_name_is_nowhere_the_author_or_moderator_looks(letter: Any) -> None:
    author, reporter, staff = make_user(), make_user(name="Planted Reporter"), make_superuser()
    note = make_public_note(author, letter)
    report(client_of(reporter), note)
    case = Case.objects.get()
    hide(case, staff)
    paths = {
        author: ["/desk/reports/", f"/desk/reports/{case.pk}/", "/documents/papers-letter/", "/desk/news/"],
        staff: ["/moderation/?show=decided", f"/moderation/{case.pk}/"],
    }

    said = {path: client_of(person).get(path).content.decode() for person in paths for path in paths[person]}

    assert [path for path, page in said.items() if "Planted Reporter" in page or reporter.email in page] == []


@pytest.mark.parametrize("persona", ["author", "reporter", "stranger", "curator", "moderator of another group"])
def test_pages_of_a_case_exist_for_its_moderators_only(letter: Any, persona: str) -> None:
    group, lead, author, reporter = make_group(), make_user(), make_user(), make_user()
    for person, role in ((author, "member"), (reporter, "member"), (lead, "moderator")):
        make_member(group, person, role)
    other = make_user()
    make_member(make_group(), other, "owner")
    people = {"author": author, "reporter": reporter, "stranger": make_user(), "curator": make_curator()}
    note = make_group_note(author, group, letter)
    report(client_of(reporter), note)
    case = Case.objects.get()

    client = client_of(people.get(persona, other))
    answers = [client.get(f"/moderation/{case.pk}/").status_code, hide(case, people.get(persona, other)).status_code]

    assert answers == [404, 404]
    assert client_of(lead).get(f"/moderation/{case.pk}/").status_code == 200


def test_the_case_shows_snapshot_thread_history_and_policy(letter: Any) -> None:
    author, staff = make_user(), make_superuser()
    make_rules(policy="Be kind.")
    note = make_public_note(author, letter, "Planted before.")
    report(client_of(make_user()), note)
    Annotation.objects.filter(pk=note.pk).update(body="Planted after.", revision=2)

    page = client_of(staff).get(f"/moderation/{Case.objects.get().pk}/").content.decode()

    assert all(
        words in page for words in ("Planted before.", "Planted after.", "Be kind.", "Look.", "0 hidden, 0 kept")
    )
    assert [f'accesskey="{key}"' in page for key in "kha"] == [True, True, True]


def test_the_queue_takes_as_many_statements_for_thirty_as_for_one(letter: Any) -> None:
    staff = make_superuser()
    client = client_of(staff)

    def fill(count: int) -> None:
        for _ in range(count):
            report(client_of(make_user()), make_public_note(make_user(), letter))

    fill(1)
    few = statements_when_warm(lambda: client.get("/moderation/"))
    fill(29)

    assert statements_when_warm(lambda: client.get("/moderation/")) == few


def test_a_group_keeps_its_rules_and_only_its_moderators_change_them(letter: Any) -> None:  # noqa: ARG001
    group, lead, member = make_group(slug="circle"), make_user(), make_user()
    make_member(group, lead, "moderator")
    make_member(group, member)
    data = {"policy": "Be kind.", "looks_first": "on", "words": "", "rate": ""}

    refused = client_of(member).post("/groups/circle/rules/", data).status_code
    kept = client_of(lead).post("/groups/circle/rules/", data).status_code

    assert (refused, kept) == (404, 302)
    assert "Be kind." in client_of(lead).get("/groups/circle/rules/").content.decode()


def test_erasing_a_person_empties_cases_and_reports_of_them(letter: Any) -> None:
    author, reporter = make_user(), make_user()
    note = make_public_note(author, letter, "Planted words.")
    report(client_of(reporter), note)
    hide(Case.objects.get(), make_superuser())
    make_report(Case.objects.get(), author, words="Planted too.")

    erase(author)
    erase(reporter)

    case = Case.objects.get()
    assert (case.author_id, case.snapshot, case.annotation_id) == (None, {}, None)
    assert [(row.reporter_id, row.words) for row in Report.objects.all()] == [(None, ""), (None, "")]
    assert case.decisions.get().reasons == REASONS
