"""Every real document proves that its HTML says what its canonical text says."""

import unicodedata
from pathlib import Path

import pytest

from tests.archive.formats.corpora import files
from tests.archive.html_text import check

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("frus", "*.xml"),
        ("ehri-editions", "border_1938/*.xml"),
        ("ehri-editions", "documentation_campaign/*.xml"),
        ("ehri-editions", "early_testimonies/*.xml"),
        ("ehri-editions", "nisko/*.xml"),
        ("pec-letters", "letters/*.xml"),
        ("tolstoy", "texts/v[2-3]*.xml"),
        ("tolstoy", "texts/v[49]*.xml"),
        ("tolstoy", "specimens/*.xml"),
        ("dafp-markdown", "volume-2-1939/*.md"),
    ],
)
def test_html_says_what_the_canonical_text_says(corpora: Path, folder: str, pattern: str) -> None:
    found = files(corpora / folder, pattern)

    texts = [text for record in found for it in record.documents for text in it.texts]
    texts += [text for record in found for it in record.sections for text in it.texts]
    assert texts
    for text in texts:
        assert unicodedata.is_normalized("NFC", text.canonical)
        check(text)
