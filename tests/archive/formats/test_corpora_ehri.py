"""Documents in two layers against the counts of their README and the table of their documents."""

import re
from pathlib import Path

import pytest

from archive.alignment import pair_breaks
from archive.records import DocumentRecord
from tests.archive.formats.corpora import dated, documents, files, rows, total

pytestmark = pytest.mark.slow

COUNTS = {
    "border_1938": (61, 49, 0, 113, 101, 18_768, 17_510, 42),
    "documentation_campaign": (34, 34, 14, 169, 171, 66_388, 78_567, 161),
    "early_testimonies": (72, 69, 9, 364, 336, 136_436, 124_931, 237),
    "nisko": (20, 0, 0, 19, 0, 9_616, 80, 3),
}


@pytest.mark.parametrize("edition", COUNTS)
def test_counts_are_those_of_the_readme(corpora: Path, edition: str) -> None:
    found = files(corpora / "ehri-editions", f"{edition}/*.xml")

    count, both, undated, originals, translations, words, translated, notes = COUNTS[edition]
    assert (len(documents(found)), total(found, "has_both_layers")) == (count, both)
    assert len(documents(found)) - dated(found) == undated
    assert total(found, "page_breaks") == sum(record.page_breaks for record in found) == originals + translations
    assert (total(found, "footnotes"), total(found, "source_notes")) == (notes, 0)
    assert total(found, "words") == pytest.approx(words + translated, rel=0.02)


@pytest.mark.parametrize("edition", COUNTS)
def test_documents_are_those_of_the_table(corpora: Path, edition: str) -> None:
    found = documents(files(corpora / "ehri-editions", f"{edition}/*.xml"))
    expected = {
        row["id"]: row for row in rows(corpora / "ehri-editions" / "documents.csv") if row["edition"] == edition
    }

    assert found.keys() == expected.keys()
    for key, document in found.items():
        row = expected[key]
        assert document.title.startswith(row["title"].strip())
        assert document.date.edtf == row["date_when"]
        assert document.has_both_layers == bool(row["both_layers"])
        assert document.footnotes == int(row["notes"])
        assert document.page_breaks == sum(int(row[name]) for name in ("pb_original", "pb_translation", "pb_elsewhere"))
        assert abs(document.words - int(row["words_original"]) - int(row["words_translation"])) <= 4
        assert _language(document, "transcription") in (row["orig_lang"], None) or row["orig_lang"] == "?"


def _language(document: DocumentRecord, kind: str) -> str | None:
    return next((text.language for text in document.texts if text.kind == kind and text.language != "und"), None)


def test_layers_of_one_document_share_their_leaves(corpora: Path) -> None:
    """The translation names the same scans by other files, and one of them twice, out of order."""
    found = documents(files(corpora / "ehri-editions", "border_1938/*.xml"))

    document = next(each for key, each in found.items() if "19380421e" in key)
    original, translation = (pair_breaks(text.breaks, document.pages) for text in document.texts)
    assert (original, translation) == (tuple(range(9)), (0, 2, 1, 2, 3, 4, 5, 6, 7, 8))
    assert {each.facs for each in document.texts[0].breaks}.isdisjoint(each.facs for each in document.texts[1].breaks)


def test_yiddish_runs_from_right_to_left(corpora: Path) -> None:
    found = documents(files(corpora / "ehri-editions", "early_testimonies/*.xml"))

    texts = [text for document in found.values() for text in document.texts if text.language == "yi"]
    assert len(texts) == 22
    assert all(text.script == "Hebr" for text in texts)
    assert all(any(block.direction == "rtl" for block in text.blocks) for text in texts)


def test_indexes_are_names(corpora: Path) -> None:
    found = files(corpora / "ehri-editions", "indexes/*.xml")

    assert documents(found) == {}
    kinds = [name.kind for record in found for name in record.names]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "person": 1074,
        "place": 720,
        "organisation": 127,
        "subject": 599,
    }
    assert sum(record.persons for record in found) == 0


def test_no_key_that_the_texts_point_at_is_lost(corpora: Path) -> None:
    indexed = {name.key for record in files(corpora / "ehri-editions", "indexes/*.xml") for name in record.names}
    pointed = {
        role.name.key
        for edition in COUNTS
        for document in documents(files(corpora / "ehri-editions", f"{edition}/*.xml")).values()
        for role in document.roles
        if role.name.key and not re.match(r"https?:", role.name.key)
    }

    assert len(pointed & indexed) > 300
