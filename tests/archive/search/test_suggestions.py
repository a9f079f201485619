import pytest

from accounts.visitor import Visitor
from archive.query import parse
from archive.search import Selection
from archive.search.suggestions import suggest
from tests.archive.search.world import STRANGER, index
from tests.factories.archive import make_document, make_text, make_volume

pytestmark = pytest.mark.django_db


def offered(query: str, visitor: Visitor = STRANGER, selection: Selection | None = None) -> dict[str, int]:
    return {row.text: row.count for row in suggest(visitor, parse(query), selection or Selection())}


@pytest.fixture(autouse=True)
def _world() -> None:
    volume = make_volume("first")
    make_document(volume, title="Telegram", texts=["The commissariat sent a telegram."])
    make_text(make_document(volume, title="Order"), ["Приказ наркома Ежова."], language="ru")
    index()


def test_spelling_is_tried_with_words_of_the_archive() -> None:
    assert offered("comissariat") == {"commissariat": 1}


def test_other_script_is_tried() -> None:
    assert "telegram" in offered("телеграм")


def test_phrase_is_loosened() -> None:
    assert offered('"telegram commissariat"')["telegram commissariat"] == 1


def test_any_word_is_enough() -> None:
    assert offered("telegram nowhere")["telegram OR nowhere"] == 1


def test_what_was_chosen_is_left_out() -> None:
    found = suggest(STRANGER, parse("telegram"), Selection({"volume": ("none",)}))

    assert [(row.text, row.selection.is_empty, row.count) for row in found][:1] == [("telegram", True, 1)]


def test_ending_is_left_open() -> None:
    assert offered("telegraming")["telegrami*"[:8] + "*"] == 1


def test_nothing_is_offered_that_finds_nothing() -> None:
    assert offered("zzzzqqq") == {}
