"""A corrected volume is loaded while readers have notes: what the editor is told, and where notes and readers end."""

from pathlib import Path
from typing import Any

import pytest

from annotations.models import Anchor, Annotation
from archive.models import Text
from tests.archive.ingest.samples import load, tei, write
from tests.asking import client_of
from tests.factories.accounts import make_user
from tests.factories.annotations import make_note_on_words

pytestmark = pytest.mark.django_db
PAGE = '<pb n="2" facs="a_2.jpg"/>'
BODY = (
    '<pb n="1" facs="a_1.jpg"/><p xml:id="p1">The ice on the river broke early.</p>'
    '<p xml:id="p2">Nobody in the village expected it.</p>'
    '<pb n="2" facs="a_2.jpg"/><p xml:id="p3">The ferry was lost with all it carried.</p>'
)


@pytest.fixture
def text(tmp_path: Path) -> Text:
    load(write(tmp_path / "v", a=tei(BODY)), is_open=True)
    return Text.objects.get()


def reload(folder: Path, body: str, **more: Any) -> Any:
    """Load the corrected source; gives what the report says of it."""
    [source] = load(write(folder / "v", a=tei(body)), is_open=True, **more).sources
    return source


def public(text: Text, words: str) -> Annotation:
    return make_note_on_words(make_user(), text, words, audience="open")


def test_e5_a_dry_run_tells_the_effect_on_readers_and_writes_nothing(text: Text, tmp_path: Path) -> None:
    public(text, "The ferry was lost")

    told = reload(tmp_path, BODY.partition(PAGE)[0], is_dry_run=True)

    details = [line for change in told.changes for line in change.details]
    assert details[-2:] == [
        "0 notes stay on their words; 0 ask their authors; 1 is set apart as unattached.",
        "Unattached: “The ferry was lost”",
    ]
    assert (Anchor.objects.count(), text.versions.count()) == (0, 1)


def test_e5_ids_that_were_renumbered_are_warned_of_and_notes_stay_on_their_words(text: Text, tmp_path: Path) -> None:
    note = public(text, "in the village")
    renumbered = BODY.replace("p3", "p4").replace("p2", "p3").replace("broke early", "broke very early")

    told = reload(tmp_path, renumbered, is_dry_run=True)
    reload(tmp_path, renumbered)

    details = [line for change in told.changes for line in change.details]
    assert f"{text.slug}: 2 of 2 paragraphs have another xml:id; notes are found by their words" in details
    assert list(Anchor.objects.values_list("annotation", "finding", "exact")) == [(note.pk, "found", "in the village")]


def test_e5_the_notes_of_a_paragraph_go_with_it_to_another_page(text: Text, tmp_path: Path) -> None:
    note = public(text, "in the village")
    client, address = client_of(None), f"/annotations/documents/{text.document.identifier}/?leaves="
    before = [client.get(f"{address}{leaf}-{leaf}").json()["total"] for leaf in (1, 2)]
    first, second, third = BODY.split("<p ")[1:]
    moved = f'<pb n="1" facs="a_1.jpg"/><p {first}<pb n="2" facs="a_2.jpg"/><p {third}<p {second.replace(PAGE, "")}'

    reload(tmp_path, moved)

    assert list(Anchor.objects.values_list("annotation", "finding", "exact")) == [(note.pk, "found", "in the village")]
    after = [client.get(f"{address}{leaf}-{leaf}").json()["total"] for leaf in (1, 2)]
    assert (before, after) == ([1, 0], [0, 1])


def test_e5_the_new_version_is_live_at_once_and_the_old_one_stays_citable(text: Text, tmp_path: Path) -> None:
    reload(tmp_path, BODY.replace("early", "late"))

    client, address = client_of(None), f"/documents/{text.document.identifier}/"
    now, old = (client.get(path) for path in (address, f"{address}texts/{text.slug}/v1/"))
    assert ("broke late" in now.content.decode(), "broke early" in now.content.decode()) == (True, False)
    assert (old.status_code, "broke early" in old.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("choice", "finding", "exact"), [("keep", "reworded", "foresaw it"), ("leave", "unattached", "")]
)
def test_r5_the_note_shows_old_and_new_wording_and_its_author_chooses(
    text: Text, tmp_path: Path, choice: str, finding: str, exact: str
) -> None:
    author = make_user()
    note = make_note_on_words(author, text, "expected it", body="Why?", audience="open")
    reload(tmp_path, BODY.replace("expected it", "foresaw it"))
    anchor, address = Anchor.objects.get(), f"/annotations/{note.pk}/settle/"
    card = client_of(author).get(f"/annotations/{note.pk}/card/").content.decode()
    theirs = client_of(make_user()).get(f"/annotations/{note.pk}/card/").content.decode()

    refused = client_of(make_user()).post(address, {"choice": choice, "anchor": anchor.pk}).status_code
    kept = client_of(author).post(address, {"choice": choice, "anchor": anchor.pk}).status_code

    for words in (
        "expected it",
        "foresaw it",
        "Keep the note here",
        "Leave it unattached",
        "Set it on the words selected",
    ):
        assert (words in card, words in theirs) == (True, words == "expected it")
    assert (refused, kept) == (404, 302)
    anchor.refresh_from_db()
    assert (anchor.finding, anchor.exact, anchor.is_confirmed) == (finding, exact, True)


def test_r5_unattached_notes_are_listed_with_quotation_page_and_version(text: Text, tmp_path: Path) -> None:
    author = make_user()
    make_note_on_words(author, text, "The ferry was lost", body="Planted", page=text.document.pages.get(order=2))
    reload(tmp_path, BODY.partition(PAGE)[0])

    page = " ".join(client_of(author).get("/desk/unattached/").content.decode().split())

    assert [words in page for words in ("The ferry was lost", "p. 2", "version 1")] == [True, True, True]
