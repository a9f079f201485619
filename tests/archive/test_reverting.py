"""Taking a correction back: the former words are current again, for readers, for search and for the next load."""

from pathlib import Path

import pytest

from archive.models import Document, Page, PageBreak, PageIndex, Text
from archive.reverting import FirstVersionError, effects, roll_back
from tests.archive.ingest.samples import load, tei, write
from tests.factories import archive as make
from tests.office import act, librarian, said

pytestmark = pytest.mark.django_db


def numbers(text: Text) -> tuple[int | None, list[int]]:
    """Give the number of the current version, and those of the versions whose pages search knows."""
    row = Text.objects.select_related("current").get(pk=text.pk)
    found = PageIndex.objects.filter(page_break__version__text=text)
    return row.current.number if row.current else None, sorted(
        found.values_list("page_break__version__number", flat=True)
    )


def corrected(folder: Path) -> Text:
    """Load a document of two texts, and a correction of one."""
    load(write(folder, a=tei("<p>The ferry was lost.</p>"), b=tei("<p>Two.</p>")), is_open=True)
    load(write(folder, a=tei("<p>The ferry was late.</p>")), is_open=True)
    return Text.objects.get(document__key="a")


def test_e5_the_former_words_are_current_again_and_the_newer_stay_where_they_are_cited(tmp_path: Path) -> None:
    text = corrected(tmp_path / "v")
    assert numbers(text) == (2, [2])

    former = roll_back(text)

    assert (former.number, former.canonical) == (1, "The ferry was lost.")
    assert numbers(text) == (1, [1])
    assert list(text.versions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_e5_search_finds_the_former_words_and_no_longer_the_newer(tmp_path: Path) -> None:
    text = corrected(tmp_path / "v")

    roll_back(text)

    vectors = PageIndex.objects.filter(page_break__version__text=text).values_list("words", flat=True)
    assert ["'lost'" in vector and "'late'" not in vector for vector in vectors] == [True]


def test_a_text_of_one_version_stays(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei("<p>One.</p>")))
    text = Text.objects.get()

    with pytest.raises(FirstVersionError):
        roll_back(text)

    assert numbers(text) == (1, [1])


@pytest.mark.parametrize(
    ("words", "current", "versions", "said"),
    [
        ("The ferry was lost.", 1, 2, ()),
        ("The ferry was late.", 2, 2, ("transcription: version 2 again",)),
        ("The ferry was sunk.", 3, 3, ("transcription: version 3, 19 to 19 characters",)),
    ],
)
def test_next_load_makes_a_new_version_only_of_words_that_were_never_there(
    tmp_path: Path, words: str, current: int, versions: int, said: tuple[str, ...]
) -> None:
    text = corrected(tmp_path / "v")
    roll_back(text)
    folder = write(tmp_path / "v", a=tei(f"<p>{words}</p>"))

    [change] = [it for it in load(folder, is_dry_run=True).sources[0].changes if it.key == "a"]
    load(folder)

    assert change.details == said
    assert numbers(text) == (current, [current])
    assert text.versions.count() == versions


def test_stretches_stand_beside_their_leaves_in_the_order_these_have_now() -> None:
    document = make.make_document(make.make_volume("v"))
    pages = [make.make_page(document, order) for order in (1, 2)]
    text = make.make_text(document, ["One.", "Two."])
    make.make_version(text, ["One!", "Two!"])
    for page, order in zip(pages, (4, 3), strict=True):
        Page.objects.filter(pk=page.pk).update(order=order)

    former = roll_back(text)

    assert list(PageBreak.objects.filter(version=former).order_by("order").values_list("leaf", flat=True)) == [4, 3]


def test_editor_is_told_the_effects_before_anything_is_rolled_back(tmp_path: Path) -> None:
    text = corrected(tmp_path / "v")
    client = librarian()

    asked = act(client, Text, "roll_back", [text])
    untouched = numbers(text)
    done = act(client, Text, "roll_back", [text], confirmed="yes")

    name = f"{text.document.identifier} {text.slug}"
    assert asked.context["effects"][0] == f"{name}: v2 → v1"
    assert untouched == (2, [2])
    assert said(done) == [f"{name} is version 1 again."]
    assert numbers(text) == (1, [1])


def test_editor_is_told_of_a_text_without_an_earlier_version(tmp_path: Path) -> None:
    load(write(tmp_path / "v", a=tei("<p>One.</p>")))
    text = Text.objects.select_related("document").get()

    done = act(librarian(), Text, "roll_back", [text], confirmed="yes")

    assert list(effects(Text.objects.all())) == []
    assert said(done) == [f"{text.document.identifier} {text.slug} has no version before this one."]


def test_document_of_no_volume_is_rolled_back_too() -> None:
    unit = make.make_unit(make.make_repository("archive"), "1")
    text = make.make_text(make.make_document(unit=unit), ["One."])
    assert list(Document.objects.values_list("volume", flat=True)) == [None]
    make.make_version(text, ["One!"])
    text.refresh_from_db()

    assert roll_back(text).number == 1
