"""Two volumes of diplomatic documents against the counts of their README and the table of their documents."""

from pathlib import Path

import pytest

from archive.records import DocumentRecord
from tests.archive.formats.corpora import dated, files, named, rows, total

pytestmark = pytest.mark.slow

LONGEST_HEAD = 140
COUNTS = {
    "frus1944Quebec": {
        "documents": 304,
        "dated": 226,
        "is_editorial_note": 41,
        "page_breaks": 587,
        "breaks inside": 416,
        "footnotes": 1048,
        "source_notes": 265,
        "attachments": 62,
        "with attachment": 31,
        "persons": 0,
        "words": 198_599,
        "with sender": 139,
        "with recipient": 113,
        "with both": 99,
    },
    "frus1961-63v06": {
        "documents": 120,
        "dated": 110,
        "is_editorial_note": 3,
        "page_breaks": 342,
        "breaks inside": 253,
        "footnotes": 349,
        "source_notes": 0,
        "attachments": 0,
        "with attachment": 0,
        "persons": 58,
        "words": 139_423,
        "with sender": 85,
        "with recipient": 86,
        "with both": 84,
    },
}


@pytest.mark.parametrize("volume", COUNTS)
def test_counts_are_those_of_the_readme(corpora: Path, volume: str) -> None:
    found = files(corpora / "frus", f"{volume}.xml")
    (record,) = found

    letters = [(named(document, "author"), named(document, "recipient")) for document in record.documents]
    assert {
        "documents": len(record.documents),
        "dated": dated(found),
        "is_editorial_note": total(found, "is_editorial_note"),
        "page_breaks": record.page_breaks,
        "breaks inside": total(found, "page_breaks"),
        "footnotes": total(found, "footnotes"),
        "source_notes": total(found, "source_notes"),
        "attachments": total(found, "attachments"),
        "with attachment": sum(document.attachments > 0 for document in record.documents),
        "persons": record.persons,
        "words": total(found, "words"),
        "with sender": sum(bool(sender) for sender, _ in letters),
        "with recipient": sum(bool(recipient) for _, recipient in letters),
        "with both": sum(bool(sender and recipient) for sender, recipient in letters),
    } == COUNTS[volume]


def _row(document: DocumentRecord) -> dict[str, str]:
    labels = [found.label for found in document.texts[0].breaks]
    return {
        "id": document.key,
        "n": document.number,
        "head": document.title[:LONGEST_HEAD],
        "date": document.date.edtf,
        "sender": named(document, "author"),
        "recipient": named(document, "recipient"),
        "editorial_note": "1" if document.is_editorial_note else "",
        "page_first": labels[0],
        "page_last": labels[-1],
        "pb_inside": str(document.page_breaks),
        "footnotes": str(document.footnotes),
        "source_notes": str(document.source_notes),
        "attachments": str(document.attachments),
        "words": str(document.words),
    }


@pytest.mark.parametrize("volume", COUNTS)
def test_documents_are_those_of_the_table(corpora: Path, volume: str) -> None:
    (record,) = files(corpora / "frus", f"{volume}.xml")

    assert [_row(document) for document in record.documents] == rows(corpora / "frus" / f"{volume}.documents.csv")


def test_documents_stand_in_their_chapters(corpora: Path) -> None:
    (record,) = files(corpora / "frus", "frus1944Quebec.xml")

    parents = {section.key: section.parent for section in record.sections}
    kinds = [section.kind for section in record.sections]
    depths = []
    for document in record.documents:
        depth, at = 0, document.section
        while at:
            depth, at = depth + 1, parents[at]
        depths.append(depth)
    assert {depth: depths.count(depth) for depth in set(depths)} == {2: 87, 3: 167, 4: 50}
    assert {kind: kinds.count(kind) for kind in ("section", "toc", "compilation", "chapter", "subchapter")} == {
        "section": 7,
        "toc": 1,
        "compilation": 1,
        "chapter": 6,
        "subchapter": 70,
    }


@pytest.mark.parametrize("volume", COUNTS)
def test_every_break_and_note_of_the_source_is_in_a_text(corpora: Path, volume: str) -> None:
    (record,) = files(corpora / "frus", f"{volume}.xml")

    for document in record.documents:
        (text,) = document.texts
        assert sum(not found.is_implied for found in text.breaks) == document.page_breaks
        assert len(text.notes) == document.footnotes + document.source_notes
