"""Notes follow a text to its next version: R5 of the jobs, and what the publishing transaction does."""

import pytest

from accounts.visitor import Visitor
from annotations import anchoring
from annotations.annotate import Draft, write
from annotations.models import Anchor, Annotation
from annotations.targets import words_place
from archive import publication
from archive.models import Text, TextVersion
from tests.asking import client_of
from tests.factories.accounts import make_user
from tests.factories.annotations import make_note, make_note_on_words
from tests.factories.archive import make_document, make_text, make_volume, publish_version

pytestmark = pytest.mark.django_db
FIRST = "The ice on the river broke early this year.\nNobody in the village had expected it.\nThe ferry was lost."


@pytest.fixture
def text() -> Text:
    return make_text(make_document(make_volume("papers"), "letter"), [FIRST])


def place_of(note: Annotation, version: TextVersion) -> tuple[str, str]:
    anchor = Anchor.objects.get(annotation=note, version=version)
    there = "" if anchor.start is None else version.canonical[anchor.start : anchor.end]
    assert anchor.exact == there
    return anchor.finding, there


def test_r5_a_note_on_words_that_did_not_change_stands_on_the_same_words(text: Text) -> None:
    note = make_note_on_words(make_user(), text, "in the village")

    version = publish_version(text, "A heading\n" + FIRST.replace("broke early", "broke very early"))

    assert place_of(note, version) == ("found", "in the village")


def test_r5_typography_round_the_words_changes_nothing(text: Text) -> None:
    note = make_note_on_words(make_user(), text, "The ice on the river")

    version = publish_version(text, FIRST.replace("The ice", "«The ice").replace("river", "river»,"))

    assert place_of(note, version) == ("found", "The ice on the river")


def test_r5_changed_words_are_offered_to_their_author(text: Text) -> None:
    user = make_user()
    note = make_note_on_words(user, text, "had expected it")

    version = publish_version(text, FIRST.replace("had expected it", "had foreseen it"))

    (asked,) = anchoring.unattached(Visitor(user_id=user.pk))
    assert place_of(note, version) == ("reworded", "had foreseen it")
    assert asked.annotation == note


def test_r5_deleted_words_leave_the_note_unattached_with_its_quotation_and_version(text: Text) -> None:
    user = make_user()
    note = make_note_on_words(user, text, "The ferry was lost")

    version = publish_version(text, FIRST.replace("\nThe ferry was lost.", ""))

    note.refresh_from_db()
    written = client_of(user).get(f"/annotations/{note.pk}/").json()
    assert place_of(note, version) == ("unattached", "")
    assert (note.exact, note.version.number if note.version else 0) == ("The ferry was lost", 1)
    assert written["fonds:finding"] == "unattached"
    assert written["target"]["selector"][0]["exact"] == "The ferry was lost"
    assert written["target"]["source"]["id"].endswith("/v1/")


def test_r5_the_same_words_elsewhere_are_never_taken_by_guess(text: Text) -> None:
    note = make_note_on_words(make_user(), text, "lost")

    version = publish_version(text, FIRST.replace("The ferry was lost.", "By then all hope was lost for ever."))

    assert place_of(note, version) == ("unattached", "")


def test_others_are_not_led_to_words_that_the_author_has_not_accepted(text: Text) -> None:
    user = make_user()
    note = make_note_on_words(user, text, "had expected it", audience="open")
    publish_version(text, FIRST.replace("had expected it", "had foreseen it"))

    own = client_of(user).get(f"/annotations/{note.pk}/").json()
    others = client_of(None).get(f"/annotations/{note.pk}/").json()

    assert own["fonds:offer"]["exact"] == "had foreseen it"
    assert "fonds:offer" not in others
    assert others["target"]["selector"][0]["exact"] == "had expected it"


def test_a_version_that_brings_the_words_back_brings_the_note_back(text: Text) -> None:
    note = make_note_on_words(make_user(), text, "The ferry was lost")
    publish_version(text, FIRST.replace("\nThe ferry was lost.", ""))

    version = publish_version(text, FIRST + "\nAn addition.")

    assert place_of(note, version) == ("found", "The ferry was lost")


