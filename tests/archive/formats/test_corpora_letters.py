"""Letters, Russian prose in two spellings, Markdown and scans against their READMEs and tables."""

from pathlib import Path

import pytest

from archive.formats.zones import line_text
from tests.archive.formats.corpora import dated, documents, files, named, rows, total

pytestmark = pytest.mark.slow


def test_letters(corpora: Path) -> None:
    found = files(corpora / "pec-letters", "letters/*.xml")
    expected = {Path(row["file"]).stem: row for row in rows(corpora / "pec-letters" / "documents.csv")}

    letters = documents(found)
    assert (len(letters), dated(found), total(found, "page_breaks"), total(found, "footnotes")) == (136, 134, 701, 25)
    assert total(found, "words") == 143_021
    assert (
        sum(note.kind == "foliation" for letter in letters.values() for text in letter.texts for note in text.notes)
        == 418
    )
    assert letters.keys() == expected.keys()
    for key, letter in letters.items():
        row = expected[key]
        assert row["title"].strip() in (letter.title, *(wording for _, wording in letter.other_titles))
        assert (named(letter, "author"), named(letter, "recipient")) == (row["sender"], row["recipient"])
        assert (letter.date.edtf or "").split("/")[0] == row["date"].split("/")[0]
        assert (letter.page_breaks, letter.words) == (int(row["pb"]), int(row["words"]))
        assert sum(len(text.notes) for text in letter.texts) == int(row["notes"])
        assert letter.texts[0].language == "fr"


def test_words_broken_at_the_end_of_a_line_are_whole(corpora: Path) -> None:
    letters = documents(files(corpora / "pec-letters", "letters/*.xml"))

    words = letters["Lettre0003_8septembre1914"].texts[0].canonical
    assert "la certitude qu'elle défend" in words
    assert "très bien préparée de longue date" in words
    assert "certi-" not in words


def test_indexes_of_the_letters_are_names(corpora: Path) -> None:
    found = files(corpora / "pec-letters", "indexes/*.xml")

    assert documents(found) == {}
    assert {"p0001", "l0001", "g0001"} <= {name.key for record in found for name in record.names}


def test_prose(corpora: Path) -> None:
    found = files(corpora / "tolstoy", "texts/*.xml")
    expected = {Path(row["file"]).stem: row for row in rows(corpora / "tolstoy" / "documents.csv")}

    works = documents(found)
    assert (len(works), dated(found), len(works) - dated(found)) == (302, 235, 67)
    assert (total(found, "page_breaks"), total(found, "footnotes"), total(found, "words")) == (2608, 775, 883_738)
    assert works.keys() == expected.keys()
    for key, work in works.items():
        row = expected[key]
        assert work.title.startswith(" ".join(row["title"].split()))
        assert (work.page_breaks, work.footnotes, work.words) == tuple(
            int(row[n]) for n in ("pb", "notes", "words_all")
        )
        assert work.texts[0].language in ("ru", "fr", "en")


def test_prose_in_two_spellings(corpora: Path) -> None:
    letter, diary = (
        documents(files(corpora / "tolstoy", f"specimens/{name}*.xml")).popitem()[1] for name in ("v59", "v46")
    )

    modern, original = letter.texts
    assert "допустить меня к слушанию лекций Юридического Факультета." in modern.canonical
    assert "допустить меня къ слушанiю лекцiй Юридическаго Факультета." in original.canonical
    assert (len(modern.blocks), original.aligned_with) == (len(original.blocks), 0)
    assert (letter.date.edtf, letter.place, letter.number, named(letter, "author")) == (
        "1845-08-25",
        "Казань",
        "3",
        "Л. Н. Толстой",
    )
    assert diary.title == "Тетрадь В. Дневник, 18 декабря 1850 г."
    assert "принять Волконского, 12 до 2 шляться" in diary.texts[0].canonical


def test_markdown(corpora: Path) -> None:
    found = files(corpora / "dafp-markdown", "volume-2-1939/*.md")
    expected = {Path(row["file"]).stem: row for row in rows(corpora / "dafp-markdown" / "documents.csv")}

    cables = documents(found)
    assert (len(cables), dated(found), total(found, "words")) == (429, 429, 171_528)
    assert sum(len(cable.shelf_marks) for cable in cables.values()) == 398
    assert sum(bool(cable.shelf_marks) for cable in cables.values()) == 393
    days = sorted(cable.date.edtf for cable in cables.values())
    assert (days[0], days[-1]) == ("1939-01-03", "1939-12-27")
    assert cables.keys() == expected.keys()
    for key, cable in cables.items():
        row = expected[key]
        assert cable.title.startswith(row["title"])
        assert (cable.number, cable.order, cable.date.edtf) == (row["doc_num"], int(row["doc_order"]), row["doc_date"])
        assert (len(cable.shelf_marks), cable.words) == (int(row["archival_refs"]), int(row["words"]))


@pytest.mark.parametrize(("folder", "pages", "lines"), [("ehri-scans", 45, 1652), ("tapus-scans", 9, 212)])
def test_scans(corpora: Path, folder: str, pages: int, lines: int) -> None:
    found = files(corpora / folder, "*/*.xml")

    sheets = {record.pages[0].image.rpartition(".")[0]: record.pages[0] for record in found}
    assert (len(found), len(sheets)) == (pages, pages)
    assert sum(line_text(sheet).count("\n") + 1 for sheet in sheets.values()) == lines
    assert all(zone.polygon for sheet in sheets.values() for zone in sheet.zones if zone.level == "line")
    for row in rows(corpora / folder / "pages.csv"):
        sheet = sheets[Path(row["page"]).name]
        assert (str(sheet.width), str(sheet.height)) == (
            row.get("alto_width") or row["width"],
            row.get("alto_height") or row["height"],
        )
        assert sum(zone.level == "line" for zone in sheet.zones) == int(row["lines"])


def test_transcribed_pages(corpora: Path) -> None:
    found = files(corpora / "pec-letters", "page-xml/*.xml")

    assert len(found) == 31
    assert line_text(found[0].pages[0]).startswith("Lettre N° 1 (15 Août 1914)\nLa Démagogie militariste")
