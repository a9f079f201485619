"""What an editor is told before a correction: what moves, is reworded or lost; private notes are only counted."""

from typing import Any

import pytest
from django.utils import timezone

from annotations import anchoring, foretelling
from annotations.models import Annotation
from archive.models import Text, TextVersion
from tests.factories.accounts import make_group, make_user
from tests.factories.annotations import make_note_on_words
from tests.factories.archive import make_document, make_text, make_volume

NOW = timezone.now()
pytestmark = pytest.mark.django_db
PARAGRAPHS = (
    "The ice on the river broke early this year.",
    "Nobody in the village had expected it so soon.",
    "The ferry was lost with everything it carried.",
    "Two families had to leave their houses.",
)
LIMIT = "Named are notes that everybody may read, at most 20 of a kind; the others are counted."


@pytest.fixture
def text() -> Text:
    return make_text(make_document(make_volume("papers"), "letter"), ["\n".join(PARAGRAPHS)])


def told(text: Text, *paragraphs: str) -> list[str]:
    words, blocks, start = "\n".join(paragraphs), [], 0
    for line in paragraphs:
        blocks.append({"start": start, "end": start + len(line)})
        start += len(line) + 1
    new = TextVersion(text=text, number=2, canonical=words, length=len(words), blocks=blocks)
    assert text.current is not None
    return anchoring.preview(text.current, new)


def public(text: Text, words: str, **fields: Any) -> Annotation:
    return make_note_on_words(make_user(), text, words, **{"audience": "open", **fields})


def test_e5_what_moves_with_its_paragraph_is_named(text: Text) -> None:
    public(text, "broke early")
    public(text, "in the village")
    first, second, third, fourth = PARAGRAPHS

    said = told(text, second, third, fourth, first)

    assert said == [
        "2 notes stay on their words; 1 of them in another place; 0 ask their authors; 0 are set apart as unattached.",
        "Moved: “broke early”",
    ]


def test_e5_a_new_paragraph_before_a_note_does_not_move_it(text: Text) -> None:
    public(text, "broke early")

    said = told(text, "A heading.", *PARAGRAPHS)

    assert said == ["1 note stays on its words; 0 ask their authors; 0 are set apart as unattached."]


def test_e5_reworded_and_lost_words_are_named_old_and_new(text: Text) -> None:
    public(text, "had expected it so soon")
    public(text, "The ferry was lost")
    first, second, _third, fourth = PARAGRAPHS

    said = told(text, first, second.replace("expected", "foreseen"), fourth)

    assert said == [
        "0 notes stay on their words; 1 asks its author; 1 is set apart as unattached.",
        "Reworded: “had expected it so soon” → “had foreseen it so soon”",
        "Unattached: “The ferry was lost”",
    ]


@pytest.mark.parametrize("lock", ["owner", "group", "hidden", "waiting"])
def test_e5_what_not_everybody_may_read_is_counted_and_not_named(text: Text, lock: str) -> None:
    locks: dict[str, dict[str, Any]] = {
        "owner": {"audience": "owner"},
        "group": {"audience": "group", "group": make_group()},
        "hidden": {"hidden_at": NOW},
        "waiting": {"withdrawn_at": NOW},
    }
    public(text, "The ferry", **locks[lock])

    said = told(text, *PARAGRAPHS[:2])

    assert said == ["0 notes stay on their words; 0 ask their authors; 1 is set apart as unattached.", LIMIT]


def test_e5_so_many_are_named_and_no_more(text: Text, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foretelling, "NAMED", 2)
    for words in ("Two families", "The ferry", "was lost"):
        public(text, words)

    said = told(text, *PARAGRAPHS[:2])

    assert said[1:] == ["Unattached: “The ferry”", "Unattached: “was lost”", LIMIT.replace("20", "2")]


def test_e5_long_words_are_cut(text: Text) -> None:
    note = public(text, "The ferry")
    Annotation.objects.filter(pk=note.pk).update(exact="x" * 500)

    said = told(text, *PARAGRAPHS[:2])

    assert said[1] == f"Unattached: “{'x' * 119}…”"