def test_what_the_author_chose_is_carried_on(text: Text) -> None:
    user = make_user()
    visitor = Visitor(user_id=user.pk)
    kept, moved, left = (
        make_note_on_words(user, text, words) for words in ("had expected it", "broke early", "The ferry was lost")
    )
    second = (
        FIRST.replace("had expected it", "had foreseen it").replace("early", "late").replace("ferry was", "boat is")
    )
    version = publish_version(text, second)
    anchors = {anchor.annotation_id: anchor.pk for anchor in Anchor.objects.filter(version=version)}
    start = version.canonical.index("this year")

    anchoring.keep_here(visitor, anchors[kept.pk])
    anchoring.move(visitor, anchors[moved.pk], start, start + 9)
    anchoring.leave(visitor, anchors[left.pk])
    third = publish_version(text, second + "\nAn addition.")

    assert place_of(kept, third) == ("found", "had foreseen it")
    assert place_of(moved, third) == ("found", "this year")
    assert not Anchor.objects.filter(annotation=left, version=third).exists()


def test_only_the_author_settles_a_note(text: Text) -> None:
    note = make_note_on_words(make_user(), text, "had expected it", audience="open")
    version = publish_version(text, FIRST.replace("had expected it", "had foreseen it"))
    anchor = Anchor.objects.get(annotation=note, version=version)

    with pytest.raises(Anchor.DoesNotExist):
        anchoring.keep_here(Visitor(user_id=make_user().pk), anchor.pk)


def test_preview_says_what_publishing_would_do_and_writes_nothing(text: Text) -> None:
    user = make_user()
    for words in ("The ice", "had expected it", "The ferry was lost"):
        make_note_on_words(user, text, words)
    changed = FIRST.replace("had expected it", "had foreseen it").replace("\nThe ferry was lost.", "")
    old = text.current
    assert old is not None
    lines = changed.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    blocks = [{"start": start, "end": start + len(line)} for start, line in zip(starts, lines, strict=True)]
    new = TextVersion(text=text, number=2, canonical=changed, length=len(changed), blocks=blocks)

    said = anchoring.preview(old, new)

    assert said == [
        "1 note stays on its words; 1 asks its author; 1 is set apart as unattached.",
        "Named are notes that everybody may read, at most 20 of a kind; the others are counted.",
    ]
    assert Anchor.objects.count() == 0


def test_preview_of_a_text_without_notes_says_nothing(text: Text) -> None:
    assert text.current is not None
    assert anchoring.preview(text.current, text.current) == []


def test_roll_back_restores_and_finds_what_was_written_since(text: Text) -> None:
    user = make_user()
    old = text.current
    assert old is not None
    note = make_note_on_words(user, text, "in the village")
    new = publish_version(text, "A heading\n" + FIRST)
    later = make_note_on_words(user, text, "The ferry")

    publication.roll_back(old, new)
    Text.objects.filter(pk=text.pk).update(current=old)

    assert not Anchor.objects.filter(version=new).exists()
    assert place_of(later, old) == ("found", "The ferry")
    assert client_of(user).get(f"/annotations/{note.pk}/").json()["fonds:finding"] == "found"


def test_a_note_on_an_older_version_is_found_in_the_current_one_at_once(text: Text) -> None:
    old = text.current
    assert old is not None
    version = publish_version(text, "A heading\n" + FIRST)
    start = old.canonical.index("in the village")
    place = words_place(text.document_id, old, start, start + len("in the village"))

    note, _is_new = write(Visitor(user_id=make_user().pk), Draft(body="Late."), place)

    assert place_of(note, version) == ("found", "in the village")


def test_notes_on_other_things_are_left_alone(text: Text) -> None:
    make_note(make_user(), text.document)

    publish_version(text, "Something else entirely.")

    assert Anchor.objects.count() == 0
