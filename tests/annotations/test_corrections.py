"""What a correction says to editors before, and to authors after: numbers, no private words, one mail."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from annotations import anchoring
from annotations.models import Anchor, Annotation, Notification
from annotations.notifying import choose_ways, send_digests, tell_of_corrections
from archive.models import Text, TextVersion
from archive.reverting import effects, roll_back
from tests.archive.ingest.samples import load, tei, write
from tests.factories.accounts import make_user
from tests.factories.annotations import make_note_on_words
from tests.factories.archive import make_document, make_text, make_volume, publish_version

pytestmark = pytest.mark.django_db
FIRST = "The ice on the river broke early this year.\nNobody in the village had expected it.\nThe ferry was lost."
SECOND = FIRST.replace("\nThe ferry was lost.", "")


def make_texts(count: int = 1) -> list[Text]:
    volume = make_volume("papers")
    return [make_text(make_document(volume), [FIRST]) for _number in range(count)]


def unsaved(text: Text, words: str) -> TextVersion:
    blocks, start = [], 0
    for line in words.split("\n"):
        blocks.append({"start": start, "end": start + len(line)})
        start += len(line) + 1
    return TextVersion(text=text, number=2, canonical=words, length=len(words), blocks=blocks)


def anchor(note: Annotation, version: TextVersion) -> tuple[str, str] | None:
    return Anchor.objects.filter(annotation=note, version=version).values_list("finding", "exact").first()


def test_e5_the_editor_sees_public_words_that_would_be_lost_and_only_the_number_of_others() -> None:
    (text,) = make_texts()
    make_note_on_words(make_user(), text, "The ferry was lost", audience="open")
    make_note_on_words(make_user(), text, "ferry was", body="Planted")
    assert text.current is not None

    said = anchoring.preview(text.current, unsaved(text, SECOND))

    assert said == [
        "0 notes stay on their words; 0 ask their authors; 2 are set apart as unattached.",
        "Unattached: “The ferry was lost”",
        "Named are notes that everybody may read, at most 20 of a kind; the others are counted.",
    ]
    assert Notification.objects.count() == 0


def test_e5_rolling_back_says_what_it_does_to_notes_and_brings_them_back() -> None:
    (text,) = make_texts()
    early = make_note_on_words(make_user(), text, "The ferry was lost")
    corrected = publish_version(text, f"A heading\n{SECOND}")
    later = make_note_on_words(make_user(), text, "in the village")
    assert anchor(early, corrected) == ("unattached", "")

    said = list(effects(Text.objects.all()))
    former = roll_back(text)

    assert said == [
        f"{text.document.identifier} {text.slug}: v2 → v1",
        "1 note stays on its words; 0 ask their authors; 0 are set apart as unattached.",
    ]
    assert Anchor.objects.filter(version=corrected).count() == 0
    assert anchor(early, former) is None
    assert anchor(later, former) == ("found", "in the village")


def test_e5_a_correction_that_is_loaded_again_after_it_was_rolled_back_takes_the_notes_along(tmp_path: Path) -> None:
    load(write(tmp_path, a=tei("<p>The ice broke.</p><p>The ferry was lost.</p>")))
    text = Text.objects.get()
    note = make_note_on_words(make_user(), text, "The ferry")
    correction = write(tmp_path, a=tei("<p>A heading.</p><p>The ice broke.</p><p>The ferry was lost.</p>"))
    load(correction)
    newest = text.versions.get(number=2)
    roll_back(text)
    assert anchor(note, newest) is None

    load(correction)

    assert anchor(note, newest) == ("found", "The ferry")


def test_e5_an_author_gets_one_digest_of_all_texts_corrected_that_day(django_capture_on_commit_callbacks: Any) -> None:
    author, untouched = make_user("author@example.org"), make_user("other@example.org")
    for text in make_texts(3):
        make_note_on_words(author, text, "The ferry")
        make_note_on_words(untouched, text, "in the village")
        publish_version(text, SECOND)

    with django_capture_on_commit_callbacks(execute=True):
        send_digests(timezone.now(), False)

    assert [message.to for message in mail.outbox] == [["author@example.org"]]
    assert "A text under my notes was corrected: 3" in mail.outbox[0].body
    assert Notification.objects.filter(is_due=True).count() == 0


def test_who_wants_mail_at_once_gets_one_for_the_whole_publication(django_capture_on_commit_callbacks: Any) -> None:
    author = make_user("author@example.org")
    choose_ways(author.pk, {"text": "mail"})
    texts = make_texts(3)
    for text in texts:
        make_note_on_words(author, text, "The ferry")

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for text in texts:
            publish_version(text, SECOND)

    assert len(mail.outbox) == 1
    assert "corrected: 3" in mail.outbox[0].body


def test_who_switched_the_news_off_is_told_nothing() -> None:
    author = make_user()
    choose_ways(author.pk, {"text": "off"})
    (text,) = make_texts()
    make_note_on_words(author, text, "The ferry")

    publish_version(text, SECOND)

    assert Notification.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_telling_do_not_grow_with_the_notes(count: int, django_assert_num_queries: Any) -> None:
    (text,) = make_texts()
    notes = [make_note_on_words(make_user(), text, "The ferry").pk for _number in range(count)]

    with django_assert_num_queries(3):
        tell_of_corrections(notes)
