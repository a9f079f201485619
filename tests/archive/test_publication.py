from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from archive import publication
from archive.models import TextVersion
from archive.publication import Follower
from tests.archive.ingest.samples import load, tei, write

pytestmark = pytest.mark.django_db


class Watcher:
    """Writes down what it is told, and what it could see at that moment."""

    def __init__(self, name: str) -> None:
        self.told: list[tuple[str, int, int, int]] = []
        publication.register(Follower(name, self.preview, self.apply, self.roll_back))

    def preview(self, old: TextVersion, new: TextVersion) -> list[str]:
        return [f"{old.canonical} to {new.canonical}"]

    def apply(self, old: TextVersion, new: TextVersion) -> None:
        breaks = TextVersion.objects.get(pk=new.pk).breaks.count()
        self.told.append(("apply", old.number, new.number, breaks))

    def roll_back(self, old: TextVersion, new: TextVersion) -> None:
        self.told.append(("roll back", old.number, new.number, 0))


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    yield Watcher("watcher")
    publication.withdraw("watcher")


def test_a_new_version_is_followed_when_its_rows_are_there(tmp_path: Path, watcher: Watcher) -> None:
    load(write(tmp_path / "v", a=tei("<p>One.</p>")))
    assert watcher.told == []

    load(write(tmp_path / "v", a=tei("<p>One, two.</p>")))

    assert watcher.told == [("apply", 1, 2, 1)]


def test_a_change_of_form_or_title_is_not_followed(tmp_path: Path, watcher: Watcher) -> None:
    load(write(tmp_path / "v", a=tei("<p>One.</p>")))

    load(write(tmp_path / "v", a=tei('<p rend="right"><hi rend="bold">One.</hi></p>', title="Other")))

    assert watcher.told == []


def test_a_follower_that_fails_stops_the_load(tmp_path: Path, watcher: Watcher) -> None:
    load(write(tmp_path / "v", a=tei("<p>One.</p>")))

    def fail(_old: TextVersion, _new: TextVersion) -> None:
        raise RuntimeError("lost")

    publication.register(Follower("watcher", watcher.preview, fail, watcher.roll_back))
    with pytest.raises(RuntimeError, match="lost"):
        load(write(tmp_path / "v", a=tei("<p>One, two.</p>")))

    assert TextVersion.objects.get().canonical == "One."


def test_a_dry_run_says_what_the_followers_say(tmp_path: Path, watcher: Watcher) -> None:
    load(write(tmp_path / "v", a=tei("<p>One.</p>")))

    report = load(write(tmp_path / "v", a=tei("<p>Two.</p>")), is_dry_run=True)

    assert report.sources[0].changes[0].details == ("transcription: version 2, 4 to 4 characters", "One. to Two.")
    assert watcher.told == []


def _note(order: list[str], name: str, _old: TextVersion, _new: TextVersion) -> None:
    order.append(name)


def test_followers_apply_in_order_of_their_names_and_roll_back_in_the_other(watcher: Watcher) -> None:
    order: list[str] = []
    for name in ("b", "a"):
        note = partial(_note, order, name)
        publication.register(Follower(name, lambda _old, _new: [], note, note))
    old, new = TextVersion(number=1), TextVersion(number=2)

    try:
        publication.roll_back(old, new)

        assert order == ["b", "a"]
        assert watcher.told == [("roll back", 1, 2, 0)]
    finally:
        publication.withdraw("a")
        publication.withdraw("b")


def test_nobody_can_be_withdrawn_twice() -> None:
    with pytest.raises(KeyError):
        publication.withdraw("nobody")
