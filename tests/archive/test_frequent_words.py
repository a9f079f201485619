import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from archive import frequent_words
from archive.frequent_words import LONGEST_LOAD, choose, in_use, newest, take_into_use
from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.models import Document, PageIndex, Text
from archive.models import FrequentWords as Choice
from archive.reverting import roll_back
from archive.words.frequent import UNKNOWN, FrequentWords
from tests.archive.ingest.samples import load, tei, write
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db


def index(*texts: str, indexer: Indexer | None = None) -> None:
    volume = make_volume()
    for text in texts:
        make_document(volume, texts=[text])
    reindex(list(Document.objects.values_list("pk", flat=True)), indexer or Indexer())


def test_words_of_a_large_share_of_the_pages_are_chosen_and_no_pairs_or_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequent_words, "FEWEST_PAGES", 2)
    monkeypatch.setattr(frequent_words, "SHARE", 0.7)
    known = FrequentWords(1, frozenset({"river", "lake"}))
    index("river lake sea", "river lake hill", "river lake", "hill lake", indexer=Indexer(known))

    assert choose().lexemes == ["lake", "river"]


def test_a_small_archive_has_no_frequent_words() -> None:
    index(*["river lake"] * 4)

    assert choose().lexemes == []


def test_pages_are_written_with_the_latest_choice() -> None:
    assert newest() == UNKNOWN

    Choice.objects.create(lexemes=["river"])
    latest = Choice.objects.create(lexemes=["lake", "sea"])

    assert newest() == FrequentWords(latest.pk, frozenset({"lake", "sea"}))


def test_whatever_writes_pages_writes_them_with_the_latest_choice(tmp_path: Path) -> None:
    def marks() -> list[str]:
        vectors = PageIndex.objects.filter(document__volume__slug="v").order_by("pk").values_list("words", flat=True)
        return [found for vector in vectors for found in re.findall(r"'#(\d+)'", vector)]

    first = Choice.objects.create(lexemes=["ferry"])
    load(write(tmp_path / "v", a=tei("<p>The ferry was lost.</p>")), is_open=True)
    load(write(tmp_path / "v", a=tei("<p>The ferry was late.</p>")), is_open=True)
    assert marks() == [str(first.pk)]

    second = Choice.objects.create(lexemes=["ferry"])
    call_command("reindex", volume="v")
    assert marks() == [str(second.pk)]

    third = Choice.objects.create(lexemes=["ferry"])
    roll_back(Text.objects.get())
    assert marks() == [str(third.pk)]


def test_no_choice_is_asked_for_before_all_pages_bear_a_mark_and_then_every_one() -> None:
    one, other = Choice.objects.create(lexemes=["river"]), Choice.objects.create(lexemes=["lake"])
    assert in_use() == []

    take_into_use(one.pk)

    assert in_use() == [FrequentWords(one.pk, frozenset({"river"})), FrequentWords(other.pk, frozenset({"lake"}))]


def test_a_choice_is_forgotten_when_no_load_can_still_be_writing_with_it() -> None:
    for age in (2.9, 1.9, 1.1, 0.2, 0):
        choice = Choice.objects.create()
        Choice.objects.filter(pk=choice.pk).update(chosen_at=timezone.now() - age * LONGEST_LOAD)
    chosen = list(Choice.objects.order_by("pk").values_list("pk", flat=True))

    take_into_use(chosen[4])

    left = list(Choice.objects.order_by("pk").values_list("pk", "is_ready"))
    assert left == [(chosen[2], False), (chosen[3], False), (chosen[4], True)]


def test_an_old_choice_is_kept_while_a_load_may_have_begun_with_it() -> None:
    former = Choice.objects.create(is_ready=True)
    Choice.objects.filter(pk=former.pk).update(chosen_at=timezone.now() - 50 * LONGEST_LOAD)
    choice = Choice.objects.create()

    take_into_use(choice.pk)

    assert list(Choice.objects.order_by("pk").values_list("pk", "is_ready")) == [(former.pk, True), (choice.pk, True)]
